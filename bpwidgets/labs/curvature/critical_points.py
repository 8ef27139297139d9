"""Where is the loss level? Critical points of an objective in a plane, found by Newton's method and told apart by their
curvature.

A point is critical in the plane if both slopes along the plane are 0. Of an objective with more than two coordinates it
is so within the plane only: across it the loss may well fall.
"""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np

from ... import engine

# Lengths are in units of the half-widths of the window.
ROUNDS, ARRIVED = 40, 1e-7
# The longest step of the first round, and the part of it that is allowed in each round more: Newton's method at least
# halves its steps near a point it will arrive at, and takes two thirds of them near x^4. What still wanders is left
# alone.
LONGEST, SETTLING = 0.25, 0.7
SAME_POINT, SAME_FLOOR = 1e-4, 0.15
RING, AROUND = 0.01, 24
# Parts of the largest eigenvalue, of the usual slope and of the usual curvature in the window, below which a number
# counts as 0.
FLAT, LEVEL, STRAIGHT = 1e-6, 1e-10, 1e-6
# Eigenvalues that are nearer to each other than this part of them are the same.
ROUND = 1e-8
MOST_STARTS = 800

# What a critical point is called -> what that means.
CRITICAL_KINDS: Mapping[str, str] = MappingProxyType({
    "minimum": "curves up both ways",
    "saddle": "curves up one way and down another",
    "maximum": "curves down both ways",
    "flat": "level along a direction",
})


@dataclass(frozen=True)
class InPlane:
    """An objective seen in a plane: a function of (u, v), the steps along two directions from an origin.

    origin: (n,), the theta of u = v = 0. directions: (2, n).
    """

    objective: Any
    origin: np.ndarray
    directions: np.ndarray

    def theta(self, points: np.ndarray) -> np.ndarray:
        """points (..., 2) -> (..., n)."""
        return self.origin + points @ self.directions

    def value(self, points: np.ndarray, step: int | None = None) -> np.ndarray:
        """The loss: points (..., 2) -> (...)."""
        return self.objective.value(self.theta(points))

    def gradient(self, points: np.ndarray, step: int | None = None) -> np.ndarray:
        """The slopes along u and v, which is the true gradient seen in the plane: points (..., 2) -> (..., 2)."""
        return self.objective.gradient(self.theta(points)) @ self.directions.T


@dataclass(frozen=True, eq=False)
class CriticalPoint:
    """A point of the plane where both slopes are 0.

    at: (2,), its u and v. value: the loss there. kind: a name of `CRITICAL_KINDS`. eigenvalues: (2,) of the curvature
    in the plane, ascending. escape: (2,), a unit direction along which the loss falls on both sides of a saddle or a
    maximum (of a monkey saddle on one), None for the others.
    """

    at: np.ndarray
    value: float
    kind: str
    eigenvalues: np.ndarray
    escape: np.ndarray | None


def critical_points(seen: InPlane, u: np.ndarray, v: np.ndarray, surface: np.ndarray) -> tuple[CriticalPoint, ...]:
    """All critical points that Newton's method finds in the window, minima first, each kind from the lowest to the
    highest.

    Parameters
    ----------
    seen
        The objective in the plane.
    u, v : (U,), (V,)
        The grid over the window.
    surface : (U, V)
        The loss on the grid. Newton's method starts in each cell in which both slopes change their sign.

    Examples
    --------
    >>> u = np.linspace(-2, 2, 21)
    >>> saddle = engine.SURFACES["saddle"]
    >>> surface = saddle.plane(np.zeros(2), np.eye(2), u, u)
    >>> found = critical_points(InPlane(saddle, np.zeros(2), np.eye(2)), u, u, surface)
    >>> [(point.kind, point.eigenvalues.round(6).tolist(), abs(point.escape).round(6).tolist()) for point in found]
    [('saddle', [-2.0, 2.0], [0.0, 1.0])]
    """
    middle = np.array([u[0] + u[-1], v[0] + v[-1]]) / 2
    reach = np.array([u[-1] - u[0], v[-1] - v[0]]) / 2
    # In units of the window all lengths below are numbers of the order of 1.
    window = InPlane(seen.objective, seen.theta(middle), reach[:, None] * seen.directions)
    starts = (_starts(u, v, surface) - middle) / reach
    if not len(starts):
        return ()
    slope, bend = _typical(surface)
    places = _arrivals(window, starts, slope)
    points = [_named(seen, window, place, middle + reach * place, bend) for place in _apart(places, SAME_POINT)]
    order = list(CRITICAL_KINDS).index
    return tuple(sorted(_thinned(points, reach), key=lambda point: (order(point.kind), round(point.value, 9),
                                                                    *point.at)))


def curvature_in_plane(seen: InPlane, point: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Eigenvalues (2,), ascending, of the curvature within the plane, and unit eigenvectors (2, 2) in its (u, v),
    column k for value k.

    They are those of Q H Q^T, where the rows of Q are orthonormal and span the plane: directions of other lengths, or
    that are not at right angles, do not change them. The larger entry of each vector is positive. nan where the loss
    has no curvature.

    >>> values, vectors = curvature_in_plane(InPlane(engine.SURFACES["bowl"], np.zeros(2), np.eye(2)), np.ones(2))
    >>> values.round(6).tolist(), vectors.round(6).tolist()
    ([1.0, 10.0], [[1.0, 0.0], [0.0, 1.0]])
    """
    to_orthonormal = np.linalg.inv(np.linalg.cholesky(seen.directions @ seen.directions.T))
    with np.errstate(all="ignore"):
        H = to_orthonormal @ engine.hessian(seen, point) @ to_orthonormal.T
    if not np.isfinite(H).all():
        return np.full(2, np.nan), np.full((2, 2), np.nan)
    values, vectors = np.linalg.eigh(H)
    if values[1] - values[0] <= ROUND * np.abs(values).max():
        values, vectors = np.full(2, values.mean()), np.eye(2)    # every direction is one: the axes are as good as any
    vectors = to_orthonormal.T @ vectors
    vectors = vectors / engine.norm(vectors, axis=0)
    return values, vectors * np.sign(vectors[np.abs(vectors).argmax(axis=0), [0, 1]])


def _starts(u: np.ndarray, v: np.ndarray, surface: np.ndarray) -> np.ndarray:
    """The middles (S, 2) of the cells in which both slopes change their sign."""
    with np.errstate(all="ignore"):
        candidates = np.logical_and(*(_changes_sign(slope) for slope in np.gradient(surface)))
    i, j = np.nonzero(candidates)
    chosen = np.unique(np.linspace(0, len(i) - 1, min(len(i), MOST_STARTS)).astype(int)) if len(i) else []
    return np.column_stack([(u[:-1] + u[1:])[i[chosen]] / 2,
                            (v[:-1] + v[1:])[j[chosen]] / 2]) if len(i) else np.empty((0, 2))


def _changes_sign(slope: np.ndarray) -> np.ndarray:
    """(U - 1, V - 1): whether the corners of a cell have slopes on both sides of 0."""
    corners = np.stack([slope[:-1, :-1], slope[1:, :-1], slope[:-1, 1:], slope[1:, 1:]])
    return (corners.min(axis=0) <= 0) & (corners.max(axis=0) >= 0)


def _typical(surface: np.ndarray) -> tuple[float, float]:
    """A slope and a curvature of the usual size in the window, in its units: the medians over the grid."""
    with np.errstate(all="ignore"):
        rows, columns = (2 / (count - 1) for count in surface.shape)
        by_u, by_v = np.gradient(surface, rows, columns)
        slope, bend = np.hypot(by_u, by_v), np.hypot(np.gradient(by_u, rows, axis=0),
                                                     np.gradient(by_v, columns, axis=1))
    return tuple(float(np.median(size[np.isfinite(size)])) if np.isfinite(size).any() else 0.0
                 for size in (slope, bend))


def _arrivals(window: InPlane, points: np.ndarray, slope: float) -> np.ndarray:
    """Where Newton's method arrives from the starts (S, 2), without those that leave the window or do not settle."""
    arrived, points = [], points.copy()
    for k in range(ROUNDS):
        g = window.gradient(points)
        step = _newton_step(g, engine.hessian(window, points))
        length = engine.norm(step, axis=-1)
        there = (length < ARRIVED) & (engine.norm(g, axis=-1) <= LEVEL * slope)
        points = points + step
        inside = np.isfinite(points).all(axis=-1) & (np.abs(points).max(axis=-1) <= 1 + LONGEST)
        arrived.append(points[there & (np.abs(points).max(axis=-1) <= 1 + ARRIVED)])
        points = points[inside & ~there & (length <= 1.01 * LONGEST * SETTLING**k)]
        if not len(points):
            break
    return np.concatenate(arrived)


def _newton_step(g: np.ndarray, H: np.ndarray) -> np.ndarray:
    """-H^-1 g along the directions that curve, (S, 2), not longer than `LONGEST`; 0 along those that are flat."""
    known = np.isfinite(H).all(axis=(-2, -1)) & np.isfinite(g).all(axis=-1)
    values, vectors = np.linalg.eigh(np.where(known[:, None, None], H, 0.0))
    curves = np.abs(values) > FLAT * np.abs(values).max(axis=-1, keepdims=True)
    along = np.einsum("sik,si->sk", vectors, g)
    with np.errstate(all="ignore"):
        step = -np.einsum("sik,sk->si", vectors, np.where(curves, along / np.where(curves, values, 1.0), 0.0))
        step = step * np.minimum(1.0, LONGEST / engine.norm(step, axis=-1))[:, None]
    return np.where(known[:, None], step, np.nan)


def _apart(places: np.ndarray, room: float) -> list[np.ndarray]:
    """One of each group of places that lie nearer to each other than this."""
    kept = np.empty((0, 2))
    for place in places:
        if not (np.abs(kept - place).max(axis=-1, initial=0.0) < room).any():
            kept = np.vstack([kept, place])
    return list(kept)


def _named(seen: InPlane, window: InPlane, place: np.ndarray, at: np.ndarray, bend: float) -> CriticalPoint:
    """A critical point with its kind."""
    values, vectors = curvature_in_plane(seen, at)
    level = np.abs(values) <= FLAT * np.abs(values).max()
    if np.abs(engine.hessian(window, place)).max() <= STRAIGHT * bend:
        level[:] = True
    kind, escape = _by_eigenvalues(values, vectors, level) if not level.any() else _by_neighbors(window, place, vectors)
    return CriticalPoint(at, float(seen.value(at)), kind, np.where(level, 0.0, values), escape)


def _by_eigenvalues(values: np.ndarray, vectors: np.ndarray, level: np.ndarray) -> tuple[str, np.ndarray | None]:
    """The kind and the escape where the curvature decides."""
    down = int((values < 0).sum())
    return ("minimum", "saddle", "maximum")[down], vectors[:, 0] if down else None


def _by_neighbors(window: InPlane, place: np.ndarray, vectors: np.ndarray) -> tuple[str, np.ndarray | None]:
    """Where the curvature does not decide: a saddle if the loss is lower on one side and higher on another, else
    flat."""
    angles = 2 * np.pi * np.arange(AROUND) / AROUND
    ways = np.column_stack([np.cos(angles), np.sin(angles)])
    rise = window.value(place + RING * ways) - window.value(place)
    noise = FLAT * np.abs(rise).max()
    if not (rise.min() < -noise and rise.max() > noise):
        return "flat", None
    escape = ways[rise.argmin()] * engine.norm(window.directions, axis=1)
    return "saddle", escape / engine.norm(escape)


def _thinned(points: list[CriticalPoint], reach: np.ndarray) -> list[CriticalPoint]:
    """The points, with a few in place of the many that lie on one level floor."""
    floors = [point for point in points if point.kind == "flat"]
    kept = _apart([point.at / reach for point in floors], SAME_FLOOR)
    shown = [point for point in floors if any((point.at / reach == place).all() for place in kept)]
    return [point for point in points if point.kind != "flat"] + shown
