"""Small colored maps, as many as are needed, each stretched to its box: one color for each device pixel."""
from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from matplotlib.artist import Artist
from PIL import Image

from .boxes import Box


class Tile(NamedTuple):
    """colors (rows, columns, 4), 0 to 255, the lowest row first; box: in the coordinates of the axes."""

    colors: np.ndarray
    box: Box


class Tiles(Artist):
    """Maps that are drawn as smooth colors between the middles of their cells."""

    _shown: Sequence[Tile] = ()

    def show(self, tiles: Sequence[Tile]) -> None:
        """From the next frame on show these."""
        self._shown = tiles
        self.stale = True

    def draw(self, renderer) -> None:
        """Hand the pixels of each to the renderer."""
        gc = renderer.new_gc()
        for colors, box in self._shown if self.get_visible() else ():
            (left, low), (right, high) = np.rint(self.axes.transData.transform([box[:2], box[2:]])).astype(int).tolist()
            if right > left and high > low:
                image = Image.fromarray(colors).resize((right - left, high - low), Image.Resampling.BICUBIC)
                renderer.draw_image(gc, left, low, np.array(image))
        gc.restore()
        self.stale = False
