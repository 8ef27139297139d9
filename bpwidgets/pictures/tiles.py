"""Many small pictures of 8 x 8 pixels in rows, as one image, each in a frame of its own."""
from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.text import Text

from ..datasets.bitmap import SIDE
from .boxes import Box
from .cells import Cells
from .style import PIXELS_PER_INCH, TEXT, Style

# px between a picture and its title.
ABOVE = 5


class Grid(NamedTuple):
    """Where small pictures stand, in px: so many in a row, their side, what is between them across and down, and the
    upper left corner of the first."""

    columns: int
    side: float
    across: float
    down: float
    left: float
    top: float

    def box(self, k: int) -> Box:
        """The place of picture k."""
        row, column = divmod(k, self.columns)
        left, top = self.left + column * (self.side + self.across), self.top - row * (self.side + self.down)
        return Box(left, top - self.side, left + self.side, top)

    def borders(self, count: int) -> tuple[np.ndarray, np.ndarray]:
        """The borders of all pixels and gaps, from the left and from the bottom."""
        rows = math.ceil(count / self.columns)
        pixels = np.linspace(0, self.side, SIDE + 1)
        x = (self.left + np.arange(self.columns)[:, None] * (self.side + self.across) + pixels).ravel()
        y = (self.top - self.side - np.arange(rows)[::-1, None] * (self.side + self.down) + pixels).ravel()
        return x, y


class Tiles:
    """colors: of the pixels, from 0 to 1. blank: the part of them that is the ground."""

    def __init__(self, axes: Axes, style: Style, colors: Sequence[str], blank: float = 0.0):
        self.style, self.blank = style, blank
        self.image = axes.add_artist(Cells(style, colors))
        self.frames = PolyCollection([], facecolor="none", zorder=3)
        axes.add_collection(self.frames, autolim=False)
        self.moving = (self.image, self.frames)

    def show(self, pictures: np.ndarray, grid: Grid, chosen: int | None = None) -> list[Box]:
        """Show these, (n, 64) from 0 to 1, one of them in a strong frame, and answer with their places."""
        count = len(pictures)
        boxes = [grid.box(k) for k in range(count)]
        self.frames.set_verts([box.corners for box in boxes])
        self.frames.set_edgecolor([self.style.here if k == chosen else self.style.hairline for k in range(count)])
        self.frames.set_linewidths([2.4 if k == chosen else 1.0 for k in range(count)])
        self.image.set_visible(count > 0)
        if count:
            rows = math.ceil(count / grid.columns)
            whole = np.full((rows * grid.columns, SIDE + 1, SIDE + 1), self.blank)
            known = np.where(np.isfinite(pictures), pictures, np.nan).reshape(-1, SIDE, SIDE)
            whole[:count, 1:, :SIDE] = known[:, ::-1]
            table = whole.reshape(rows, grid.columns, SIDE + 1, SIDE + 1)[::-1].transpose(0, 2, 1, 3)
            table = table.reshape(rows * (SIDE + 1), grid.columns * (SIDE + 1))
            self.image.show(table[1:, :-1], *grid.borders(count))
        return boxes


def title_above(axes: Axes, style: Style) -> Text:
    """A line of text above a picture, at its left."""
    height = axes.bbox.height / axes.figure.dpi * PIXELS_PER_INCH
    return axes.text(0, 1 + ABOVE / height, "", transform=axes.transAxes, color=style.ink, fontsize=TEXT, va="bottom")


def ink_colors(style: Style) -> tuple[str, str]:
    """From no ink to all of it."""
    return style.ground, style.ink


def sign_colors(style: Style) -> tuple[str, str, str]:
    """From the most negative number to the most positive one, 0 in the middle."""
    return style.negative, style.ground, style.positive


def in_middle(values: np.ndarray, most: float) -> np.ndarray:
    """Numbers as parts of a range from -most to most."""
    return 0.5 + 0.5 * values / most if most > 0 else np.full(np.shape(values), 0.5)
