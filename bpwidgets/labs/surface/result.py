"""A loss over a plane, the path of an optimizer on it, and how far the two agree."""
from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...planes.projected import Projected
from ...planes.sections import PlaneSection


@dataclass(frozen=True, eq=False)
class SurfaceResult(Projected):
    """A loss over a plane, and a path.

    span: half the width of the window, along u. u: (U,), v: (V,), coordinates along the axes: the weights' own values
    if the axes are two weights, else distances from the point that the plane goes through, in units of the directions.
    surface: (U, V), surface[i, j] is the loss at u[i], v[j]; inf and nan are possible. labels: names of the axes.
    section: the plane, which turns coordinates into weights and back.
    path, on_plane, plane_values, gap, distance, hollow: the path, and what the plane shows of it (see `Projected`).
    levels: (L,) for contours. low, high: ends of the color range.
    arrow_at, arrow_gradient: (A, 2), where, and the part of the gradient that lies in the plane, both in coordinates of
    the plane; (0, 2) if not asked for.
    slice_name, slice_weights, slice_losses: (T,), the loss along one weight through the start of the path; slice_at,
    slice_loss, slice_slope: its tangent there.
    theta, gradient: (n,), at the start of the path. eigenvalues: (2,), ascending, the curvatures within the plane
    there. verdict: what the path does, and how far the picture can be believed.
    """

    span: float
    u: np.ndarray
    v: np.ndarray
    surface: np.ndarray
    labels: tuple[str, str]
    section: PlaneSection
    levels: np.ndarray
    low: float
    high: float
    arrow_at: np.ndarray
    arrow_gradient: np.ndarray
    slice_name: str
    slice_weights: np.ndarray
    slice_losses: np.ndarray
    slice_at: float
    slice_loss: float
    slice_slope: float
    theta: np.ndarray
    gradient: np.ndarray
    eigenvalues: np.ndarray
    verdict: str
