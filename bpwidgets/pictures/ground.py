"""The ground of a map: the loss over a plane as shades, with lines of equal loss on them.

Everything on it changes while a slider moves, so it is drawn for speed: contours of a whole frame are one collection,
and the shades are an array of device pixels, handed to the renderer as it is.
"""
from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection

from .contours import Contours, contour_lines
from .device_image import DeviceImage
from .frame import limits, number_ticks, px_to_data, style_axes
from .shades import LIGHTS, ColorKey, heights, lit, shade_of, shades
from .style import SMALL, Style
from .terrain import LIGHT, Terrain, terrain

# How deep a part without numbers must be, as a part of the plane, for a word to be written into it.
WORTH_A_WORD = 0.04
NOWHERE = np.empty((0, 2))


class ContourMap:
    """Shades, contours and a color key on given axes; a plane of the loss is drawn by `draw`.

    Where the loss is inf or nan the ground is striped and has a border.
    """

    margins = (58, 74, 42, 26)

    def __init__(self, axes: Axes, style: Style):
        style_axes(axes, style, grid="", x_label=" ", y_label=" ")
        self.axes, self.y_label = axes, axes.texts[0]
        axes.spines["bottom"].set_visible(False)
        self.shading = axes.add_artist(Shading(style))
        self.contours = Contours(axes, style)
        self.border = axes.add_collection(LineCollection([], colors=style.muted, linewidths=1.6), autolim=False)
        self.word = axes.text(0, 0, "", color=style.ink, fontsize=SMALL, ha="center", va="center")
        self.key, self._given = ColorKey(axes, style), None
        self.moving = (self.shading, *self.contours.moving, self.border, self.word)

    def draw(self, u: np.ndarray, v: np.ndarray, surface: np.ndarray, levels: np.ndarray, low: float, high: float,
             log_color: bool, labels: Sequence[str], avoid: np.ndarray = NOWHERE, marks: np.ndarray = NOWHERE) -> None:
        """The loss surface[i, j] at (u[i], v[j]); shades from `low` to `high`, linear or logarithmic, lines at the
        levels, whose numbers keep away from the points to avoid, (k, 2). marks (k, 2): what moves on the ground; where
        a number would lie under one of them it stands elsewhere."""
        limits(self.axes, (float(u[0]), float(u[-1])), (float(v[0]), float(v[-1])))
        for axis, ends in ((self.axes.xaxis, (u[0], u[-1])), (self.axes.yaxis, (v[0], v[-1]))):
            number_ticks(axis, *map(float, ends))
        self.axes.xaxis.label.set_text(labels[0])
        self.y_label.set_text(labels[1])
        self.key.draw(levels, low, high, log_color)
        given = (u, v, surface, levels, low, high, log_color, avoid)
        if self._given is None or any(now is not before and not np.array_equal(now, before)
                                      for now, before in zip(given, self._given)):
            self._given = given
            self._draw_ground(*given)
            self._usual, self._hiding = self.contours.places(), NOWHERE
        hiding = marks[self.contours.are_near(marks, self._usual)]
        if not np.array_equal(hiding, self._hiding):
            self._hiding = hiding
            self._draw_lines(np.concatenate([avoid, hiding]))

    def _draw_ground(self, u: np.ndarray, v: np.ndarray, surface: np.ndarray, levels: np.ndarray, low: float,
                     high: float, log_color: bool, avoid: np.ndarray) -> None:
        """All that stays while only a path moves."""
        height, lost = heights(surface, low, high, log_color), ~np.isfinite(surface)
        ground = terrain(u, v, height, lost)
        self.shading.show(ground)
        cell = np.array([np.diff(u).max(), np.diff(v).max()]) if log_color else None
        self._draw_lines = partial(self.contours.draw, ground, levels, heights(levels, low, high, log_color), cell)
        self._draw_lines(avoid)
        self.border.set_segments(contour_lines(u, v, lost.astype(float), [0.5])[0] if lost.any() else [])
        self._draw_word(u, v, lost)

    def _draw_word(self, u: np.ndarray, v: np.ndarray, lost: np.ndarray) -> None:
        """Deep inside the part without numbers."""
        i, j, depth = _innermost(lost)
        self.word.set_text("inf or nan" if depth > WORTH_A_WORD * min(lost.shape) else "")
        room = px_to_data(self.axes, 36)
        self.word.set_position((min(max(u[i], u[0] + room), u[-1] - room), v[j]))


def _innermost(mask: np.ndarray) -> tuple[int, int, int]:
    """The point of a mask (U, V) that is farthest from all that is not of it, and how many steps that is; 0 if it is
    empty."""
    inside, depth = np.pad(mask, 1), 0
    while inside.any():
        last, depth = inside, depth + 1
        inside = np.zeros_like(last)
        inside[1:-1, 1:-1] = last[1:-1, 1:-1] & last[2:, 1:-1] & last[:-2, 1:-1] & last[1:-1, 2:] & last[1:-1, :-2]
    if not depth:
        return 0, 0, 0
    i, j = np.argwhere(last)[0] - 1
    return int(i), int(j), depth


class Shading(DeviceImage):
    """Heights over a grid as an image, one color for each device pixel of the axes, lit from the upper left; striped
    where lost."""

    def __init__(self, style: Style):
        super().__init__(style)
        self._shades = lit(shades(style), LIGHT).view(np.uint32).ravel()

    def show(self, ground: Terrain) -> None:
        """From the next frame on show these heights."""
        self._shown = ground
        self.stale = True

    def pixels(self) -> np.ndarray:
        """The image (height, width, 4), from 0 to 255, the lowest row first."""
        ground, box = self._shown, self.axes.bbox
        x, y = _places(ground.u, box.x0, box.x1), _places(ground.v, box.y0, box.y1)
        light = (ground.light - 1 + LIGHT) * ((LIGHTS - 1) / (2 * LIGHT)) + 0.5
        row = shade_of(_between(ground.height, x, y))
        row *= LIGHTS
        row += _between(light, x, y).astype(np.intp)
        image = np.take(self._shades, row, mode="clip")
        if ground.lost.any():
            np.copyto(image, self.striped(image.shape), where=_between(ground.lost, x, y) > 0.5)
        return image.view(np.uint8).reshape(*image.shape, 4)


def _places(grid: np.ndarray, start: float, end: float) -> np.ndarray:
    """For each device pixel between start and end: where its middle lies on the grid, counted in cells."""
    middles = np.arange(round(start), round(end)) + 0.5
    return np.interp(grid[0] + (grid[-1] - grid[0]) * (middles - start) / (end - start), grid, np.arange(len(grid)))


def _between(values: np.ndarray, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """values (U, V) at the cells x (W,) along the first axis and y (H,) along the second, bilinear: (H, W) in single
    precision."""
    return _along(_along(values.astype(np.float32), x).T, y)


def _along(values: np.ndarray, x: np.ndarray) -> np.ndarray:
    """Rows between the rows of values: values[i] + t (values[i + 1] - values[i]), where x = i + t."""
    i = np.minimum(x.astype(np.intp), len(values) - 2)
    rows = np.take(np.diff(values, axis=0), i, axis=0)
    rows *= (x - i).astype(np.float32)[:, None]
    rows += np.take(values, i, axis=0)
    return rows
