"""The singular values of the input-output Jacobian: by how much the net stretches small changes of an input,
direction by direction."""
from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes

from ....pictures.frame import decades, limits, log_ticks, style_axes, ticks, up_to
from ....pictures.scales import Spans
from ....pictures.style import MARKS, SMALL, Style
from ....pictures.telling import Told, place_under
from ....text import in_words

# Singular values this much smaller than the largest are rounding.
ROUNDING = 1e-14


class SingularValues:
    """Largest first, on a log axis, with a line at 1, where changes keep their size; those that are 0 are open marks
    near the border."""

    margins = (46, 12, 42, 26)

    def __init__(self, axes: Axes, style: Style):
        style_axes(axes, style, x_label="number of the singular value")
        self.axes = axes
        marker, line = MARKS["stretch"]
        axes.axhline(0.0, color=style.safe, lw=1.4, ls=(0, (5, 3)))
        axes.text(0, 1.04, "stretch of d output / d input", transform=axes.transAxes, color=style.muted, fontsize=SMALL,
                  ha="left",
                  va="bottom")
        self.points, = axes.plot([], [], ls=line, marker=marker, ms=6, color=style.path, mec=style.ground, mew=0.6)
        self.lost, = axes.plot([], [], ls="", marker=marker, color=style.path, mfc="none", mew=1.4, ms=8, clip_on=False)
        self.missing = axes.text(0.5, 0.75, "", transform=axes.transAxes, color=style.muted, fontsize=SMALL,
                                 ha="center", va="center")
        self.moving = (self.points, self.lost, self.missing)

    @staticmethod
    def spans(settings, result) -> Spans:
        """Their numbers; the logarithms of those that are drawn, and of 1, with some room."""
        heights = _heights(result.jacobian_singular_values)
        drawn = heights[np.isfinite(heights)]
        return {"number": (1, len(heights)),
                "log10 stretch": (float(drawn.min(initial=0.0)) - 0.1, float(drawn.max(initial=0.0)) + 0.1)}

    def draw(self, settings, result, spans) -> None:
        stretches = result.jacobian_singular_values
        heights = _heights(stretches)
        drawn, numbers = np.isfinite(heights), np.arange(1, len(heights) + 1)
        low, high, step = decades(*spans["log10 stretch"], most=6)
        last = up_to(spans["number"][1])
        limits(self.axes, (0.5, last + 0.5), (low, high))
        places = [1, *range(5, last + 1, 5)] if last <= 20 else [1, *range(last // 5, last + 1, last // 5)]
        ticks(self.axes.xaxis, places, [str(place) for place in places])
        log_ticks(self.axes.yaxis, low, high, step)
        self.points.set_data(numbers[drawn], heights[drawn])
        unknown = np.isnan(stretches).any()
        self.lost.set_data(*(([], []) if unknown else (numbers[~drawn],
                                                       np.full((~drawn).sum(), low + 0.05 * (high - low)))))
        self.missing.set_text("the Jacobian overflows" if unknown else "")

    def told(self, settings, result, at) -> Told | None:
        """The singular value whose number is under the pointer."""
        stretches = result.jacobian_singular_values
        k = place_under(at[0], 1, len(stretches))
        if k is None or np.isnan(stretches).any():
            return None
        return Told(f"singular value {k}: {in_words(stretches[k - 1], 3, ROUNDING * float(stretches[0]))}", k)


def _heights(stretches: np.ndarray) -> np.ndarray:
    """Their logarithms, -inf for those that count as 0."""
    with np.errstate(all="ignore"):
        return np.where(stretches > ROUNDING * stretches[0], np.log10(stretches), -np.inf)
