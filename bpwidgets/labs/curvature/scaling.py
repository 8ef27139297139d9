"""Scaled features: the same question in coordinates of one size, in which the curvature is more nearly the same every
way.

The curvature along a weight grows with the mean square of the feature that it multiplies. Features of mean 0 and
deviation 1 make all of these 1 (LeCun et al., 1998, section 4.3). The bowl (x^2 + c y^2) / 2 is the loss of two such
weights whose second feature is sqrt(c) times the first; with y measured in units of 1 / sqrt(c) it is round.
"""
from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import numpy as np

from ... import engine
from ...errors import argument_error
from ...planes.problems import Problem, problem_of
from ...settings import Settings


def scaled_problem(settings: Settings) -> Problem:
    """The problem of the settings: the bowl with the chosen condition, and all with scaled features if that is asked
    for.

    The numbers in theta stay what they are: they are then the weights of the scaled features.

    Raises ArgumentError if there are no features to scale.
    """
    return _problem(settings, settings.scaled)


def raw_problem(settings: Settings) -> Problem:
    """The same without scaled features."""
    return _problem(settings, False)


def has_condition(settings: Settings) -> bool:
    """True for a formula of the menu with a constant `condition`, such as the bowl: the field of that name sets it."""
    constants = getattr(problem_of(settings).objective, "constants", ())
    return isinstance(settings.objective, str) and any(constant.name == "condition" for constant in constants)


def _problem(settings: Settings, scaled: bool) -> Problem:
    condition = settings.condition if has_condition(settings) else None
    return _scaled(problem_of(settings), condition, scaled, settings.lab)


@lru_cache(maxsize=64)
def _scaled(problem: Problem, condition: float | None, scaled: bool, lab: str) -> Problem:
    objective = problem.objective
    if condition is not None:
        objective = objective.replace(condition=1.0 if scaled else condition)
    elif scaled and isinstance(objective, engine.NetworkLoss):
        objective = replace(objective, x=standardized(objective.x))
    elif scaled:
        raise argument_error("scaled", lab, f"False, since {problem.name} has no features", True,
                             "Choose the bowl, or a network on data.")
    return replace(problem, objective=objective)


def standardized(x: np.ndarray) -> np.ndarray:
    """The features with mean 0 and deviation 1 over all rows, x (..., features); one that never changes becomes 0.

    >>> standardized(np.array([[0.0, 5.0], [2.0, 5.0]])).tolist()
    [[-1.0, 0.0], [1.0, 0.0]]
    """
    largest = np.abs(x).reshape(-1, x.shape[-1]).max(axis=0)
    # Beyond these the squares would overflow or vanish.
    x = x / np.where((largest > 1e150) | ((largest > 0) & (largest < 1e-150)), largest, 1.0)
    rows = x.reshape(-1, x.shape[-1])
    deviation = rows.std(axis=0)
    return (x - rows.mean(axis=0)) / np.where(deviation > 0, deviation, 1.0)
