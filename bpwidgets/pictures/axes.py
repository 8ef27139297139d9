"""Axes whose numbers are drawn with one tick for each axis: all its marks at once, and its numbers from place to place.

matplotlib makes a tick of five artists for every number on an axis, and measures all numbers before it draws them, lest
the name of the axis touch one. That takes longer than all the rest of a picture.
"""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.axis import Tick, XAxis, YAxis
from matplotlib.backend_bases import RendererBase
from matplotlib.colors import to_rgba
from matplotlib.lines import Line2D
from matplotlib.text import Text

from .quick_line import QuickLine
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

    def add_line(self, line: Line2D) -> Line2D:
        """Add a line, as a quick one: `plot` makes none of another class."""
        if type(line) is Line2D:
            line.__class__ = QuickLine
        return super().add_line(line)


class QuickYAxis(YAxis):
    """An axis with one tick, and no name."""

    def draw(self, renderer: RendererBase) -> None:
        """The numbers, their marks, and the lines across."""
        if self.get_visible():
            _draw_numbers(self, renderer)
        self.stale = False


class QuickXAxis(XAxis):
    """An axis with one tick, and a name below."""

    def draw(self, renderer: RendererBase) -> None:
        """The numbers, their marks, the lines across, and the name."""
        if self.get_visible():
            _draw_numbers(self, renderer)
            if self.label.get_text():
                bottom, first = self.axes.bbox.y0, next(moved_tick(self), None)     # all are of one height
                if first:
                    bottom = min(bottom, first.label1.get_window_extent(renderer).y0)
                self.label.set_y(bottom - self.labelpad * self.axes.figure.dpi / PIXELS_PER_INCH)
                self.label.draw(renderer)
        self.stale = False


def moved_tick(axis: XAxis | YAxis) -> Iterator[Tick]:
    """The tick of an axis, at one place after the other."""
    for place, words in _numbers(axis):
        tick, = axis.get_major_ticks(1)
        tick.update_position(place)
        tick.label1.set_text(words)
        tick.label2.set_text(words)
        yield tick


def _numbers(axis: XAxis | YAxis) -> list[tuple[float, str]]:
    """The places on an axis that have a number, and the numbers."""
    places = axis.get_majorticklocs()
    low, high = sorted(axis.get_view_interval())
    slack = ROUNDING * (high - low)
    words = axis.get_major_formatter().format_ticks(places) if len(places) else []
    return [(place, word) for place, word in zip(places, words, strict=True) if low - slack <= place <= high + slack]


def _draw_numbers(axis: XAxis | YAxis, renderer: RendererBase) -> None:
    if not hasattr(renderer, "buffer_rgba"):    # on paper a text is more than its pixels
        for tick in moved_tick(axis):
            tick.draw(renderer)
        return
    numbers = _numbers(axis)
    if numbers:
        tick, = axis.get_major_ticks(1)
        places, across = np.array([place for place, _ in numbers]), axis.axis_name == "x"
        _draw_lines(tick.gridline, places, across, renderer)
        for marks in (tick.tick1line, tick.tick2line):
            _draw_marks(marks, places, across, renderer)
        for label in (tick.label1, tick.label2):
            _draw_words(label, numbers, across, renderer)


def _draw_lines(line: Line2D, places: np.ndarray, across: bool, renderer: RendererBase) -> None:
    """A line from end to end at each place, in one stroke."""
    if line.get_visible():
        along, ends = np.repeat(places, 3), np.tile((0.0, 1.0, np.nan), len(places))
        line.set_data(*((along, ends) if across else (ends, along)))
        line.draw(renderer)
        line.set_data(*(((0, 0), (0, 1)) if across else ((0, 1), (0, 0))))    # as matplotlib makes and moves it


def _draw_marks(marks: Line2D, places: np.ndarray, across: bool, renderer: RendererBase) -> None:
    if marks.get_visible():
        (x,), (y,) = marks.get_data(orig=True)
        marks.set_data(*((places, np.full(len(places), y)) if across else (np.full(len(places), x), places)))
        marks.draw(renderer)
        marks.set_data((x,), (y,))


def _draw_words(label: Text, numbers: Sequence[tuple[float, str]], across: bool, renderer: Any) -> None:
    """The words of a label at each place, as it would draw them itself."""
    if not label.get_visible():
        return
    gc, (x, y), height = renderer.new_gc(), label.get_unitless_position(), renderer.get_canvas_width_height()[1]
    gc.set_foreground(to_rgba(label.get_color()), isRGBA=True)
    spots = label.get_transform().transform([(place, y) if across else (x, place) for place, _ in numbers])
    for (right, up), (_, words) in zip(spots.tolist(), numbers):
        if words:
            label.set_text(words)
            (_, _, (left, low)), = label._get_layout(renderer)[1]
            renderer.draw_text(gc, right + left, height - (up + low), words, label.get_fontproperties(), 0.0,
                               mtext=label)
    gc.restore()
