"""Curvature: how an objective bends at theta. All of it comes from its gradient, near by (`differences`).

Where the gradient jumps (relu at 0, mae where a residual is 0) there is no second derivative. Elsewhere the curvature
of a network of relus is that of its current linear pieces; if a kink lies within 2^-9 of theta, the size of the jump
divided by a step of that length is part of what is returned, and the number is not a curvature.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from ...errors import argument_error
from ..support.arrays import as_floats
from ..support.differences import derivative, derivatives
from .lanczos import largest_eigenvalue

LARGEST_MATRIX = 4096
LARGEST_EXACT = 128


def hessian(objective: Any, theta: ArrayLike, step: int | None = None) -> np.ndarray:
    """The matrix of second derivatives.

        H_ij = d^2 L / dtheta_i dtheta_j,   column j = the derivative of the gradient along coordinate j

    Parameters
    ----------
    objective
        Anything with `gradient(theta, step)` that takes leading axes.
    theta : (..., n)
        Where; computed in float64.
    step
        Passed on to the gradient: which mini-batch, which dropout.

    Returns
    -------
    (..., n, n), symmetric: the mean of the two differences that give H_ij. Relative accuracy is 1e-9 or better for
    smooth objectives. Rows and columns of coordinates that the objective holds fixed are 0.

    Raises
    ------
    ArgumentError
        If theta has no axis, or more than 4096 coordinates.

    Examples
    --------
    >>> from bpwidgets.engine import SURFACES
    >>> hessian(SURFACES["product"], [0.0, 0.0]).round(9).tolist()
    [[0.0, -2.0], [-2.0, 0.0]]
    """
    theta = _as_theta(theta)
    n = theta.shape[-1]
    if n > LARGEST_MATRIX:
        raise argument_error("theta", "hessian", f"at most {LARGEST_MATRIX} coordinates", n,
                      "`product` and `largest_eigenvalue` of the curvature need no matrix.")
    columns = derivatives(_gradient(objective, step), theta, np.eye(n))
    H = _without_held(objective, np.moveaxis(columns, 0, -1))
    return (H + H.swapaxes(-1, -2)) / 2


def hessian_vector_product(objective: Any, theta: ArrayLike, v: ArrayLike, step: int | None = None) -> np.ndarray:
    """H v without the matrix H: how the gradient changes along v (Pearlmutter, 1994; here by differences).

    Parameters
    ----------
    objective, theta, step
        As for `hessian`.
    v : (..., n)
        Any direction; its length counts.

    Returns
    -------
    (..., n), for the cost of seven gradients.

    Raises
    ------
    ArgumentError
        If theta has no axis, or v does not fit it.

    Examples
    --------
    >>> from bpwidgets.engine import SURFACES
    >>> hessian_vector_product(SURFACES["bowl"], [1.0, 1.0], [1.0, 2.0]).round(9).tolist()
    [1.0, 20.0]
    """
    theta, v = _as_theta(theta), as_floats(v).astype(np.float64)
    if v.shape[-1:] != theta.shape[-1:]:
        raise argument_error("v", "hessian_vector_product", f"shape (..., {theta.shape[-1]})", v)
    return derivative(_gradient(objective, step), theta, _without_held(objective, v))


@dataclass(frozen=True, eq=False, init=False)
class Curvature:
    """The curvature of an objective at theta; each quantity is computed when it is first asked for.

    Parameters
    ----------
    objective
        Anything with `gradient(theta, step)` that takes leading axes.
    theta : (..., n)
        Where; computed in float64.
    step
        Passed on to the gradient: which mini-batch, which dropout.

    Examples
    --------
    >>> from bpwidgets.engine import SURFACES
    >>> at_minimum = SURFACES["product"].curvature([2.0, 0.5])
    >>> at_minimum.hessian.round(9).tolist(), at_minimum.eigenvalues.round(9).tolist()
    ([[0.5, 2.0], [2.0, 8.0]], [0.0, 8.5])
    >>> print(f"{at_minimum.rate_limit:.6f}")
    0.235294
    """

    objective: Any
    theta: np.ndarray = field(repr=False)
    step: int | None

    def __init__(self, objective: Any, theta: ArrayLike, step: int | None = None) -> None:
        theta = _as_theta(theta)
        theta.flags.writeable = False
        for name, value in dict(objective=objective, theta=theta, step=step).items():
            object.__setattr__(self, name, value)

    @cached_property
    def hessian(self) -> np.ndarray:
        """(..., n, n), symmetric: see `engine.hessian`."""
        return hessian(self.objective, self.theta, self.step)

    def product(self, v: ArrayLike) -> np.ndarray:
        """H v (..., n) without the matrix, for the cost of seven gradients."""
        return hessian_vector_product(self.objective, self.theta, v, self.step)

    @property
    def eigenvalues(self) -> np.ndarray:
        """The curvature along each of the `eigenvectors`, ascending, (..., n); below 0 if the objective curves down."""
        return self._eigen[0]

    @property
    def eigenvectors(self) -> np.ndarray:
        """(..., n, n): column k, of length 1, belongs to eigenvalue k. Its sign is arbitrary."""
        return self._eigen[1]

    @cached_property
    def _eigen(self) -> tuple[np.ndarray, np.ndarray]:
        known = np.isfinite(self.hessian).all(axis=(-2, -1))[..., None]
        values, vectors = np.linalg.eigh(np.where(known[..., None], self.hessian, 0.0))
        return np.where(known, values, np.nan), np.where(known[..., None], vectors, np.nan)

    @cached_property
    def largest_eigenvalue(self) -> np.ndarray:
        """The strongest curvature upwards, (...): exact up to 128 coordinates, beyond by Lanczos to 1e-9 of it."""
        n = self.theta.shape[-1]
        if n <= LARGEST_EXACT:
            return self.eigenvalues[..., -1][()]
        found = [largest_eigenvalue(Curvature(self.objective, theta, self.step).product, n)
                 for theta in self.theta.reshape(-1, n)]
        return np.array(found).reshape(self.theta.shape[:-1])[()]

    @property
    def rate_limit(self) -> np.ndarray:
        """(...): 2 / largest eigenvalue; on a parabola gradient descent swings up and away at any rate above it.

        It is inf where nothing curves upwards: no rate is too large there. It speaks of the directions that curve
        upwards only: where an eigenvalue is below 0 the descent leaves theta along it at every rate.
        """
        top = self.largest_eigenvalue
        with np.errstate(all="ignore"):
            return np.where(top <= 0, np.inf, 2 / top)[()]


def _as_theta(theta: ArrayLike) -> np.ndarray:
    theta = as_floats(theta).astype(np.float64)
    if theta.ndim == 0 or theta.shape[-1] == 0:
        raise argument_error("theta", "curvature", "shape (..., n)", theta, "Give a single weight as [weight].")
    return theta


def _gradient(objective: Any, step: int | None) -> Callable[[np.ndarray], np.ndarray]:
    return lambda thetas: objective.gradient(thetas, step)


def _without_held(objective: Any, v: np.ndarray) -> np.ndarray:
    """v (..., n) with 0 for the coordinates that the objective keeps fixed, whose gradient is 0 in any case."""
    held = getattr(objective, "held", None)
    if held is None:
        return v
    v = v.copy()
    v[..., held] = 0.0
    return v
