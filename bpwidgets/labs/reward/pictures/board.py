"""Where the cells of a world stand in a picture, in px, and how they look."""
from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.colors import to_rgba

from ....pictures.boxes import Box, over
from ....pictures.style import SMALL, Style
from ....pictures.texts import Texts, Written
from ....settings.cells import FREE, START, WALL, cells_in
from ..world import WAYS

# The height of a title, the largest side of a cell, the width of a letter and of a bold one, in px.
HEAD, LARGEST, LETTER, BOLD = 24, 84, 6.8, 7.6
# How strong the color of the largest number is, and of a cell that ends the episode.
STRONG, END = 0.5, 0.55


class Board(NamedTuple):
    """Cells of a side, from their upper left corner, in px; rows and columns of them."""

    left: float
    top: float
    side: float
    shape: tuple[int, int]

    @classmethod
    def within(cls, width: float, height: float, shape: tuple[int, int]) -> Board:
        """As large as there is room for, from the left."""
        rows, columns = shape
        side = float(np.floor(min((width - 4) / columns, (height - HEAD - 4) / rows, LARGEST)))
        return cls(2.0, height - HEAD, side, shape)

    def box(self, row: int, column: int) -> Box:
        """The place of a cell."""
        left, top = self.left + column * self.side, self.top - row * self.side
        return Box(left, top - self.side, left + self.side, top)

    def cell_at(self, x: float, y: float) -> tuple[int, int] | None:
        """Row and column of the cell at a place, None outside."""
        row, column = int(np.floor((self.top - y) / self.side)), int(np.floor((x - self.left) / self.side))
        return (row, column) if 0 <= row < self.shape[0] and 0 <= column < self.shape[1] else None


class Ground:
    """Walls, rewards, and free cells in the color of a number each; or free cells in parts of their own."""

    def __init__(self, axes: Axes, style: Style):
        self.style = style
        self.parts = PolyCollection([], zorder=1)
        self.borders = PolyCollection([], facecolor="none", zorder=4)
        for collection in (self.parts, self.borders):
            axes.add_collection(collection, autolim=False)
        self.texts = Texts(axes, fontsize=SMALL, zorder=6)

    @property
    def moving(self) -> tuple[Any, ...]:
        """What is drawn below all else."""
        return (self.parts, self.borders)

    def show(self, board: Board, world: str, shapes: Sequence[tuple[Any, float]], most: float,
             chosen: tuple[int, int] | None) -> list[Written]:
        """Draw the cells, and the given shapes, each a polygon with its number, in the color of that number; most: the
        number with the strongest color. Answers with what the cells say."""
        polygons, colors, said = [], [], []
        for row, cells in enumerate(cells_in(world)):
            for column, cell in enumerate(cells):
                box = board.box(row, column)
                if cell not in (FREE, START):
                    polygons.append(box.corners)
                    colors.append(self._color(cell, most))
                if cell not in (FREE, START, WALL) and fits([signed(float(cell))], board.side - 4, BOLD):
                    said.append(Written(*box.middle, signed(float(cell)), self.style.ink, strong=True))
        for polygon, value in shapes:
            polygons.append(polygon)
            colors.append(self.of_number(value, most))
        self.parts.set_verts(polygons)
        self.parts.set_facecolor(colors)
        self.parts.set_edgecolor(self.style.hairline)
        self.parts.set_linewidths(0.8)
        self._frame(board, chosen)
        return said

    def of_number(self, value: float, most: float, strong: float = STRONG) -> tuple[float, ...]:
        """The color of a number."""
        if not np.isfinite(value):
            return to_rgba(self.style.lost[1])[:3]
        part = min(abs(value) / most, 1.0) if most > 0 else 0.0
        return over(self.style.positive if value >= 0 else self.style.negative, strong * part, self.style.ground)

    def _color(self, cell: str, most: float) -> tuple[float, ...]:
        if cell == WALL:
            return over(self.style.muted, 0.75, self.style.ground)
        return self.of_number(float(cell), most, END)

    def _frame(self, board: Board, chosen: tuple[int, int] | None) -> None:
        rows, columns = board.shape
        outer = Box(board.left, board.top - rows * board.side, board.left + columns * board.side, board.top)
        boxes = [outer, *([board.box(*chosen)] if chosen else [])]
        self.borders.set_verts([box.corners for box in boxes])
        self.borders.set_edgecolor([self.style.muted, self.style.here][:len(boxes)])
        self.borders.set_linewidths([1.2, 2.6][:len(boxes)])


def needles(board: Board, places: Sequence[tuple[int, int]], lengths: np.ndarray, lift: float) -> list[np.ndarray]:
    """For each cell and move a needle from the middle, as long as its number says, 1 for the most; lift: how far the
    middle lies below that of the cell, in parts of the side."""
    found, reach, half = [], 0.42 * board.side, max(0.065 * board.side, 2.5)
    for (row, column), each in zip(places, lengths):
        x, y = board.box(row, column).middle
        middle = np.array([x, y - lift * board.side])
        for (down, right), length in zip(WAYS, each):
            way, side = np.array([right, -down], float), np.array([down, right], float)
            if length > 0.004:
                tip = middle + reach * length * way
                found.append(np.array([middle + half * side, tip, middle - half * side]))
    return found


def signed(value: float) -> str:
    """A reward with its sign.

    >>> signed(1.0), signed(-0.5), signed(0.0)
    ('+1', '−0.5', '0')
    """
    return f"{value:+.4g}".replace("-", "−") if value else "0"


def fits(words: Sequence[str], room: float, letter: float = LETTER) -> bool:
    """Each of them has room, in px."""
    return all(letter * len(one) <= room for one in words)


def in_cells(values: np.ndarray, room: float, letter: float = LETTER) -> list[str]:
    """Numbers for cells with so much room for each, in px: with two decimals, or one, or none at all where that is too
    long."""
    for decimals in (2, 1):
        said = [in_cell(value, decimals) for value in values.ravel().tolist()]
        if fits(said, room, letter):
            return said
    return [""] * values.size


def in_cell(value: float, decimals: int = 2) -> str:
    """A number for a cell: up to three digits, below 10 with so many decimals.

    >>> in_cell(0.7293), in_cell(-22.0), in_cell(0.0), in_cell(float("nan"))
    ('0.73', '−22', '0', '?')
    """
    if not np.isfinite(value):
        return "?"
    text = f"{value:.{decimals}f}" if abs(value) < 10 else f"{value:.1f}" if abs(value) < 100 else f"{value:.0f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "0") else text.replace("-", "−")
