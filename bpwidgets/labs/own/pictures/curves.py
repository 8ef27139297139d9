"""Plain curves over one axis: the picture of a custom lab."""
from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes

from ....pictures.frame import drawable, limits, round_span, round_ticks, spread_labels, style_axes, ticks
from ....pictures.reaching import reach_over
from ....pictures.scales import Spans, ends
from ....pictures.style import SERIES, TEXT, Style
from ....pictures.telling import Told, named
from ....text import in_words, number


class CurvesPicture:
    """One line per curve, told apart by color and line style, with its name at its right end."""

    margins = (62, 130, 42, 26)

    def __init__(self, axes: Axes, style: Style):
        style_axes(axes, style, x_label=" ", y_label=" ")
        self.axes, self.y_label = axes, axes.texts[0]
        self.lines = [axes.plot([], [], color=getattr(style, role), lw=2, ls=line)[0] for role, line in SERIES]
        reach_over(axes, *self.lines)
        self.names = [axes.text(0, 0, "", color=getattr(style, role), fontsize=TEXT, va="center", clip_on=False)
                      for role, _ in SERIES]
        self.moving, self.ghosted, self.unit = (*self.lines, *self.names), tuple(self.lines), None

    @staticmethod
    def spans(settings, result) -> Spans:
        """All that can be drawn, by the words at the axes."""
        arrays = {_across(result): [result.x], _up(result): result.curves.values()}
        spans = {name: ends(*(values[drawable(values)] for values in each)) for name, each in arrays.items()}
        return {name: span for name, span in spans.items() if span}

    def draw(self, settings, result, spans) -> None:
        self.unit = result.x_label, result.y_label, tuple(result.curves)
        x_limits, y_limits = (round_span(np.array(spans.get(name, ()))) for name in (_across(result), _up(result)))
        limits(self.axes, x_limits, y_limits)
        for axis, span in ((self.axes.xaxis, x_limits), (self.axes.yaxis, y_limits)):
            places = round_ticks(*span)
            ticks(axis, places, [number(place) for place in places])
        self.axes.xaxis.label.set_text(result.x_label)
        self.y_label.set_text(result.y_label)
        room = 0.07 * (y_limits[1] - y_limits[0])
        curves = list(result.curves.items())[: len(self.lines)]
        heights = spread_labels({name: _last(y, y_limits) for name, y in curves}, room, *y_limits)
        for line, text, (name, y) in zip(self.lines, self.names, curves):
            line.set_data(_drawn(result.x), _drawn(y))
            text.set(text=name, position=(x_limits[1] + 0.01 * (x_limits[1] - x_limits[0]), heights[name]))
        for line, text in list(zip(self.lines, self.names))[len(curves):]:
            line.set_data([], [])
            text.set_text("")

    def told(self, settings, result, at) -> Told | None:
        """The numbers of all curves at the x nearest to the pointer."""
        known = np.flatnonzero(drawable(result.x))
        if not known.size:
            return None
        k = known[np.abs(result.x[known] - at[0]).argmin()]
        said = named((name, y[k]) for name, y in result.curves.items())
        return Told(f"{result.x_label or 'x'} {in_words(result.x[k])}: {said}", float(result.x[k]))


def _across(result) -> str:
    return f"across: {result.x_label}"


def _up(result) -> str:
    return f"up: {result.y_label}"


def _drawn(values: np.ndarray) -> np.ndarray:
    """What cannot be drawn leaves a gap."""
    return np.where(drawable(values), values, np.nan)


def _last(y: np.ndarray, span: tuple[float, float]) -> float:
    inside = y[drawable(y)]
    return float(np.clip(inside[-1], *span)) if inside.size else span[0]
