"""Learning rate and momentum at once: which pairs converge without overshooting, which overshoot, which diverge."""
from __future__ import annotations

import math
import textwrap
from collections.abc import Mapping
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Polygon

from ....pictures.frame import PIXELS_PER_INCH, limits, log_ticks, px_to_data, px_upwards, style_axes, ticks
from ....pictures.scales import Spans
from ....pictures.style import LINE, SMALL, Style
from ....pictures.telling import Told, nearest
from ....text import factor_in_words, in_words, number
from ..regimes import along, monotone_limit, rate_limit
from ..settings import CurvatureSettings, rate_range

NOTHING = np.zeros((3, 2))
MOMENTA = np.append(np.linspace(0, 0.99, 100), np.linspace(0.991, 0.9999, 40))
TICKS = (0.0, 0.25, 0.5, 0.75, 0.9, 1.0)
WORDS = ("monotone", "oscillating", "diverging")
# px that a letter takes.
LETTER = 7
# What one press of an arrow key moves: decades of the rate, momentum.
PRESS = 0.02, 0.01


class RateAndMomentum:
    """The plane of pairs, its borders those of the strongest curvature; the thin line is where the lower one of the
    plane begins to oscillate, and the star the pair that shrinks both fastest. A drag moves the pair."""

    margins = (40, 16, 42, 26)
    handle = "rate and momentum: click or drag, or the arrow keys"

    def __init__(self, axes: Axes, style: Style):
        style_axes(axes, style, grid="", x_label="learning rate", y_label="momentum")
        self.axes = axes
        self.monotone = axes.add_patch(Polygon(NOTHING, fc=style.safe, alpha=0.12, lw=0))
        self.oscillating = axes.add_patch(Polygon(NOTHING, fc=style.safe, alpha=0.3, lw=0))
        self.diverging = axes.add_patch(Polygon(NOTHING, fc=style.danger, alpha=0.16, lw=0))
        self.one_side, = axes.plot([], [], color=style.safe, lw=1.6)
        self.limit, = axes.plot([], [], color=style.danger, lw=2, ls=(0, (5, 2)))
        self.lower, = axes.plot([], [], color=style.safe, lw=1, ls=(0, (1, 1.5)))
        self.best, = axes.plot([], [], "*", color=style.ink, mec=style.ground, mew=0.8, ms=14)
        text = {"fontsize": SMALL, "color": style.ink, "ha": "center", "va": "center"}
        self.words = tuple(axes.text(0, 0, word, **text) for word in WORDS)
        self.nothing = axes.text(0.5, 0.5, "", transform=axes.transAxes, **text)
        self.fastest = axes.text(0, 0, "fastest", **{**text, "va": "bottom"})
        self.here, = axes.plot([], [], "o", color=style.here, ms=11, mec=style.ground, mew=1.5, clip_on=False)
        self.moving = (self.monotone, self.oscillating, self.diverging, self.one_side, self.lower, self.limit,
                       *self.words,
                       self.nothing, self.best, self.fastest, self.here)
        self.ghosted, self.unit = (self.one_side, self.lower, self.limit), None

    @staticmethod
    def spans(settings, result) -> Spans:
        """Logarithms of the rates of the slider; momentum goes from 0 to 1."""
        low, high = (math.log10(rate) for rate in rate_range(settings))
        return {"log10 learning rate": (low, high)}

    def draw(self, settings, result, spans) -> None:
        low, high = spans["log10 learning rate"]
        limits(self.axes, (low, high), (0.0, 1.0))
        log_ticks(self.axes.xaxis, round(low), round(high), 1)
        ticks(self.axes.yaxis, TICKS, [number(place) for place in TICKS])
        self._draw_regions(result, low, high)
        self._draw_best(result.best, low, high)
        self.here.set_data([min(max(math.log10(settings.learning_rate), low), high)], [settings.momentum])

    def _draw_regions(self, result, low: float, high: float) -> None:
        """From left to right: up to one border, between both, beyond; all three empty where nothing curves upwards."""
        largest, lower = result.largest, result.prospects[0].curvature
        self.nothing.set_visible(not largest > 0)
        words = "no curvature is known here" if math.isnan(largest) else "nothing curves upwards here"
        letters = int(self.axes.bbox.width / self.axes.figure.dpi * PIXELS_PER_INCH / LETTER)
        self.nothing.set_text("\n".join(textwrap.wrap(words, letters)))
        one_side, limit = (_border(border, largest) for border in (monotone_limit, rate_limit))
        left, right = (np.full_like(MOMENTA, end) for end in (low, high))
        for patch, ends in ((self.monotone, (left, one_side)), (self.oscillating, (one_side, limit)),
                            (self.diverging, (limit, right))):
            patch.set_xy(_between(*(np.clip(end, low, high) for end in ends)) if largest > 0 else NOTHING)
        self.one_side.set_data(_within(one_side, low, high), MOMENTA)
        self.limit.set_data(_within(limit, low, high), MOMENTA)
        self.lower.set_data(_within(_border(monotone_limit, lower), low, high), MOMENTA)
        self._place_words(one_side[20], limit[60], low, high, largest > 0)

    def _draw_best(self, best, low: float, high: float) -> None:
        """The fastest pair, if the two directions differ and it is in reach."""
        at = math.log10(best.learning_rate) if best and best.momentum > 0.01 else math.inf
        shown = low < at < high
        self.best.set_data(([at], [best.momentum]) if shown else ([], []))
        self.fastest.set_visible(shown)
        if shown:
            below_the_top = 1 - px_upwards(self.axes, LINE)
            room = px_to_data(self.axes, 24)
            self.fastest.set_position((min(max(at, low + room), high - room),
                                       min(best.momentum + 0.045, below_the_top)))

    def _place_words(self, one_side: float, limit: float, low: float, high: float, regions: bool) -> None:
        """Each in its region, where that is wide enough: monotone below left, oscillating above, diverging to the
        right."""
        room = max(0.16 * (high - low), px_to_data(self.axes, 42))
        spots = (((low + one_side) / 2, 0.1, one_side - low > room),
                 (max(limit - room, low + 0.8 * room), 0.82, limit - low > 1.2 * room),
                 ((limit + high) / 2, 0.6, high - limit > room))
        for word, (x, y, fits) in zip(self.words, spots):
            word.set_visible(bool(regions and fits))
            if regions and fits:
                word.set_position((min(x, high - room / 2), y))

    def drag(self, pressed, result, start, at) -> Mapping[str, Any]:
        """The pair follows the pointer, within the ranges of the sliders."""
        low, high = rate_range(pressed)
        least, most = CurvatureSettings.fields()["momentum"].slider_range(pressed)
        return {"learning_rate": min(max(10.0 ** at[0], low), high), "momentum": min(max(round(at[1], 6), least), most)}

    def nudge(self, settings, result, right: int, up: int) -> Mapping[str, Any]:
        """The rate by fiftieths of a decade, the momentum by hundredths."""
        rate = math.log10(settings.learning_rate) + PRESS[0] * right
        return self.drag(settings, result, (0, 0), (rate, settings.momentum + PRESS[1] * up))

    def held(self, settings, result) -> tuple[float, float]:
        """At the present pair."""
        return math.log10(settings.learning_rate), settings.momentum

    def told(self, settings, result, at) -> Told:
        """What the pair under the pointer does along the strongest curvature; the fastest one for both directions."""
        if nearest(self.axes, at, *self.best.get_data()) is not None:
            rate, momentum, factor = result.best
            said = f"fastest for both directions: {_pair(rate, momentum)}: times {factor_in_words(factor)} per step"
            return Told(said, math.log10(rate), momentum)
        pair = self.drag(settings, result, at, at)
        rate, momentum = (float(f"{value:.3g}") for value in pair.values())
        does = along("", result.largest, rate, momentum)
        times = f", times {factor_in_words(does.factor)} per step" if math.isfinite(does.factor) else ""
        return Told(f"{_pair(rate, momentum)}: {does.words} along the strongest curvature{times}", math.log10(rate),
                    momentum)


def _pair(rate: float, momentum: float) -> str:
    return f"learning rate {in_words(rate)}, momentum {in_words(momentum)}"


def _border(border, curvature: float) -> np.ndarray:
    """The logarithm of a limit at each of the momenta."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.log10(np.broadcast_to(border(MOMENTA, curvature), MOMENTA.shape))


def _within(x: np.ndarray, low: float, high: float) -> np.ndarray:
    return np.where((x >= low) & (x <= high), x, np.nan)


def _between(left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """The outline (2 M, 2) of what lies between two borders."""
    return np.column_stack([np.concatenate([left, right[::-1]]), np.concatenate([MOMENTA, MOMENTA[::-1]])])
