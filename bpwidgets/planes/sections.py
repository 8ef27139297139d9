"""Planes: two directions through the space of the parameters, and what of a path can be seen in them.

With n parameters a picture shows two directions of n. A point of a path that lies off the plane is drawn at its
projection, and the loss there is another one: the gap between both, and the distance, are part of every answer.
"""
from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from .. import engine
from ..errors import Verbatim, argument_error
from .problems import Problem
from .runs import Run

# Nearer to the plane than this part of its own size a point lies in it: the rest is rounding.
ROUNDING = 1e-12
Axes = str | tuple[str, str]


class Seen(NamedTuple):
    """Points as they are seen in a plane: their coordinates (..., 2), their projections (..., n), their distances
    (...)."""

    at: np.ndarray
    thetas: np.ndarray
    distance: np.ndarray


@dataclass(frozen=True, eq=False)
class PlaneSection:
    """The plane origin + u d_0 + v d_1. origin: (n,). directions: (2, n), independent.

    labels: what u and v are called.
    """

    origin: np.ndarray
    directions: np.ndarray
    labels: tuple[str, str]

    def thetas(self, at: np.ndarray) -> np.ndarray:
        """The points with these coordinates: (..., 2) -> (..., n)."""
        with np.errstate(all="ignore"):
            return self.origin + at[..., :1] * self.directions[0] + at[..., 1:] * self.directions[1]

    def coordinates(self, vectors: np.ndarray) -> np.ndarray:
        """The coordinates of a vector's part within the plane: (..., n) -> (..., 2).

        The nearest vector in the plane has c = G^-1 D vector with G = D D^T: the directions need neither be at a right
        angle nor of length 1.
        """
        with np.errstate(all="ignore"):
            return vectors @ self.directions.T @ np.linalg.inv(self.directions @ self.directions.T)

    def project(self, thetas: np.ndarray) -> Seen:
        """The nearest points of the plane: thetas (..., n). A point in the plane is its own, bit for bit."""
        with np.errstate(all="ignore"):
            offsets = thetas - self.origin
            at = self.coordinates(offsets)
            nearest = self.thetas(at)
            distance = engine.norm(thetas - nearest, axis=-1)
            inside = distance <= ROUNDING * engine.norm(offsets, axis=-1)
        return Seen(at, np.where(inside[..., None], thetas, nearest), np.where(inside, 0.0, distance))


class Window(NamedTuple):
    """The part of a plane that is looked at: its middle (2,) and its half-widths (2,)."""

    center: np.ndarray
    half: np.ndarray

    def lines(self, resolution: int) -> tuple[np.ndarray, np.ndarray]:
        """u and v, `resolution` of each, from edge to edge."""
        steps = np.linspace(-1, 1, resolution)
        u, v = (middle + half * steps for middle, half in zip(self.center, self.half))
        return u, v


@dataclass(frozen=True)
class DirectionPair:
    """One way to choose directions. words: what menus say. labels: names of the axes. directions: (run, seed, theta) ->
    (2, n).

    through: "start" or "end" if the plane must go through that point of the run. follows: True if the window frames the
    run.
    """

    words: str
    labels: tuple[str, str]
    directions: Callable[[Run, int, np.ndarray], np.ndarray]
    through: str | None = None
    follows: bool = False


def _random(run: Run, seed: int, theta: np.ndarray) -> np.ndarray:
    directions = engine.random_directions(len(theta), seed)
    network = run.problem.network
    return engine.filter_normalized(network, theta, directions) if network else directions


DIRECTION_PAIRS = MappingProxyType({
    "random": DirectionPair("random (filter-normalized)", ("random direction 1", "random direction 2"), _random),
    "pca": DirectionPair("the path's components (PCA)", ("first component", "second component"),
                lambda run, seed, theta: engine.path_components(run.thetas), through="end", follows=True),
    "start_to_end": DirectionPair("start to end, and astray", ("from start to end", "perpendicular"),
                         lambda run, seed, theta: engine.start_to_end(run.thetas), through="start", follows=True),
    "curvature": DirectionPair("the two steepest curvatures", ("steepest curvature", "second steepest"),
                      lambda run, seed, theta: engine.steepest_curvatures(engine.Curvature(run.problem.objective,
                                                                                           theta))),
})


def section_of(run: Run, seed: int, axes: Axes, through: str) -> PlaneSection:
    """The plane along these axes, through the start or the end of the run.

    For two weights u and v are the weights' own values; else they count from the point the plane goes through.

    Raises
    ------
    ArgumentError
        If the axes give no two directions here: a run that does not move, weights of zero.
    """
    if not isinstance(axes, str):
        return _of_weights(run, axes, through)
    pair = DIRECTION_PAIRS[axes]
    origin = run.end if (pair.through or through) == "end" else run.theta
    directions = pair.directions(run, seed, origin)
    if not np.linalg.matrix_rank(directions) == 2:
        raise argument_error("axes", "the plane", "two independent directions",
                             Verbatim(f"{axes!r}, which gives none here"),
                      "Filter normalization needs two weights that are not 0.")
    return PlaneSection(origin, directions, pair.labels)


def _of_weights(run: Run, names: tuple[str, str], through: str) -> PlaneSection:
    places = [run.problem.names.index(name) for name in names]
    origin = (run.end if through == "end" else run.theta).copy()
    origin[places] = 0.0
    directions = np.zeros((2, len(origin)))
    directions[[0, 1], places] = 1.0
    return PlaneSection(origin, directions, names)


def rests_on_run(axes: Axes, through: str) -> bool:
    """True if the window that suits these axes is known only after the run: it frames the run, or goes through its
    end."""
    return DIRECTION_PAIRS[axes].follows if isinstance(axes, str) else through == "end"


def natural_half_width(run: Run, section: PlaneSection | None, axes: Axes, through: str) -> float:
    """Along u: what suits the problem; for two weights wide enough to show them, for directions of the run wide enough
    for it.

    section: their plane; it may be None where `rests_on_run` is False.
    """
    problem = run.problem
    if not isinstance(axes, str):
        center, reach = _of_problem(problem, axes)
        theta = run.end if through == "end" else run.theta
        return float(reach[0] * _doubled(np.abs(theta[[problem.names.index(name) for name in axes]] - center) / reach))
    if DIRECTION_PAIRS[axes].follows:
        low, high = _extent(section, run)
        return float(f"{0.65 * (high - low).max():.1e}")
    return 1.0 if problem.network else min(problem.reach)


def window_of(run: Run, section: PlaneSection, axes: Axes, span: float) -> Window:
    """The window with half the width `span`; the same while the weights move, and in steps where it frames a run."""
    if not isinstance(axes, str):
        center, reach = _of_problem(run.problem, axes)
        return Window(center, span * reach / reach[0])
    center = np.zeros(2)
    if DIRECTION_PAIRS[axes].follows:
        low, high = _extent(section, run)
        center = np.round((low + high) / 2 / (span / 4)) * (span / 4)
    return Window(center, np.array([span, span]))


def edges_of(problem: Problem, name: str, section: PlaneSection, window: Window, theta: np.ndarray) -> tuple[float,
                                                                                                             float]:
    """Lowest and highest value of a weight in a picture: those of the window if it is an axis of it, else wide enough
    for theta."""
    if name in section.labels:
        axis = section.labels.index(name)
        center, half = window.center[axis], window.half[axis]
    else:
        (center,), (half,) = _of_problem(problem, (name,))
    half = half * _doubled(np.abs(theta[problem.names.index(name)] - center) / half)
    return float(center - half), float(center + half)


def _doubled(away: np.ndarray) -> float:
    """The power of two by which a window must grow to hold a point this number of half-widths away from its middle."""
    farthest = float(np.max(away))
    return 2.0 ** max(0, math.ceil(math.log2(farthest))) if farthest > 1 else 1.0


def _of_problem(problem: Problem, names: tuple[str, str]) -> tuple[np.ndarray, np.ndarray]:
    """Center and reach for two weights: those of the problem for its own axes, else around 0."""
    known = dict(zip(problem.axes, zip(problem.center, problem.reach)))
    return tuple(np.array([known.get(name, (0.0, max(problem.reach))) for name in names]).T)


def _extent(section: PlaneSection, run: Run) -> tuple[np.ndarray, np.ndarray]:
    """Lowest and highest coordinates of the run, (2,) each."""
    at = section.coordinates(run.thetas - section.origin)
    return at.min(axis=0), at.max(axis=0)
