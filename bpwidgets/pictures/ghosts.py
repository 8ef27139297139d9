"""What changed is seen: while a hand moves something, the curves as they were before stay as a pale ghost below the
new ones."""
from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any, Protocol, runtime_checkable

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.lines import Line2D
from matplotlib.path import Path

PALE, WIDTH, ROUGH = 0.4, 1.3, 1.0      # alpha, px, px


@runtime_checkable
class Ghosted(Protocol):
    """A picture of curves. `ghosted`: those whose former shape is worth seeing. `unit`: what its axes measure, as far
    as that can change; former curves of another unit would mean nothing."""

    axes: Axes
    unit: Hashable

    @property
    def ghosted(self) -> Sequence[Line2D | LineCollection]: ...


class Ghost(Artist):
    """The former curves of one picture, drawn as one artist: those that have changed."""

    def __init__(self, picture: Ghosted):
        super().__init__()
        self._picture, self._unit = picture, None
        self._former: list[tuple[Line2D | LineCollection, list[bytes], list[tuple[Path, Any]]]] = []
        self._drawn: list[tuple[Path, Any]] = []
        picture.axes.add_artist(self)

    def keep(self) -> None:
        """The curves as they are drawn become the former ones."""
        self._unit = self._picture.unit
        self._former = [(curve, [points.tobytes() for points in _shape(curve)],
                         list(zip(map(_rough, _shape(curve)), _colors(curve))))
                        for curve in self._picture.ghosted if curve.get_visible()]

    def follow(self) -> None:
        """The curves have moved: show the former shape of those that have changed."""
        self._drawn = []
        if self._unit == self._picture.unit:
            for curve, former, lines in self._former:
                if former != [points.tobytes() for points in _shape(curve) if curve.get_visible()]:
                    self._drawn += lines

    def vanish(self) -> None:
        """The hand rests."""
        self._former, self._drawn = [], []

    def draw(self, renderer) -> None:
        """Draw them, pale and thin."""
        if self._drawn:
            gc = renderer.new_gc()
            gc.set_clip_rectangle(self.axes.bbox)
            gc.set_linewidth(renderer.points_to_pixels(WIDTH))
            gc.set_alpha(PALE)
            for path, color in self._drawn:
                gc.set_foreground(color)
                renderer.draw_path(gc, path, self.axes.transData)
            gc.restore()
        self.stale = False


def _rough(points: np.ndarray) -> Path:
    """A path of which a renderer may leave out what no one sees in a pale line: that takes half the time."""
    path = Path(points)
    path.should_simplify, path.simplify_threshold = True, ROUGH
    return path


def _shape(curve: Line2D | LineCollection) -> list[np.ndarray]:
    """The points (k, 2) of each line that a curve is made of; a single point is none."""
    if isinstance(curve, LineCollection):
        return [path.vertices for path in curve.get_paths()]
    points = curve.get_xydata()
    return [points] if len(points) > 1 else []


def _colors(curve: Line2D | LineCollection) -> list[Any]:
    """The color of each of its lines."""
    return list(curve.get_color()) if isinstance(curve, LineCollection) else [curve.get_color()]


def with_ghost(moving: Sequence[Artist], ghosted: Sequence[Artist], ghost: Ghost) -> list[Artist]:
    """The artists of a picture with the ghost below the first one that has a former shape."""
    below = next((k for k, artist in enumerate(moving) if artist in ghosted), len(moving))
    return [*moving[:below], ghost, *moving[below:]]
