"""Where does this rate stand along each direction? A scale of rates with a band for each, and the largest stable rate
of all."""
from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from ....pictures.frame import limits, log_ticks, px_to_data, style_axes, ticks
from ....pictures.scales import Spans
from ....pictures.style import SMALL, Style
from ....pictures.telling import Told
from ....text import factor_in_words, in_words
from ..regimes import along
from ..settings import rate_range
from .regime_lines import paint

STRETCHES = ("monotone", "oscillating", "diverging")
MOST_BANDS = 3
# Decades that one press of an arrow key moves the rate.
PRESS = 0.02


class RegimeScale:
    """Bands over a logarithmic scale of rates: pale where it converges without overshooting, full where it overshoots,
    dashed where it diverges; broken where nothing holds it at any rate. A drag moves the rate."""

    margins = (104, 16, 36, 22)
    handle = "learning rate: click or drag along the scale, or the arrow keys left and right"

    def __init__(self, axes: Axes, style: Style):
        style_axes(axes, style, grid="", x_label="learning rate")
        self.axes, self.style = axes, style
        self.bands = [[axes.plot([], [], lw=7, solid_capstyle="butt")[0] for _ in STRETCHES] for _ in range(MOST_BANDS)]
        for band in self.bands:
            for line, regime in zip(band, STRETCHES):
                paint(line, regime, style)
        self.endless = [axes.plot([], [], lw=7)[0] for _ in range(MOST_BANDS)]
        # Dashed as in the picture of rate and momentum: it is the same border.
        self.limit, = axes.plot([], [], color=style.danger, lw=2, ls=(0, (5, 2)))
        self.limit_label = axes.text(0, 1.1, "", color=style.danger, fontsize=SMALL, ha="center", va="bottom",
                                     clip_on=False,
                                     transform=axes.get_xaxis_transform())
        self.line, = axes.plot([], [], color=style.here, lw=1.5)
        self.here, = axes.plot([], [], "v", color=style.here, ms=10, mec=style.ground, mew=1.2, clip_on=False)
        stretches = (line for band in self.bands for line in band)
        self.moving = (*stretches, *self.endless, self.limit, self.limit_label, self.line, self.here)

    @staticmethod
    def spans(settings, result) -> Spans:
        """Logarithms of the rates of the slider; the directions."""
        low, high = (math.log10(rate) for rate in rate_range(settings))
        return {"log10 learning rate": (low, high), "direction": (1, len(result.prospects))}

    def draw(self, settings, result, spans) -> None:
        low, high = spans["log10 learning rate"]
        count = len(result.prospects)
        most = spans["direction"][1]
        limits(self.axes, (low, high), (-0.6, most - 0.4))
        log_ticks(self.axes.xaxis, round(low), round(high), 1)
        ticks(self.axes.yaxis, list(range(count)), [prospect.name for prospect in result.prospects])
        for k in range(MOST_BANDS):
            self._draw_band(k, result.prospects[k] if k < count else None, low, high)
        self._draw_limit(result.stable_limit, low, high, most)
        rate = min(max(math.log10(settings.learning_rate), low), high)
        self.line.set_data([rate, rate], [-0.6, most - 0.5])
        self.here.set_data([rate], [most - 0.5])

    def _draw_band(self, k: int, prospect, low: float, high: float) -> None:
        """Between the borders of one direction; with no border there is one stretch from end to end."""
        bounded = prospect is not None and math.isfinite(prospect.rate_limit)
        with np.errstate(divide="ignore"):
            inner = np.log10([prospect.monotone_limit, prospect.rate_limit]) if bounded else [low, low]
        borders = [low, *np.clip(inner, low, high), high if bounded else low]
        for line, left, right in zip(self.bands[k], borders[:-1], borders[1:]):
            line.set_data(([left, right], [k, k]) if right > left else ([], []))
        self.endless[k].set_data(([low, high], [k, k]) if prospect and not bounded else ([], []))
        if prospect and not bounded:
            paint(self.endless[k], prospect.regime, self.style)

    def _draw_limit(self, limit: float, low: float, high: float, count: int) -> None:
        known = math.isfinite(limit) and low <= math.log10(limit) <= high
        at = math.log10(limit) if known else (low + high) / 2
        self.limit.set_data(([at, at], [-0.6, count - 0.4]) if known else ([], []))
        self.limit_label.set_text(f"largest stable rate {in_words(limit)}"
                                  if math.isfinite(limit) else "no largest stable rate")
        self.limit_label.set_x(min(max(at, low + px_to_data(self.axes, 80)), high - px_to_data(self.axes, 80)))

    def drag(self, pressed, result, start, at) -> Mapping[str, Any]:
        """The rate follows the pointer, within the range of the slider."""
        low, high = rate_range(pressed)
        return {"learning_rate": min(max(10.0 ** at[0], low), high)}

    def nudge(self, settings, result, right: int, up: int) -> Mapping[str, Any]:
        """The rate goes some fiftieths of a decade to the right."""
        return self.drag(settings, result, (0, 0), (math.log10(settings.learning_rate) + PRESS * right, 0))

    def held(self, settings, result) -> tuple[float, float]:
        """At the present rate, beside the mark above the bands."""
        return math.log10(settings.learning_rate), len(result.prospects) - 1.0

    def told(self, settings, result, at) -> Told:
        """What the rate under the pointer does along the direction of the nearest band."""
        band = min(max(round(at[1]), 0), len(result.prospects) - 1)
        rate = float(f"{self.drag(settings, result, at, at)['learning_rate']:.3g}")
        prospect = result.prospects[band]
        does = along(prospect.name, prospect.curvature, rate, settings.momentum)
        times = f", times {factor_in_words(does.factor)} per step" if math.isfinite(does.factor) else ""
        return Told(f"{does.name}, curvature {in_words(does.curvature)}: with learning rate {in_words(rate)} it "
                    f"{does.words}{times}", math.log10(rate), band)
