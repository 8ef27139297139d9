"""Descent: the path of an optimizer over an objective, with every step kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from ..errors import argument_error, lookup, whole_number
from .optimizers import OPTIMIZERS, Optimizer
from .paths.checkpoints import path_from
from .paths.path import Path
from .paths.trajectory import Trajectory
from .steps.clipping import CLIPS, Clip
from .steps.schedules import SCHEDULES, Schedule
from .support.arrays import as_floats


def descend(objective: Any, theta: ArrayLike, optimizer: str | Optimizer = "sgd", learning_rate: ArrayLike = 0.01,
            steps: int = 100, schedule: str | Schedule = "constant", clip: str | Clip = "none") -> Path:
    """Follow an optimizer downhill, and keep every step.

    Parameters
    ----------
    objective
        Anything with `gradient(theta, step)`, theta (..., n) -> (..., n). If it has `value(theta, step)` too, or both at once
        as `value_and_gradient(theta, step)`, the losses are kept as well. The same theta and step must give the same numbers.
        Coordinates that it calls `held` stay where they are.
    theta : (..., n)
        The start.
    optimizer
        A name of `OPTIMIZERS`, one of its rows with other hyperparameters, or a row of one's own.
    learning_rate : number or (...)
        The size of the steps. An array runs its rates side by side: 32 rates give thetas (steps + 1, 32, n).
    steps
        How many; 0 looks at the start only.
    schedule
        How the learning rate changes from step to step: a name or row of `SCHEDULES`.
    clip
        How gradients are bounded before the optimizer sees them: a name or row of `CLIPS`. The path keeps them as they were.

    Returns
    -------
    A `Path`. One that would take more than 64 MB keeps only some of its steps and computes the others again when asked for.

    Raises
    ------
    ArgumentError
        If theta has no axis, a rate is not a finite number or does not fit theta, a name is unknown, or the gradient is
        not an array of the shape of theta.

    Examples
    --------
    >>> from bpwidgets import engine
    >>> f = engine.NetworkLoss(engine.network((1, 1), bias=False), [[0], [3], [9], [27]], [[0], [6], [18], [54]])
    >>> path = descend(f, [4.0], learning_rate=1 / 819, steps=3)
    >>> path.thetas[:, 0].round(6).tolist(), path.diverged
    ([4.0, 3.0, 2.5, 2.25], None)
    >>> print(descend(f, [4.0], learning_rate=0.01, steps=3).reason)
    The loss rose from 819 at the start to 7.199e+05 at step 3, and was above its start from step 1 on.
    >>> path = descend(f, [4.0], OPTIMIZERS["momentum"].replace(momentum=0.5), 1 / 819, 3, schedule="cosine")
    >>> path.states["velocity"][:, 0].round(2).tolist()
    [0.0, 819.0, 819.0, 511.88]
    """
    theta, rate = _start(as_floats(theta), learning_rate)
    walk = Trajectory(_evaluation(objective),
                lookup(optimizer, OPTIMIZERS, Optimizer, "optimizer", "descend"), rate,
                lookup(schedule, SCHEDULES, Schedule, "schedule", "descend"),
                lookup(clip, CLIPS, Clip, "clip", "descend"),
                whole_number(steps, "steps", "descend"), getattr(objective, "held", None))
    return path_from(walk, theta)


def _start(theta: np.ndarray, learning_rate: ArrayLike) -> tuple[np.ndarray, np.ndarray | float]:
    """theta with the leading axes of the rates, and the rates as (..., 1)."""
    rate = np.asarray(learning_rate)
    if rate.dtype.kind not in "iuf" or not np.isfinite(rate).all():
        raise argument_error("learning_rate", "descend", "a finite number or an array of them", learning_rate)
    if theta.ndim == 0:
        raise argument_error("theta", "descend", "shape (..., n)", theta, "Give a single weight as [weight].")
    if rate.ndim == 0:
        return theta, float(rate)
    try:
        lead = np.broadcast_shapes(rate.shape, theta.shape[:-1])
    except ValueError:
        raise argument_error("learning_rate", "descend", f"a number or shape {theta.shape[:-1]}", rate) from None
    return np.broadcast_to(theta, lead + theta.shape[-1:]), rate[..., None].astype(theta.dtype)


def _evaluation(objective: Any) -> Callable[[np.ndarray, int], tuple[Any, np.ndarray]]:
    if not hasattr(objective, "gradient"):
        raise argument_error("objective", "descend", "something with gradient(theta, step), such as a NetworkLoss or a row of SURFACES",
                      objective, "engine.Function(f, n=2) makes one of a function.")
    if hasattr(objective, "value_and_gradient"):
        return objective.value_and_gradient
    if hasattr(objective, "value"):
        return lambda theta, step: (objective.value(theta, step), objective.gradient(theta, step))
    return lambda theta, step: (None, objective.gradient(theta, step))
