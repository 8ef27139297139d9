"""A line through points of which the last can be dragged away: how far does it take the line of each loss along?"""
from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib.axes import Axes

from ....pictures.frame import limits, number_ticks, px_to_data, px_upwards, round_span, spread_labels, style_axes
from ....pictures.scales import Spans
from ....pictures.style import LINE, TEXT, Style
from ....pictures.telling import Told, nearest
from ....text import in_words
from ..outlier import LINES
from .marks import FITS

RIGHT, ASIDE, END = 150, 8, 1.08


class OutlierLines:
    """Points and lines; the last point is dragged up and down."""

    margins = (46, RIGHT, 42, 26)
    handle = "last point: click or drag to put it elsewhere, or move it with the arrow keys"

    def __init__(self, axes: Axes, style: Style):
        style_axes(axes, style, x_label="x", y_label="y")
        self.axes = axes
        self.lines = {name: axes.plot([], [], color=mark.color(style), ls=mark.line, lw=2)[0]
                      for name, mark in FITS.items()}
        self.points, = axes.plot([], [], "o", color=style.loss, ms=7, mec=style.ground, mew=1)
        self.last, = axes.plot([], [], "D", color=style.ink, ms=10, mec=style.ground, mew=1.5)
        self.names = {name: axes.text(0, 0, "", color=mark.color(style), fontsize=TEXT, va="center", clip_on=False)
                      for name, mark in FITS.items()}
        self.moving = (*self.lines.values(), self.points, self.last, *self.names.values())

    @staticmethod
    def spans(settings, result) -> Spans:
        """All points and lines."""
        found = result.outlier
        ends = np.array([height + slope * x for slope, height in found.lines.values() for x in (-END, END)])
        return {"y": round_span(found.y, ends, np.array([-8.0, 8.0]))}

    def draw(self, settings, result, spans) -> None:
        found, y = result.outlier, spans["y"]
        limits(self.axes, (-END, END), (y[0] - 0.04 * (y[1] - y[0]), y[1] + 0.04 * (y[1] - y[0])))
        number_ticks(self.axes.xaxis, -1.0, 1.0)
        number_ticks(self.axes.yaxis, *y)
        self.points.set_data(found.x[:-1], found.y[:-1])
        self.last.set_data(found.x[-1:], found.y[-1:])
        ends = {name: height + END * slope for name, (slope, height) in found.lines.items()}
        places = spread_labels(ends, px_upwards(self.axes, LINE), *y)
        for name, (slope, height) in found.lines.items():
            self.lines[name].set_data((-END, END), (height - END * slope, height + END * slope))
            self.names[name].set(text=LINES[name], position=(END + px_to_data(self.axes, ASIDE), places[name]))

    def drag(self, pressed, result, start, at) -> Mapping[str, float]:
        """The last point goes to the height of the pointer."""
        return _to(float(np.clip(at[1], *self.axes.get_ylim())))

    def nudge(self, settings, result, right: int, up: int) -> Mapping[str, float]:
        """The last point goes up or down by quarters."""
        return _to(settings.outlier + 0.25 * (up + right))

    def held(self, settings, result) -> tuple[float, float]:
        """At the last point."""
        return float(result.outlier.x[-1]), settings.outlier

    def told(self, settings, result, at) -> Told | None:
        """The point under the pointer, else all lines at this x."""
        found = result.outlier
        k = nearest(self.axes, at, found.x, found.y)
        if k is not None:
            return Told(f"point {k + 1}: x {in_words(found.x[k])}, y {in_words(found.y[k])}", float(found.x[k]),
                        float(found.y[k]))
        if not -END <= at[0] <= END:
            return None
        said = ", ".join(f"{in_words(height + slope * at[0])} by {LINES[name]}"
                         for name, (slope, height) in found.lines.items())
        return Told(f"x {in_words(at[0])}: {said}", at[0])


def _to(height: float) -> dict[str, float]:
    return {"outlier": float(np.clip(round(height, 2), -50, 50))}
