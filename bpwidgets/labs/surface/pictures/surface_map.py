"""The map of a loss: the path on its ground, the start to be moved by hand, the step shown, and the gradient if asked
for."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from ....pictures.frame import PIXELS_PER_INCH
from ....pictures.ground import ContourMap
from ....pictures.scales import Spans
from ....pictures.style import Style
from ....pictures.telling import Told, nearest, on_ground
from ....pictures.trail import SIDES, Trail, beyond, rimmed, window
from ....planes.levels import color_spans, common_levels
from ..words import step_in_words

# The number of presses of an arrow key that lead across the window.
PRESSES = 50


class SurfaceMap:
    """The loss over a plane, and the path as it is seen in that plane; a click or a drag puts the start there."""

    margins = ContourMap.margins
    square = True
    handle = "start point: click or drag to put it elsewhere, or move it with the arrow keys"

    def __init__(self, axes: Axes, style: Style):
        self.axes = axes
        self.ground = ContourMap(axes, style)
        self.arrows, = axes.plot([], [], color=style.ink, lw=0.9, solid_joinstyle="miter")
        self.trail = Trail(axes, style, style.path)
        self.start, = axes.plot([], [], "o", color=style.ink, mfc="none", mew=2, ms=16)
        self.here, = axes.plot([], [], "o", color=style.here, ms=10, mec=style.ground, mew=1.5)
        self.here_hollow, = axes.plot([], [], "o", color=style.here, mfc=style.ground, ms=9, mew=2)
        self.here_outside, = axes.plot([], [], "^", color=style.here, mfc=style.ground, mew=2, ms=11, clip_on=False)
        rimmed(style, self.start)
        rimmed(style, self.arrows, width=2.2)
        self.moving = (self.ground.shading, self.arrows, *self.ground.moving[1:], *self.trail.moving, self.start,
                       self.here, self.here_hollow,
                       self.here_outside)
        self.ghosted, self.unit = (self.trail.line,), None

    @staticmethod
    def spans(settings, result) -> Spans:
        """The colors; the axes are the window, for which alone the loss is computed."""
        return color_spans(result, settings.log_color)

    def draw(self, settings, result, spans) -> None:
        self.unit = settings.objective, result.labels, result.section.directions.tobytes()
        self.ground.draw(result.u, result.v, result.surface, *common_levels(result, settings.log_color, spans),
                         settings.log_color, result.labels, marks=result.on_plane[:1])
        self.arrows.set_data(*self._arrows(result.arrow_at, result.arrow_gradient).T)
        self.trail.draw(result.on_plane, result.hollow)
        self.start.set_data(*result.on_plane[:1].T)
        self._draw_here(result.on_plane[settings.step:settings.step + 1], bool(result.hollow[settings.step]))

    def _draw_here(self, point: np.ndarray, hollow: bool) -> None:
        """A disk, a ring where the map does not tell the loss, a triangle at the border where the point has left the
        window."""
        (side,), border = beyond(point, *window(self.axes))
        shown = self.here_outside if side >= 0 else self.here_hollow if hollow else self.here
        for marker in (self.here, self.here_hollow, self.here_outside):
            marker.set_data(*(border if marker is shown and np.isfinite(border).all() else border[:0]).T)
        self.here_outside.set_marker(SIDES[side])

    def _arrows(self, at: np.ndarray, gradient: np.ndarray) -> np.ndarray:
        """Arrows downhill, along -gradient, as one line (6 A, 2) with gaps; their lengths go with the fourth root of
        its size."""
        size = self.axes.bbox.size / self.axes.figure.dpi * PIXELS_PER_INCH
        unit = size / np.ptp(window(self.axes), axis=0)     # px per unit of u and of v
        way = -gradient * unit
        length = np.hypot(*way.T)[:, None]
        seen = np.isfinite(length[:, 0]) & (length[:, 0] > 0)
        at, way, length = at[seen], way[seen] / length[seen], length[seen]
        if not len(at):
            return np.empty((0, 2))
        reach = 0.8 * np.sqrt(size.prod() / len(seen)) * (length / length.max()) ** 0.25
        across = way[:, ::-1] * (-1, 1)
        head = np.minimum(0.4 * reach, 4.5)
        tip = way * reach
        wings = (tip - head * (way + 0.6 * across), tip - head * (way - 0.6 * across))
        corners = (0 * tip, tip, wings[0], tip, wings[1], np.full_like(tip, np.nan))
        return np.stack([at + corner / unit for corner in corners], axis=1).reshape(-1, 2)

    def drag(self, pressed, result, start, at) -> Mapping[str, Any]:
        """The start of the path goes where the pointer is, within the window."""
        return self._start_at(pressed, at)

    def nudge(self, settings, result, right: int, up: int) -> Mapping[str, Any]:
        """The start of the path goes some fiftieths of the window to the right and up."""
        low, high = window(self.axes)
        return self._start_at(settings, result.on_plane[0] + np.array([right, up]) / PRESSES * (high - low))

    def _start_at(self, settings, point) -> Mapping[str, Any]:
        """Where the axes are two weights of the start itself, these weights move; else a point of the plane is
        chosen."""
        within = tuple(np.clip(np.asarray(point, dtype=float), *window(self.axes)).tolist())
        own = isinstance(settings.axes, tuple) and settings.through == "start"
        return {"weights": dict(zip(settings.axes, within))} if own else {"start": within}

    def held(self, settings, result) -> tuple[float, float]:
        """At the start of the path."""
        return tuple(result.on_plane[0].tolist())

    def told(self, settings, result, at) -> Told:
        """The step of the path under the pointer, else the loss of the map there."""
        step = nearest(self.axes, at, *result.on_plane.T)
        if step is None:
            return on_ground(result.u, result.v, result.surface, result.labels, at)
        return Told(step_in_words(result, step), *result.on_plane[step].tolist())
