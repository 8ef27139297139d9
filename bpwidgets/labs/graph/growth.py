"""A layered net, ever deeper: how many paths lead from one weight to the loss, and what backpropagation has to do."""
from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Growth:
    """Nets of 1, 2, ... hidden layers, each layer with as many units as there are inputs, and one output.

    paths: from one weight of the first layer to the loss; operations: multiply-adds of both passes for one example.
    Whole numbers of any size, one for each depth.
    """

    width: int
    paths: tuple[int, ...]
    operations: tuple[int, ...]


def growth_of(width: int, deepest: int) -> Growth:
    """Both numbers for each depth up to the deepest; the paths are counted, layer by layer, and none is listed.

    >>> growth = growth_of(10, 31)
    >>> growth.paths[-1] == 10 ** 30, growth.operations[:2], growth.operations[-1] - growth.operations[-2]
    (True, (230, 530), 300)
    """
    return Growth(width, tuple(_paths(width, deepest)), tuple(operations(width, k) for k in range(1, deepest + 1)))


def _paths(width: int, deepest: int) -> list[int]:
    """To the output, which hears every unit of the last layer; a weight leads to one unit of the first."""
    to_units, found = [1] + [0] * (width - 1), []
    for _ in range(deepest):
        found.append(sum(to_units))
        to_units = [sum(to_units)] * width
    return found


def operations(width: int, depth: int) -> int:
    """One multiply-add for each weight forward; back, one for each dW, and one for each weight but those of the first
    layer, through which no delta is sent."""
    first, all_weights = width * width, depth * width * width + width
    return all_weights + all_weights + (all_weights - first)
