"""The map of a race: the plane of two named weights through the start, and what of a path can be seen on it."""
from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from .. import engine
from .levels import levels_of
from .problems import Problem, problem_of, theta_of
from .race_settings import RaceSettings

# A point of a path is off the plane where its loss differs from that of its projection by more than this part of the first loss.
TOLERANCE = 0.05


@dataclass(frozen=True, eq=False)
class RacePlane:
    """The plane theta + (u - theta_i) e_i + (v - theta_j) e_j. theta: (n,), the start. coordinates: i and j."""

    problem: Problem
    theta: np.ndarray
    coordinates: list[int]

    @property
    def start(self) -> np.ndarray:
        """Where the start is on the map, (2,)."""
        return self.theta[self.coordinates]

    def project(self, path: engine.Path) -> np.ndarray:
        """The coordinates of each point on the map, (steps + 1, 2): those of its projection."""
        return path.thetas[:, self.coordinates]

    def off(self, path: engine.Path) -> np.ndarray:
        """(steps + 1,) where the loss is not that of the map: |f(theta) - f(projection)| > TOLERANCE |f(start)|; True where unknown."""
        if len(self.theta) == 2:
            return np.zeros(len(path.thetas), dtype=bool)
        projections = np.tile(self.theta, (len(path.thetas), 1))
        projections[:, self.coordinates] = self.project(path)
        with np.errstate(all="ignore"):
            gap = path.values - self.problem.objective.values(projections)
            return ~(np.abs(gap) <= TOLERANCE * np.abs(path.values[0]))


def plane_of(settings: RaceSettings) -> RacePlane:
    """The plane through the start that the settings choose."""
    problem, theta = problem_of(settings), theta_of(settings)
    coordinates = [problem.names.index(name) for name in settings.axes]
    if settings.start is not None:
        theta[coordinates] = settings.start
    return RacePlane(problem, theta, coordinates)


def window_of(settings):
    problem = problem_of(settings)
    known = dict(zip(problem.axes, zip(problem.center, problem.reach)))
    center, reach = np.array([known.get(name, (0.0, max(problem.reach))) for name in settings.axes]).T
    half = settings.span * reach / reach[0]
    return tuple(np.linspace(c - h, c + h, settings.resolution) for c, h in zip(center, half))


def ground_of(settings, plane):
    origin = plane.theta.copy()
    origin[plane.coordinates] = 0.0
    u, v = window_of(settings)
    surface = plane.problem.objective.plane(origin, np.eye(len(origin))[plane.coordinates], u, v)
    return u, v, surface, *levels_of(surface, settings.log_color)
