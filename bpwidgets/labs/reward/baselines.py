"""What is taken off a return before it counts: a number that does not depend on the move."""
from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from .exact import values
from .world import World

NONE, MEAN, VALUE = "none", "mean", "value"


class Baseline(NamedTuple):
    """title: what menus show. of(world, policies) -> b of each state, (..., S), for policies (..., S, 4)."""

    title: str
    of: Callable[[World, np.ndarray], np.ndarray]


def _nothing(world: World, pi: np.ndarray) -> np.ndarray:
    return np.zeros(pi.shape[:-1])


def _mean(world: World, pi: np.ndarray) -> np.ndarray:
    J = values(world, pi) @ world.first
    return np.broadcast_to(J[..., None], pi.shape[:-1])


BASELINES: Mapping[str, Baseline] = MappingProxyType({
    NONE: Baseline("none", _nothing), MEAN: Baseline("the expected return", _mean),
    VALUE: Baseline("the value of the cell", values)})
