"""The data that a generator is to imitate: clusters with known places, so that every draw is new and can be counted."""
from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

import numpy as np

RING, SCATTERED, LINE = "ring", "scattered", "line"
KINDS = MappingProxyType({RING: "a ring of clusters, 2-D", SCATTERED: "clusters like the seeds of a sunflower, 2-D",
                          LINE: "clusters on a line, 1-D"})
# The angle from one seed of a sunflower to the next.
GOLDEN = np.pi * (3 - np.sqrt(5))
# A sample belongs to a cluster if it is within so many standard deviations of its center.
WITHIN = 3.0


@dataclass(frozen=True)
class Target:
    """Equally likely normal clusters. kind: one of KINDS. clusters: how many. spread: the standard deviation of each,
    in the unit of x, in which all centers lie between -1 and 1.

    >>> Target("line", 3, 0.1).centers.ravel().tolist()
    [-1.0, 0.0, 1.0]
    >>> Target("ring", 8, 0.1).sample(np.random.default_rng(0), 5).shape
    (5, 2)
    """

    kind: str
    clusters: int
    spread: float

    @property
    def dimensions(self) -> int:
        """Of x: 1 or 2."""
        return 1 if self.kind == LINE else 2

    @cached_property
    def centers(self) -> np.ndarray:
        """(clusters, dimensions); a single cluster stands in the middle."""
        k, count = np.arange(self.clusters), self.clusters
        if count == 1:
            found = np.zeros((1, self.dimensions))
        elif self.kind == LINE:
            found = np.linspace(-1.0, 1.0, count)[:, None]
        else:
            angle = 2 * np.pi * k / count if self.kind == RING else GOLDEN * k
            radius = np.ones(count) if self.kind == RING else np.sqrt((k + 0.5) / (count - 0.5))
            found = radius[:, None] * np.column_stack([np.cos(angle), np.sin(angle)])
        found.flags.writeable = False
        return found

    def sample(self, rng: np.random.Generator, count: int) -> np.ndarray:
        """New samples, (count, dimensions)."""
        which = rng.integers(self.clusters, size=count)
        return self.centers[which] + self.spread * rng.standard_normal((count, self.dimensions))

    def density(self, x: np.ndarray) -> np.ndarray:
        """p(x) of the data on a line, (G,) for x (G,)."""
        away = (x[:, None] - self.centers[:, 0]) / self.spread
        return np.exp(-away * away / 2).mean(axis=1) / (np.sqrt(2 * np.pi) * self.spread)

    def cluster_of(self, x: np.ndarray) -> np.ndarray:
        """The number of the nearest cluster for each row of x (N, dimensions), -1 where none is within WITHIN
        deviations: (N,)."""
        with np.errstate(all="ignore"):
            away = np.sqrt(((x[:, None, :] - self.centers) ** 2).sum(axis=2))
        away = np.where(np.isfinite(away), away, np.inf)
        return np.where(away.min(axis=1) <= WITHIN * self.spread, away.argmin(axis=1), -1)
