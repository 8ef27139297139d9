"""What the nearest neighbors of each example say of it: how much of the data can be told from their inputs at all."""
from __future__ import annotations

import numpy as np

from .spread import deviation
from .targets import Targets

NEIGHBORS = 5
# Of more examples the first ones are asked.
MOST = 500


def explained_by_neighbors(points: np.ndarray, desired: np.ndarray, numbers: np.ndarray | None,
                           targets: Targets) -> float | None:
    """The share of training examples whose class most of their 5 nearest neighbors have; of numbers 1 - (mean square of
    the distance to the mean of these) / variance. None of fewer examples than 20.

    With random labels it is that of a guess, so it does not ask a net to learn noise by heart.
    """
    if len(points) < 4 * NEIGHBORS:
        return None
    nearest = _nearest(points[:MOST])
    if numbers is None:
        y = desired[:MOST]
        with np.errstate(all="ignore"):
            e = y[nearest].mean(axis=1) - y
            return max(1 - float((e * e).mean() / y.var()), 0.0) if y.var() else 1.0
    votes = np.eye(len(targets.labels))[numbers[:MOST]][nearest].sum(axis=1)
    return float((votes.argmax(axis=1) == numbers[:MOST]).mean())


def _nearest(points: np.ndarray) -> np.ndarray:
    """The rows of the nearest others of each point, (N, 5), each input in units of its deviation."""
    spread = deviation(points)
    points = points / np.where(spread > 0, spread, 1.0)
    squares = (points ** 2).sum(axis=1)
    distances = squares[:, None] + squares - 2 * points @ points.T
    np.fill_diagonal(distances, np.inf)
    return np.argpartition(distances, NEIGHBORS, axis=1)[:, :NEIGHBORS]
