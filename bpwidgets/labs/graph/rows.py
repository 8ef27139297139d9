"""The paths as rows that add up: the largest ones, what the others add, and the sum."""
from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...text import in_words
from .counts import count_in_words
from .result import GraphResult
from .settings import GraphSettings

PATH, REST, SUM = "path", "rest", "sum"


@dataclass(frozen=True)
class Row:
    """One row. kind: a path, the rest, or the sum; number: of the path, from 1. way: the names that it goes through;
    product: its factors as text; amount: what it adds; begin: what stood before, so that it leads from there on.
    words: all of it in a sentence."""

    kind: str
    number: int
    way: str
    product: str
    amount: float
    begin: float
    words: str

    @property
    def end(self) -> float:
        """What stands after it."""
        return self.begin + self.amount


def rows_of(settings: GraphSettings, result: GraphResult, most: int) -> list[Row]:
    """Up to `most` rows; the path that is chosen is always among them."""
    paths, chosen = result.paths, settings.path
    shown = list(range(len(paths.listed)))
    if paths.count > most - 1:
        shown = shown[:most - 2]
        if chosen and chosen - 1 not in shown:
            shown[-1] = chosen - 1
    rows, at = [], 0.0
    for k in shown:
        rows.append(_of_path(result, k, at))
        at = rows[-1].end
    if paths.count > len(shown):
        others = paths.count - len(shown)
        with np.errstate(all="ignore"):
            rest = float(np.subtract(paths.total, at))
        words = f"{count_in_words(others)} other {'path' if others == 1 else 'paths'}"
        rows.append(Row(REST, 0, words, f"together {in_words(rest)}", rest, at, f"{words}: together {in_words(rest)}"))
    return [*rows, _sum(result)]


def way_words(result: GraphResult, edges: tuple[int, ...]) -> list[str]:
    """The names of the nodes on a path, from its start to the result."""
    graph = result.graph
    return [result.paths.start, *(graph.names[graph.edges[k].target] for k in edges)]


def _of_path(result: GraphResult, k: int, begin: float) -> Row:
    path = result.paths.listed[k]
    way = way_words(result, path.edges)
    factors = " · ".join(f"({one})" if place and one.startswith("-") else one
                         for place, one in enumerate(map(in_words, path.factors)))
    product = f"{factors} = {in_words(path.product)}" if len(path.factors) > 1 else in_words(path.product)
    words = f"path {k + 1}: {' to '.join(way)}, product {in_words(path.product)}"
    return Row(PATH, k + 1, " → ".join(way), product, path.product, begin, words)


def _sum(result: GraphResult) -> Row:
    paths = result.paths
    name, end = paths.start, result.output
    words = f"sum of {count_in_words(paths.count)} {'path' if paths.count == 1 else 'paths'}"
    total = in_words(paths.total)
    return Row(SUM, 0, words, f"d{end}/d{name} = {total}", paths.total, 0.0, f"{words}: {total}")
