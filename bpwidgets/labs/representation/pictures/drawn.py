"""What the decoder draws for the place under the hand, and the digit that lies nearest to it."""
from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes

from ....pictures.in_px import sized_in_px
from ....pictures.style import TEXT, Style
from ....pictures.telling import Told
from ....pictures.texts import Texts, Written
from ....pictures.tiles import Grid, Tiles, ink_colors
from ....text import in_words

HEAD, ACROSS, SIDE, LEFT, LARGEST = 24, 40, 8, 14, 128


class Drawn:
    """Left: a picture that nobody wrote. Right: one that somebody did."""

    margins = (10, 4, 2, 0)

    def __init__(self, axes: Axes, style: Style):
        self.axes, self.style = axes, style
        self.width, self.height = sized_in_px(axes)
        self.tiles, self.texts = Tiles(axes, style, ink_colors(style)), Texts(axes, fontsize=TEXT)
        side = min(self.height - HEAD - 6, (self.width - ACROSS - LEFT) / 2, LARGEST)
        self.grid = Grid(2, side, ACROSS, 0, LEFT, self.height - HEAD)

    @property
    def moving(self) -> tuple[Any, ...]:
        """All that follows the numbers."""
        return (*self.tiles.moving, *self.texts)

    def draw(self, settings, result) -> None:
        hand = result.hand(settings.epoch, settings.code)
        pictures = [hand.drawn] if hand.digit is None else [hand.drawn, result.pixels[hand.digit]]
        boxes = self.tiles.show(np.clip(np.array(pictures), 0, 1), self.grid, 0)
        x, y = (in_words(part, 2) for part in settings.code)
        words = [f"drawn at ({x}, {y})"]
        if hand.digit is not None:
            words.append(f"nearest digit: a {result.labels[hand.digit]}" if settings.labeled else "nearest digit")
        self.texts.write([Written(box.left, self.height - HEAD / 2 + 1, said, self.style.ink, "left")
                          for box, said in zip(boxes, words)])

    def told(self, settings, result, at) -> Told | None:
        """The ink of the pixel under the pointer."""
        hand = result.hand(settings.epoch, settings.code)
        for k, picture in enumerate((hand.drawn, None if hand.digit is None else result.pixels[hand.digit])):
            box = self.grid.box(k)
            if picture is None or not box.holds(*at):
                continue
            pixel = self.grid.side / SIDE
            column, row = int((at[0] - box.left) / pixel), int((box.top - at[1]) / pixel)
            if column < SIDE and row < SIDE:
                return Told(f"row {row + 1}, pixel {column + 1}: ink {in_words(picture[SIDE * row + column])}",
                            box.left + (column + 0.5) * pixel, box.top - (row + 0.5) * pixel)
        return None
