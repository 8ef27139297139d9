"""The few examples of the new task: all that it has to learn from."""
from __future__ import annotations

import math
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from ....pictures.in_px import sized_in_px
from ....pictures.style import TEXT, Style
from ....pictures.telling import Told
from ....pictures.texts import text_on
from ....pictures.tiles import Grid, Tiles, ink_colors
from ..tasks import CLASSES

# px: the words at the left, or above where it is narrow; gaps; the largest side of a digit.
WORDS, ABOVE, GAP, MOST, FLAT = 158, 18, 4, 28, 50


class Examples:
    """The digits in the order of their classes, as large as there is room for."""

    margins = (4, 4, 4, 4)

    def __init__(self, axes: Axes, style: Style):
        self.axes = axes
        self.width, self.height = sized_in_px(axes)
        self.wide = self.height < FLAT
        at = self.height / 2 if self.wide else self.height - ABOVE / 2
        self.words = text_on(axes, 0, at, fontsize=TEXT, color=style.ink)
        self.tiles = Tiles(axes, style, ink_colors(style))
        self.moving: tuple[Any, ...] = (*self.tiles.moving, self.words)

    def draw(self, settings, result) -> None:
        x = result.x
        self.words.set_text("all it learns 5 to 9 from" if self.wide else "all examples of 5 to 9")
        self.tiles.show(x, self.grid(len(x)))

    def grid(self, count: int) -> Grid:
        """Rows of whole classes where they fit, the digits as large as there is room for."""
        left, tall = (WORDS, self.height) if self.wide else (0, self.height - ABOVE)
        wide = self.width - left - 2

        def side(rows: int) -> float:
            columns = math.ceil(count / rows)
            return min(wide / columns - GAP, tall / rows - GAP, MOST)

        rows = max(range(1, 8), key=side)
        edge = side(rows)
        return Grid(math.ceil(count / rows), edge, GAP, GAP, left + 1,
                    (self.height + rows * (edge + GAP)) / 2 - GAP / 2 if self.wide else tall)

    def told(self, settings, result, at) -> Told | None:
        """The digit under the pointer."""
        grid = self.grid(len(result.x))
        k = next((k for k in range(len(result.x)) if grid.box(k).holds(*at)), None)
        if k is None:
            return None
        return Told(f"a {CLASSES + int(np.asarray(result.labels)[k])}, example {k + 1} of {len(result.x)}",
                    *grid.box(k).middle)
