"""A game: the weights of one linear unit are found by hand, try by try, and by gradient descent with as many passes."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from ... import engine
from .counting import pass_cost

EXAMPLES, REACH, MOST_WEIGHTS = 16, 3.0, 8


@dataclass(frozen=True, eq=False)
class Game:
    """names: of the weights. tried: (k, n), the weights of each try, in order; losses: (k,). passes: how many there
    are. best: (n,), the weights with the least loss. descent: (steps + 1, n), the weights of gradient descent;
    descent_losses: their losses; descent_passes: (steps + 1,), the passes after which each is known."""

    names: tuple[str, ...]
    tried: np.ndarray
    losses: np.ndarray
    passes: int
    best: np.ndarray
    descent: np.ndarray
    descent_losses: np.ndarray
    descent_passes: np.ndarray

    @property
    def left(self) -> int:
        """Passes that are left."""
        return self.passes - len(self.losses)

    @property
    def best_try(self) -> int | None:
        """The number of the try with the lowest loss, from 0 on; None before the first."""
        return int(np.argmin(self.losses)) if len(self.losses) else None


def weight_names(count: int) -> tuple[str, ...]:
    """w1, w2, ..."""
    return tuple(f"w{k}" for k in range(1, count + 1))


def descent_steps(passes: int, weights: int) -> int:
    """The steps of gradient descent whose last loss is known within so many passes: the loss at the end takes one."""
    return int((passes - 1) // pass_cost((weights, 1)).ratio)


@lru_cache(maxsize=32)
def objective_of(weights: int, seed: int) -> tuple[engine.NetworkLoss, np.ndarray]:
    """The mean squared error of one linear unit without bias, and its best weights, between -2.5 and 2.5.

    The inputs of an example have a part in common: so no weight can be found without the others.
    """
    rng = np.random.default_rng([seed, 3])
    best = np.round(rng.uniform(0.5, 2.5, weights) * rng.choice((-1.0, 1.0), weights), 1)
    x = rng.standard_normal((EXAMPLES, weights)) + 0.7 * rng.standard_normal((EXAMPLES, 1))
    return engine.NetworkLoss(engine.network((weights, 1), bias=False), x, (x @ best)[:, None]), best


def play(weights: int, seed: int, passes: int, tries: Sequence[Sequence[float]]) -> Game:
    """The losses of all tries, and gradient descent from weights of 0 with as many passes.

    Its rate, 1 / the largest curvature of the loss, follows from the inputs alone, and is found without a pass.
    """
    objective, best = objective_of(weights, seed)
    rate = 0.5 * objective.curvature(np.zeros(weights)).rate_limit
    path = engine.descend(objective, np.zeros(weights), "sgd", rate, descent_steps(passes, weights))
    tried = np.array(tries, dtype=float).reshape(-1, weights)
    losses = objective.value(tried) if len(tried) else np.empty(0)
    ratio = pass_cost((weights, 1)).ratio
    return Game(weight_names(weights), tried, losses, passes, best, path.thetas[:], path.values[:],
                1 + ratio * np.arange(path.steps + 1))
