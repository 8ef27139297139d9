"""The sweep over capacity: random features of x, and the least-squares fit of their weights, found at once.

    phi_j(x) = tanh(w_j (x - c_j)),  w_j ~ N(0, STEEP^2),  c_j uniform on [-1, 1],    j = 1 ... p
    f(x) = sum_j v_j phi_j(x),    v of the least squares; of all v that fit equally well the shortest one

With fewer features than points f is a fit, at p = n it must pass through every point, and beyond there are many f that
do. The shortest v chooses among them (Belkin and others, Reconciling modern machine-learning practice and the classical
bias-variance trade-off, 2019).
"""
from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from ... import engine
from ...one_thread import ONE_THREAD
from ...training.data import Parts
from .samples import Asked, samples_of
from .settings import MOST_FEATURES

STEEP = 4.0
# Singular values below this part of the largest count as 0.
CUT = 1e-10
GRID = 161
# Sizes to both sides of the number of points, as parts of it.
PARTS = (0.25, 0.4, 0.6, 0.75, 0.9, 1.0, 1.1, 1.3, 1.6, 2.0, 3.0, 5.0, 8.0, 15.0)


class Sweep(NamedTuple):
    """sizes: (S,) numbers of features p. train, validation: (S, draws), the loss of each fit on both sets. points: how
    many were fitted."""

    sizes: np.ndarray
    train: np.ndarray
    validation: np.ndarray
    points: int

    def band(self, losses: np.ndarray) -> np.ndarray:
        """The lower quartile, the median and the upper quartile over the draws: (3, S)."""
        return np.quantile(losses, (0.25, 0.5, 0.75), axis=1)

    @property
    def peak_at(self) -> int:
        """The place in `sizes` of the highest median of the validation losses, from the valley on."""
        median = self.band(self.validation)[1]
        return self.valley_at + int(median[self.valley_at:].argmax())

    @property
    def peak(self) -> int:
        """The number of features there."""
        return int(self.sizes[self.peak_at])

    @property
    def valley_at(self) -> int:
        """The place in `sizes` of the lowest median with fewer features than points: the bottom of the U."""
        median = self.band(self.validation)[1]
        return int(median[:max(int((self.sizes < self.points).sum()), 1)].argmin())



@dataclass(frozen=True)
class RandomFeatures:
    """The fits of a set of points, found when they are asked for, and then kept."""

    asked: Asked
    draws: int

    @cached_property
    def _parts(self) -> Parts:
        return samples_of(self.asked).parts

    @cached_property
    def _drawn(self) -> tuple[np.ndarray, np.ndarray]:
        rng = np.random.default_rng([self.asked.seed, 9])
        steep, middle = rng.standard_normal((50, MOST_FEATURES)), rng.uniform(-1, 1, (50, MOST_FEATURES))
        return STEEP * steep[:self.draws], middle[:self.draws]

    @cached_property
    def sweep(self) -> Sweep:
        """The losses of all sizes."""
        parts, sizes = self._parts, sizes_for(self.asked.examples)
        with ONE_THREAD:
            losses = np.array([self._losses(parts, p) for p in sizes])
        return Sweep(sizes, losses[:, 0], losses[:, 1], self.asked.examples)

    def curves(self, p: int, x: np.ndarray) -> np.ndarray:
        """f(x) of every draw with p features: x (G, 1) -> (draws, G)."""
        with ONE_THREAD:
            return (self._values(x, p) @ self._weights(p))[..., 0]

    def _losses(self, parts: Parts, p: int) -> list[np.ndarray]:
        """On both sets, (draws,) each."""
        v = self._weights(p)
        return [((self._values(part.x, p) @ v - part.y) ** 2).mean(axis=(1, 2)) for part in (parts.train, parts.test)]

    def _values(self, x: np.ndarray, p: int) -> np.ndarray:
        """phi(x), (draws, N, p)."""
        steep, middle = (number[:, None, :p] for number in self._drawn)
        return engine.ACTIVATIONS["tanh"].function(steep * (x - middle))

    def _weights(self, p: int) -> np.ndarray:
        """v, (draws, p, 1)."""
        train = self._parts.train
        return np.linalg.pinv(self._values(train.x, p), rcond=CUT) @ train.y


def sizes_for(points: int) -> np.ndarray:
    """Numbers of features around the number of points, the first ones one by one.

    >>> sizes_for(12).tolist()
    [1, 2, 3, 5, 7, 9, 11, 12, 13, 16, 19, 24, 36, 60, 96, 180]
    """
    found = {1, 2, *(round(part * points) for part in PARTS)}
    return np.array(sorted(p for p in found if 1 <= p <= MOST_FEATURES))
