"""The layers of the net as cards that can be pressed, with bars for their numbers and the error passing below."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PolyCollection

from ....pictures.boxes import Box, over
from ....pictures.in_px import sized_in_px
from ....pictures.spots import Spot
from ....pictures.style import SMALL, TEXT, Style
from ....pictures.telling import Told
from ....pictures.texts import Texts, Written
from ....text import in_words
from ..old_task import LAYERS
from ..settings import pressed


class Measures(NamedTuple):
    """px: the column of words at the left of cards that stand side by side, or within each of those that are stacked;
    the gap between cards, what stands free within one, its head, its rows, half of a bar, and what a number takes."""

    words: float
    gap: float
    pad: float = 12
    head: float = 30
    row: float = 27
    half: float = 6
    number: float = 76


# From this width on, in px. Where the gap is narrow, nothing is said beside the arrows.
SIDE_BY_SIDE = ((800, Measures(150, 72)), (700, Measures(88, 72)), (0, Measures(88, 32, pad=6)))
STACKED, SPOKEN = Measures(104, 12, 10, 20, 19, 4.5, 74), 66


class Row(NamedTuple):
    """A number for each layer: words before it, long and short, role of the color, values (3,) from 0 on, and how they
    are said.

    good: of each layer whether it is as it should be, for numbers that are a check; then they have no bar.
    """

    words: str
    short: str
    role: str
    values: np.ndarray
    said: Sequence[str]
    good: Sequence[bool] | None = None


class LayerCards:
    """Cards from the first layer to the head, side by side; where there is height for it stacked, the head on top."""

    margins = (4, 4, 4, 4)
    count = 0       # of rows

    def __init__(self, axes: Axes, style: Style):
        self.axes, self.style = axes, style
        self.width, self.height = sized_in_px(axes)
        of = STACKED
        tall = len(LAYERS) * (of.head + self.count * of.row) + (len(LAYERS) - 1) * of.gap + 4
        self.wide = self.height < tall
        self.of = next(of for width, of in SIDE_BY_SIDE if self.width >= width) if self.wide else STACKED
        self.cards, self.rooms, self.bars, self.heads = (PolyCollection([], zorder=z) for z in (1, 2, 3, 3))
        self.arrows = LineCollection([], linewidths=2.2, colors=[style.delta], zorder=2)
        for collection in (self.cards, self.rooms, self.bars, self.heads, self.arrows):
            axes.add_collection(collection, autolim=False)
        for collection in (self.rooms, self.bars, self.heads):
            collection.set_linewidth(0)
        self.heads.set_facecolor(style.delta)
        self.titles, self.texts = Texts(axes, zorder=4, fontsize=TEXT), Texts(axes, zorder=4, fontsize=SMALL)

    @property
    def moving(self) -> tuple[Any, ...]:
        """All that follows the numbers."""
        return (self.cards, self.rooms, self.bars, self.arrows, self.heads, *self.titles, *self.texts)

    def rows(self, settings: Any, result: Any) -> Sequence[Row]:
        """The rows of the cards."""
        raise NotImplementedError

    def passed_on(self, settings: Any, result: Any) -> np.ndarray | None:
        """What each layer hands to the one below, (3,); None where there is no error."""
        found = result.passing(settings.way, settings.epoch)
        return None if found is None else found.handed_on

    def draw(self, settings, result) -> None:
        rows, style = self.rows(settings, result), self.style
        boxes = [self.card(k) for k in range(len(LAYERS))]
        frozen = set(settings.frozen_here) if result.is_new(settings.epoch) else set()
        self.cards.set_verts([box.corners for box in boxes])
        self.cards.set_facecolor([over(style.plane, 0.2, style.ground) if k in frozen else style.ground
                                  for k in range(len(boxes))])
        self.cards.set_edgecolor([style.plane if k in frozen else style.hairline for k in range(len(boxes))])
        self.cards.set_linewidth([2.4 if k in frozen else 1.4 for k in range(len(boxes))])
        self._bars(rows, boxes)
        self.titles.write(self._titles(settings, result, boxes, frozen))
        self.texts.write([*self._numbers(rows, boxes), *self._arrows(self.passed_on(settings, result), boxes)])

    def card(self, k: int) -> Box:
        """The place of a layer."""
        count, of = len(LAYERS), self.of
        if self.wide:
            wide = (self.width - 2 - of.words - count * of.gap) / count
            left = of.words + of.gap + k * (wide + of.gap)
            return Box(left, 2, left + wide, self.height - 2)
        tall = (self.height - 4 - (count - 1) * of.gap) / count
        bottom = 2 + k * (tall + of.gap)
        return Box(4, bottom, self.width - 4, bottom + tall)

    def _middle(self, box: Box, row: int) -> float:
        """How high a row stands."""
        return box.top - self.of.head - self.of.row * (row + 0.5)

    def _bar(self, box: Box, row: int, part: float) -> Box:
        of = self.of
        left, right = box.left + of.pad + (0 if self.wide else of.words), box.right - of.number
        at = self._middle(box, row)
        return Box(left, at - of.half, left + part * max(right - left, 0), at + of.half)

    def _bars(self, rows: Sequence[Row], boxes: Sequence[Box]) -> None:
        rooms, bars, colors = [], [], []
        for r, row in enumerate(rows):
            if row.good is not None:
                continue
            values = np.where(np.isfinite(row.values), row.values, 0.0)
            largest = values.max(initial=0.0)
            for k, box in enumerate(boxes):
                rooms.append(self._bar(box, r, 1.0).corners)
                bars.append(self._bar(box, r, values[k] / largest if largest > 0 else 0.0).corners)
                colors.append(getattr(self.style, row.role))
        self.rooms.set_verts(rooms)
        self.rooms.set_facecolor(over(self.style.muted, 0.16, self.style.ground))
        self.bars.set_verts(bars)
        self.bars.set_facecolor(colors)

    def _titles(self, settings, result, boxes: Sequence[Box], frozen: set[int]) -> list[Written]:
        style, written = self.style, []
        for k, box in enumerate(boxes):
            at = box.top - self.of.head / 2
            written.append(Written(box.left + self.of.pad, at, LAYERS[k], style.ink, "left", True))
            state = "frozen" if k in frozen else _beginning(settings, result, k)
            written.append(Written(box.right - self.of.pad, at, state, style.plane if k in frozen else style.muted,
                                   "right", k in frozen))
        return written

    def _numbers(self, rows: Sequence[Row], boxes: Sequence[Box]) -> list[Written]:
        style, written = self.style, []
        long = self.of.words >= SIDE_BY_SIDE[0][1].words
        for r, row in enumerate(rows):
            words = row.words if long else row.short
            places = [(0, boxes[0])] if self.wide else [(box.left + self.of.pad, box) for box in boxes]
            written += [Written(x, self._middle(box, r), words, style.ink, "left") for x, box in places]
            for k, box in enumerate(boxes):
                color = getattr(style, row.role if row.good is None or row.good[k] else "danger")
                written.append(Written(box.right - self.of.pad, self._middle(box, r), row.said[k], color, "right"))
        return written

    def _arrows(self, handed_on: np.ndarray | None, boxes: Sequence[Box]) -> list[Written]:
        """From each layer to the one below, the first one to the pixels, with the size of what is handed on."""
        lines, heads, written, gap = [], [], [], self.of.gap
        for k, box in enumerate(boxes if handed_on is not None else ()):
            if self.wide:
                x, y, end = box.left, self._middle(box, 0), box.left - gap + 4
                lines.append([(x - 2, y), (end + 7, y)])
                heads.append([(end, y), (end + 9, y + 5.5), (end + 9, y - 5.5)])
                if gap >= SPOKEN:
                    below = f"to {LAYERS[k - 1]}" if k else "to pixels"
                    written += [Written(x - gap / 2, y + 14, in_words(handed_on[k], 2), self.style.delta),
                                Written(x - gap / 2, y - 14, below, self.style.muted)]
            elif k:
                x, y = box.middle[0], box.bottom
                lines.append([(x, y), (x, y - gap + 6)])
                heads.append([(x, y - gap + 1), (x - 5, y - gap + 7), (x + 5, y - gap + 7)])
        self.arrows.set_segments(lines)
        self.heads.set_verts(heads)
        return written

    def spots(self, settings, result) -> list[Spot]:
        """Each layer."""
        frozen = settings.frozen_here
        means = {True: "frozen: press to let it learn", False: "learns: press to freeze it"}
        return [Spot(name, f"{name}, {means[k in frozen]}", self.card(k), k in frozen)
                for k, name in enumerate(LAYERS)]

    def touch(self, settings, result, name: str) -> Mapping[str, Any]:
        """The layer is frozen, or no longer."""
        return pressed(settings, LAYERS.index(name))

    def told(self, settings, result, at) -> Told | None:
        """The numbers of the layer under the pointer."""
        k = next((k for k in range(len(LAYERS)) if self.card(k).holds(*at)), None)
        if k is None:
            return None
        said = "; ".join(f"{row.words} {row.said[k]}" for row in self.rows(settings, result))
        inputs, outputs = result.network.sizes[k:k + 2]
        return Told(f"{LAYERS[k]}, {inputs} → {outputs}: {said}", *self.card(k).middle)


def _beginning(settings: Any, result: Any, layer: int) -> str:
    """What a layer that learns began with."""
    new = settings.way == "all_new" or layer == len(LAYERS) - 1
    return "new" if new and result.is_new(settings.epoch) else "learns"
