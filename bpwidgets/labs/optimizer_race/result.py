"""What became of each optimizer of a race, and the map under their paths."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ... import engine
from .states import States


@dataclass(frozen=True, eq=False)
class RaceResult:
    """What became of each optimizer, by its name; the optimizers stand in the order in which they were chosen.

    titles: what each is called on the screen. paths: engine.Path, thetas (steps + 1, n). losses: (steps + 1,).
    diverged: the step from which it was lost, or None.
    states: what is inside, of the two coordinates of the map: see `states.states_of`. rates: the learning rates.
    forks: the paths of the twins whose rate changes at step `fork_step`, {} if there are none; alike up to that step.
    on_plane: (steps + 1, 2) the coordinates on the map, and hollow: (steps + 1,) where the loss there is not that of
    the path; fork_on_plane: of the twins.
    u (U,), v (V,), surface (U, V): the loss over the plane, surface[i, j] at u[i], v[j]. levels (L,): of the contours,
    round numbers. low, high: the ends of the colors. labels: the two coordinates. start: (2,) where all begin.
    verdict: who is lowest, who was quick, who diverged when and why.
    """

    names: tuple[str, ...]
    titles: Mapping[str, str]
    paths: Mapping[str, engine.Path]
    losses: Mapping[str, np.ndarray]
    states: Mapping[str, States]
    diverged: Mapping[str, int | None]
    rates: Mapping[str, float]
    forks: Mapping[str, engine.Path]
    on_plane: Mapping[str, np.ndarray]
    fork_on_plane: Mapping[str, np.ndarray]
    hollow: Mapping[str, np.ndarray]
    u: np.ndarray
    v: np.ndarray
    surface: np.ndarray
    levels: np.ndarray
    low: float
    high: float
    labels: tuple[str, str]
    start: np.ndarray
    verdict: str
