"""In which column a node stands, and in which order: few edges cross, and each number stands just before its first use.

A layered drawing (Sugiyama, Tagawa and Toda 1981): columns by the longest way to the result, an order in each by the
mean place of the neighbors. Where edges pass a column they have a place there, one for all edges of one source.
"""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from .nodes import Graph

SWEEPS = 8
# A first operand stands above a second one, if nothing else decides.
SLOT = 1e-3


class Item(NamedTuple):
    """What has a place in a column: a node, or the edges of a node that pass."""

    node: int
    passes: bool = False


Link = tuple[Item, Item, int]       # from one column to the next; slot of the operand
Columns = tuple[tuple[Item, ...], ...]


@dataclass(frozen=True)
class Order:
    """columns: the items of each, from the top. column: of each node. links: between each column and the next."""

    columns: Columns
    column: tuple[int, ...]
    links: tuple[tuple[Link, ...], ...]


@lru_cache(maxsize=32)
def order_of(graph: Graph) -> Order:
    """Columns and order of the nodes of a graph."""
    column = _columns(graph)
    links, items = _links(graph, column)
    best = columns = tuple(map(tuple, items))
    for sweep in range(SWEEPS):
        columns = _swept(columns, links, backwards=sweep % 2 == 0)
        if sweep == 0 or crossings(columns, links) < crossings(best, links):
            best = columns
    return Order(_exchanged(best, links), column, tuple(map(tuple, links)))


def _columns(graph: Graph) -> tuple[int, ...]:
    """The result stands in the last one, every other node just before the first that uses it."""
    last = max(node.level for node in graph.nodes)
    column = [0] * len(graph.nodes)
    column[graph.output] = last
    for node in reversed(range(len(graph.nodes))):
        if users := [column[graph.edges[k].target] for k in graph.out_of[node]]:
            column[node] = min(users) - 1
    return tuple(column)


def _links(graph: Graph, column: Sequence[int]) -> tuple[list[list[Link]], list[list[Item]]]:
    """The links between neighboring columns, and the items of each."""
    items: list[list[Item]] = [[] for _ in range(max(column) + 1)]
    links: list[list[Link]] = [[] for _ in items]
    for node, at in enumerate(column):
        items[at].append(Item(node))
    for edge in graph.edges:
        way = way_of(edge.source, edge.target, column)
        for at, (here, there) in enumerate(pairwise(way), column[edge.source]):
            link = here, there, edge.slot
            if not there.passes or all(other[:2] != link[:2] for other in links[at]):
                links[at].append(link)
            if there.passes and there not in items[at + 1]:
                items[at + 1].append(there)
    return links, items


def way_of(source: int, target: int, column: Sequence[int]) -> list[Item]:
    """The items that an edge passes, both ends included."""
    return [Item(source), *[Item(source, True)] * (column[target] - column[source] - 1), Item(target)]


def _swept(columns: Columns, links: Sequence[Sequence[Link]], backwards: bool) -> Columns:
    """Each column ordered by the mean place of its neighbors in the one before, from one end to the other."""
    ordered = list(columns)
    ends = range(len(columns) - 2, -1, -1) if backwards else range(1, len(columns))
    for at in ends:
        fixed = {item: k for k, item in enumerate(ordered[at + 1 if backwards else at - 1])}
        near: dict[Item, list[float]] = {item: [] for item in ordered[at]}
        for left, right, slot in links[at if backwards else at - 1]:
            mine, other = (left, right) if backwards else (right, left)
            near[mine].append(fixed[other] + (SLOT * slot if backwards else 0))
        ordered[at] = tuple(sorted(ordered[at], key=_mean_place(near, ordered[at])))
    return tuple(ordered)


def _mean_place(near: Mapping[Item, Sequence[float]], present: Sequence[Item]):
    places = {item: k for k, item in enumerate(present)}
    return lambda item: (sum(near[item]) / len(near[item])) if near[item] else places[item]


def _exchanged(columns: Columns, links: Sequence[Sequence[Link]]) -> Columns:
    """Neighbors in a column change places as long as fewer edges cross then."""
    fewest, better = crossings(columns, links), True
    while better:
        better = False
        for at, k in [(at, k) for at, column in enumerate(columns) for k in range(len(column) - 1)]:
            column = columns[at]
            other = (*column[:k], column[k + 1], column[k], *column[k + 2:])
            changed = (*columns[:at], other, *columns[at + 1:])
            if (count := crossings(changed, links)) < fewest:
                columns, fewest, better = changed, count, True
    return columns


def crossings(columns: Columns, links: Sequence[Sequence[Link]]) -> int:
    """How many pairs of links cross."""
    count = 0
    for at, between in enumerate(links[:-1]):
        left, right = ({item: k for k, item in enumerate(column)} for column in columns[at:at + 2])
        ends = [(left[a], right[b]) for a, b, _ in between]
        count += sum((a - c) * (b - d) < 0 for k, (a, b) in enumerate(ends) for c, d in ends[:k])
    return count
