"""A run: an optimizer from a start over a problem, computed when it is first asked for."""
from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

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

    @cached_property
    def path(self) -> engine.Path:
        """Every step of it."""
        return engine.descend(self.problem.objective, self.theta, self.optimizer, self.learning_rate, self.steps)

    @cached_property
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
