"""The axis of heights in a box that is seen from the side: which height is which loss."""
from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes

from ....pictures.frame import compact, px_to_data, px_upwards
from ....pictures.shades import with_room
from ....pictures.style import SMALL, Style
from ....text import number
from .mesh import HEIGHT, Look, centered

CORNERS = np.array([(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)])
# In px: from one number to the next, the length of a mark, and from the axis to its numbers.
ROOM, MARK, PAD = 20, 4, 7
# Numbers, at most.
NUMBERS = 5


class HeightAxis:
    """The upright edge of the box that is farthest to the left, with marks and numbers; nothing where one looks down so
    steeply that there is no room for two numbers."""

    def __init__(self, axes: Axes, style: Style):
        self.axes = axes
        self.line, = axes.plot([], [], color=style.muted, lw=0.8)
        self.numbers = tuple(axes.text(0, 0, "", color=style.muted, fontsize=SMALL, ha="right", va="center")
                             for _ in range(NUMBERS))
        self.name = axes.text(0, 0, "", color=style.muted, fontsize=SMALL, ha="right", va="bottom")
        self.moving = (self.line, *self.numbers, self.name)

    def draw(self, losses: np.ndarray, places: np.ndarray, look: Look) -> None:
        """Marks for these rising losses, whose heights in the box are `places`."""
        across, up = px_to_data(self.axes, 1), px_upwards(self.axes, 1)
        edge = self._edge(look)
        said = with_room(places * np.cos(np.radians(look[1])), ROOM * up) if edge[1, 1] - edge[0, 1] > ROOM * up else {}
        shown = sorted(said)[:NUMBERS]
        heights = edge[0, 1] + places[shown] / HEIGHT * (edge[1, 1] - edge[0, 1])
        x = edge[0, 0]
        marks = [((x, height), (x - MARK * across, height), (np.nan, np.nan)) for height in heights]
        self.line.set_data(*np.concatenate([edge, [(np.nan, np.nan)], *marks]).T if shown else ([], []))
        words = [compact(number(loss, plain=1e4)) for loss in losses[shown]]
        for text, word, height in zip(self.numbers, words, heights):
            text.set(text=word, position=(x - PAD * across, height))
        for text in self.numbers[len(shown):]:
            text.set_text("")
        self.name.set(text="loss" if shown else "", position=(x - PAD * across, edge[1, 1] + PAD * up))

    @staticmethod
    def _edge(look: Look) -> np.ndarray:
        """Its lower and its upper end as seen, (2, 2); of two edges that are as far to the left the one in front."""
        ground = centered(np.column_stack([CORNERS, np.zeros(4)]), look)
        corner = CORNERS[np.lexsort((ground[:, 1], ground[:, 0].round(6)))[0]]
        return centered(np.array([(*corner, 0.0), (*corner, HEIGHT)]), look)
