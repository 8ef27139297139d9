"""Optimizers: how a gradient becomes a step. Each row is a pair of pure functions and a state that can be looked at.

`init` makes the state, a mapping from names to arrays of the shape of theta; `step` takes theta, the gradient, the state
and the learning rate, and returns the next theta and the next state. Nothing is changed in place.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

State = Mapping[str, np.ndarray]


@dataclass(frozen=True)
class Optimizer:
    """One rule for the next step.

    Parameters
    ----------
    name
        What menus and settings call it.
    init
        theta (..., n) -> the state before the first step, by name; {} if the rule remembers nothing.
    step
        (theta, gradient, state, learning_rate) -> (next theta, next state). The rate is a number or (..., 1).
    formula
        The rule, as a person writes it; g is the gradient, r the learning rate.

    Examples
    --------
    >>> theta, state = OPTIMIZERS["sgd"].step(np.array([4.0]), np.array([10.0]), {}, 0.1)
    >>> theta, state
    (array([3.]), {})
    """

    name: str
    init: Callable[[np.ndarray], State]
    step: Callable[[np.ndarray, np.ndarray, State, np.ndarray | float], tuple[np.ndarray, State]]
    formula: str = ""

    def __repr__(self) -> str:
        return f"Optimizer({self.name!r})"


def _nothing(theta):
    return {}


# sgd:  theta <- theta - r g
def _sgd(theta, gradient, state, learning_rate):
    return theta - learning_rate * gradient, state


_ROWS = (
    Optimizer("sgd", _nothing, _sgd, "theta - r g"),
)

OPTIMIZERS = MappingProxyType({row.name: row for row in _ROWS})
