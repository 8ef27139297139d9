"""A path as it is seen in a plane: where its points are drawn, and how far the picture is from the truth there."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from .. import engine
from .sections import PlaneSection


@dataclass(frozen=True, eq=False)
class Projected:
    """A path in a plane.

    path: every step. on_plane: (steps + 1, 2), coordinates of the projections. plane_values: the loss at them.

    gap: the loss of the path minus plane_values, exactly 0 for points in the plane. distance: from the plane. hollow:
    True where the gap is above the tolerance. (steps + 1,) each.
    """

    path: engine.Path
    on_plane: np.ndarray
    plane_values: np.ndarray
    gap: np.ndarray
    distance: np.ndarray
    hollow: np.ndarray


def project(path: engine.Path, section: PlaneSection, objective: Any, tolerance: float) -> Projected:
    """The path in the plane; a gap counts above `tolerance` times the loss at the start."""
    at, nearest, distance = section.project(path.thetas[:])
    values, off = path.values[:], distance != 0    # nan, where the path overflows, counts as off the plane
    plane_values, gap = values.copy(), np.zeros_like(values)
    with np.errstate(all="ignore"):
        if off.any():
            plane_values[off] = objective.values(nearest[off])
            gap[off] = values[off] - plane_values[off]
        hollow = np.abs(gap) > tolerance * abs(values[0])
    return Projected(path, at, plane_values, gap, distance, hollow)
