"""Sampled gradients in a plane: of all scores along the exact one and across it, or of one cell as directions of its
moves."""
from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from .spread import Cloud
from .world import WAYS

# A move as a direction of the plane, right and up; (4, 2).
DIRECTIONS = np.array([(right, -down) for down, right in WAYS], dtype=float)
# The part of all gradients that is within the reach; by what part it passes the exact one at least.
WITHIN, MORE = 0.9, 1.25


@dataclass(frozen=True, eq=False)
class Shadow:
    """Gradients in a plane. points: (K, 2), those that differ; weight: (K,), how often each one comes. exact, mean:
    (2,). cloud: what they are the shadows of, gradients of one cell or of all."""

    points: np.ndarray
    weight: np.ndarray
    exact: np.ndarray
    mean: np.ndarray
    cloud: Cloud

    @cached_property
    def reach(self) -> float:
        """A length that hardly any of them passes, nor the exact one."""
        lengths = np.hypot(*self.points.T)
        order = np.argsort(lengths)
        upto = np.searchsorted(np.cumsum(self.weight[order]), WITHIN * self.weight.sum())
        usual = lengths[order][min(int(upto), len(order) - 1)]
        return float(max(usual, MORE * np.hypot(*self.exact)))

    @cached_property
    def away(self) -> np.ndarray:
        """True for those that point away from the exact one in this plane, (K,)."""
        return self.points @ self.exact < 0


def shadow(cloud: Cloud, state: int) -> Shadow | None:
    """The gradients of the scores of a state, as directions of its moves; None where the numbers overflowed."""
    return in_plane(cloud.of_state(state), DIRECTIONS) if np.isfinite(cloud.dz).all() else None


def in_plane(cloud: Cloud, plane: np.ndarray) -> Shadow:
    """The cloud in a plane, given as two directions through its scores, (scores, 2)."""
    flat, exact, mean = (dz.reshape(*dz.shape[:-2], -1) @ plane for dz in (cloud.dz, cloud.exact, cloud.mean))
    points, index = np.unique(flat.round(9) + 0.0, axis=0, return_inverse=True)
    return Shadow(points, np.bincount(index.ravel(), cloud.weight, len(points)), exact, mean, cloud)


def plane_of(cloud: Cloud) -> np.ndarray | None:
    """Along the exact gradient, and across it where the samples spread most, (S * 4, 2); None where the numbers
    overflowed."""
    if not np.isfinite(cloud.dz).all():
        return None
    along = cloud.exact.ravel() / max(float(np.linalg.norm(cloud.exact)), 1e-300)
    rest = cloud.dz.reshape(len(cloud.dz), -1)
    rest = (rest - (rest @ along)[:, None] * along) * np.sqrt(cloud.weight)[:, None]
    across = np.linalg.eigh(rest.T @ rest)[1][:, -1]
    return np.column_stack([along, across * np.sign(across[np.abs(across).argmax()])])
