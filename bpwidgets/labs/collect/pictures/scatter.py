"""Gathered points: one number against another, without a line, so that the eye finds the law; and with the line, once
somebody committed to one."""
from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes

from ....pictures.frame import decades, limits, log_ticks, round_ticks, style_axes, ticks
from ....pictures.style import SMALL, TEXT, Style
from ....pictures.telling import Told, named, nearest
from ....text import number
from ..result import Fit, Gathered
from ..words import shown

NO_FIT = Fit(np.empty(0), np.empty(0), np.nan, np.nan)


class Scatter:
    """One dot per record; the last one is marked. With a law: its curve, and the point that was measured afterwards."""

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
        self.law, = axes.plot([], [], color=style.plane, lw=1.6, zorder=1.8)
        self.afterwards, = axes.plot([], [], "D", mfc="none", color=style.delta, ms=9, mew=1.8)
        self.legend = axes.text(1, 1.03, "", transform=axes.transAxes, color=style.muted, fontsize=SMALL, ha="right",
                                va="bottom")
        self.moving = (self.law, self.points, self.last, self.afterwards, self.across, self.up, self.legend,
                       self.nothing)

    def draw(self, settings, result) -> None:
        heights, fit = _heights(result, result.y), result.fit or NO_FIT
        finite = np.isfinite(result.x) & np.isfinite(heights)
        x, y = result.x[finite], heights[finite]
        curve, point = _heights(result, fit.y), _heights(result, np.array([fit.measured]))
        self._frame(result, _drawn(x, np.array([fit.at])), _drawn(y, curve, point))
        self.points.set_data(x, y)
        self.last.set_data(([], []) if result.fit else (x[-1:], y[-1:]))
        self.law.set_data(fit.x, curve)
        self.afterwards.set_data([fit.at], point)
        self.across.set_text(shown(settings.x))
        self.up.set_text(shown(settings.y))
        self.legend.set_text("─ your law   ◇ measured afterwards" if result.fit else "")
        left_out = len(finite) - int(finite.sum())
        self.nothing.set_text("" if len(x) else "nothing gathered that can be drawn"
                              if left_out else "nothing gathered yet")

    def _frame(self, result: Gathered, x: np.ndarray, y: np.ndarray) -> None:
        """Limits and numbers of both axes around all that is drawn."""
        left, right = _window(x)
        low, high, step = decades(y.min(), y.max()) if result.logarithmic and y.size else (*_window(y), 0)
        limits(self.axes, (left, right), (low, high))
        for axis, ends in ((self.axes.xaxis, (left, right)), *([] if step else [(self.axes.yaxis, (low, high))])):
            ticks(axis, round_ticks(*ends), [number(place) for place in round_ticks(*ends)])
        if step:
            log_ticks(self.axes.yaxis, low, high, step)

    def told(self, settings, result, at) -> Told | None:
        """The record whose dot is under the pointer."""
        heights = _heights(result, result.y)
        k = nearest(self.axes, at, result.x, heights)
        if k is None:
            return None
        point = float(result.x[k]), float(result.y[k])
        return Told(f"record {k + 1}: {named(zip(map(shown, (settings.x, settings.y)), point))}", point[0],
                    float(heights[k]))


def _heights(result: Gathered, y: np.ndarray) -> np.ndarray:
    """Where these numbers stand on the upright axis; nan where they have no place."""
    if not result.logarithmic:
        return y
    with np.errstate(all="ignore"):
        return np.log10(np.where(y > 0, y, np.nan))


def _drawn(*arrays: np.ndarray) -> np.ndarray:
    """All numbers that are."""
    together = np.concatenate(arrays)
    return together[np.isfinite(together)]


def _window(values: np.ndarray) -> tuple[float, float]:
    """Round limits around all values, with some room; 0 belongs to them."""
    low, high = min(float(values.min(initial=0.0)), 0.0), max(float(values.max(initial=0.0)), 0.0)
    if low == high:
        return -1.0, 1.0
    step = 10.0 ** np.floor(np.log10(high - low))
    room = 0.05 * (high - low)
    return (float(step * np.floor((low - room) / step)) if low < 0 else -room,
            float(step * np.ceil((high + room) / step)) if high > 0 else room)
