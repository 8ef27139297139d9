"""A landscape: the loss over a window of a plane, with its critical points, computed once however often it is looked
at."""
from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from ...memo import Computing, compute
from ...planes.sections import PlaneSection, Window
from .critical_points import CriticalPoint, InPlane, critical_points


@dataclass(frozen=True, eq=False)
class Landscape:
    """An objective seen in a plane, over a grid u (U,), v (V,).

    What takes long is computed when it is first asked for.
    """

    seen: InPlane
    u: np.ndarray
    v: np.ndarray

    @cached_property
    def surface(self) -> np.ndarray:
        """The loss, (U, V): surface[i, j] at (u[i], v[j])."""
        return self.seen.objective.plane(self.seen.origin, self.seen.directions, self.u, self.v)

    @cached_property
    def critical_points(self) -> tuple[CriticalPoint, ...]:
        """The critical points within the plane and the window."""
        return critical_points(self.seen, self.u, self.v, self.surface)

    @property
    def searched(self) -> bool:
        """True once the critical points are known."""
        return "critical_points" in vars(self)


def landscape(objective: Any, section: PlaneSection, window: Window, resolution: int,
              memo: Computing = compute) -> Landscape:
    """The landscape of an objective in the window on a plane."""
    # By content: a plane along two weights stays the same plane while these two are moved.
    return memo(_landscape, objective, section.origin, section.directions, *window.lines(resolution))


def _landscape(objective: Any, origin: np.ndarray, directions: np.ndarray, u: np.ndarray, v: np.ndarray) -> Landscape:
    return Landscape(InPlane(objective, origin, directions), u, v)
