"""Schedules: how the learning rate changes along a descent, as a factor in front of it.

A factor and not a rate, so that a schedule goes with every learning rate, also with 32 of them side by side:

    descend(f, theta, "adam", learning_rate=0.1, steps=200, schedule="cosine")
    descend(f, theta, learning_rate=[0.1, 0.2], steps=90, schedule=SCHEDULES["step"].replace(step_size=30, gamma=0.5))

In the formulas k is the step, from 0, and K the number of steps: the step from theta_k to theta_k+1 has factor f(k).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import ArrayLike

from .hyperparameters import Hyperparameter, Tunable


@dataclass(frozen=True, repr=False)
class Schedule(Tunable):
    """One way to change the learning rate from step to step. `name` and `hyperparameters` as in `Tunable`.

    Parameters
    ----------
    rule
        f: (k, K, *hyperparameters) -> the factor of step k of K, dimensionless; depends on nothing else.
    formula
        f as text.

    Examples
    --------
    >>> halving = SCHEDULES["step"].replace(step_size=2, gamma=0.5)
    >>> halving
    Schedule('step', step_size=2, gamma=0.5)
    >>> halving.rates(0.8, 6).tolist()
    [0.8, 0.8, 0.4, 0.4, 0.2, 0.2]
    """

    name: str
    rule: Callable[..., float]
    formula: str = ""
    hyperparameters: tuple[Hyperparameter, ...] = ()

    def factor(self, step: int, steps: int) -> float:
        """What the learning rate is multiplied by in one of a number of steps."""
        return self.rule(step, steps, *self.constants)

    def rates(self, learning_rate: ArrayLike, steps: int) -> np.ndarray:
        """The learning rate of every step: a number or (...) -> (steps, ...)."""
        factors = np.array([self.factor(step, steps) for step in range(steps)], dtype=float)
        return np.multiply.outer(factors, learning_rate)


# constant:  f = 1
def _constant(k: int, K: int) -> float:
    return 1.0


# step:  f = gamma^floor(k / step_size)  (torch: StepLR)
def _step(k: int, K: int, step_size: float, gamma: float) -> float:
    return gamma ** (k // step_size)


# cosine:  f = e + (1 - e) (1 + cos(pi k / K)) / 2, from 1 down to the end e  (Loshchilov & Hutter 2017, eq. 5)
def _cosine(k: float, K: float, end_factor: float) -> float:
    return end_factor + (1 - end_factor) * (1 + math.cos(math.pi * k / K)) / 2


# warm_up:  f = (k + 1) / w, at most 1  (Goyal et al. 2017, sec. 2.2)
def _warm_up(k: int, K: int, warm_up_steps: float) -> float:
    return min(1.0, (k + 1) / warm_up_steps)


# warm_up_cosine:  warm_up in the first w steps, cosine in the others
def _warm_up_cosine(k: int, K: int, warm_up_steps: float, end_factor: float) -> float:
    if k < warm_up_steps:
        return _warm_up(k, K, warm_up_steps)
    return _cosine(k - warm_up_steps, K - warm_up_steps, end_factor)


_STEP_SIZE, _GAMMA = Hyperparameter("step_size", 30, least=1), Hyperparameter("gamma", 0.1, below=1)
_END = Hyperparameter("end_factor", 0.0)
_WARM_UP = Hyperparameter("warm_up_steps", 10, least=1)

_ROWS = (
    Schedule("constant", _constant, "1"),
    Schedule("step", _step, "gamma^floor(k / step_size)", (_STEP_SIZE, _GAMMA)),
    Schedule("cosine", _cosine, "e + (1 - e) (1 + cos(pi k / K)) / 2", (_END,)),
    Schedule("warm_up", _warm_up, "min(1, (k + 1) / w)", (_WARM_UP,)),
    Schedule("warm_up_cosine", _warm_up_cosine, "(k + 1) / w while k < w, then cosine over the K - w others",
             (_WARM_UP, _END)),
)

SCHEDULES = MappingProxyType({row.name: row for row in _ROWS})
