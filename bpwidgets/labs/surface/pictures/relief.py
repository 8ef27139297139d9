"""The loss as mountains: the surface of the map seen from the side, with the path on it, turned by drag and arrow keys.

A projection of its own on ordinary axes: the quads of the grid are one mesh, whose rows and columns run from far to
near, so that what is in front covers what is behind. (mplot3d sorts its polygons instead: twice as slow, and it draws a
path over any hill.)
"""
from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.colors import to_rgba
from matplotlib.transforms import IdentityTransform

from ....pictures.frame import limits, px_to_data
from ....pictures.scales import Spans
from ....pictures.shades import heights, shade_of, shades
from ....pictures.style import SMALL, Style
from ....pictures.telling import Told, nearest, on_ground
from ....planes.levels import Levels, color_spans, common_levels
from ....spacing import evenly
from ..words import step_in_words

# The largest number of lines of the grid each way.
LINES = 31
# The floor is a square from -1 to 1; the range of the colors is so high.
HEIGHT = 0.9
FLOOR = np.array([(-1, -1, 0), (1, -1, 0), (1, 1, 0), (-1, 1, 0), (-1, -1, 0)])
# Degrees: a drag across the axes, a press of a key.
TURN, PRESS = 180.0, 4.0
# Width of a letter and height of a line of text in px, roughly.
LETTER, LINE = 7, 16
# A point is hidden where the surface is higher than its line of sight by so much; less may be rounding of the grid.
THICK = 0.03


def seen(points: np.ndarray, azimuth: float, elevation: float) -> np.ndarray:
    """Points (..., 3) of the box as seen from afar, (..., 2): right and up. Angles in degrees; elevation 90 looks
    straight down, and at azimuth -90 the first axis points to the right.

    >>> point = np.array([1.0, 2.0, 3.0])
    >>> seen(point, -90, 0).round(9).tolist(), seen(point, -90, 90).round(9).tolist()
    ([1.0, 3.0], [1.0, 2.0])
    """
    a, e = np.radians((azimuth, elevation))
    right = np.array([-np.sin(a), np.cos(a), 0.0])
    up = np.array([-np.sin(e) * np.cos(a), -np.sin(e) * np.sin(a), np.cos(e)])
    return points @ np.stack([right, up], axis=1)


class Relief:
    """The surface in the colors of the map, as high as they are deep; cut off where the range of the colors ends.

    The path runs at its true loss; dotted where it is behind the surface or below it.
    """

    margins = (8, 8, 8, 8)
    handle = "view: drag to turn it, or use the arrow keys"

    def __init__(self, axes: Axes, style: Style):
        axes.set_axis_off()
        self.axes = axes
        # From any side and any height the box stays within the axes.
        scale = min(axes.bbox.width / 3.2, axes.bbox.height / 2.9)
        limits(axes, *((-size / 2 / scale, size / 2 / scale) for size in axes.bbox.size))
        self.floor, = axes.plot([], [], color=style.muted, lw=0.8)
        self.mesh = axes.add_artist(Mesh(style))
        self.hidden, = axes.plot([], [], color=style.path, lw=1.1, ls=(0, (1, 1.6)))
        self.rim, = axes.plot([], [], color=style.ground, lw=3.2, alpha=0.75)
        self.path, = axes.plot([], [], color=style.path, lw=1.3, marker="o", ms=3.6, mec=style.ground, mew=0.5)
        self.start, = axes.plot([], [], "o", color=style.ink, mfc="none", mew=2, ms=13)
        self.here, = axes.plot([], [], "o", color=style.here, ms=9, mec=style.ground, mew=1.5)
        self.names = tuple(axes.text(0, 0, "", color=style.muted, fontsize=SMALL, ha="center", va="top")
                           for _ in range(2))
        self.moving = (self.floor, self.mesh, self.hidden, self.rim, self.path, self.start, self.here, *self.names)
        self.ghosted, self.unit = (self.path,), None

    @staticmethod
    def spans(settings, result) -> Spans:
        """The colors, which are the heights; the floor is the window."""
        return color_spans(result, settings.log_color)

    def draw(self, settings, result, spans) -> None:
        look, self.levels = (settings.azimuth, settings.elevation), common_levels(result, settings.log_color, spans)
        self.unit = look, result.labels, *result.u[[0, -1]], *result.v[[0, -1]], *self.levels[1:]
        x, y, z = self._box(settings, result)
        self.mesh.show(x, y, np.nan_to_num(z), np.isfinite(z), look)
        self.floor.set_data(*_centered(FLOOR, look).T)
        self._draw_path(settings, result, (x, y, z), look)
        self._draw_names(result.labels, look)

    def _box(self, settings, result) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """The lines of the grid that are drawn, in the box: x (U,), y (V,) and heights z (U, V), nan without a loss."""
        rows, columns = _lines(result)
        z = _height(result.surface[np.ix_(rows, columns)], settings, self.levels)
        return _across(result.u[rows], result.u), _across(result.v[columns], result.v), z

    def _draw_path(self, settings, result, surface, look) -> None:
        (u, v), loss = result.on_plane.T, result.path.values[:]
        path = np.stack([_across(u, result.u), _across(v, result.v), _height(loss, settings, self.levels)], axis=-1)
        path[(np.abs(path[:, :2]) > 1).any(axis=1)] = np.nan
        points, behind = _centered(path, look), is_hidden(path, surface, look)
        self.hidden.set_data(*points.T)
        in_sight = np.where(behind[:, None], np.nan, points)
        for line in (self.rim, self.path):
            line.set_data(*in_sight.T)
        self.start.set_data(*points[:1].T)
        self.here.set_data(*points[settings.step:settings.step + 1].T)

    def _draw_names(self, names, look) -> None:
        """Below the two edges of the floor that are in front, within the axes; one below the other where they would
        overlap."""
        a, unit, border = np.radians(look[0]), px_to_data(self.axes, 1), self.axes.get_xlim()[1]
        x, y = _centered(np.array([(0, np.copysign(1, np.sin(a)), 0), (np.copysign(1, np.cos(a)), 0, 0)]), look).T
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
        """The step of the path under the pointer, else the loss at the point of the grid that is seen there."""
        step = nearest(self.axes, at, *self.hidden.get_data())
        if step is not None:
            x, y = self.hidden.get_data()
            return Told(step_in_words(result, step), float(x[step]), float(y[step]))
        look, surface = (settings.azimuth, settings.elevation), self._box(settings, result)
        corners = np.stack([*np.meshgrid(*surface[:2], indexing="ij"), surface[2]], axis=-1).reshape(-1, 3)
        flat = _centered(corners, look)
        hidden = is_hidden(corners, (*surface[:2], np.nan_to_num(surface[2])), look)
        k = nearest(self.axes, at, *np.where(hidden[:, None], np.nan, flat).T)
        if k is None:
            return None
        (rows, columns), (i, j) = _lines(result), divmod(k, len(surface[1]))
        there = on_ground(result.u, result.v, result.surface, result.labels, (result.u[rows[i]], result.v[columns[j]]))
        return Told(there.words, *flat[k].tolist())


class Mesh(Artist):
    """The quads of a grid (U, V) in a box, those in front over those behind; without those that have a corner without
    a height."""

    def __init__(self, style: Style):
        super().__init__()
        self._shades, self._line = shades(style) / 255.0, np.array(to_rgba("black", 0.2))
        self.corners = self.faces = None

    def show(self, x: np.ndarray, y: np.ndarray, z: np.ndarray, known: np.ndarray, look: tuple[float, float]) -> None:
        """x (U,), y (V,), z (U, V) in the box; known (U, V) is False where there is no height; look: azimuth and
        elevation."""
        box = np.stack([*np.meshgrid(x, y, indexing="ij"), z], axis=-1)
        faces = self._shades[shade_of(_mean(z) / HEIGHT)]
        faces[..., :3] = np.clip(faces[..., :3] * _light(x, y, z, look)[..., None], 0, 1)
        faces[..., 3] = _mean(known.astype(float)) == 1
        # Rows and columns from far to near.
        a = np.radians(look[0])
        order = tuple(slice(None, None, 1 if toward > 0 else -1) for toward in (np.cos(a), np.sin(a)))
        self.corners, self.faces = _centered(box[order], look), faces[order]
        self.stale = True

    def draw(self, renderer) -> None:
        """Draw the quads in their order."""
        if self.corners is not None and self.get_visible():
            faces, (rows, columns) = self.faces.reshape(-1, 4), self.faces.shape[:2]
            lines = np.where(faces[:, 3:] > 0, self._line, 0.0)
            gc = renderer.new_gc()
            gc.set_linewidth(renderer.points_to_pixels(0.5))
            renderer.draw_quad_mesh(gc, self.axes.transData.frozen(), columns, rows, self.corners, np.zeros((1, 2)),
                                    IdentityTransform(), faces, True, lines)
            gc.restore()
        self.stale = False


def _height(loss: np.ndarray, settings, levels: Levels) -> np.ndarray:
    """The height of a loss in the box; nan where there is none."""
    share = np.clip(heights(loss, levels.low, levels.high, settings.log_color), 0, 1)
    return np.where(np.isfinite(loss), HEIGHT * share, np.nan)


def is_hidden(points: np.ndarray, surface: tuple[np.ndarray, np.ndarray, np.ndarray],
              look: tuple[float, float]) -> np.ndarray:
    """True (k,) for points (k, 3) of the box that the surface hides: on the way to the eye it is higher somewhere."""
    x, y, z = surface
    a, e = np.radians(look)
    far = np.linspace(0, 2 * np.sqrt(2), 64)
    with np.errstate(invalid="ignore"):
        sight = points[:, 2:] + far * np.tan(e) + THICK
    on_the_way = points[:, :2, None] + np.array([np.cos(a), np.sin(a)])[:, None] * far
    inside = (np.abs(on_the_way) <= 1).all(axis=1)
    i, j = (np.nan_to_num(np.interp(on_the_way[:, axis], grid, range(len(grid)))).round().astype(int)
            for axis, grid in ((0, x), (1, y)))
    return (inside & (z[i, j] > sight)).any(axis=1)


def _lines(result) -> tuple[np.ndarray, np.ndarray]:
    """Which lines of the grid are drawn, each way."""
    return evenly(len(result.u), LINES), evenly(len(result.v), LINES)


def _across(values: np.ndarray, grid: np.ndarray) -> np.ndarray:
    """-1 at the first point of the grid, 1 at the last."""
    with np.errstate(over="ignore"):
        return 2 * (values - grid[0]) / (grid[-1] - grid[0]) - 1


def _centered(points: np.ndarray, look: tuple[float, float]) -> np.ndarray:
    """As seen, with the middle of the box in the middle."""
    return seen(points - (0, 0, HEIGHT / 2), *look)


def _mean(corners: np.ndarray) -> np.ndarray:
    """Of the four corners of each quad."""
    return (corners[1:, 1:] + corners[1:, :-1] + corners[:-1, 1:] + corners[:-1, :-1]) / 4


def _light(x: np.ndarray, y: np.ndarray, z: np.ndarray, look: tuple[float, float]) -> np.ndarray:
    """How bright each quad is, 1 if it is level: the light comes from above, from the left of the one who looks."""
    a = np.radians(look[0] - 60)
    sun = np.array([np.cos(a), np.sin(a), 1.5]) / np.hypot(1, 1.5)
    slope_x = _mean(np.gradient(z, x, axis=0))
    slope_y = _mean(np.gradient(z, y, axis=1))
    toward = (-slope_x * sun[0] - slope_y * sun[1] + sun[2]) / np.sqrt(1 + slope_x**2 + slope_y**2)
    return 1 + 0.3 * (toward - sun[2])


def _turned(settings, right: float, up: float) -> dict[str, float]:
    """The angles after a turn, in degrees to the right and up."""
    azimuth = (settings.azimuth - right + 180) % 360 - 180
    return {"azimuth": float(azimuth), "elevation": float(np.clip(settings.elevation - up, 0, 90))}
