"""Derivatives by differences: how a function changes along a direction, from its values near by.

    d/dt f(theta + t d) at t = 0  =  sum over k = 1, 2, 3 of c_k ( f(theta + k h d) - f(theta - k h d) ) / h  +  O(h^6)

with c = 3/4, -3/20, 1/60 (Fornberg, 1988, table 1). f may give a number (the value of an objective: this is its slope)
or a vector (its gradient: this is a Hessian-vector product). With c = 3/2, -3/20, 1/90 and second differences it is the
second derivative.

Two errors meet: that of the formula, h^6 / 140 times the seventh derivative, and that of rounding, 1e-16 / h. With
h = 2^-11 the first stays below 1e-12 for functions that change over distances of 1, and below 1e-9 for those that
change over distances of 1/50; the second is about 4e-13 of the largest value. Across a kink the difference is a slope
between those of the two sides, and says nothing more.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from .norms import norm

Map = Callable[[np.ndarray], np.ndarray]

WEIGHTS = np.array([3 / 4, -3 / 20, 1 / 60])
BENDS = np.array([3 / 2, -3 / 20, 1 / 90])
OFFSETS = np.array([1, 2, 3, -1, -2, -3])
STEP = 2.0 ** -11
AT_ONCE = 24


def derivative(f: Map, theta: np.ndarray, direction: np.ndarray) -> np.ndarray:
    """How f changes along a direction, per unit of the direction.

    Parameters
    ----------
    f
        thetas (..., n) -> (..., *shape), smooth.
    theta : (..., n)
        Where, in float64.
    direction : (..., n)
        Which way; along a direction of zeros the derivative is 0.

    Returns
    -------
    (..., *shape)

    Examples
    --------
    >>> float(derivative(lambda t: t[..., 0] * t[..., 1], np.array([3.0, 5.0]), np.array([1.0, 1.0])))
    8.0
    """
    with np.errstate(all="ignore"):
        values, h = _around(f, theta, direction)
        return np.tensordot(WEIGHTS, values[:3] - values[3:], axes=1) / h


def both_derivatives(f: Map, theta: np.ndarray, direction: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The `derivative` of f along a direction, and that of this derivative, from the same values of f and the one here.

    Examples
    --------
    >>> first, second = both_derivatives(lambda t: t[..., 0] ** 2, np.array([3.0]), np.array([1.0]))
    >>> float(first), float(second)
    (6.0, 2.0)
    """
    with np.errstate(all="ignore"):
        (values, h), here = _around(f, theta, direction), np.asarray(f(theta))
        right, left = values[:3], values[3:]
        return (np.tensordot(WEIGHTS, right - left, axes=1) / h,
                np.tensordot(BENDS, (right - here) - (here - left), axes=1) / h**2)


def _around(f: Map, theta: np.ndarray, direction: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """f at all `OFFSETS`, (6, ..., *shape), and h in the shape of a single value."""
    h = _step(theta, direction)
    offsets = OFFSETS.reshape((-1,) + (1,) * np.broadcast(theta, direction).ndim)
    values = np.asarray(f(theta + offsets * (h[..., None] * direction)))
    return values, h.reshape(h.shape + (1,) * (values.ndim - 1 - h.ndim))


def derivatives(f: Map, theta: np.ndarray, directions: np.ndarray) -> np.ndarray:
    """The `derivative` along each of many directions, (m, n) -> (m, ..., *shape), `AT_ONCE` evaluations of f at once.

    Examples
    --------
    >>> derivatives(lambda t: t[..., 0] * t[..., 1], np.array([3.0, 5.0]), np.eye(2)).tolist()
    [5.0, 3.0]
    """
    settings = max(theta.size // theta.shape[-1], 1)
    piece = max(1, AT_ONCE // (len(OFFSETS) * settings))
    ways = directions.reshape(len(directions), *(1,) * (theta.ndim - 1), -1)
    return np.concatenate([derivative(f, theta[None], ways[i:i + piece]) for i in range(0, len(ways), piece)])


def _step(theta: np.ndarray, direction: np.ndarray) -> np.ndarray:
    """h, (...): moves theta by 2^-11 of its size or of 1; a power of two, so that short numbers stay exact."""
    length = norm(direction / np.maximum(1.0, np.abs(theta)), axis=-1)
    return STEP * np.exp2(-np.ceil(np.log2(np.where(length > 0, length, 1.0))))
