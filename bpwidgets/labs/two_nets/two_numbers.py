"""The smallest game: all data are 0, all fakes are the number theta, and psi x is how fake an x looks: the Dirac-GAN
of Mescheder, Geiger and Nowozin (2018), with the linear loss L = psi theta.

G goes down its slope, theta' = theta - r psi, and D goes up its own, psi' = psi + r theta.

    at once     radius' = radius sqrt(1 + r^2): it only grows
    in turns    G first, D sees the new theta: theta^2 + psi^2 - r theta psi stays, an ellipse for ever
    penalty     c/2 psi^2, on the slope of the discriminator, pulls both towards (0, 0)
"""
from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from .game import AT_ONCE, TURNS

START = (1.0, 0.0)


@dataclass(frozen=True, eq=False)
class Orbit:
    """A run of the game of two numbers. path: (steps + 1, 2), theta and psi. factor: by how much a step multiplies the
    distance from (0, 0) in the long run, the largest |eigenvalue| of a step."""

    order: str
    rate: float
    penalty: float
    path: np.ndarray
    factor: float

    @property
    def radius(self) -> np.ndarray:
        """The distance from (0, 0) after each step, (steps + 1,)."""
        return np.hypot(*self.path.T)

    @property
    def invariant(self) -> np.ndarray:
        """theta^2 + psi^2 - r theta psi after each step, (steps + 1,)."""
        theta, psi = self.path.T
        return theta * theta + psi * psi - self.rate * theta * psi


def moved(order: str, theta: float, psi: float, rate: float, penalty: float) -> tuple[float, float]:
    """One step.

    >>> moved("at_once", 1.0, 0.0, 0.1, 0.0), moved("in_turns", 1.0, 0.5, 0.1, 0.0)
    ((1.0, 0.1), (0.95, 0.595))
    """
    new = theta - rate * psi
    seen = new if order == TURNS else theta
    return new, psi + rate * (seen - penalty * psi)


def matrix_of(order: str, rate: float, penalty: float) -> np.ndarray:
    """A step as a matrix, (2, 2)."""
    return np.array([moved(order, *unit, rate, penalty) for unit in ((1.0, 0.0), (0.0, 1.0))]).T


def orbit(order: str, rate: float, penalty: float, steps: int) -> Orbit:
    """So many steps from START."""
    path = [START]
    for _ in range(steps):
        path.append(moved(order, *path[-1], rate, penalty))
    found = np.array(path)
    found.flags.writeable = False
    factor = float(np.abs(np.linalg.eigvals(matrix_of(order, rate, penalty))).max())
    return Orbit(order, rate, penalty, found, factor)


def orbits(rate: float, penalty: float, steps: int) -> MappingProxyType[str, Orbit]:
    """Both orders, from one start."""
    return MappingProxyType({order: orbit(order, rate, penalty, steps) for order in (AT_ONCE, TURNS)})
