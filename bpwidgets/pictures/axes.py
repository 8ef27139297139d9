"""Axes whose numbers are drawn with one tick for each axis, moved from place to place.

matplotlib makes a tick of five artists for every number on an axis, and measures all numbers before it draws them, lest
the name of the axis touch one. That takes longer than all the rest of a picture.
"""
from __future__ import annotations

from collections.abc import Iterator

from matplotlib.axes import Axes
from matplotlib.axis import Tick, XAxis, YAxis
from matplotlib.backend_bases import RendererBase

from .style import PIXELS_PER_INCH

# A place beyond the end of an axis by less than this part of its length is at the end, as far as rounding goes.
ROUNDING = 1e-10


class QuickAxes(Axes):
    """Axes with numbers at given places, no lesser ticks between them, and a name below; they show what matplotlib's
    own axes show."""

    def _init_axis(self) -> None:
        # In this way matplotlib's own polar axes come to axes of their own.
        self.xaxis, self.yaxis = QuickXAxis(self, clear=False), QuickYAxis(self, clear=False)
        for axis, sides in ((self.xaxis, ("bottom", "top")), (self.yaxis, ("left", "right"))):
            for side in sides:
                self.spines[side].register_axis(axis)


class QuickYAxis(YAxis):
    """An axis with one tick, and no name."""

    def draw(self, renderer: RendererBase) -> None:
        """The numbers, their marks, and the lines across."""
        if self.get_visible():
            for tick in moved_tick(self):
                tick.draw(renderer)
        self.stale = False


class QuickXAxis(XAxis):
    """An axis with one tick, and a name below."""

    def draw(self, renderer: RendererBase) -> None:
        """The numbers, their marks, the lines across, and the name."""
        if self.get_visible():
            bottom = self.axes.bbox.y0
            for number, tick in enumerate(moved_tick(self)):
                tick.draw(renderer)
                if number == 0 and self.label.get_text():     # all are of one height
                    bottom = min(bottom, tick.label1.get_window_extent(renderer).y0)
            if self.label.get_text():
                self.label.set_y(bottom - self.labelpad * self.axes.figure.dpi / PIXELS_PER_INCH)
                self.label.draw(renderer)
        self.stale = False


def moved_tick(axis: XAxis | YAxis) -> Iterator[Tick]:
    """The tick of an axis, at one place after the other."""
    places = axis.get_majorticklocs()
    if len(places) == 0:
        return
    tick, = axis.get_major_ticks(1)
    low, high = sorted(axis.get_view_interval())
    slack = ROUNDING * (high - low)
    for place, words in zip(places, axis.get_major_formatter().format_ticks(places), strict=True):
        if low - slack <= place <= high + slack:
            tick.update_position(place)
            tick.label1.set_text(words)
            tick.label2.set_text(words)
            yield tick
