"""The map of a bend: the eigenvectors at the point, what the rate does along each, the path, and the critical points
around."""
from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from ....pictures.frame import PIXELS_PER_INCH
from ....pictures.free_places import SOFT, Taken, along, grid_in
from ....pictures.ground import ContourMap
from ....pictures.scales import Spans
from ....pictures.style import LINE, SMALL, Style
from ....pictures.telling import Told, named, nearest, on_ground
from ....pictures.trail import Trail, beyond, rimmed, window
from ....planes.levels import color_spans, common_levels
from ....planes.problems import theta_of
from ....text import spoken, typeset
from ..critical_points import CRITICAL_KINDS
from ..rounding import loss_text
from ..words import point_in_words
from .regime_lines import paint

# The number of presses of an arrow key that lead across the window.
PRESSES = 50
# px from the point to the ends of an eigenvector: the valley runs along the lower curvature.
REACH = (58.0, 30.0)
ESCAPE = 24.0
MARKERS: Mapping[str, str] = MappingProxyType({"minimum": "v", "saddle": "x", "maximum": "^", "flat": "_"})
# With more points of a kind than this the words would lie on them. Beside so many of them a word is tried.
FEW, TRIED = 20, 5
# px of a letter of these words; the ring around the point, as points; a line of more corners is close enough as it is.
LETTER, MANY = 8.3, 16
RING = 9.0 * np.array([(np.cos(a), np.sin(a)) for a in np.arange(0, 2 * np.pi, np.pi / 4)])


class CurvatureMap:
    """The loss over a plane, with the point from which the descent starts; a click or a drag moves it."""

    margins = ContourMap.margins
    square = True
    handle = "the point: click or drag to put it elsewhere, or move it with the arrow keys"

    def __init__(self, axes: Axes, style: Style):
        self.axes, self.style = axes, style
        self.ground = ContourMap(axes, style)
        self.trail = Trail(axes, style, style.path)
        self.rim, = axes.plot([], [], color=style.ground, lw=7, alpha=0.75, solid_capstyle="butt")
        self.vectors = tuple(axes.plot([], [], lw=3.5, solid_capstyle="butt")[0] for _ in range(2))
        self.escapes, = axes.plot([], [], color=style.slope, lw=1.8, solid_joinstyle="miter")
        self.points = {kind: axes.plot([], [], ls="", marker=marker, color=style.ink, mec=style.ink, mew=1.6, ms=7)[0]
                       for kind, marker in MARKERS.items()}
        text = {"fontsize": SMALL, "color": style.ink, "ha": "center", "va": "center"}
        self.words = {kind: axes.text(0, 0, "", **text) for kind in CRITICAL_KINDS}
        self.start, = axes.plot([], [], "o", color=style.ink, mfc="none", mew=2, ms=16)
        self.here, = axes.plot([], [], "o", color=style.here, ms=10, mec=style.ground, mew=1.5)
        rimmed(style, self.escapes, *self.points.values(), *self.words.values(), self.start)
        self.moving = (*self.ground.moving, self.escapes, *self.points.values(), *self.trail.moving, self.rim,
                       *self.vectors, *self.words.values(), self.start, self.here)
        self.ghosted, self.unit = (self.trail.line,), None

    @staticmethod
    def spans(settings, result) -> Spans:
        """The colors; the axes are the window, for which alone the loss is computed."""
        return color_spans(result, result.log_color)

    def draw(self, settings, result, spans) -> None:
        self.unit = settings.objective, result.labels, result.section.directions.tobytes()
        points = np.array([point.at for point in result.critical_points]).reshape(-1, 2)
        self.ground.draw(result.u, result.v, result.surface, *common_levels(result, result.log_color, spans),
                         result.log_color, result.labels, avoid=points)
        self.trail.draw(result.on_plane, result.hollow)
        self.start.set_data(*result.on_plane[:1].T)
        at = result.on_plane[settings.step:settings.step + 1]
        inside = np.isfinite(at).all() and beyond(at, *window(self.axes))[0][0] < 0
        self.here.set_data(*at[:int(inside)].T)
        self._draw_vectors(result)
        self._draw_points(result.critical_points)
        self._draw_words(result.critical_points)

    def _draw_vectors(self, result) -> None:
        """Both through the start; each as the scale of rates draws what happens along it."""
        unit = self._px()
        ways = result.eigenvectors.T * unit
        ways = np.array(REACH)[:, None] * ways / np.hypot(*ways.T)[:, None] / unit
        ends = [np.array([result.on_plane[0] - way, result.on_plane[0] + way]) for way in ways]
        for line, end, regime in zip(self.vectors, ends, result.regime):
            line.set_data(*end.T)
            paint(line, regime, self.style)
        self.rim.set_data(*np.concatenate([ends[0], [[np.nan, np.nan]], ends[1]]).T)

    def _draw_points(self, points) -> None:
        for kind, line in self.points.items():
            at = np.array([point.at for point in points if point.kind == kind]).reshape(-1, 2)
            line.set_data(*at.T)
            line.set_markersize(7 if len(at) <= FEW else 4)
        left = [(point.at, point.escape) for point in points if point.escape is not None]
        self.escapes.set_data(*self._arrows(left if len(left) <= FEW else []).T)

    def _draw_words(self, points) -> None:
        """The name of each kind beside one of its points, of those that are nearest to the middle of the map."""
        unit, low = self._px(), window(self.axes)[0]
        size = unit * np.ptp(window(self.axes), axis=0)
        taken = Taken(size)
        at = {kind: (np.array([point.at for point in points if point.kind == kind]).reshape(-1, 2) - low) * unit
              for kind in self.words}
        start, *lines = ((np.column_stack(line.get_data()) - low) * unit
                         for line in (self.start, *self.vectors, self.escapes, self.trail.line, self.here))
        for solid in (*at.values(), start + RING, *self._numbers(low, unit)):
            taken.add(solid)
        for line in lines:
            taken.add(along(line) if len(line) < MANY else line, SOFT)
        for kind, word in self.words.items():
            from_middle = np.abs(at[kind] / size - 0.5).max(axis=1)
            inside = np.argsort(from_middle, kind="stable")[:TRIED]
            place = taken.place(at[kind][inside], (LETTER * len(kind), LINE)) if 0 < len(at[kind]) <= FEW else None
            word.set_text(kind if place else "")
            if place:
                word.set_position(low + np.array(place) / unit)

    def _numbers(self, low: np.ndarray, unit: np.ndarray) -> Iterator[np.ndarray]:
        """Of each number of a contour points all over it, in px."""
        for text in self.ground.contours.numbers:
            along_it, angle = LETTER * len(text.get_text()), np.deg2rad(text.get_rotation())
            turned = np.abs([[np.cos(angle), np.sin(angle)], [np.sin(angle), np.cos(angle)]])
            middle, half = (np.array(text.get_position()) - low) * unit, turned @ (along_it, LINE) / 2
            if along_it:
                yield grid_in(middle - half, middle + half)

    def _arrows(self, left: list) -> np.ndarray:
        """Both ways out of saddles and maxima, as one line with gaps."""
        unit, corners = self._px(), []
        for at, escape in left:
            way = escape * unit / np.hypot(*(escape * unit))
            across = np.array([-way[1], way[0]])
            for side in (way, -way):
                tip, wing = ESCAPE * side, (ESCAPE - 6) * side
                px = np.array([8 * side, tip, wing + 4 * across, tip, wing - 4 * across, [np.nan, np.nan]])
                corners += list(at + px / unit)
        return np.array(corners).reshape(-1, 2)

    def _px(self) -> np.ndarray:
        """px per unit of u and of v."""
        return self.axes.bbox.size / self.axes.figure.dpi * PIXELS_PER_INCH / np.ptp(window(self.axes), axis=0)

    def drag(self, pressed, result, start, at) -> Mapping[str, Any]:
        """Two weights go where the pointer is; along other axes theta goes as far as the pointer went."""
        at = np.clip(at, *window(self.axes))
        if isinstance(pressed.axes, tuple):
            return {"weights": dict(zip(pressed.axes, at.tolist()))}
        return {"theta": tuple((theta_of(pressed) + (at - start) @ result.section.directions).tolist())}

    def nudge(self, settings, result, right: int, up: int) -> Mapping[str, Any]:
        """The point goes some fiftieths of the window to the right and up."""
        low, high = window(self.axes)
        start = result.on_plane[0]
        return self.drag(settings, result, start, start + np.array([right, up]) / PRESSES * (high - low))

    def held(self, settings, result) -> tuple[float, float]:
        """At the point from which the descent starts."""
        return tuple(result.on_plane[0].tolist())

    def told(self, settings, result, at) -> Told:
        """The critical point or the step of the path under the pointer, else the loss of the map there."""
        points = np.array([point.at for point in result.critical_points]).reshape(-1, 2)
        if (k := nearest(self.axes, at, *points.T)) is not None:
            return Told(point_in_words(result, result.critical_points[k]), *points[k].tolist())
        if (step := nearest(self.axes, at, *result.on_plane.T)) is not None:
            place, loss = named(zip(result.labels, result.on_plane[step])), result.path.values[step]
            return Told(f"step {step}: {place}: loss {typeset(spoken(loss_text(result, loss)))}",
                        *result.on_plane[step].tolist())
        return on_ground(result.u, result.v, result.surface, result.labels, at)
