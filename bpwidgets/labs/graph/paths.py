"""All paths from a node to the result: how many there are, the largest of them, and what they add up to.

No path is listed in order to count it or to add it up: each node gets its count and its sum from the nodes before it.
"""
from __future__ import annotations

import heapq
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .nodes import Graph, Numbers

# So many paths are listed, the largest first.
MOST_LISTED = 36


@dataclass(frozen=True)
class Path:
    """One path. edges: their numbers, from the start to the result; factors: the local derivative of each of them;
    product: of the factors."""

    edges: tuple[int, ...]
    factors: tuple[float, ...]
    product: float


@dataclass(frozen=True)
class Paths:
    """All paths from a node to the result. count: how many there are, a whole number of any size; listed: the largest
    of them; total: the sum of the products of all; rest: what those add that are not listed."""

    start: str
    count: int
    listed: tuple[Path, ...]
    total: float
    rest: float

    @property
    def unlisted(self) -> int:
        """How many are not listed."""
        return self.count - len(self.listed)


def counts_from(graph: Graph, start: int) -> tuple[int, ...]:
    """The number of paths from a node to each node, exactly.

    >>> from .formulas import FORMULAS
    >>> graph = FORMULAS["residual"].graph
    >>> counts_from(graph, graph.number("x"))[graph.output]
    8
    """
    counts = [0] * len(graph.nodes)
    counts[start] = 1
    for node in graph.computed:
        if node != start:
            counts[node] = sum(counts[graph.edges[k].source] for k in graph.into[node])
    return tuple(counts)


def paths_from(graph: Graph, numbers: Numbers, start: int, most: int = MOST_LISTED) -> Paths:
    """All paths from a node to the result, up to `most` of them listed."""
    count = counts_from(graph, start)[graph.output]
    listed = tuple(_largest(graph, numbers.slopes, start, most))
    products = [path.product for path in listed]
    if count == len(listed):
        return Paths(graph.names[start], count, listed, _sum(products), 0.0)
    total = sums_from(graph, numbers.slopes, start)[graph.output]
    with np.errstate(all="ignore"):
        return Paths(graph.names[start], count, listed, total, float(np.subtract(total, _sum(products))))


def sums_from(graph: Graph, slopes: np.ndarray, start: int) -> list[float]:
    """The sum of the products of all paths from a node to each node."""
    sums = [0.0] * len(graph.nodes)
    sums[start] = 1.0
    reached = [count > 0 for count in counts_from(graph, start)]
    for node in graph.computed:
        if node != start and reached[node]:
            with np.errstate(all="ignore"):
                sums[node] = _sum([float(np.multiply(slopes[k], sums[graph.edges[k].source]))
                                   for k in graph.into[node] if reached[graph.edges[k].source]])
    return sums


def _largest(graph: Graph, slopes: np.ndarray, start: int, most: int) -> list[Path]:
    """The paths to the result with the largest products, largest first.

    A largest path has a largest path as its beginning: of each node only `most` paths are kept.
    """
    best: list[list[Path]] = [[] for _ in graph.nodes]
    best[start] = [Path((), (), 1.0)]
    for node in graph.computed:
        if node != start:
            longer = [_longer(path, k, float(slopes[k])) for k in graph.into[node]
                      for path in best[graph.edges[k].source]]
            best[node] = heapq.nsmallest(most, longer, key=_rank)
    return best[graph.output]


def _longer(path: Path, edge: int, slope: float) -> Path:
    with np.errstate(all="ignore"):
        return Path((*path.edges, edge), (*path.factors, slope), float(np.multiply(path.product, slope)))


def _rank(path: Path) -> tuple[float, tuple[int, ...]]:
    return (-math.inf if math.isnan(path.product) else -abs(path.product)), path.edges


def _sum(products: Sequence[float]) -> float:
    """The sum, rounded once; with infinite numbers as in arithmetic."""
    if all(map(math.isfinite, products)):
        try:
            return math.fsum(products)
        except OverflowError:
            pass
    with np.errstate(all="ignore"):
        return float(np.sum(products))
