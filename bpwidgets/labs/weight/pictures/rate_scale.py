"""Where does this learning rate stand? A scale of rates, with the two that matter: 1/L'' and the largest stable
2/L''."""
from __future__ import annotations

import math

from matplotlib.axes import Axes

from ....pictures.frame import limits, log_ticks, px_to_data, style_axes
from ....pictures.scales import Spans
from ....pictures.style import SMALL, Style
from ....pictures.telling import Told
from ....text import factor_in_words, in_words
from ..settings import rate_range

# px that a letter takes.
LETTER = 6.4


class RateScale:
    """Three stretches of a logarithmic scale: converges without overshooting (pale), overshoots and converges (full),
    diverges
    (dashed)."""

    margins = (62, 16, 38, 34)

    def __init__(self, axes: Axes, style: Style):
        style_axes(axes, style, grid="", x_label="learning rate")
        self.axes = axes
        axes.set(ylim=(0, 1))
        axes.yaxis.set_visible(False)
        line = {"lw": 5, "solid_capstyle": "butt"}
        self.monotone, = axes.plot([], [], color=style.safe, alpha=0.45, **line)
        self.oscillating, = axes.plot([], [], color=style.safe, **line)
        self.diverges, = axes.plot([], [], color=style.danger, lw=5, ls=(0, (0.6, 0.5)))
        self.limit, = axes.plot([], [], color=style.danger, lw=2)
        self.here, = axes.plot([], [], "v", color=style.here, ms=10, mec=style.ground, mew=1.2, clip_on=False)
        text = {"fontsize": SMALL, "va": "bottom", "clip_on": False}
        self.words = tuple(axes.text(0, 1.06, word, color=color, ha="center", **text) for word, color in (
            ("converges", style.safe), ("diverges", style.danger)))
        self.limit_label = axes.text(0, 1.06, "", color=style.danger, ha="center", **text)
        self.moving = (self.here,)
        self._ground = None

    @staticmethod
    def spans(settings, result) -> Spans:
        """Logarithms of the rates of the slider."""
        low, high = (math.log10(rate) for rate in rate_range(settings))
        return {"log10 learning rate": (low, high)}

    def draw(self, settings, result, spans) -> None:
        low, high = spans["log10 learning rate"]
        self.here.set_data([min(max(math.log10(settings.learning_rate), low), high)], [0.72])
        # The scale itself is ground: it changes with the data and the loss, not with the rate.
        if self._ground != (low, high, result.rate_limit):
            self._ground = low, high, result.rate_limit
            self._draw_scale(low, high, result)

    def _draw_scale(self, low: float, high: float, result) -> None:
        limits(self.axes, (low, high), (0, 1))
        log_ticks(self.axes.xaxis, round(low), round(high), 1)
        half, limit = math.log10(result.rate_limit / 2), math.log10(result.rate_limit)
        for stretch, ends in ((self.monotone, (low, half)), (self.oscillating, (half, limit)),
                              (self.diverges, (limit, high))):
            stretch.set_data(ends, (0.3, 0.3))
        self.limit.set_data((limit, limit), (0, 0.9))
        self.limit_label.set_text(f"largest stable rate {in_words(result.rate_limit)}")
        self.limit_label.set_x(limit)
        self._place_words(low, limit, high)

    def _place_words(self, low: float, limit: float, high: float) -> None:
        """Words in the middle of their stretch, unless the label of the limit needs the room."""
        converges, diverges = self.words
        half_label = px_to_data(self.axes, LETTER * len(self.limit_label.get_text()) / 2 + 8)
        for word, (left, right) in ((converges, (low, limit - half_label)), (diverges, (limit + half_label, high))):
            word.set_visible(right - left > px_to_data(self.axes, LETTER * len(word.get_text()) + 8))
            word.set_x((left + right) / 2)

    def told(self, settings, result, at) -> Told:
        """What the rate under the pointer would do."""
        low, high = rate_range(settings)
        rate = float(f"{min(max(10.0 ** at[0], low), high):.3g}")
        factor = 1 - rate * result.curvature
        does = ("converges without overshooting" if factor >= 0 else "overshoots and converges" if factor > -1
                else "diverges" if factor < -1 else "oscillates forever")
        return Told(f"learning rate {in_words(rate)}: {does}; a step takes the distance from the best weight times "
                    f"{factor_in_words(factor)}", math.log10(rate))
