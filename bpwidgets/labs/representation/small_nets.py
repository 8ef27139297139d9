"""The two small nets of Rumelhart, Hinton and Williams, each from ten seeds: six bits that are symmetric or not, and
eight patterns that must go through three units.

E = 1/2 sum over cases and outputs; all cases in each sweep; dw(t) = -epsilon dE/dw + alpha dw(t-1) with epsilon 0.1 and
alpha 0.9; logistic units. Symmetry: Learning representations by back-propagating errors, Nature 323 (1986), weights at
first between -0.3 and 0.3, 1,425 sweeps. Encoder: Learning internal representations by error propagation, Parallel
Distributed Processing 1, chapter 8 (1986); weights at first between -0.5 and 0.5, our choice.
"""
from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import product

import numpy as np

from ... import engine
from ...one_thread import on_one_thread
from .settings import EVERY, SEEDS, SWEEPS

EPSILON, ALPHA = 0.1, 0.9
# From here on a ratio of weights counts as the one of the paper.
NEAR = 0.1


@dataclass(frozen=True, eq=False)
class SmallNets:
    """Ten seeds of one small net. x (cases, inputs), y (cases, outputs). losses: E by sweep, (SWEEPS + 1, seeds).
    thetas: at every 25th sweep, (moments, seeds, n)."""

    network: engine.Network
    x: np.ndarray
    y: np.ndarray
    losses: np.ndarray
    thetas: np.ndarray

    def theta(self, sweep: int, seed: int) -> np.ndarray:
        """The weights of a seed at the kept moment nearest to a sweep, (n,)."""
        return self.thetas[round(sweep / EVERY), seed]

    def learned(self, sweep: int) -> np.ndarray:
        """Of each seed whether every output is on the right side of one half, (seeds,)."""
        output = self.network.forward(self.thetas[round(sweep / EVERY)], self.x).output
        return (np.abs(output - self.y) < 0.5).all(axis=(1, 2))

    def layers(self, sweep: int, seed: int) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
        """W and b of both layers."""
        first, second = self.network.unpack(self.theta(sweep, seed))
        return dict(first), dict(second)


@lru_cache(maxsize=1)
def symmetry() -> SmallNets:
    """6-2-1: is the row of six bits the same from both ends? No setting changes it, so it is computed once.

    >>> nets = symmetry()
    >>> nets.x.shape, nets.losses.shape, int(nets.y.sum())
    ((64, 6), (2501, 10), 8)
    """
    x = np.array(list(product([0.0, 1.0], repeat=6)))
    return _trained((6, 2, 1), x, (x == x[:, ::-1]).all(axis=1)[:, None] * 1.0, 0.3)


@lru_cache(maxsize=1)
def encoder() -> SmallNets:
    """8-3-8: each of eight patterns, one unit on, is to come out again behind three units."""
    return _trained((8, 3, 8), np.eye(8), np.eye(8), 0.5)


@on_one_thread
def _trained(sizes: tuple[int, ...], x: np.ndarray, y: np.ndarray, widest: float) -> SmallNets:
    network = engine.network(sizes, "sigmoid", "sigmoid")
    starts = np.stack([np.random.default_rng(seed).uniform(-widest, widest, network.n) for seed in range(SEEDS)])
    path = engine.descend(engine.NetworkLoss(network, x, y, "half_sse"), starts,
                          engine.OPTIMIZERS["momentum"].replace(momentum=ALPHA), EPSILON, SWEEPS)
    return SmallNets(network, x, y, np.asarray(path.values), np.asarray(path.thetas[::EVERY]))


@dataclass(frozen=True, eq=False)
class Mirror:
    """What the weights W (6, 2) from the bits look like. ratios: (2, 3), of each unit the magnitudes of the three pairs
    in ascending order, by the smallest. opposite: how far the two of a pair are from equal and opposite, at most, as a
    part of the larger one; signs: whether both units have opposite signs at each bit."""

    W: np.ndarray

    @cached_property
    def ratios(self) -> np.ndarray:
        sizes = np.sort((np.abs(self.W[:3]) + np.abs(self.W[:2:-1])) / 2, axis=0).T
        return sizes / np.maximum(sizes[:, :1], 1e-300)

    @cached_property
    def opposite(self) -> float:
        left, right = self.W[:3], self.W[:2:-1]
        return float((np.abs(left + right) / np.maximum(np.maximum(np.abs(left), np.abs(right)), 1e-300)).max())

    @property
    def signs(self) -> bool:
        return bool((self.W[:, 0] * self.W[:, 1] < 0).all())

    @property
    def as_published(self) -> bool:
        """Equal and opposite about the middle, in the ratio 1 : 2 : 4, with opposite signs in the two units."""
        return bool(self.opposite < NEAR and self.signs
                    and np.allclose(self.ratios, [1.0, 2.0, 4.0], rtol=NEAR))


def codes_of(nets: SmallNets, sweep: int, seed: int) -> np.ndarray:
    """What the three hidden units of the encoder say of the eight patterns, (8, 3)."""
    return nets.network.forward(nets.theta(sweep, seed), nets.x)[0].a


def different_codes(codes: np.ndarray) -> int:
    """How many different rows codes (8, 3) have when they are rounded to bits.

    >>> different_codes(np.array([[0.1, 0.9, 0.2], [0.0, 1.0, 0.4], [0.6, 0.9, 0.2]]))
    2
    """
    return len(np.unique(codes > 0.5, axis=0))
