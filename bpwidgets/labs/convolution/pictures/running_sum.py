"""The shares of the positions added up, one after the other, to the gradient of the one weight."""
from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection

from ....pictures.frame import limits, px_to_data, px_upwards, spread_labels, style_axes, ticks
from ....pictures.style import LINE, SMALL, TEXT, Style
from ....pictures.telling import Told, place_under
from ....text import in_words
from ..settings import ACROSS, POSITIONS
from .number_map import Changes

RIGHT, ASIDE = 196, 8


class RunningSum:
    """The sum so far over the positions, row by row, with the colors of the shares; the dashed line is what central
    differences of the loss say. Dragging moves the filter.

    The axes go from the lowest to the highest sum, so that nothing but artists moves with the numbers."""

    margins = (24, RIGHT, 22, 22)
    handle = "position: drag the line, or move it with the arrow keys"

    def __init__(self, axes: Axes, style: Style):
        style_axes(axes, style, grid="", y_label="sum of shares")
        limits(axes, (0.0, float(POSITIONS)), (-0.04, 1.04))
        places = list(range(ACROSS, POSITIONS + 1, ACROSS))
        ticks(axes.xaxis, places, [str(place) for place in places])
        ticks(axes.yaxis, (), ())
        self.axes, self.style = axes, style
        self.cursor = axes.axvline(0, color=style.here, lw=1.4)
        self.zero = axes.axhline(0, color=style.hairline, lw=1.2, zorder=1)
        self.line, = axes.plot([], [], color=style.muted, lw=1.4, drawstyle="steps-post", zorder=3)
        self.jumps = LineCollection([], linewidths=4.5, zorder=3)
        axes.add_collection(self.jumps, autolim=False)
        self.differences = axes.axhline(0, color=style.muted, lw=1.4, ls=(0, (4, 3)), zorder=2)
        self.dot, = axes.plot([], [], "o", color=style.weight_gradient, ms=8, mec=style.ground, mew=1.2, zorder=4)
        self.names = {name: axes.text(0, 0, "", color=color, fontsize=TEXT, va="center", clip_on=False)
                      for name, color in (("sum", style.weight_gradient), ("check", style.muted))}
        self.nothing = axes.text(-px_to_data(axes, ASIDE), 0, "0", color=style.muted, fontsize=SMALL, va="center",
                                 ha="right", clip_on=False)
        self.moving: tuple[Any, ...] = (self.zero, self.nothing, self.cursor, self.differences, self.line, self.jumps,
                                        self.dot, *self.names.values())

    def draw(self, settings, result) -> None:
        shares, check = self._numbers(settings, result)
        sums, at = np.concatenate([[0.0], np.cumsum(shares)]), settings.position + 1
        heights, difference, zero = _heights(sums, check.difference)
        self._lines(heights, shares, at, difference, zero)
        ends = {"sum": float(self.dot.get_ydata()[0]), "check": difference}
        texts = {"sum": f"first {at} shares: {in_words(sums[at])}",
                 "check": f"central difference: {in_words(check.difference)}"}
        spread = spread_labels(ends, px_upwards(self.axes, LINE), 0.0, 1.0)
        for name, text in self.names.items():
            text.set(text=texts[name], position=(POSITIONS + px_to_data(self.axes, ASIDE), spread[name]))

    def _lines(self, heights: np.ndarray, shares: np.ndarray, at: int, difference: float, zero: float) -> None:
        self.line.set_data(np.arange(POSITIONS + 1), heights)
        sending = np.flatnonzero(shares)
        self.jumps.set_segments([[(k + 1, heights[k]), (k + 1, heights[k + 1])] for k in sending])
        self.jumps.set_color([self.style.positive if shares[k] > 0 else self.style.negative for k in sending])
        self.cursor.set_xdata([at, at])
        self.dot.set_data([at], [heights[at]])
        self.differences.set_ydata([difference, difference])
        self.zero.set_ydata([zero, zero])
        self.nothing.set_y(zero)

    def _numbers(self, settings, result):
        passes = result.passes(settings)
        return passes.shares(settings.f, *settings.cell).ravel(), passes.check(settings.f, *settings.cell)

    def drag(self, pressed, result, start, at) -> Changes:
        """The filter goes to this position."""
        return {"position": min(max(round(float(at[0])) - 1, 0), POSITIONS - 1)}

    def nudge(self, settings, result, right: int, up: int) -> Changes:
        """One position forward or back."""
        return {"position": min(max(settings.position + int(right), 0), POSITIONS - 1)}

    def held(self, settings, result) -> tuple[float, float]:
        """At the position."""
        return settings.position + 1, float("nan")

    def told(self, settings, result, at) -> Told | None:
        """The share and the sum at the position under the pointer."""
        place = place_under(at[0], 1, POSITIONS)
        if place is None:
            return None
        shares, _ = self._numbers(settings, result)
        return Told(f"position {place - 1}: share {in_words(shares[place - 1])}, sum of the first {place} "
                    f"{in_words(shares[:place].sum())}", place)


def _heights(sums: np.ndarray, difference: float) -> tuple[np.ndarray, float, float]:
    """Sums, the difference and 0 as parts of the range from the lowest of them to the highest; 0 where there
    are no numbers."""
    if not np.isfinite([*sums, difference]).all():
        return np.zeros(len(sums)), 0.0, 0.0
    low, high = min(sums.min(), difference), max(sums.max(), difference)
    unit = high - low or 1.0
    return (sums - low) / unit, float((difference - low) / unit), float(-low / unit)
