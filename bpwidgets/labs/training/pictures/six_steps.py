"""The six steps of training as a strip; those that run at the moment shown are lit."""
from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from matplotlib.axes import Axes
from matplotlib.collections import PathCollection

from ....pictures.boxes import Box, over, rounded
from ....pictures.in_px import sized_in_px
from ....pictures.spots import Spot
from ....pictures.style import SMALL, Style
from ....pictures.telling import Told
from ....pictures.texts import Texts, Written
from ....text import counted
from ..steps import LOOP, STEPS, gone_to, rounds, running

# From one step to the next, the height of a step, and how round it is, in px.
BETWEEN, TALL, ROUND = 14, 22, 11
# How strong the color of a step that runs is.
LIT = 0.16
# Below the loop: how high the way back is, and the room for words in it.
LOW, WORDS = 7, 124
# A narrow strip says less.
NARROW = 700
SHORT = ("data", "random weights", "error", "make it smaller", "update", "predict")


class SixSteps:
    """Inputs and desired outputs, random weights, the error, making it smaller, updating the weights, ready to predict:
    the three in the middle go round and round."""

    margins = (0, 0, 0, 0)

    def __init__(self, axes: Axes, style: Style):
        self.axes, self.style = axes, style
        self.width, self.height = sized_in_px(axes)
        self.names = SHORT if self.width < NARROW else tuple(STEPS)
        self._lit: tuple[int, ...] | None = None
        self.boxes = _boxes(self.names, self.width, self.height)
        self.chips = axes.add_collection(PathCollection([rounded(box, (ROUND,) * 4) for box in self.boxes], zorder=2),
                                         autolim=False)
        self.chips.set_transform(axes.transData)
        middle = self.boxes[0].middle[1]
        for left, right in zip(self.boxes, self.boxes[1:]):
            axes.plot([left.right + 2, right.left - 2], [middle, middle], color=style.muted, lw=1)
        across, up = _way_back(self.boxes[LOOP[-1]], self.boxes[LOOP[0]])
        axes.plot(across, up, color=style.muted, lw=1)
        axes.plot(across[-1:], up[-1:], "^", color=style.muted, ms=5)
        self.texts, self.round = Texts(axes, fontsize=SMALL, zorder=3), Texts(axes, fontsize=SMALL, zorder=3)

    @property
    def moving(self) -> tuple[Any, ...]:
        """What changes with the moment."""
        return tuple(self.round)

    def draw(self, settings, result) -> None:
        self._light(running(settings, result))
        said = f"{counted(rounds(settings, result), 'update')} so far"
        middle = (self.boxes[LOOP[0]].middle[0] + self.boxes[LOOP[-1]].middle[0]) / 2
        self.round.write([Written(middle, LOW, said, self.style.ink)])

    def _light(self, lit: tuple[int, ...]) -> None:
        """Steps are ground: from most moments to the next the same ones run."""
        if lit == self._lit:
            return
        style, self._lit = self.style, lit
        fill = over(style.here, LIT, style.ground)
        self.chips.set_facecolor([fill if k in lit else style.ground for k in range(len(self.boxes))])
        self.chips.set_edgecolor([style.here if k in lit else style.muted for k in range(len(self.boxes))])
        self.chips.set_linewidth([1.8 if k in lit else 0.9 for k in range(len(self.boxes))])
        self.texts.write([Written(*box.middle, name, style.ink if k in lit else style.muted, strong=k in lit)
                          for k, (box, name) in enumerate(zip(self.boxes, self.names))])

    def spots(self, settings, result) -> list[Spot]:
        """Each step, to go there."""
        lit = running(settings, result)
        return [Spot(f"step {k + 1}", f"step {k + 1} of 6, {name}: {what}", box, k in lit)
                for k, (box, (name, what)) in enumerate(zip(self.boxes, STEPS.items()))]

    def touch(self, settings, result, name: str) -> Mapping[str, Any]:
        """The moment at which this step runs."""
        return gone_to(settings, result, int(name.split()[1]) - 1)

    def told(self, settings, result, at) -> Told | None:
        """What the step under the pointer does."""
        for box, (name, what) in zip(self.boxes, STEPS.items()):
            if box.holds(*at):
                return Told(f"{name}: {what}", *box.middle)
        return None


def _boxes(names: tuple[str, ...], width: float, height: float) -> tuple[Box, ...]:
    """As wide as their words, with equal room."""
    letters = sum(map(len, names))
    unit = (width - 2 - BETWEEN * (len(names) - 1) - 20 * len(names)) / letters
    boxes, left = [], 1.0
    for name in names:
        wide = 20 + unit * len(name)
        boxes.append(Box(left, height - TALL - 2, left + wide, height - 2))
        left += wide + BETWEEN
    return tuple(boxes)


def _way_back(last: Box, first: Box) -> tuple[list[float], list[float]]:
    """Below the loop, from its last step to its first, with room for words in the middle."""
    (right, _), (left, _) = last.middle, first.middle
    top, middle = first.bottom - 1, (left + right) / 2
    return ([right, right, middle + WORDS / 2, math.nan, middle - WORDS / 2, left, left],
            [top, LOW, LOW, math.nan, LOW, LOW, top - 2])
