"""Ten seeds as chips: which of them have learned, and which one is shown."""
from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.colors import to_rgba

from ....pictures.boxes import Box
from ....pictures.spots import Spot
from ....pictures.style import Style
from ....pictures.texts import Texts, Written
from ..settings import SEEDS

CHIP, GAP, WORDS, MOST, CAPTION = 22, 6, 42, 46, 18
HIGH = CHIP + CAPTION
YES, NO = "✓", "✗"


class Seeds:
    """A row of chips at the top of axes that are measured in px. means: what a tick says of a seed."""

    def __init__(self, axes: Axes, style: Style, width: float, top: float, means: str):
        self.style, self.means = style, means
        wide = min((width - WORDS - (SEEDS - 1) * GAP) / SEEDS, MOST)
        self.boxes = [Box(WORDS + k * (wide + GAP), top - CHIP, WORDS + k * (wide + GAP) + wide, top)
                      for k in range(SEEDS)]
        self.chips = PolyCollection([box.corners for box in self.boxes], zorder=2)
        axes.add_collection(self.chips, autolim=False)
        self.texts = Texts(axes, zorder=3)
        self.heads = (Written(0, top - CHIP / 2, "seed", style.muted, "left"),
                      Written(self.boxes[-1].right, top - CHIP - CAPTION / 2, f"{YES} {means}", style.muted, "right"))

    @property
    def moving(self) -> tuple[Any, ...]:
        """All that follows the numbers."""
        return (self.chips, *self.texts)

    def show(self, learned: Sequence[bool], shown: int) -> None:
        """These have learned; one is shown."""
        style, colors = self.style, self._colors(learned)
        self.chips.set_facecolor([to_rgba(color, 0.16) for color in colors])
        self.chips.set_edgecolor([style.here if k == shown else "none" for k in range(SEEDS)])
        self.chips.set_linewidths([2.2 if k == shown else 0.0 for k in range(SEEDS)])
        self.texts.write([*self.heads, *(Written(*box.middle, f"{k} {YES if learned[k] else NO}", colors[k],
                                               strong=k == shown) for k, box in enumerate(self.boxes))])

    def _colors(self, learned: Sequence[bool]) -> list[str]:
        return [self.style.safe if one else self.style.danger for one in learned]

    def spots(self, learned: np.ndarray, shown: int) -> list[Spot]:
        """Each seed, by its number."""
        return [Spot(str(k), f"seed {k}, {self.means if learned[k] else f'not {self.means}'}", box, k == shown)
                for k, box in enumerate(self.boxes)]
