"""What will this rate do along one direction? On a parabola of curvature lambda, descent with momentum is a recurrence.

    v <- beta v + lambda x,   x <- x - r v        give        x_(k+1) = (1 + beta - r lambda) x_k - beta x_(k-1)

Its solutions are made of the powers z^k of the two roots of

    z^2 - (1 + beta - r lambda) z + beta = 0

so in the long run a step multiplies the distance by the size of the larger root (Polyak 1964; Goh 2017, "Why Momentum
Really Works", where the size of complex roots is given as 2 sqrt(beta): it is sqrt(beta), since their product is beta).
With beta = 0 this is plain descent, whose one root is 1 - r lambda. Everywhere r is the learning rate, beta the
momentum, 0 <= beta < 1.
"""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

# Two numbers that differ by less than this part of them count as equal: a rate typed as 2 / lambda stands on the limit.
SAME = 1e-9

# What happens along a direction -> the words for it, the mildest first.
REGIMES: Mapping[str, str] = MappingProxyType({
    "flat": "stays where it is",
    "monotone": "converges without overshooting",
    "oscillating": "overshoots and converges",
    "swinging": "oscillates forever",
    "escaping": "runs downhill",
    "diverging": "oscillates and diverges",
    "unknown": "cannot be predicted",
})


@dataclass(frozen=True)
class Direction:
    """What a rate and a momentum do along one direction.

    name: what the direction is called. curvature: lambda. regime: a name of `REGIMES`. factor: the size of the larger
    root, what one step makes of the distance in the long run. monotone_limit, rate_limit: the largest rates, with this
    momentum, that do not overshoot and that do not diverge; inf where nothing curves upwards.
    """

    name: str
    curvature: float
    regime: str
    factor: float
    monotone_limit: float
    rate_limit: float

    @property
    def words(self) -> str:
        """The regime in words."""
        return REGIMES[self.regime]


class Tuning(NamedTuple):
    """A rate and a momentum, and the factor per step that they give along the slowest direction."""

    learning_rate: float
    momentum: float
    factor: float


def along(name: str, curvature: float, learning_rate: float, momentum: float) -> Direction:
    """What the rate and the momentum do along a direction of this curvature.

    >>> along("steep", 10.0, 0.15, 0.0)      # doctest: +NORMALIZE_WHITESPACE
    Direction(name='steep', curvature=10.0, regime='oscillating', factor=0.5, monotone_limit=0.1, rate_limit=0.2)
    """
    return Direction(name, curvature, regime(learning_rate, momentum, curvature),
                     float(factor(learning_rate, momentum, curvature)),
                     monotone_limit(momentum, curvature), rate_limit(momentum, curvature))


def factor(learning_rate: ArrayLike, momentum: ArrayLike, curvature: ArrayLike) -> np.ndarray:
    """max |z| over the two roots; of arrays that fit each other, entry by entry.

    The discriminant s^2 - 4 beta is taken as (|s| - 2 sqrt(beta)) (|s| + 2 sqrt(beta)), which keeps large rates from
    overflowing.

    >>> factor([0.1, 2.9, 3.0], 0.5, 1.0).round(4).tolist()
    [0.7071, 0.7071, 1.0]
    """
    with np.errstate(all="ignore"):
        s = np.abs(1 + np.asarray(momentum) - np.asarray(learning_rate) * np.asarray(curvature))
        root = np.sqrt(momentum)
        real = (s + np.sqrt(np.maximum(s - 2 * root, 0)) * np.sqrt(s + 2 * root)) / 2
        return np.where(s < 2 * root, root, real)[()]


def regime(learning_rate: float, momentum: float, curvature: float) -> str:
    """The name of what happens: which of the two roots is larger in size, which sign it has, and whether it is above
    1."""
    if not curvature > 0:
        return "escaping" if curvature < 0 else "flat" if curvature == 0 else "unknown"
    limit = rate_limit(momentum, curvature)
    if learning_rate <= monotone_limit(momentum, curvature) * (1 + SAME):
        return "monotone"
    if abs(learning_rate - limit) <= SAME * limit:
        return "swinging"
    return "oscillating" if learning_rate < limit else "diverging"


def monotone_limit(momentum: ArrayLike, curvature: float) -> np.ndarray | float:
    """The largest rate with real positive roots, (1 - sqrt(beta))^2 / lambda; inf where nothing curves upwards.

    >>> round(monotone_limit(0.25, 1.0), 12)
    0.25
    """
    return np.inf if curvature <= 0 else (1 - momentum ** 0.5) ** 2 / curvature


def rate_limit(momentum: ArrayLike, curvature: float) -> np.ndarray | float:
    """The rate at which a root reaches -1, (2 + 2 beta) / lambda: above it diverges; inf where nothing curves upwards.

    >>> rate_limit(0.0, 10.0), rate_limit(0.5, 10.0)
    (0.2, 0.3)
    """
    return np.inf if curvature <= 0 else (2 + 2 * momentum) / curvature


def best_tuning(smallest: float, largest: float) -> Tuning:
    """The rate and the momentum with the smallest factor over all curvatures from the smallest to the largest, both
    above 0.

    r = (2 / (sqrt(L) + sqrt(l)))^2, beta = ((sqrt(L) - sqrt(l)) / (sqrt(L) + sqrt(l)))^2: there both ends have a double
    root of size sqrt(beta) (Polyak 1964).

    >>> [round(value, 4) for value in best_tuning(1.0, 100.0)]
    [0.0331, 0.6694, 0.8182]
    """
    low, high = np.sqrt(smallest), np.sqrt(largest)
    part = float((high - low) / (high + low))
    return Tuning(float((2 / (high + low)) ** 2), part ** 2, part)


def best_plain_rate(smallest: float, largest: float) -> Tuning:
    """The same without momentum: r = 2 / (l + L), where both ends shrink by (L - l) / (L + l) per step.

    >>> [round(value, 4) for value in best_plain_rate(1.0, 100.0)]
    [0.0198, 0.0, 0.9802]
    """
    return Tuning(2 / (smallest + largest), 0.0, (largest - smallest) / (largest + smallest))
