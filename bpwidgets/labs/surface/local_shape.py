"""What is around a point of a plane: the gradient as arrows, the loss along one weight, the curvatures."""
from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from ... import engine
from ...planes.sections import PlaneSection, Window

ARROWS = 9
SLICE_POINTS = 61


class Arrows(NamedTuple):
    """arrow_at: (A, 2), coordinates in the plane.

    arrow_gradient: (A, 2), those of the part of the gradient within the plane.
    """

    arrow_at: np.ndarray
    arrow_gradient: np.ndarray


class Slice(NamedTuple):
    """The loss along one weight, all others fixed. slice_name: the weight. slice_weights, slice_losses: (T,).

    slice_at, slice_loss, slice_slope: where the point is, and the tangent there.
    """

    slice_name: str
    slice_weights: np.ndarray
    slice_losses: np.ndarray
    slice_at: float
    slice_loss: float
    slice_slope: float


NO_ARROWS = Arrows(np.empty((0, 2)), np.empty((0, 2)))


def arrows(objective: Any, section: PlaneSection, window: Window) -> Arrows:
    """The gradient within the plane, at the middles of 9 x 9 fields of the window.

    A step of plain descent moves the projection of a point in the plane by -learning_rate times its arrow.
    """
    middles = (2 * np.arange(ARROWS) + 1) / ARROWS - 1
    grid = np.stack(np.meshgrid(middles, middles, indexing="ij"), axis=-1).reshape(-1, 2)
    at = window.center + window.half * grid
    thetas = section.thetas(at).reshape(ARROWS, ARROWS,
                                        -1)    # row by row, so that what is computed on the way stays in the cache
    return Arrows(at, section.coordinates(np.concatenate([objective.gradient(row) for row in thetas])))


def slice_through(objective: Any, path: engine.Path, name: str, edges: tuple[float, float]) -> Slice:
    """The loss along one weight through the start of the path, between two values of the weight."""
    theta, place = path.thetas[0], objective.names.index(name)
    weights = np.linspace(*edges, SLICE_POINTS)
    thetas = np.tile(theta, (SLICE_POINTS, 1))
    thetas[:, place] = weights
    loss, slope = path.values[0], path.gradients[0][place]
    return Slice(name, weights, objective.values(thetas), float(theta[place]), float(loss), float(slope))


def plane_eigenvalues(objective: Any, theta: np.ndarray, section: PlaneSection) -> np.ndarray:
    """The curvatures within the plane at theta, (2,), ascending: eigenvalues of Q H Q^T, Q an orthonormal basis of
    the plane."""
    Q = np.linalg.qr(section.directions.T)[0].T
    with np.errstate(all="ignore"):
        H = engine.hessian_vector_product(objective, theta, Q) @ Q.T
    return np.linalg.eigvalsh((H + H.T) / 2) if np.isfinite(H).all() else np.full(2, np.nan)
