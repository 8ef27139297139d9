"""The map of a race: the loss over the plane of two named weights through the start."""
from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any

import numpy as np

from ...planes.levels import levels_of
from ...planes.problems import Problem, problem_of
from ...planes.sections import PlaneSection, section_of, window_of
from .settings import RaceSettings, start_run


def plane_of(settings: RaceSettings) -> PlaneSection:
    """The plane of the two weights through the start."""
    return section_of(start_run(settings), settings.seed, settings.axes, "start")


def ground_of(settings: RaceSettings, section: PlaneSection) -> Mapping[str, Any]:
    """u, v, surface, levels, low and high of a `RaceResult`, in the window that suits the problem.

    It stays the same while the start moves within the plane.
    """
    u, v = window_of(start_run(settings), section, settings.axes, settings.span).lines(settings.resolution)
    return _ground(problem_of(settings), section.origin.tobytes(), section.directions.tobytes(), u.tobytes(), v.tobytes(),
                   settings.log_color)


# A rate that is moved asks for the same ground again and again.
@lru_cache(maxsize=4)
def _ground(problem: Problem, origin: bytes, directions: bytes, u: bytes, v: bytes, log: bool) -> Mapping[str, Any]:
    origin, directions, u, v = (np.frombuffer(numbers) for numbers in (origin, directions, u, v))
    surface = problem.objective.plane(origin, directions.reshape(2, -1), u, v)
    surface.flags.writeable = False
    return MappingProxyType({"u": u, "v": v, "surface": surface, **levels_of(surface, log)._asdict()})
