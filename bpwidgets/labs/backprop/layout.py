"""Where the units and edges of a diagram stand, in px from its lower left corner; what has room decides the form."""
from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from ...pictures.boxes import Box

# Of the whole diagram: room above for the sentence, the names of the columns and the letters; below for letters.
SENTENCE, COLUMN_NAME, LETTERS, BELOW, SIDE = 24, 17, 15, 16, 10
# Of a card: its rows, and the line with bias and slope above it; from one card to the next at least, at most.
ROW, TIGHT_ROW, LINE, APART, FARTHEST = 22, 19, 15, 7, 112
# Widths of a cell with a number, from generous to tight, and the gap between two columns that edges need at least.
CELLS, GAP, TIGHT_GAP = (66, 58, 50, 44), 90, 22
LOSS_WIDTH = 86
# The number of an edge takes this room; places for it along the edge, the best first.
LABEL = (46, 15)
PLACES = tuple(0.5 + sign * k / 25 for k in range(10) for sign in ((1, -1) if k else (1,)))
# A number keeps this distance from edges that are not its own, in px, where it can.
CLEAR = 4
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
    return (width - 2 * SIDE - _cards(form, columns)) / columns


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
    outputs = units[-1]
    low, high = outputs[-1].bottom, outputs[0].top
    loss = Box(left, low - 14, left + LOSS_WIDTH, high + 4) if len(outputs) > 1 else Box(
        left, outputs[0].middle[1] - 30, left + LOSS_WIDTH, outputs[0].middle[1] + 30)
    return Layout(form, tuple(units), loss, width, height)


@lru_cache(maxsize=256)
def places_of_numbers(layout: Layout, first: tuple[tuple[int, int, int], ...]) -> dict[tuple[int, int, int],
                                                                                       tuple[float, float, bool]]:
    """For each edge (layer, source, target) where its number stands, and whether there is room for it; those in `first`
    choose first."""
    line = LINE if layout.form.line else 0
    taken = [box._replace(top=box.top + line) for column in layout.units for box in column]
    found = {}
    for layer in range(1, len(layout.units)):
        edges = _edges_of(layout, layer)
        for edge in sorted(edges, key=lambda one: one not in first):
            free = [box for box in _options(*edges[edge]) if not any(box.meets(other) for other in taken)]
            room = bool(free) and bool(layout.form.cell)
            box = min(free, key=lambda box: _crossed(box, edge, edges)) if room else _around(*_on(*edges[edge], 0.5))
            if room:
                taken.append(box)
            found[edge] = (*box.middle, room)
    return found


Ends = tuple[tuple[float, float], tuple[float, float]]


def _edges_of(layout: Layout, layer: int) -> dict[tuple[int, int, int], Ends]:
    """The ends of all edges into a layer."""
    return {(layer, i, j): layout.edge(layer, i, j) for i in range(len(layout.units[layer - 1]))
            for j in range(len(layout.units[layer]))}


def _on(start: tuple[float, float], end: tuple[float, float], part: float) -> tuple[float, float]:
    return start[0] + part * (end[0] - start[0]), start[1] + part * (end[1] - start[1])


def _options(start: tuple[float, float], end: tuple[float, float]) -> list[Box]:
    """Boxes along an edge, the one in the middle first."""
    return [_around(*_on(start, end, part)) for part in PLACES]


def _crossed(box: Box, own: tuple[int, int, int], edges: dict[tuple[int, int, int], Ends]) -> int:
    """How many other edges pass through a box, or close by."""
    count = 0
    for edge, ((x0, y0), (x1, y1)) in edges.items():
        if edge != own:
            at = [y0 + (y1 - y0) * (x - x0) / (x1 - x0) for x in (box.left, box.right)]
            count += max(at) > box.bottom - CLEAR and min(at) < box.top + CLEAR
    return count


def _around(x: float, y: float) -> Box:
    wide, tall = LABEL
    return Box(x - wide / 2, y - tall / 2, x + wide / 2, y + tall / 2)


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
