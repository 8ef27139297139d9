"""The weights of a net among the settings of a lab: their names, where they begin, and their sliders."""
from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np

from ..settings import Settings
from .task import row_of

# Nets with at most this number of parameters have a slider for each.
FEW = 40
# How far a slider leads to both sides of 0, at least.
REACH = 2.0


def names_of(settings: Settings) -> tuple[str, ...]:
    """The names of the parameters."""
    return row_of(settings.net, settings.lab).network.names


def theta_of(settings: Settings) -> np.ndarray:
    """The present weights (n,)."""
    return settings.fields()["theta"].values(settings, "theta")


def shown_weights(settings: Settings) -> tuple[str, ...]:
    """The weights that have a slider: those chosen, else all of a small net, else the first ones."""
    return settings.sliders or names_of(settings)[:FEW]


def start_of(settings: Settings, *, bias_scale: float = 0.0) -> np.ndarray:
    """The weights of the ready-made net for seed 0, else those that the seed draws, with biases of this size."""
    return _start(settings.net, settings.seed, settings.lab, bias_scale)


def weight_range(settings: Settings, name: str, *, bias_scale: float = 0.0) -> tuple[float, float]:
    """From -2 to 2, or as far to both sides of 0 as the largest weight at the start needs."""
    reach = _reach(settings.net, settings.seed, settings.lab, bias_scale)
    return -reach, reach


def _start(net: Any, seed: int, lab: str, bias_scale: float) -> np.ndarray:
    row = row_of(net, lab)
    if row.theta and seed == 0:
        return np.array(row.theta)
    return row.network.initialize("glorot_normal", seed=seed, bias_scale=bias_scale)


@lru_cache(maxsize=64)
def _reach(net: Any, seed: int, lab: str, bias_scale: float) -> float:
    return max(REACH, 2 * float(np.abs(_start(net, seed, lab, bias_scale)).max()))
