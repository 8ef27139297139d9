"""Ways to the gradient of a loss, or to a step downhill without it: what each asks of the net, and how it descends.

With L a loss of P parameters, h a small step and e_i the direction of parameter i:

    trial of one weight     theta + c e_i is kept if L(theta + c e_i) < L(theta), c a random number
    forward differences     g_i = ( L(theta + h e_i) - L(theta) ) / h
    central differences     g_i = ( L(theta + h e_i) - L(theta - h e_i) ) / (2 h)
    one random direction    g = ( L(theta + h v) - L(theta - h v) ) / (2 h) v, v a random vector of +1 and -1
                            (Spall, 1992: simultaneous perturbation)
    backpropagation         g = dL/dtheta, by the chain rule
"""
from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np

from .counting import PassCost

# As much as rounding allows: the square root and the cube root of the precision (Nocedal & Wright, 2006, section 8.1).
EPSILON = float(np.finfo(np.float64).eps)
FORWARD_STEP, CENTRAL_STEP = EPSILON ** (1 / 2), EPSILON ** (1 / 3)
# So many numbers are held at once, at most, by losses that are computed side by side.
AT_ONCE = 2 ** 17


class Descent(NamedTuple):
    """What a descent is made of. objective: `NetworkLoss`; theta: (P,), the start; learning_rate; size: the standard
    deviation of the random change of one weight; rng: where chance comes from."""

    objective: Any
    theta: np.ndarray
    learning_rate: float
    size: float
    rng: np.random.Generator


class Asked(NamedTuple):
    """What a descent has just done: forward and backward passes, and where it stands now, None for as before."""

    forward: int
    backward: int = 0
    theta: np.ndarray | None = None


@dataclass(frozen=True)
class Way:
    """One way. passes(P): forward passes for one gradient, or to try each weight once; backward: backward passes.

    steps(descent): what it does, piece by piece, for ever. whole: it changes nothing before it has all these passes.
    title: what menus say; short: what sentences and pictures say.
    """

    name: str
    title: str
    short: str
    forward: Callable[[int], int]
    backward: int
    steps: Callable[[Descent], Iterator[Asked]]
    whole: bool = True

    def passes(self, parameters: int) -> int:
        """Forward and backward passes."""
        return self.forward(parameters) + self.backward

    def multiply_adds(self, parameters: int, cost: PassCost) -> int:
        """Multiply-adds for one example."""
        return self.forward(parameters) * cost.forward + self.backward * cost.backward


def _trial(of: Descent) -> Iterator[Asked]:
    """Each weight in turn, in an order that is drawn anew for each round; a change that helps is kept."""
    theta, lowest = of.theta.copy(), float(of.objective.value(of.theta))
    yield Asked(1)
    while True:
        for i in of.rng.permutation(len(theta)):
            before = theta[i]
            theta[i] += of.size * of.rng.standard_normal()
            loss = float(of.objective.value(theta))
            if loss < lowest:
                lowest = loss
                yield Asked(1, theta=theta.copy())
            else:
                theta[i] = before
                yield Asked(1)


def _differences(of: Descent, *, central: bool) -> Iterator[Asked]:
    """Steps against a gradient by differences; a few parameters at a time, so that one can stop in between."""
    theta, P = of.theta, len(of.theta)
    few = max(AT_ONCE // P, 1)
    while True:
        steps = (CENTRAL_STEP if central else FORWARD_STEP) * np.maximum(1.0, np.abs(theta))
        here, gradient = 0.0, np.empty(P)
        if not central:
            here = of.objective.value(theta)
            yield Asked(1)
        for first in range(0, P, few):
            some = np.arange(first, min(first + few, P))
            h = steps[some]
            right = _losses(of.objective, theta, some, h)
            left = _losses(of.objective, theta, some, -h) if central else here
            gradient[some] = (right - left) / ((2 if central else 1) * h)
            last = some[-1] == P - 1
            asked = (2 if central else 1) * len(some)
            if last:
                theta = theta - of.learning_rate * gradient
            yield Asked(asked, theta=theta if last else None)


def _losses(objective: Any, theta: np.ndarray, some: np.ndarray, h: np.ndarray) -> np.ndarray:
    """The losses with some of the parameters moved, each alone, (k,)."""
    moved = np.tile(theta, (len(some), 1))
    moved[np.arange(len(some)), some] += h
    return objective.value(moved)


def _directions(of: Descent) -> Iterator[Asked]:
    """Steps along random directions. One of them holds the slope along a single direction out of P, and points P times
    as far as the gradient itself on average of squares: with steps that are P times shorter it is as stable."""
    theta, P = of.theta, len(of.theta)
    while True:
        v = 2.0 * of.rng.integers(0, 2, P) - 1
        h = CENTRAL_STEP * max(1.0, float(np.abs(theta).max()))
        right, left = of.objective.value(np.stack([theta + h * v, theta - h * v]))
        theta = theta - of.learning_rate / P * (right - left) / (2 * h) * v
        yield Asked(2, theta=theta)


def _backpropagation(of: Descent) -> Iterator[Asked]:
    """Steps against the gradient."""
    theta = of.theta
    while True:
        theta = theta - of.learning_rate * of.objective.gradient(theta)
        yield Asked(1, 1, theta)


_ROWS = (
    Way("trial", "trial of one weight", "trials of one weight", lambda P: P + 1, 0, _trial, whole=False),
    Way("forward", "forward differences", "forward differences", lambda P: P + 1, 0,
        lambda of: _differences(of, central=False)),
    Way("central", "central differences", "central differences", lambda P: 2 * P, 0,
        lambda of: _differences(of, central=True)),
    Way("directions", "one random direction", "random directions", lambda P: 2, 0, _directions),
    Way("backprop", "backpropagation", "backpropagation", lambda P: 1, 1, _backpropagation),
)
WAYS = MappingProxyType({row.name: row for row in _ROWS})
