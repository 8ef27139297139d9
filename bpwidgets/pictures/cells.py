"""A table of numbers as colored cells: each cell has the color of its own number, nothing is drawn between them."""
from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.colors import to_rgb

from .device_image import DeviceImage
from .style import Style

SHADES = 256


def palette(colors: Sequence[str]) -> np.ndarray:
    """SHADES colors (SHADES, 4), 0 to 255, evenly spaced from the first to the last of the given ones."""
    anchors = 255 * np.array([to_rgb(color) for color in colors])
    places = np.linspace(0, len(anchors) - 1, SHADES)
    mixed = [np.interp(places, range(len(anchors)), channel) for channel in anchors.T]
    return np.column_stack([*mixed, np.full(SHADES, 255.0)]).round().astype(np.uint8)


class Cells(DeviceImage):
    """Cells on axes, handed to the renderer as device pixels; striped where there is no number.

    `show` takes the number of each cell (Y, X) as a part of the color range, 0 to 1 (beyond the ends the color stays),
    nan for none, and the borders between the cells, (X + 1,) and (Y + 1,), rising and in data coordinates.
    """

    def __init__(self, style: Style, colors: Sequence[str]):
        super().__init__(style)
        self._colors = palette(colors).view(np.uint32)[:, 0]

    def show(self, parts: np.ndarray, x: np.ndarray, y: np.ndarray) -> None:
        """From the next frame on show these."""
        self._shown = parts, x, y
        self.stale = True

    def pixels(self) -> np.ndarray:
        """The image (height, width, 4), from 0 to 255, the lowest row first; transparent outside the cells."""
        parts, x, y = self._shown
        lost = np.isnan(parts)
        shade = (np.clip(np.where(lost, 0.0, parts), 0, 1) * (SHADES - 1)).round().astype(np.intp)
        # A frame of no color around the cells, for what lies outside of them.
        colors, striped = np.zeros(np.add(shade.shape, 2), np.uint32), np.zeros(np.add(shade.shape, 2), bool)
        colors[1:-1, 1:-1], striped[1:-1, 1:-1] = self._colors[shade], lost
        box, (left, right), (low, high) = self.axes.bbox, self.axes.get_xlim(), self.axes.get_ylim()
        at = _cell_of(y, box.y0, box.y1, low, high)[:, None], _cell_of(x, box.x0, box.x1, left, right)
        image = colors[at]
        if lost.any():
            np.copyto(image, self.striped(image.shape), where=striped[at])
        return image.view(np.uint8).reshape(*image.shape, 4)


def _cell_of(borders: np.ndarray, start: float, end: float, low: float, high: float) -> np.ndarray:
    """The cell, from 1 on, in which the middle of each device pixel lies; 0 and the last are outside."""
    middles = (np.arange(round(start), round(end)) + 0.5 - start) / (end - start)
    return np.searchsorted(borders, low + (high - low) * middles)


def borders(middles: np.ndarray, width: float = 1.0) -> np.ndarray:
    """The borders between cells with these middles, at even distances: (n + 1,); a single cell has the given width.

    >>> borders(np.array([2, 4, 6])).tolist()
    [1.0, 3.0, 5.0, 7.0]
    """
    step = float(middles[1] - middles[0]) if len(middles) > 1 else width
    return np.append(middles - step / 2, middles[-1] + step / 2)
