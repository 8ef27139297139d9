"""The ground of a sheet: all that stays while artists move on it, kept as pixels.

Each picture has a place of its own. When the numbers on the axes of one change, that place alone is drawn anew.
"""
from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgba

from .places import Place


class KeptGround:
    """places: of each axes, in px from the lower left corner of the sheet; ratio: device pixels for each of these."""

    def __init__(self, canvas: FigureCanvasAgg, places: Mapping[Axes, Place], height: float, ratio: float):
        self._canvas = canvas
        self._boxes = {axes: _box(place, height, ratio) for axes, place in places.items()}
        # Four bytes of a color as one number.
        self._color = np.round(255 * np.array(to_rgba(canvas.figure.get_facecolor()))).astype(np.uint8).view(np.uint32)
        self._pixels: np.ndarray | None = None      # (rows, columns) of such numbers

    def lay(self) -> None:
        """Put the ground on the canvas; what has changed of it is drawn first."""
        figure, stale = self._canvas.figure, [axes for axes in self._boxes if axes.stale]
        if self._pixels is None or (figure.stale and not stale):
            self._canvas.draw()
            self._pixels = self._shown().copy()
            return
        if figure.stale:
            self._draw_anew(stale)
            figure.stale = False
        self._shown()[:] = self._pixels

    def _draw_anew(self, stale: list[Axes]) -> None:
        """Each on an empty place, from which nothing is taken that lies beyond."""
        renderer, pixels = self._canvas.get_renderer(), self._shown()
        for axes in stale:
            box = self._boxes[axes]
            pixels[box] = self._color
            axes.draw(renderer)
            self._pixels[box] = pixels[box]

    def _shown(self) -> np.ndarray:
        """The pixels of the canvas."""
        return np.asarray(self._canvas.buffer_rgba()).view(np.uint32)[..., 0]


def _box(place: Place, height: float, ratio: float) -> tuple[slice, slice]:
    """The rows and columns of device pixels of a place; those that touch share a border."""
    top = height - place.bottom - place.height
    rows, columns = ((round(first * ratio), round((first + length) * ratio))
                     for first, length in ((top, place.height), (place.left, place.width)))
    return slice(*rows), slice(*columns)
