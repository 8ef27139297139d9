"""Where the numbers of the edges stand: each on its own edge, apart from the others, and where few other edges pass."""
from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

import numpy as np

from .layout import LINE, Layout

Edge = tuple[int, int, int]     # layer, source, target
# The height of a number; its width, in parts of the gap between two columns, from the least to the most; between two
# numbers at least, and at best.
TALL, OF_GAP, LEAST, MOST, APART, AT_BEST = 15, 0.42, 40, 50, 1.0, 9.0
# Places along an edge, in parts of it, the best first.
PARTS = np.array([0.5 + sign * k / 40 for k in range(17) for sign in ((1, -1) if k else (1,))])
# What it costs to meet another number, to come near one (per px), to have another edge below, to have one close by (per
# px), and to stand off the middle.
MEETS, NEAR, BELOW, CLOSE, OFF = 1e4, 2.0, 25.0, 1.5, 16.0
# An edge nearer than so many px makes one ask whose number it is.
CLEAR = 8.0
# Places are chosen so many times over, since the first ones did not know the later ones; and in several orders,
# as often as this number has room for the edges of a layer.
ROUNDS, ORDERS, MOST_ORDERS = 4, 150, 12


@lru_cache(maxsize=256)
def places_of_numbers(layout: Layout, first: tuple[Edge, ...]) -> dict[Edge, tuple[float, float, bool]]:
    """For each edge where its number stands, and whether there is room for it; those in `first` choose first."""
    line, size = LINE if layout.form.line else 0, np.array([room_of(layout), TALL])
    cards = np.array([box._replace(top=box.top + line) for column in layout.units for box in column])
    found = {}
    for layer in range(1, len(layout.units)):
        edges = [(layer, i, j) for i in range(len(layout.units[layer - 1])) for j in range(len(layout.units[layer]))]
        edges.sort(key=lambda edge: edge not in first)
        places = _chosen(np.array([layout.edge(*edge) for edge in edges]), cards, size, bool(layout.form.cell))
        found |= dict(zip(edges, places))
    return found


def room_of(layout: Layout) -> float:
    """The width that the number of an edge may take."""
    gap = layout.units[1][0].left - layout.units[0][0].right
    return min(max(OF_GAP * gap, LEAST), MOST)


def _chosen(ends: np.ndarray, cards: np.ndarray, size: np.ndarray, any_room: bool) -> list[tuple[float, float, bool]]:
    """A place for each edge of a layer; ends: (edges, 2, 2), cards: (cards, 4), size: of a
    number."""
    options = ends[:, None, 0] + PARTS[:, None] * (ends[:, None, 1] - ends[:, None, 0])    # (edges, parts, 2)
    own = np.stack([_own_cost(options[k], ends, k, cards, size) for k in range(len(ends))])
    if not any_room or (own.min(axis=1) >= MEETS).all():
        return [(*place, False) for place in options[:, 0].tolist()]
    draw, tries = np.random.default_rng(0), min(max(ORDERS // len(ends), 2), MOST_ORDERS)
    orders = [np.arange(len(ends)), *(draw.permutation(len(ends)) for _ in range(tries))]
    at, _ = min((_settled(options, own, size, order) for order in orders),
                key=lambda found: ((found[0] < 0).sum(), found[1]))
    return [(*options[k, max(at[k], 0)].tolist(), bool(at[k] >= 0)) for k in range(len(ends))]


def _settled(options: np.ndarray, own: np.ndarray, size: np.ndarray, order: Iterable[int]) -> tuple[np.ndarray, float]:
    """The place of each edge, -1 for none, when they choose in this order, and again until none would rather move; and
    what all of them cost."""
    at = np.full(len(options), -1)
    for _ in range(ROUNDS):
        before, total = at.copy(), 0.0
        for k in order:
            others = np.array([options[n, at[n]] for n in range(len(options)) if n != k and at[n] >= 0]).reshape(-1, 2)
            cost = own[k] + _cost_of_others(options[k], others, size)
            at[k] = cost.argmin() if cost.min() < MEETS else -1
            total += min(cost.min(), MEETS)
        if (at == before).all():
            break
    return at, total


def _own_cost(options: np.ndarray, ends: np.ndarray, k: int, cards: np.ndarray, size: np.ndarray) -> np.ndarray:
    """What the places of one edge cost for their own sake, (parts,)."""
    wide, tall = size / 2
    x, y = options[:, :1], options[:, 1:]
    on_card = ((x - wide < cards[:, 2]) & (cards[:, 0] < x + wide) & (y - tall < cards[:, 3])
               & (cards[:, 1] < y + tall)).any(axis=1)
    others = np.delete(ends, k, axis=0)
    start, step = others[:, 0], others[:, 1] - others[:, 0]
    ends_of_box = [start[:, 1] + step[:, 1] * (x + side - start[:, 0]) / step[:, 0] for side in (-wide, wide)]
    low, high = np.minimum(*ends_of_box), np.maximum(*ends_of_box)
    away = np.maximum(np.maximum(low - (y + tall), (y - tall) - high), 0)      # from the box to another edge
    crowd = (BELOW * (away == 0) + CLOSE * np.maximum(CLEAR - away, 0)).sum(axis=1)
    return MEETS * on_card + crowd + OFF * np.abs(PARTS - 0.5)


def _cost_of_others(options: np.ndarray, others: np.ndarray, size: np.ndarray) -> np.ndarray:
    """What the numbers that have their places already add, (parts,)."""
    between = np.abs(options[:, None] - others) - size
    gap = between.max(axis=2, initial=-np.inf)
    return (MEETS * (gap < APART) + NEAR * np.maximum(AT_BEST - gap, 0)).sum(axis=1)
