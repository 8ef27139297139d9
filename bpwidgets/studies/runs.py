"""A run: an optimizer from a start over a problem, computed once however many ask for it."""
from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from .. import engine
from .problems import Problem


@dataclass(frozen=True, eq=False)
class Run:
    """What decides a path. theta: (n,), where it starts."""

    problem: Problem
    theta: np.ndarray
    optimizer: str | engine.Optimizer
    learning_rate: float
    steps: int

    @property
    def path(self) -> engine.Path:
        """Every step of it."""
        return _path(self.problem, self.theta.tobytes(), self.optimizer, self.learning_rate, self.steps)

    @property
    def end(self) -> np.ndarray:
        """The last of its points whose numbers are finite, (n,)."""
        thetas = self.path.thetas[:]
        return thetas[np.flatnonzero(np.isfinite(thetas).all(axis=1))[-1]]


# The run that fixes a plane, and one that starts elsewhere in it: both are asked for again while something else changes.
@lru_cache(maxsize=2)
def _path(problem: Problem, theta: bytes, optimizer: str, learning_rate: float, steps: int) -> engine.Path:
    return engine.descend(problem.objective, np.frombuffer(theta), optimizer, learning_rate, steps)
