"""Numbers in a square of cells, each with a color and, where there is room, written down."""
from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.patches import Rectangle

from ....pictures.boxes import Box
from ....pictures.cells import SHADES, Cells, palette
from ....pictures.frame import limits
from ....pictures.shades import ink_on
from ....pictures.style import PIXELS_PER_INCH, TITLE, Style
from ....pictures.texts import Texts, Written, text_on
from ....pictures.tiles import in_middle, title_above
from ....text import number, typeset

# The settings that an action means.
Changes = Mapping[str, Any]
# Left of the square a sign has room, above it a title.
MARGINS = (24, 4, 4, 24)
# Where the largest number lies between these, all are written as they are. Below the smallest there is no power of ten.
WRITTEN, SMALLEST = (0.95, 99.5), 1e-290


class NumberMap:
    """side: rows and columns. sign: what stands at its left. Row by row from the upper left; x to the right, y down.

    It is as large as its axes have room for, and stands in their upper left corner."""

    margins = MARGINS
    side = 6
    sign = ""

    def __init__(self, axes: Axes, style: Style, colors: Sequence[str]):
        self.axes, self.style, self._palette = axes, style, palette(colors)
        axes.axis("off")
        width, height = (size / axes.figure.dpi * PIXELS_PER_INCH for size in axes.bbox.size)
        px = min(width, height) / self.side
        limits(axes, (0.0, width / px), (height / px, 0.0))
        self.image = axes.add_artist(Cells(style, colors))
        self.border = axes.add_patch(Rectangle((0, 0), self.side, self.side, facecolor="none", edgecolor=style.muted,
                                               lw=1, clip_on=False))
        self.frames = PolyCollection([], facecolor="none", zorder=4, clip_on=False)
        axes.add_collection(self.frames, autolim=False)
        self.numbers = Texts(axes, zorder=5)
        self.title = title_above(axes, style)
        self.operator = text_on(axes, -10 / px, self.side / 2, fontsize=TITLE, color=style.ink, ha="center")
        self.operator.set_text(self.sign)

    @property
    def moving(self) -> tuple[Any, ...]:
        """All that follows the numbers."""
        return (self.title, self.image, self.border, self.operator, self.frames, *self.numbers)

    @property
    def on_cells(self) -> tuple[Any, ...]:
        """The texts that stand on the colors of cells."""
        return tuple(self.numbers)

    def show(self, parts: np.ndarray, texts: Sequence[str], frames: Sequence[tuple[Box, str, float]],
             strong: int | None = None) -> None:
        """Show parts (side, side) of the range of colors, their texts row by row, () for none, and frames: box, color
        and width in px of each."""
        self.image.show(np.where(np.isfinite(parts), parts, np.nan), *[np.arange(self.side + 1.0)] * 2)
        self.numbers.write([Written(k % self.side + 0.5, k // self.side + 0.5, text,
                                    self.style.muted if text == "0" else self._ink(part), strong=k == strong)
                            for k, (part, text) in enumerate(zip(parts.ravel(), texts))])
        self.frames.set_verts([box.corners for box, _, _ in frames])
        self.frames.set_edgecolor([color for _, color, _ in frames])
        self.frames.set_linewidths([width for _, _, width in frames])

    def _ink(self, part: float) -> str:
        """What can be read on a color."""
        if not np.isfinite(part):
            return self.style.ink
        return ink_on(self._palette[round(min(max(float(part), 0.0), 1.0) * (SHADES - 1))])

    def place(self, at: tuple[float, float]) -> tuple[int, int] | None:
        """Row and column under a pointer, None outside."""
        column, row = (math.floor(part) for part in at)
        return (row, column) if 0 <= row < self.side and 0 <= column < self.side else None

    def nearest(self, at: tuple[float, float]) -> tuple[int, int]:
        """Row and column nearest to a pointer."""
        column, row = (min(max(math.floor(part), 0), self.side - 1) for part in at)
        return row, column


def cell(row: int, column: int, size: int = 1) -> Box:
    """The box of a cell, or of so many rows and columns from it on."""
    return Box(column, row, column + size, row + size)


def by_sign(values: np.ndarray) -> np.ndarray:
    """Numbers as parts of a range of colors with 0 in the middle."""
    finite = np.abs(values[np.isfinite(values)])
    return in_middle(values, float(finite.max(initial=0.0)))


def in_unit(values: np.ndarray) -> tuple[list[str], str]:
    """Numbers in few letters, with a power of ten for all of them, '' for none.

    >>> in_unit(np.array([0.0123, -0.0004, 1e-6, 0.0]))
    (['12', '-0.4', '≈0', '0'], '10⁻³')
    >>> in_unit(np.array([1.5, -0.25]))
    (['1.5', '-0.2'], '')
    """
    finite = np.abs(values[np.isfinite(values)])
    most = float(finite.max(initial=0.0))
    exponent = 0 if most < SMALLEST or WRITTEN[0] <= most < WRITTEN[1] else math.floor(math.log10(most)) - 1
    scaled = values * 10.0**-exponent
    return [_brief(value) for value in scaled.ravel().tolist()], typeset(f"1e{exponent}") if exponent else ""


def _brief(value: float) -> str:
    if value == 0 or not math.isfinite(value):
        return "0" if value == 0 else "?"
    text = f"{value:.1f}" if abs(value) < 9.95 else f"{value:.0f}"
    return text.removesuffix(".0") if abs(value) >= 0.05 else "≈0"


def short(value: float) -> str:
    """A number of a filter in few letters.

    >>> short(-0.2249), short(0.5), short(-0.0001), short(0.0), short(123.0)
    ('-0.22', '0.5', '≈0', '0', '123')
    """
    if value == 0 or not math.isfinite(value):
        return "0" if value == 0 else "?"
    return number(value, 3 if abs(value) >= 100 else 2) if abs(value) >= 1 else (
        f"{value:.2f}".rstrip("0") if abs(value) >= 0.005 else "≈0")


def titled(words: str, unit: str) -> str:
    """A title with the unit of its numbers."""
    return f"{words}, {unit}" if unit else words


def moved_in(side: int, row: int, column: int, right: int, up: int) -> tuple[int, int]:
    """A cell after so many presses of the arrow keys."""
    return min(max(row - up, 0), side - 1), min(max(column + right, 0), side - 1)
