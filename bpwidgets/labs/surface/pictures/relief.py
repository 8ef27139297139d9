"""The loss as mountains: the surface of the map seen from the side, with the path on it and on the ground below, turned
by drag and arrow keys.

A projection of its own on ordinary axes: the quads of the grid are one mesh, whose rows and columns run from far to
near, so that what is in front covers what is behind. (mplot3d sorts its polygons instead: twice as slow, and it draws a
path over any hill.)
"""
from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Polygon

from ....pictures.frame import PIXELS_PER_INCH, limits, px_to_data, px_upwards
from ....pictures.scales import Spans, ends, known
from ....pictures.shades import heights
from ....pictures.style import SMALL, Style
from ....pictures.telling import NEAR, Told, nearest, on_ground
from ....planes.levels import color_spans, common_levels, marks_up_to
from ....spacing import evenly
from ..words import step_in_words
from .height_axis import HeightAxis
from .mesh import HEIGHT, Look, Mesh, centered, is_hidden

# The largest number of lines of the grid each way.
LINES = 61
FLOOR = np.array([(-1, -1, 0), (1, -1, 0), (1, 1, 0), (-1, 1, 0), (-1, -1, 0)])
# Degrees: a drag across the axes, a press of a key.
TURN, PRESS = 180.0, 4.0
# Width of a letter and height of a line of text in px, roughly; what the axis of heights takes beside the box.
LETTER, LINE, BESIDE = 7, 16, 52
# The name, in a comparison, of the highest loss in the window: so high are the mountains.
PEAK = "_highest loss"
GAP = np.full((1, 2), np.nan)


class Relief:
    """The surface in the colors of the map, as high as they are deep, with its peaks, and an axis that says which
    height is which loss. (Of what lies more than a second range of the colors above them only the foot is drawn.)

    The path runs at its true loss; dotted where it is behind the surface or below it. The ground has its shadow, which
    is seen through the mountains, and a cross at the step shown; from there a line leads up to the path, and two lead
    to the axes in front.
    """

    margins = (8, 8, 8, 8)
    handle = "view: drag to turn it, or use the arrow keys"

    def __init__(self, axes: Axes, style: Style):
        axes.set_axis_off()
        self.axes = axes
        # From any side and any height the box stays within the axes, and so do the numbers beside it.
        width, height = axes.bbox.size / axes.figure.dpi * PIXELS_PER_INCH
        scale = min((width - 2 * BESIDE) / 2.83, height / 3.0)
        limits(axes, *((-size / 2 / scale, size / 2 / scale) for size in (width, height)))
        self.floor = axes.add_patch(Polygon(FLOOR[:, :2], fc=style.hairline, ec=style.muted, lw=0.8, alpha=0.7))
        self.heights = HeightAxis(axes, style)
        self.mesh = axes.add_artist(Mesh(style))
        self.hidden, = axes.plot([], [], color=style.path, lw=1.1, ls=(0, (1, 1.6)))
        self.ground_rim, = axes.plot([], [], color=style.ground, lw=3, alpha=0.5)
        self.shadow, = axes.plot([], [], color=style.ink, lw=1.1)
        self.guides, = axes.plot([], [], color=style.ink, lw=1, ls=(0, (1, 2)))
        self.drop, = axes.plot([], [], color=style.here, lw=1.3)
        self.foot, = axes.plot([], [], "X", color=style.here, ms=9, mec=style.ground, mew=1)
        self.rim, = axes.plot([], [], color=style.ground, lw=3.2, alpha=0.75)
        self.path, = axes.plot([], [], color=style.path, lw=1.3, marker="o", ms=3.6, mec=style.ground, mew=0.5)
        self.start, = axes.plot([], [], "o", color=style.ink, mfc="none", mew=2, ms=13)
        self.here, = axes.plot([], [], "o", color=style.here, ms=9, mec=style.ground, mew=1.5)
        self.names = tuple(axes.text(0, 0, "", color=style.muted, fontsize=SMALL, ha="center", va="top")
                           for _ in range(2))
        self.moving = (self.floor, *self.heights.moving, self.mesh, self.hidden, self.ground_rim, self.shadow,
                       self.guides, self.drop, self.foot, self.rim, self.path, self.start, self.here, *self.names)
        self.ghosted, self.unit = (self.path,), None

    @staticmethod
    def spans(settings, result) -> Spans:
        """The colors, which are the heights, and the highest peak; the floor is the window."""
        return {**color_spans(result, settings.log_color), **known(PEAK, ends(result.surface))}

    def draw(self, settings, result, spans) -> None:
        look, self.levels = (settings.azimuth, settings.elevation), common_levels(result, settings.log_color, spans)
        peak = spans.get(PEAK, (0.0, self.levels.high))[1]
        self.top = float(max(self._share(peak, settings), 1.0))
        self.unit = look, result.labels, *result.u[[0, -1]], *result.v[[0, -1]], *self.levels[1:], self.top
        x, y, z = self._box(settings, result)
        self.mesh.show(x, y, z, self.top * z / HEIGHT, look)
        self.floor.set_xy(centered(FLOOR, look))
        marks = marks_up_to(self.levels, settings.log_color, peak)
        self.heights.draw(marks, self._height(marks, settings), look)
        path = self._path(settings, result)
        self._draw_path(settings, path, (x, y, z), look)
        self._draw_ground(path, settings.step, look)
        self._draw_names(result.labels, look)

    def _box(self, settings, result) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """The lines of the grid that are drawn, in the box: x (U,), y (V,) and heights z (U, V), nan without a loss."""
        rows, columns = _lines(result)
        z = self._height(result.surface[np.ix_(rows, columns)], settings)
        return _across(result.u[rows], result.u), _across(result.v[columns], result.v), z

    def _height(self, loss: np.ndarray, settings) -> np.ndarray:
        """The height of a loss in the box; nan where there is none."""
        share = np.clip(self._share(loss, settings), 0, self.top)
        return np.where(np.isfinite(loss), HEIGHT * share / self.top, np.nan)

    def _share(self, loss, settings) -> np.ndarray:
        """Of the range of the colors."""
        return heights(loss, self.levels.low, self.levels.high, settings.log_color)

    def _path(self, settings, result) -> np.ndarray:
        """The path in the box, (steps + 1, 3); nan outside the window."""
        (u, v), loss = result.on_plane.T, result.path.values[:]
        path = np.stack([_across(u, result.u), _across(v, result.v), self._height(loss, settings)], axis=-1)
        path[(np.abs(path[:, :2]) > 1).any(axis=1)] = np.nan
        return path

    def _draw_path(self, settings, path, surface, look: Look) -> None:
        points, behind = centered(path, look), is_hidden(path, surface, look)
        self.hidden.set_data(*points.T)
        in_sight = np.where(behind[:, None], np.nan, points)
        for line in (self.rim, self.path):
            line.set_data(*in_sight.T)
        self.start.set_data(*points[:1].T)
        self.here.set_data(*points[settings.step:settings.step + 1].T)

    def _draw_ground(self, path: np.ndarray, step: int, look: Look) -> None:
        """The shadow of the path; at the step shown a cross, the way up, and the ways to the two edges in front."""
        shadow = centered(path * (1, 1, 0), look)
        self.shadow.set_data(*shadow.T)
        x, y, _ = path[step]
        edge_x, edge_y = _front(look)
        foot = shadow[step:step + 1]
        drop = np.concatenate([centered(path[step:step + 1], look), foot])
        self.ground_rim.set_data(*np.concatenate([shadow, GAP, drop]).T)
        self.drop.set_data(*drop.T)
        self.guides.set_data(*centered(np.array([(x, edge_y, 0), (x, y, 0), (edge_x, y, 0)]), look).T)
        self.foot.set_data(*foot.T)

    def _draw_names(self, names, look: Look) -> None:
        """Below the two edges of the floor that are in front, within the axes; one below the other where they would
        overlap."""
        edge_x, edge_y = _front(look)
        unit, border = px_to_data(self.axes, 1), self.axes.get_xlim()[1]
        x, y = centered(np.array([(0, edge_y, 0), (edge_x, 0, 0)]), look).T
        halves = np.array([len(name) for name in names]) * LETTER / 2 * unit
        x, y = np.clip(1.5 * x, halves - border, border - halves), y - 6 * unit
        if abs(x[1] - x[0]) < halves.sum() and abs(y[1] - y[0]) < LINE * unit:
            y[1] = y[0] - LINE * unit
        for text, name, place in zip(self.names, names, zip(x, y)):
            text.set(text=name, position=place)

    def drag(self, pressed, result, start, at) -> Mapping[str, Any]:
        """The mountains turn with the pointer."""
        across, along = (np.subtract(at, start) / (np.ptp(self.axes.get_xlim()), np.ptp(self.axes.get_ylim()))).tolist()
        return _turned(pressed, across * TURN, along * TURN)

    def nudge(self, settings, result, right: int, up: int) -> Mapping[str, Any]:
        """The mountains turn to the right and up."""
        return _turned(settings, right * PRESS, up * PRESS)

    def held(self, settings, result) -> tuple[float, float]:
        """At the step shown."""
        x, y = self.hidden.get_data()
        return float(x[settings.step]), float(y[settings.step])

    def told(self, settings, result, at) -> Told | None:
        """The step of the path under the pointer, up there or on the ground, else the loss at the point of the grid
        that is seen there."""
        points = np.concatenate([np.column_stack(line.get_data()) for line in (self.hidden, self.shadow)])
        if (k := nearest(self.axes, at, *points.T)) is not None:
            return Told(step_in_words(result, k % len(result.on_plane)), *points[k].tolist())
        look, (x, y, z) = (settings.azimuth, settings.elevation), self._box(settings, result)
        corners = np.stack([*np.meshgrid(x, y, indexing="ij"), z], axis=-1).reshape(-1, 3)
        flat, near = centered(corners, look), NEAR * px_upwards(self.axes, 1)
        around = np.flatnonzero((np.abs(flat - at) <= near).all(axis=1))
        around = around[~is_hidden(corners[around], (x, y, np.nan_to_num(z)), look)]
        if (k := nearest(self.axes, at, *flat[around].T)) is None:
            return None
        (rows, columns), (i, j) = _lines(result), divmod(around[k], len(y))
        there = on_ground(result.u, result.v, result.surface, result.labels, (result.u[rows[i]], result.v[columns[j]]))
        return Told(there.words, *flat[around[k]].tolist())


def _lines(result) -> tuple[np.ndarray, np.ndarray]:
    """Which lines of the grid are drawn, each way."""
    return evenly(len(result.u), LINES), evenly(len(result.v), LINES)


def _across(values: np.ndarray, grid: np.ndarray) -> np.ndarray:
    """-1 at the first point of the grid, 1 at the last."""
    with np.errstate(over="ignore"):
        return 2 * (values - grid[0]) / (grid[-1] - grid[0]) - 1


def _front(look: Look) -> tuple[float, float]:
    """Where the two edges of the floor are that are in front: x of the one along y, y of the one along x."""
    a = np.radians(look[0])
    return float(np.copysign(1, np.cos(a))), float(np.copysign(1, np.sin(a)))


def _turned(settings, right: float, up: float) -> dict[str, float]:
    """The angles after a turn, in degrees to the right and up."""
    azimuth = (settings.azimuth - right + 180) % 360 - 180
    return {"azimuth": float(azimuth), "elevation": float(np.clip(settings.elevation - up, 0, 90))}
