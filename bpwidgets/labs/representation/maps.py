"""Maps of points in many numbers, and how far each may be trusted: the share of the nearest neighbors that it keeps.

PCA: of all planes, the one on which the points spread most (Pearson 1901; Hotelling 1933). A map keeps a neighbor of a
point if it is among the k nearest on both sides. Trustworthiness (Venna and Kaski, 2001) looks at those that a map
makes neighbors and were none: 1 for none, less the farther away they were.
"""
from __future__ import annotations

from typing import NamedTuple

import numpy as np

# Far above rounding, far below what tells two distances apart; in parts of the largest square.
TIE = 1e-12


class Plane(NamedTuple):
    """A plane through points in D numbers. middle: (D,). axes: (D, 2), of length 1. share: how much of the variance
    of the points lies in it, nan where they have none."""

    middle: np.ndarray
    axes: np.ndarray
    share: float

    def of(self, points: np.ndarray) -> np.ndarray:
        """The places of points (N, D) on it, (N, 2)."""
        return (points - self.middle) @ self.axes


def principal_plane(points: np.ndarray, to: int = 2) -> Plane:
    """The plane of the first two principal components of points (N, D); a line with D = 1 is widened by zeros.

    >>> points = np.array([[0.0, 0, 1], [2, 0, 1], [0, 1, 1], [2, 1, 1]])
    >>> plane = principal_plane(points)
    >>> np.abs(plane.axes).T.tolist(), round(plane.share, 6)
    ([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]], 1.0)
    """
    middle = points.mean(axis=0)
    away = points - middle
    variances, directions = np.linalg.eigh(away.T @ away)
    axes = np.zeros((points.shape[1], to))
    count = min(to, points.shape[1])
    axes[:, :count] = directions[:, ::-1][:, :count]
    total = float(variances.sum())
    return Plane(middle, axes, float(variances[::-1][:count].sum()) / total if total > 0 else float("nan"))


def turned_to(map_: np.ndarray, other: np.ndarray) -> np.ndarray:
    """The map (N, 2), turned and mirrored so that it lies as near to the other one as it can (Schoenemann, 1966): all
    distances stay.

    >>> a = np.array([[0.0, 0], [1, 0], [0, 2]])
    >>> bool(np.allclose(turned_to(a[:, ::-1] * [1, -1], a - a.mean(axis=0)), a))
    True
    """
    left, _, right = np.linalg.svd((map_ - map_.mean(axis=0)).T @ (other - other.mean(axis=0)))
    return map_ @ (left @ right)


def squares_between(points: np.ndarray) -> np.ndarray:
    """The squared distance of each pair, (N, N); infinite from each point to itself.

    Digits are whole numbers of 16ths, so that many distances are equal but for rounding, which is another one on
    another machine: of these the point that comes first counts as the nearer one.
    """
    away = points - points.mean(axis=0)
    lengths = (away * away).sum(axis=1)
    squares = away @ away.T
    squares *= -2
    squares += lengths
    squares += lengths[:, None]
    squares += TIE * lengths.max(initial=0.0) * np.arange(len(points))
    np.fill_diagonal(squares, np.inf)
    return squares


def nearest(squares: np.ndarray, k: int) -> np.ndarray:
    """The rows of the k nearest others of each point, (N, k), in no order."""
    return np.argpartition(squares, k - 1, axis=1)[:, :k]


def among(rows: np.ndarray) -> np.ndarray:
    """Which are neighbors: True in row i, column j if j is one of rows[i], (N, N)."""
    table = np.zeros((len(rows), len(rows)), bool)
    np.put_along_axis(table, rows, True, axis=1)
    return table


def kept(neighbors: np.ndarray, on_map: np.ndarray) -> float:
    """The share of neighbors (N, N) that are neighbors on the map, too.

    >>> a = among(np.array([[1], [0], [1]]))
    >>> kept(a, among(np.array([[1], [2], [1]])))
    0.6666666666666666
    """
    return float((neighbors & on_map).sum() / neighbors.sum())


def ranks(squares: np.ndarray) -> np.ndarray:
    """How many others are nearer to point i than j is, and 1 for itself, (N, N): 1 for the nearest."""
    order = np.argsort(squares, axis=1, kind="stable")
    places = np.empty(order.shape, int)
    np.put_along_axis(places, order, np.arange(1, len(order) + 1)[None], axis=1)
    return places


def trustworthiness(rank: np.ndarray, on_map: np.ndarray, k: int) -> float:
    """T(k) = 1 - 2 / (N k (2 N - 3 k - 1)) sum over i, and j in U_k(i), of (r(i, j) - k).

    U_k(i): the k nearest of i on the map that are not among its k nearest in the data; r: their ranks there (Venna and
    Kaski, 2001, eq. 2). rank: (N, N); on_map: (N, N). It is 1 for k of N / 2 or more, where the formula ends.
    """
    n = len(rank)
    if 2 * n - 3 * k - 1 <= 0:
        return 1.0
    beyond = np.where(on_map, np.maximum(rank - k, 0), 0).sum()
    return float(1 - 2 / (n * k * (2 * n - 3 * k - 1)) * beyond)


def same_label(rows: np.ndarray, labels: np.ndarray) -> float:
    """The share of neighbors that have the label of the point."""
    return float((labels[rows] == labels[:, None]).mean())
