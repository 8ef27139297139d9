"""Where a word beside a mark lies on nothing else: the places around the marks are tried, from near to far."""
from __future__ import annotations

from collections.abc import Sequence

import numpy as np

# All in px. From a mark to its word, from near to far; what a word keeps free around itself; the distance of the points
# that stand for an area.
GAPS, FREE, STEP = (8.0, 20.0), 5.0, 6.0
# Below, above, to the right, to the left, and the corners, as directions.
WAYS = np.array([(0, -1), (0, 1), (1, 0), (-1, 0), (1, -1), (-1, -1), (1, 1), (-1, 1)], float)
# From the start of a piece of a line to its end.
EVENLY = np.linspace(0, 1, 12)[:, None]
# What must not lie under a word counts so much; what may, where there is no better place, counts less.
SOLID, SOFT = 1000.0, 1.0


class Taken:
    """Places on a picture of a given size (2,) that are taken: points in px, each with a weight."""

    def __init__(self, size: np.ndarray):
        self.size = size
        self._points, self._weights = np.empty((0, 2)), np.empty(0)

    def add(self, points: np.ndarray, weight: float = SOLID) -> None:
        """These points (k, 2) are taken; those that are no numbers are left out."""
        points = points[np.isfinite(points).all(axis=1)]
        self._points = np.concatenate([self._points, points])
        self._weights = np.append(self._weights, np.full(len(points), weight))

    def place(self, marks: np.ndarray, box: Sequence[float]) -> tuple[float, float] | None:
        """The middle of a word of this width and height beside one of the marks (k, 2), the first ones preferred, with
        the least under it; it is taken from now on. None if it would lie on something solid everywhere."""
        half = np.array(box) / 2
        around = np.concatenate([WAYS * (half + gap) for gap in GAPS])
        middles = (marks[:, None] + around).reshape(-1, 2)
        near_x, near_y = (np.abs(self._points[:, axis] - middles[:, axis:axis + 1]) < half[axis] + FREE
                          for axis in (0, 1))
        cost = (near_x & near_y) @ self._weights
        cost[((middles < half) | (middles > self.size - half)).any(axis=1)] = np.inf
        best = int(cost.argmin()) if len(cost) else 0
        if not len(cost) or cost[best] >= SOLID:
            return None
        self.add(grid_in(middles[best] - half, middles[best] + half))
        return float(middles[best][0]), float(middles[best][1])


def grid_in(low: np.ndarray, high: np.ndarray) -> np.ndarray:
    """Points (k, 2) all over a box, its corners among them."""
    x, y = (np.linspace(a, b, max(int((b - a) / STEP), 1) + 1) for a, b in zip(low, high))
    return np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)


def along(line: np.ndarray) -> np.ndarray:
    """Points (k, 2) all along a line of corners (n, 2); a corner that is no number is a gap.

    >>> len(along(np.array([(0.0, 0.0), (55.0, 0.0)])))
    12
    """
    return (line[:-1, None] + EVENLY * np.diff(line, axis=0)[:, None]).reshape(-1, 2)
