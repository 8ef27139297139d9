"""A run: an optimizer from a start over a problem, computed once however many ask for it."""
from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from .. import engine
from .problems import Problem

# A run counts as run away once it is this number of times farther from its start than its start is from 0.
FAR = 1000


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
    def thetas(self) -> np.ndarray:
        """Its points, (k, n), up to where it runs away: a plane and a window can be laid along these."""
        thetas = self.path.thetas[:]
        with np.errstate(all="ignore"):
            away = ~(engine.norm(thetas - thetas[0], axis=1) <= FAR * max(1.0, float(engine.norm(thetas[0]))))
        return thetas[:np.argmax(away)] if away.any() else thetas

    @property
    def end(self) -> np.ndarray:
        """The last of these points, (n,)."""
        return self.thetas[-1]


# The run that fixes a plane, and one that starts elsewhere in it: both are asked for again while something else changes.
@lru_cache(maxsize=2)
def _path(problem: Problem, theta: bytes, optimizer: str, learning_rate: float, steps: int) -> engine.Path:
    return engine.descend(problem.objective, np.frombuffer(theta), optimizer, learning_rate, steps)
