"""Where the nodes and edges of a graph stand, in px from the lower left corner; what has room decides the form."""
from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from ...pictures.boxes import Box, around
from .columns import Item, Order, order_of, way_of
from .heights import heights_of
from .nodes import Graph

# Of the whole picture: room above for the sentence; at the sides and below.
SENTENCE, SIDE, BELOW = 26, 12, 5
# Of a card: its lines; the line below it for the parts of a gradient; from one card to the next at least; the least
# height of edges that pass.
HEAD, ROWS, PARTS, APART, PASSING = 17, (21, 19, 17), 14, 7, 14
# Widths of a card and the gap behind it, from generous to tight: with room for numbers on the edges, and without.
NUMBERED = ((96, 60), (84, 60), (74, 54), (66, 50), (58, 44), (50, 44), (46, 42))
BARE = ((66, 30), (58, 26), (50, 22), (46, 18), (46, 10))
LABELED = 42
# Where there is more room: gaps at most so wide, cards at most so much farther apart.
FARTHEST, FARTHER = 120, 30
LETTER, DOT = 6.9, 7.0
# Of a node that is a sign alone: width, height, and the gap behind it.
SIGN, TALL, CLOSE = 32, 18, 8
POINTS = 14         # of an edge in each gap
Point = tuple[float, float]


@dataclass(frozen=True)
class Form:
    """What a node looks like. cell: the width of its card; rows: value and gradient below each other, or one in place
    of the other, or none: then it has a sign alone, or is a dot; row: the height of one."""

    cell: float
    rows: int
    row: float

    @property
    def height(self) -> float:
        """The height of a card."""
        if self.rows:
            return HEAD + self.rows * self.row
        return TALL if self.row else DOT

    @property
    def has_parts(self) -> bool:
        """There is a line for the parts of a gradient."""
        return self.rows == 2


@dataclass(frozen=True)
class Layout:
    """cards: of each node; lines: of each edge the points that it goes through; gap: between columns."""

    form: Form
    cards: tuple[Box, ...]
    lines: tuple[tuple[Point, ...], ...]
    gap: float
    width: float
    height: float

    @property
    def numbered(self) -> bool:
        """There is room for numbers on the edges."""
        return bool(self.form.rows) and self.gap >= LABELED


def forms() -> list[tuple[float, Form]]:
    """Gaps and forms, from those that show most."""
    two = [(gap, Form(cell, 2, row)) for sizes in (NUMBERED, BARE) for row in ROWS for cell, gap in sizes]
    one = [(gap, Form(cell, 1, ROWS[-1])) for sizes in (NUMBERED, BARE) for cell, gap in sizes]
    return [*two, *one, (CLOSE, Form(SIGN, 0, TALL)), (0.0, Form(DOT, 0, 0))]


@lru_cache(maxsize=64)
def layout_of(graph: Graph, width: float, height: float) -> Layout:
    """The layout of a graph in the form that shows most and has room."""
    order, room = order_of(graph), (width - 2 * SIDE, height - SENTENCE - BELOW)
    count = len(order.columns)
    for gap, form in forms():
        slots = _slots(graph, order, form)
        high = max(sum(slots[item] for item in column) for column in order.columns)
        if count * form.cell + (count - 1) * gap <= room[0] and high <= room[1] + APART:
            break
    return _placed(graph, order, form, slots, width, height)


def _slots(graph: Graph, order: Order, form: Form) -> dict[Item, float]:
    """The room that each item needs in its column."""
    def of(item: Item) -> float:
        if item.passes:
            return PASSING if form.rows else 6
        return form.height + _parts(graph, form, item.node) + (APART if form.rows else 5 if form.row else 3)

    return {item: of(item) for column in order.columns for item in column}


def _placed(graph: Graph, order: Order, form: Form, slots: dict[Item, float], width: float, height: float) -> Layout:
    count = len(order.columns)
    gap = (width - 2 * SIDE - count * form.cell) / max(count - 1, 1)
    gap = min(gap, FARTHEST)
    left = (width - count * form.cell - (count - 1) * gap) / 2
    lifts = {item: 0.0 if item.passes else _parts(graph, form, item.node) / 2 for item in slots}
    middles = _middles(order, _farther(order, form, slots, height), lifts, height)
    lefts = [left + k * (form.cell + gap) for k in range(count)]
    cards = []
    for node in range(len(graph.nodes)):
        at = order.column[node]
        middle = middles[at][Item(node)] + lifts[Item(node)]
        cards.append(around(lefts[at] + form.cell / 2, middle, form.cell, form.height))
    ports = _ports(graph, order, middles, cards)
    lines = tuple(_line(graph, order, form, k, lefts, middles, cards, ports) for k in range(len(graph.edges)))
    return Layout(form, tuple(cards), lines, gap, width, height)


def _farther(order: Order, form: Form, slots: dict[Item, float], height: float) -> dict[Item, float]:
    """The room of each item, with what the fullest column leaves."""
    spare = min((height - SENTENCE - BELOW + APART - sum(slots[item] for item in column)) / len(column)
                for column in order.columns)
    more = min(max(spare, 0.0), FARTHER)
    return {item: slot + (0.0 if item.passes else more) for item, slot in slots.items()}


def _parts(graph: Graph, form: Form, node: int) -> float:
    """The height of the line below a node for the parts of its gradient."""
    return PARTS if form.has_parts and len(graph.out_of[node]) > 1 else 0.0


def _middles(order: Order, slots: dict[Item, float], lifts: dict[Item, float],
             height: float) -> list[dict[Item, float]]:
    """The heights of all items, as a whole in the middle of the room."""
    low, high = BELOW - APART / 2, height - SENTENCE + APART / 2
    found = heights_of(order, slots, lifts, low, high)
    ends = [(at - slots[item] / 2, at + slots[item] / 2) for column in found for item, at in column.items()]
    shift = (low + high - min(ends)[0] - max(end for _, end in ends)) / 2
    return [{item: at + shift for item, at in column.items()} for column in found]


def _ports(graph: Graph, order: Order, middles: list[dict[Item, float]], cards: list[Box]) -> dict[int, float]:
    """How far from the middle of its target an edge ends: two edges into a card do so apart, in the order in which they
    come."""
    found = {}
    for target, into in enumerate(graph.into):
        if len(into) == 2:
            at = order.column[target] - 1

            def comes_from(k: int, at=at) -> tuple[float, int]:
                source = graph.edges[k].source
                return -middles[at][Item(source, order.column[source] < at)], graph.edges[k].slot

            upper, lower = sorted(into, key=comes_from)
            apart = (cards[target].top - cards[target].bottom) / 5
            found |= {upper: apart, lower: -apart}
    return found


def _line(graph: Graph, order: Order, form: Form, k: int, lefts: list[float], middles: list[dict[Item, float]],
          cards: list[Box], ports: dict[int, float]) -> tuple[Point, ...]:
    """The points of an edge: bends in the gaps, level where it passes a column."""
    edge, first = graph.edges[k], order.column[graph.edges[k].source]
    end = cards[edge.target].middle[1] + ports.get(k, 0.0)
    beside = order.column[edge.target] == first + 1
    double = beside and sum(graph.edges[other].source == edge.source for other in graph.into[edge.target]) > 1
    begin = cards[edge.source].middle[1] + (ports.get(k, 0.0) if double else 0.0)
    way = way_of(edge.source, edge.target, order.column)
    ys = [begin, *(middles[at][item] for at, item in enumerate(way[1:-1], first + 1)), end]
    points = []
    for at, (here, there) in enumerate(pairwise(ys), first):
        points += bend((lefts[at] + form.cell, here), (lefts[at + 1], there))
    return tuple(points)


def bend(start: Point, end: Point) -> list[Point]:
    """A curve that is level at both ends."""
    points = []
    for k in range(POINTS + 1):
        t = k / POINTS
        rise = t * t * (3 - 2 * t)
        points.append((start[0] + t * (end[0] - start[0]), start[1] + rise * (end[1] - start[1])))
    return points
