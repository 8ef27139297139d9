"""What there is to see of both nets at one moment: fakes, how real they look, where they would go, what is covered."""
from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from .game import Game, State, Wanted, generator_gradient
from .losses import discriminator_loss, sigmoid
from .targets import Target

# Real samples and fakes that are counted, the same at every step; drawn by a seed of their own.
SEEN, SEEN_SEED = 512, 77
# A cluster is covered by this part of its fair share of the fakes.
FAIR = 0.25


class Measured(NamedTuple):
    """Of SEEN real samples and fakes: L_D and L_G, the mean D of the real ones and of the fakes, the mean size of
    dL_G/ds (what of the largest possible gradient, 1, the generator gets), and how many fakes belong to each cluster,
    (clusters,)."""

    d_loss: float
    g_loss: float
    real: float
    fake: float
    passed: float
    counts: np.ndarray

    @property
    def covered(self) -> int:
        """How many clusters have at least a quarter of their fair share of the fakes."""
        return int((self.counts >= FAIR * SEEN / len(self.counts)).sum())

    @property
    def inside(self) -> float:
        """The share of the fakes that belong to a cluster."""
        return float(self.counts.sum() / SEEN)


@dataclass(frozen=True, eq=False)
class Moment:
    """step: after so many. state: both nets. fakes (SEEN, dimensions), looks (SEEN,): D of each. moves (SEEN,
    dimensions): -dL_G/dx, where the generator would send each. measured: of all of them."""

    step: int
    state: State
    fakes: np.ndarray
    looks: np.ndarray
    moves: np.ndarray
    measured: Measured


@lru_cache(maxsize=32)
def seen_noise(noise: int) -> np.ndarray:
    """The noise behind the fakes that are seen, (SEEN, noise)."""
    return _fixed(np.random.default_rng([SEEN_SEED, 1]).standard_normal((SEEN, noise)))


@lru_cache(maxsize=32)
def seen_real(target: Target) -> np.ndarray:
    """The real samples that are seen, (SEEN, dimensions)."""
    return _fixed(target.sample(np.random.default_rng([SEEN_SEED, 0]), SEEN))


def _fixed(array: np.ndarray) -> np.ndarray:
    array.flags.writeable = False
    return array


def wanted_by_generator(game: Game, state: State) -> Wanted:
    """The generator's gradient on the fakes that are seen."""
    return generator_gradient(game, state.g, state.d, seen_noise(game.noise))


@np.errstate(all="ignore")
def measured(game: Game, state: State) -> Measured:
    """Both nets, measured."""
    return _measured(game, state, wanted_by_generator(game, state))


def _measured(game: Game, state: State, wanted: Wanted) -> Measured:
    real = game.discriminator.forward(state.d, seen_real(game.target)).output[:, 0]
    of_cluster = game.target.cluster_of(wanted.x)
    counts = _fixed(np.bincount(of_cluster[of_cluster >= 0], minlength=game.target.clusters))
    passed = float(np.abs(game.loss.slope(wanted.scores)).mean())
    return Measured(discriminator_loss(real, wanted.scores), wanted.loss, float(sigmoid(real).mean()),
                    float(sigmoid(wanted.scores).mean()), passed, counts)


@np.errstate(all="ignore")
def moment_of(game: Game, state: State, step: int) -> Moment:
    """What there is to see."""
    wanted = wanted_by_generator(game, state)
    return Moment(step, state, _fixed(wanted.x), _fixed(sigmoid(wanted.scores)), _fixed(-wanted.at_x),
                  _measured(game, state, wanted))


@np.errstate(all="ignore")
def judged(game: Game, state: State, x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Of fakes that stood at x (N, dimensions): D, (N,), and where the generator would send them, (N, dimensions)."""
    trace = game.discriminator.forward(state.d, x)
    back = game.discriminator.backward(state.d, trace, game.loss.slope(trace.output))
    return sigmoid(trace.output[:, 0]), -back.dx
