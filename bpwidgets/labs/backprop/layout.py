"""Where the units and edges of a diagram stand, in px from its lower left corner; what has room decides the form."""
from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from ...pictures.boxes import Box

# Of the whole diagram: room above for the sentence, the names of the columns and the letters; below for letters.
SENTENCE, COLUMN_NAME, LETTERS, BELOW, SIDE = 24, 17, 15, 16, 10
# The height of the diagram of a chain of single units, and of any other net: with a sum over examples in the formula
# below it, all of it fits on one screen.
OF_CHAIN, OF_NET = 150, 246
# Of a card: its rows, and the line with bias and slope above it; from one card to the next at least, at most.
ROW, TIGHT_ROW, LINE, APART, FARTHEST = 22, 19, 15, 7, 112
# Widths of a cell with a number, from generous to tight, and the gap between two columns that edges need at least.
CELLS, GAP, TIGHT_GAP = (66, 58, 50, 44), 90, 22
LOSS_WIDTH, LOSS_LINE = 86, 18
# The gap before the loss, in parts of the others: no number stands on its lines.
TO_LOSS = 0.4
DOT = 7


@dataclass(frozen=True)
class Form:
    """What a unit looks like. cell: the width of a number, 0 for none; halves: z and a beside each other, or one of
    them; rows: backward values below the forward ones, or in their place; row: the height of one; line: bias and slope
    have a line above."""

    cell: float
    halves: int
    rows: int
    row: float
    line: bool

    @property
    def height(self) -> float:
        """The height of a card."""
        return self.rows * self.row if self.cell else 2 * DOT

    @property
    def slot(self) -> float:
        """The height that a unit needs."""
        return self.height + (LINE if self.line else 0) + (APART if self.cell else 3)


@dataclass(frozen=True)
class Layout:
    """units: for each column, inputs first, the card of each unit. loss: the card of the loss. width, height: of all.
    """

    form: Form
    units: tuple[tuple[Box, ...], ...]
    loss: Box
    width: float
    height: float

    def edge(self, layer: int, source: int, target: int) -> tuple[tuple[float, float], tuple[float, float]]:
        """Where the edge of a weight begins and ends; layers count from 1."""
        left, right = self.units[layer - 1][source], self.units[layer][target]
        return (left.right, left.middle[1]), (right.left, right.middle[1])


def height_of(sizes: tuple[int, ...]) -> float:
    """The height that the diagram of a net needs."""
    return OF_CHAIN if max(sizes) == 1 else OF_NET


def forms() -> list[Form]:
    """All forms, from the one that shows most."""
    full = [Form(cell, 2, 2, row, True) for row in (ROW, TIGHT_ROW) for cell in CELLS]
    single = [Form(cell, 2, 1, TIGHT_ROW, line) for line in (True, False) for cell in CELLS]
    narrow = [Form(cell, 1, 2, TIGHT_ROW, False) for cell in CELLS] + [Form(cell, 1, 1, TIGHT_ROW, False)
                                                                        for cell in CELLS]
    return [*full, *single, *narrow, Form(0, 1, 1, 0, False)]


@lru_cache(maxsize=64)
def layout_of(sizes: tuple[int, ...], width: float, height: float) -> Layout:
    """The layout of a net with these numbers of inputs and units, in the form that shows most and has room."""
    body = height - SENTENCE - COLUMN_NAME - LETTERS - BELOW
    most, columns = max(sizes), len(sizes)
    for gap in (GAP, GAP / 2, TIGHT_GAP, 0):
        for form in forms()[:-1]:
            if most * form.slot <= body + APART and _gap(form, columns, width) >= gap:
                return _placed(form, sizes, width, height, body)
    return _placed(forms()[-1], sizes, width, height, body)


def _cards(form: Form, columns: int) -> float:
    """The width of all cards of a row together: inputs have one number."""
    one = form.cell or 2 * DOT
    return one + (columns - 1) * one * form.halves + LOSS_WIDTH


def _gap(form: Form, columns: int, width: float) -> float:
    return (width - 2 * SIDE - _cards(form, columns)) / (columns - 1 + TO_LOSS)


def _placed(form: Form, sizes: tuple[int, ...], width: float, height: float, body: float) -> Layout:
    gap, left = _gap(form, len(sizes), width), float(SIDE)
    middle, units = BELOW + body / 2, []
    for k, count in enumerate(sizes):
        wide = (form.cell or 2 * DOT) * (form.halves if k else 1)
        slot = min(max(body / count, 2), max(form.slot, min(FARTHEST, body / max(sizes))))
        cards = []
        for one in range(count):
            top = middle + (count / 2 - one) * slot - (slot - form.slot) / 2 - (LINE if form.line else 0)
            tall = form.height if k or not form.cell else form.row
            bottom = top - form.height / 2 - tall / 2 - (APART / 2 if form.cell else 1.5)
            cards.append(Box(left, bottom, left + wide, bottom + tall))
        units.append(tuple(cards))
        left += wide + gap
    left -= (1 - TO_LOSS) * gap
    outputs = units[-1]
    # Below the target of the last output, in the middle of its card, the loss has a line of its own.
    low, high = max(min(outputs[-1].bottom - 14, outputs[-1].middle[1] - LOSS_LINE - 13), 1.0), outputs[0].top
    loss = Box(left, low, left + LOSS_WIDTH, high + 4) if len(outputs) > 1 else Box(
        left, outputs[0].middle[1] - 30, left + LOSS_WIDTH, outputs[0].middle[1] + 30)
    return Layout(form, tuple(units), loss, width, height)


# Chips of the examples, in the line of the sentence.
CHIP, MOST_CHIPS = (24, 17), 12


def chips_of(count: int, width: float, height: float) -> list[Box]:
    """A box for each example, from the right end of the first line; none for a single one."""
    shown = min(count, MOST_CHIPS) if count > 1 else 0
    wide, tall = CHIP
    left, top = width - SIDE - shown * wide, height - 3
    return [Box(left + k * wide + 1.5, top - tall, left + (k + 1) * wide - 1.5, top) for k in range(shown)]


def nearest_edge(layout: Layout, x: float, y: float, within: float) -> tuple[int, int, int] | None:
    """The edge that passes nearest to a place, if it is within that many px."""
    best, found = within, None
    for layer in range(1, len(layout.units)):
        for i in range(len(layout.units[layer - 1])):
            for j in range(len(layout.units[layer])):
                start, end = map(np.array, layout.edge(layer, i, j))
                along = np.clip(np.dot([x, y] - start, end - start) / np.dot(end - start, end - start), 0, 1)
                away = float(np.hypot(*([x, y] - start - along * (end - start))))
                if away < best:
                    best, found = away, (layer, i, j)
    return found
