"""REINFORCE from its first episode to its last: after each episode one step along the gradient that it says.

    theta <- theta + rate * (dz of this episode, carried back to theta)

Several seeds run side by side, each with and without the baseline, on the same chances: what differs between two of
them is the baseline alone.
"""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from .baselines import BASELINES, NONE
from .episodes import drawn, gradients, sample
from .exact import values
from .policy import Model, chances_of
from .world import fixed

# So many seeds run at once; the first is the one whose policy is shown.
SEEDS = 10
# The work of a piece, in episodes; the first piece is shorter.
FIRST, PIECE = 10, 60


@dataclass(frozen=True)
class Learning:
    """All that decides a run but its length. model: what chooses the moves. baseline: a name of BASELINES."""

    model: Model
    baseline: str
    rate: float
    seed: int

    @property
    def kinds(self) -> tuple[str, ...]:
        """The baselines that are compared: none, and the chosen one."""
        return (NONE,) if self.baseline == NONE else (NONE, self.baseline)


class Run(NamedTuple):
    """thetas: by baseline the weights before the first episode and after each one, (E + 1, n), of the first seed.
    J: by baseline the expected return of each seed, (E + 1, SEEDS). earned: by baseline what each episode of the first
    seed gave, (E,)."""

    thetas: dict[str, np.ndarray]
    J: dict[str, np.ndarray]
    earned: dict[str, np.ndarray]

    @property
    def episodes(self) -> int:
        """How many episodes there are."""
        return len(next(iter(self.earned.values())))

    def first(self, episodes: int) -> Run:
        """The run with no more than so many episodes."""
        return Run({kind: part[:episodes + 1] for kind, part in self.thetas.items()},
                   {kind: part[:episodes + 1] for kind, part in self.J.items()},
                   {kind: part[:episodes] for kind, part in self.earned.items()})


def reinforce(learning: Learning, episodes: int) -> Iterator[Run]:
    """The run in pieces, each with more episodes than the one before."""
    model, kinds = learning.model, learning.kinds
    world = model.world
    generators = [np.random.default_rng([learning.seed, k]) for k in range(SEEDS)]
    theta = np.stack([model.start(learning.seed + k) for k in range(SEEDS)] * len(kinds))
    thetas, J, earned = [theta[::SEEDS]], [], []
    due = FIRST
    for done in range(1, episodes + 1):
        trace = model.network.forward(theta, model.inputs)
        pi = chances_of(world, trace.output)
        V = values(world, pi)
        J.append(V @ world.first)
        found = sample(world, pi, np.tile(np.concatenate([drawn(rng, world, 1) for rng in generators]),
                                          (len(kinds), 1)))
        b = np.concatenate([BASELINES[kind].of(world, pi[k * SEEDS:(k + 1) * SEEDS]) for k, kind in enumerate(kinds)])
        dz = gradients(world, pi, found, b)
        theta = theta + learning.rate * model.network.backward(theta, trace, dz).dtheta
        thetas.append(theta[::SEEDS])
        earned.append((found.rewards * world.gamma ** np.arange(world.most_steps)).sum(axis=1)[::SEEDS])
        if done in (due, episodes):
            last = values(world, model.chances(theta)) @ world.first
            yield _run(kinds, thetas, [*J, last], earned)
            due += PIECE


def _run(kinds: tuple[str, ...], thetas: list, J: list, earned: list) -> Run:
    each = fixed(np.array(thetas)).transpose(1, 0, 2)
    curves, gained = fixed(np.array(J)).reshape(len(J), len(kinds), SEEDS), fixed(np.array(earned))
    return Run(dict(zip(kinds, each)), {kind: curves[:, k] for k, kind in enumerate(kinds)},
               {kind: gained[:, k] for k, kind in enumerate(kinds)})
