"""Gathered points: one number against another, without a line, so that the eye finds the law."""
from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes

from ....pictures.frame import limits, round_ticks, style_axes, ticks
from ....pictures.style import SMALL, TEXT, Style
from ....pictures.telling import Told, named, nearest
from ....text import number
from ..words import shown


class Scatter:
    """One dot per record; the last one is marked."""

    margins = (62, 24, 46, 28)

    def __init__(self, axes: Axes, style: Style):
        style_axes(axes, style, grid="both")
        self.axes = axes
        self.points, = axes.plot([], [], "o", color=style.path, ms=7, mec=style.ground, mew=0.8)
        self.last, = axes.plot([], [], "o", mfc="none", color=style.here, ms=12, mew=1.6)
        self.across = axes.text(1, -0.16, "", transform=axes.transAxes, color=style.muted, fontsize=TEXT, ha="right",
                                va="top")
        self.up = axes.text(0, 1.03, "", transform=axes.transAxes, color=style.muted, fontsize=TEXT, ha="left",
                            va="bottom")
        self.nothing = axes.text(0.5, 0.5, "", transform=axes.transAxes, color=style.muted, fontsize=SMALL, ha="center")
        self.moving = (self.points, self.last, self.across, self.up, self.nothing)

    def draw(self, settings, result) -> None:
        finite = np.isfinite(result.x) & np.isfinite(result.y)
        x, y = result.x[finite], result.y[finite]
        left, right = _window(x)
        low, high = _window(y)
        limits(self.axes, (left, right), (low, high))
        for axis, ends in ((self.axes.xaxis, (left, right)), (self.axes.yaxis, (low, high))):
            ticks(axis, round_ticks(*ends), [number(place) for place in round_ticks(*ends)])
        self.points.set_data(x, y)
        self.last.set_data(x[-1:], y[-1:])
        self.across.set_text(shown(settings.x))
        self.up.set_text(shown(settings.y))
        left_out = len(finite) - int(finite.sum())
        self.nothing.set_text("" if len(x) else "nothing gathered that can be drawn"
                              if left_out else "nothing gathered yet")

    def told(self, settings, result, at) -> Told | None:
        """The record whose dot is under the pointer."""
        k = nearest(self.axes, at, result.x, result.y)
        if k is None:
            return None
        point = float(result.x[k]), float(result.y[k])
        return Told(f"record {k + 1}: {named(zip(map(shown, (settings.x, settings.y)), point))}", *point)


def _window(values: np.ndarray) -> tuple[float, float]:
    """Round limits around all values, with some room; 0 belongs to them."""
    low, high = min(float(values.min(initial=0.0)), 0.0), max(float(values.max(initial=0.0)), 0.0)
    if low == high:
        return -1.0, 1.0
    step = 10.0 ** np.floor(np.log10(high - low))
    room = 0.05 * (high - low)
    return (float(step * np.floor((low - room) / step)) if low < 0 else -room,
            float(step * np.ceil((high + room) / step)) if high > 0 else room)
