"""What a gradient costs as the net grows: nets of one form, from narrow to wide."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count, pairwise, takewhile

import numpy as np

from .counting import PassCost, pass_cost
from .ways import WAYS, Way

# The curves reach up to nets of about so many parameters, in steps of twice the width.
PARAMETERS = 1e7


@dataclass(frozen=True)
class Cost:
    """What one gradient of a net costs one way. way: its row. parameters: how many the net has. passes: forward and
    backward ones, multiply_adds: for one example; forward_passes: the same work, in forward passes of this net."""

    way: Way
    parameters: int
    passes: int
    multiply_adds: int
    forward_passes: float


@dataclass(frozen=True, eq=False)
class Growth:
    """Nets from narrow to wide. widest: (K,), units of the widest hidden layer. parameters: (K,). forward_passes,
    multiply_adds: way -> (K,), as in `Cost`."""

    widest: np.ndarray
    parameters: np.ndarray
    forward_passes: Mapping[str, np.ndarray]
    multiply_adds: Mapping[str, np.ndarray]


def parameters_of(widths: tuple[int, ...]) -> int:
    """The number of weights and biases of a fully connected net.

    >>> parameters_of((784, 30, 10))
    23860
    """
    return sum((before + 1) * after for before, after in pairwise(widths))


def costs_of(widths: tuple[int, ...]) -> dict[str, Cost]:
    """What one gradient costs, each way.

    >>> costs = costs_of((2, 8, 8, 1))
    >>> costs["forward"].passes, costs["central"].passes, costs["backprop"].passes
    (106, 210, 2)
    """
    counted = pass_cost(widths)
    return {name: _cost(way, parameters_of(widths), counted) for name, way in WAYS.items()}


def _cost(way: Way, parameters: int, counted: PassCost) -> Cost:
    multiply_adds = way.multiply_adds(parameters, counted)
    return Cost(way, parameters, way.passes(parameters), multiply_adds, multiply_adds / counted.forward)


def scaled(widths: tuple[int, ...], widest: int) -> tuple[int, ...]:
    """The net with hidden layers in the same proportions, the widest of so many units; the number of inputs, where
    there is no hidden layer.

    >>> scaled((2, 8, 4, 1), 100), scaled((3, 1), 7)
    ((2, 100, 50, 1), (7, 1))
    """
    inputs, *hidden, outputs = widths
    if not hidden:
        return widest, outputs
    return inputs, *(max(round(size * widest / max(hidden)), 1) for size in hidden), outputs


def growth_of(widths: tuple[int, ...]) -> Growth:
    """The costs of nets like this one, from narrow to wide; the net itself is among them."""
    own = max(widths[1:-1], default=widths[0])
    doubled = takewhile(lambda widest: parameters_of(scaled(widths, widest)) <= PARAMETERS, (2**k for k in count()))
    sizes = sorted({own, *doubled})
    rows = [costs_of(scaled(widths, widest)) for widest in sizes]
    return Growth(np.array(sizes), np.array([row["backprop"].parameters for row in rows]),
                  {name: np.array([row[name].forward_passes for row in rows]) for name in WAYS},
                  {name: np.array([float(row[name].multiply_adds) for row in rows]) for name in WAYS})
