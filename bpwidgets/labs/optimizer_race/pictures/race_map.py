"""The map of a race: where each optimizer went, on the loss over two weights, up to the step shown."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes

from ....pictures.ground import ContourMap
from ....pictures.scales import Spans
from ....pictures.style import Style
from ....pictures.telling import Told, named, nearest, on_ground
from ....pictures.trail import Trail, rimmed, window
from ....planes.levels import color_spans, common_levels
from ....text import in_words
from ..verdict import settled
from .race_marks import Mark, Runners, marks_of, show_filled

# The number of presses of an arrow key that lead across the map.
PRESSES = 50
# What lies above what; the paths themselves are lowest, at matplotlib's 2.
HEADS, FORK, FORK_HEAD, START = 2.1, 2.2, 2.3, 2.4


class OnMap:
    """One optimizer on the map: its path, and a large sign where it is now."""

    def __init__(self, axes: Axes, style: Style, mark: Mark):
        self.trail = Trail(axes, style, mark.color(style), marker=mark.marker, line=mark.line)
        self.head, = axes.plot([], [], color=mark.color(style), marker=mark.marker, ls="", ms=11, mec=style.ground,
                               mew=1.4,
                               zorder=HEADS)
        self.artists = (*self.trail.moving, self.head)


class RaceMap:
    """Each path in its color with its marker, hollow where it is off the plane, and a large sign where it is now.

    The start that all have in common is a ring, to be dragged.
    """

    margins = ContourMap.margins
    square = True
    handle = "start of all: click or drag to put it elsewhere, or move it with the arrow keys"

    def __init__(self, axes: Axes, style: Style):
        self.axes = axes
        self.ground = ContourMap(axes, style)
        self.runners = Runners(lambda name, mark: OnMap(axes, style, mark))
        self.fork, = axes.plot([], [], lw=2, ls=(0, (1.5, 1.5)), zorder=FORK)
        self.fork_head, = axes.plot([], [], ls="", mfc=style.ground, mew=2, ms=10, zorder=FORK_HEAD)
        self.start, = axes.plot([], [], "o", mfc="none", mec=style.ink, mew=2, ms=17, zorder=START)
        rimmed(style, self.fork, self.start)
        self.unit = None

    @property
    def ghosted(self) -> tuple[Artist, ...]:
        """The path of each optimizer."""
        return tuple(runner.trail.line for runner in self.runners)

    @property
    def moving(self) -> tuple[Artist, ...]:
        """All paths below all large signs."""
        trails = [artist for runner in self.runners for artist in runner.trail.moving]
        heads = [runner.head for runner in self.runners]
        return (*self.ground.moving, *trails, self.fork, self.start, *heads, self.fork_head)

    @staticmethod
    def spans(settings, result) -> Spans:
        """The colors; the axes are the window, for which alone the loss is computed."""
        return color_spans(result, settings.log_color)

    def draw(self, settings, result, spans) -> None:
        self.unit = settings.objective, result.labels
        self.ground.draw(result.u, result.v, result.surface, *common_levels(result, settings.log_color, spans),
                         settings.log_color, result.labels)
        until = settings.step + 1
        marks = marks_of(settings.optimizers)
        self.runners.follow(marks)
        for name, points in result.on_plane.items():
            runner = self.runners[name]
            runner.trail.draw(points[:until], result.hollow[name][:until])
            runner.head.set_data(*self._inside(points[until - 1:until]).T)
            show_filled(runner.artists)
        self._draw_fork(settings, result, marks[settings.shown])
        self.start.set_data(*result.start[:, None])

    def _draw_fork(self, settings, result, mark: Mark) -> None:
        """The twin of the optimizer shown, from where it parts."""
        at, until = settings.fork_step, settings.step + 1
        there = settings.shown in result.forks and until > at
        for artist in (self.fork, self.fork_head):
            artist.set_visible(there)
        if there:
            points = result.fork_on_plane[settings.shown]
            color = self.runners[settings.shown].head.get_color()
            self.fork.set(color=color, data=self._drawable(points[at:until]).T)
            self.fork_head.set(marker=mark.marker, mec=color, data=self._inside(points[until - 1:until]).T)

    def _inside(self, points: np.ndarray) -> np.ndarray:
        """The points within the window: the others are at the border already, as signs of their trails."""
        low, high = window(self.axes)
        return points[((low <= points) & (points <= high)).all(axis=1)]

    def _drawable(self, points: np.ndarray) -> np.ndarray:
        """Without what no renderer can take."""
        return np.where(np.abs(points) < 1e9 * np.ptp(window(self.axes), axis=0), points, np.nan)

    def drag(self, pressed, result, start, at) -> Mapping[str, Any]:
        """The start of all goes where the pointer is, within the map."""
        return {"start": self._within(at)}

    def nudge(self, settings, result, right: int, up: int) -> Mapping[str, Any]:
        """The start of all goes some fiftieths of the map to the right and up."""
        low, high = window(self.axes)
        return {"start": self._within(result.start + np.array([right, up]) / PRESSES * (high - low))}

    def held(self, settings, result) -> tuple[float, float]:
        """At the start of all."""
        return tuple(result.start.tolist())

    def told(self, settings, result, at) -> Told:
        """The step whose dot is under the pointer, else the loss of the map there."""
        until = settings.step + 1
        points = np.concatenate([path[:until] for path in result.on_plane.values()])
        if (found := nearest(self.axes, at, *points.T)) is None:
            return on_ground(result.u, result.v, result.surface, result.labels, at)
        runner, step = divmod(found, until)
        name = list(result.on_plane)[runner]
        who = f"{result.titles[name]}, step {step}" if step else "start of all"
        off = ", off the plane of the map" if result.hollow[name][step] else ""
        return Told(f"{who}: {named(zip(result.labels, points[found]))}: loss "
                    f"{in_words(settled(result.losses[name])[step])}{off}", *points[found].tolist())

    def _within(self, point) -> tuple[float, float]:
        return tuple(np.clip(np.asarray(point, dtype=float), *window(self.axes)).tolist())
