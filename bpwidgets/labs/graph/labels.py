"""Where the numbers of edges stand: on their own edge, off cards and other numbers, and off other edges if they can."""
from __future__ import annotations

from functools import lru_cache

from ...pictures.boxes import Box, around
from .layout import PARTS, POINTS, Layout, Point
from .nodes import Graph

LABEL = (38, 15)
# A number keeps this distance from edges that are not its own, in px, where it can.
CLEAR = 3


@lru_cache(maxsize=64)
def places_of_numbers(graph: Graph, layout: Layout, first: tuple[int, ...] = ()) -> dict[int, Point]:
    """For each edge that has room for its number, where that stands; the edges in `first` choose first."""
    if not layout.numbered:
        return {}
    taken, found = _taken(graph, layout), {}
    for k in sorted(range(len(graph.edges)), key=lambda k: (k not in first, k)):
        free = [box for box in map(_box, _candidates(layout.lines[k])) if not any(box.meets(one) for one in taken)]
        if free:
            box = min(free, key=lambda box: _crossed(box, k, graph, layout))
            taken.append(box)
            found[k] = box.middle
    return found


def parts_box(card: Box) -> Box:
    """The line below a card for the parts of its gradient."""
    return Box(card.left - 10, card.bottom - PARTS, card.right + 10, card.bottom)


def _taken(graph: Graph, layout: Layout) -> list[Box]:
    boxes = list(layout.cards)
    if layout.form.has_parts:
        boxes += [parts_box(card) for card, out in zip(layout.cards, graph.out_of) if len(out) > 1]
    return boxes


def _box(at: Point) -> Box:
    return around(*at, *LABEL)


def _candidates(line: tuple[Point, ...]) -> list[Point]:
    """Points of an edge, the middle of its last gap first: there its number belongs to the target."""
    middle = len(line) - 1 - POINTS // 2
    return [line[k] for k in sorted(range(2, len(line) - 2), key=lambda k: abs(k - middle))]


def _crossed(box: Box, own: int, graph: Graph, layout: Layout) -> int:
    """How many other edges pass through a box, or close by; those of the same source may run along with it."""
    wide = Box(box.left - CLEAR, box.bottom - CLEAR, box.right + CLEAR, box.top + CLEAR)
    count = 0
    for k, line in enumerate(layout.lines):
        if k != own and any(wide.holds(*point) for point in line):
            count += 2 if graph.edges[k].source == graph.edges[own].source else 1
    return count
