"""One digit on its way: what the net sees, and what it makes of the mean and of samples."""
from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes

from ....pictures.in_px import sized_in_px
from ....pictures.style import Style
from ....pictures.telling import Told
from ....pictures.texts import Texts, Written
from ....pictures.tiles import Grid, Tiles, ink_colors
from ....text import in_words
from ..result import SAMPLES
from ..verdict import one

SIDE, ACROSS, HEAD = 54, 9, 22


class OnItsWay:
    """The test digit, the picture decoded of its mean, and those of samples."""

    margins = (10, 4, 6, 4)

    def __init__(self, axes: Axes, style: Style):
        self.style = style
        self.width, self.height = sized_in_px(axes)
        self.side = int(min(SIDE, self.height - HEAD, (self.width - ACROSS * (SAMPLES + 1)) / (SAMPLES + 2)))
        self.grid = Grid(SAMPLES + 2, self.side, ACROSS, 0, 0, self.height - HEAD)
        self.tiles = Tiles(axes, style, ink_colors(style))
        self.texts = Texts(axes, zorder=3)

    @property
    def moving(self):
        """All that follows the numbers."""
        return (*self.tiles.moving, *self.texts)

    def draw(self, settings, result) -> None:
        seen = result.through(settings.epoch, settings.example)
        boxes = self.tiles.show(np.vstack([seen.pixels, seen.of_mean, seen.of_samples]), self.grid)
        top = self.height - HEAD / 2
        self.texts.write([
            Written(boxes[0].left, top, f"{one(result.test.labels[settings.example - 1])}", self.style.ink, "left"),
            Written(boxes[1].left, top, "μ", self.style.ink, "left"),
            Written(boxes[2].left, top, f"{SAMPLES} samples z = μ + σ ε", self.style.ink, "left")])

    def told(self, settings, result, at) -> Told | None:
        """What is decoded here."""
        seen = result.through(settings.epoch, settings.example)
        k = next((k for k in range(SAMPLES + 2) if self.grid.box(k).holds(*at)), None)
        if k is None:
            return None
        place = self.grid.box(k).middle
        if k < 2:
            return Told(("the test digit", "decoded of its mean")[k], *place)
        z = ", ".join(in_words(part, 2) for part in seen.z[k - 2])
        return Told(f"decoded of the sample z = ({z})", *place)
