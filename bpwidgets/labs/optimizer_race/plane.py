"""The map of a race: the loss over the plane of two named weights through the start."""
from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import numpy as np

from ...memo import Computing, compute
from ...planes.levels import levels_of
from ...planes.problems import Problem, problem_of
from ...planes.sections import PlaneSection, section_of, window_of
from .settings import RaceSettings, start_run


def plane_of(settings: RaceSettings) -> PlaneSection:
    """The plane of the two weights through the start."""
    return section_of(start_run(settings), settings.seed, settings.axes, "start")


def ground_of(settings: RaceSettings, section: PlaneSection, memo: Computing = compute) -> Mapping[str, Any]:
    """u, v, surface, levels, low and high of a `RaceResult`, in the window that suits the problem.

    It stays the same while the start moves within the plane.
    """
    u, v = window_of(start_run(settings), section, settings.axes, settings.span).lines(settings.resolution)
    # A rate that is moved asks for the same ground again and again.
    return memo(_ground, problem_of(settings), section.origin, section.directions, u, v, settings.log_color)


def _ground(problem: Problem, origin: np.ndarray, directions: np.ndarray, u: np.ndarray, v: np.ndarray,
            log: bool) -> Mapping[str, Any]:
    surface = problem.objective.plane(origin, directions, u, v)
    surface.flags.writeable = False
    return MappingProxyType({"u": u, "v": v, "surface": surface, **levels_of(surface, log)._asdict()})
