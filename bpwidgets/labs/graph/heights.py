"""How high the items of a column stand: near to the middle of their neighbors, apart from each other, inside the
room."""
from __future__ import annotations

from collections.abc import Mapping, Sequence

from .columns import Item, Order

ROUNDS = 24
# An edge that passes is straight before all else.
STRAIGHT = 8.0


def heights_of(order: Order, slots: Mapping[Item, float], lifts: Mapping[Item, float], low: float,
               high: float) -> list[dict[Item, float]]:
    """For each column the middle of each item, in px from below. slots: the room that each needs; lifts: how far above
    the middle of that its edges meet it."""
    found = [_spread(column, dict.fromkeys(column, (low + high) / 2), slots, low, high) for column in order.columns]
    for turn in range(ROUNDS):
        backwards = turn % 2 == 0
        for at in (reversed(range(len(found))) if backwards else range(len(found))):
            wanted = _wanted(order, found, lifts, at)
            found[at] = _spread(order.columns[at], wanted, slots, low, high)
    return found


def _wanted(order: Order, found: Sequence[Mapping[Item, float]], lifts: Mapping[Item, float],
            at: int) -> dict[Item, float]:
    """The mean height of the neighbors on both sides; where there are none, the present one."""
    near: dict[Item, list[tuple[float, float]]] = {item: [] for item in order.columns[at]}
    for left, right, _ in order.links[at - 1] if at else ():
        near[right].append((found[at - 1][left] + lifts[left] - lifts[right], _weight(left, right)))
    for left, right, _ in order.links[at] if at + 1 < len(found) else ():
        near[left].append((found[at + 1][right] + lifts[right] - lifts[left], _weight(left, right)))
    return {item: sum(y * weight for y, weight in ys) / sum(weight for _, weight in ys) if ys else found[at][item]
            for item, ys in near.items()}


def _weight(left: Item, right: Item) -> float:
    return STRAIGHT ** (left.passes + right.passes)


def _spread(column: Sequence[Item], wanted: Mapping[Item, float], slots: Mapping[Item, float], low: float,
            high: float) -> dict[Item, float]:
    """The heights nearest to the wanted ones, by least squares, at which no slots overlap: neighbors that meet move as
    one block, to the mean of what they want."""
    below = list(reversed(column))
    shifts, shift = [], 0.0
    for k, item in enumerate(below):
        shift += (slots[below[k - 1]] + slots[item]) / 2 if k else 0.0
        shifts.append(shift)
    blocks: list[list[float]] = []      # sum of what is wanted, number of items
    for item, shift in zip(below, shifts):
        blocks.append([wanted[item] - shift, 1])
        while len(blocks) > 1 and blocks[-2][0] / blocks[-2][1] > blocks[-1][0] / blocks[-1][1]:
            total, count = blocks.pop()
            blocks[-1] = [blocks[-1][0] + total, blocks[-1][1] + count]
    least, most = low + slots[below[0]] / 2, high - slots[below[-1]] / 2 - shifts[-1]
    bases = [min(max(total / count, least), max(most, least)) for total, count in blocks for _ in range(int(count))]
    return {item: base + shift for item, base, shift in zip(below, bases, shifts)}
