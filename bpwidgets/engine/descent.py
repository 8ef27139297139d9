"""Gradient descent: from theta a step against the gradient, again and again.

    g_k = dL/dtheta at theta_k,    theta_k+1 = theta_k - r g_k

The rule of an optimizer may do more with g_k than this, a schedule changes the learning rate r from step to step, and
g_k may be clipped. `Trajectory.follow` is the loop; `descend` checks what is given, runs the loop, and keeps every step
in a `Path`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from ..errors import argument_error, lookup, whole_number
from .optimizers import OPTIMIZERS, Optimizer
from .paths.checkpoints import path_from
from .paths.path import Path
from .paths.record import StepState
from .steps.clipping import CLIPS, Clip
from .steps.schedules import SCHEDULES, Schedule
from .support.arrays import as_floats


@dataclass(frozen=True, eq=False)
class Trajectory:
    """Everything that decides a descent but its start; it remembers nothing, so each part can be repeated bit for bit.

    Parameters
    ----------
    evaluate
        (theta, step) -> the loss (None if it is not known) and the gradient.
    optimizer, learning_rate, schedule, clip, steps
        As in `descend`; the rate is a number, or (..., 1) for many.
    held
        The coordinates that stay where they are, also under rules that shrink theta itself; None for none.
    """

    evaluate: Callable[[np.ndarray, int], tuple[Any, np.ndarray]]
    optimizer: Optimizer
    learning_rate: np.ndarray | float
    schedule: Schedule
    clip: Clip
    steps: int
    held: np.ndarray | None = None

    def follow(self, at: StepState) -> Iterator[StepState]:
        """Gradient descent, from a place on the way: that place, and the one after each step to come."""
        _, theta, value, gradient, state = at
        yield at
        for k in range(at.step, self.steps):
            r = self.learning_rate * self.schedule.rule(k, self.steps, *self.schedule.constants)
            g = self.clip.rule(gradient, *self.clip.constants)
            after, state = self.optimizer.rule(theta, g, state, r, *self.optimizer.constants)
            if self.held is not None:
                after[..., self.held] = theta[..., self.held]
            theta = after
            value, gradient = self.evaluate(theta, k + 1)
            yield StepState(k + 1, theta, value, gradient, state)


def descend(objective: Any, theta: ArrayLike, optimizer: str | Optimizer = "sgd", learning_rate: ArrayLike = 0.01,
            steps: int = 100, schedule: str | Schedule = "constant", clip: str | Clip = "none") -> Path:
    """Follow an optimizer downhill, and keep every step.

    Parameters
    ----------
    objective
        Anything with `gradient(theta, step)`, theta (n,) -> (n,). If it has `value(theta, step)` too, or both at once
        as `value_and_gradient(theta, step)`, the losses are kept as well. The same theta and step must give the same
        numbers. Coordinates that it calls `held` stay where they are.
    theta : (n,)
        The start; (..., n) for many starts side by side.
    optimizer
        A name of `OPTIMIZERS`, one of its rows with other hyperparameters, or a custom row.
    learning_rate
        The size of the steps; an array of rates runs them side by side: 32 rates give thetas (steps + 1, 32, n).
    steps
        The number of steps; 0 looks at the start only.
    schedule
        How the learning rate changes from step to step: a name or row of `SCHEDULES`.
    clip
        How gradients are bounded before the optimizer uses them: a name or row of `CLIPS`. The path has them unbounded.

    Returns
    -------
    A `Path`. One that would take more than 64 MB keeps only some of its steps and recomputes the others when needed.

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
    return path_from(*trajectory_from(objective, theta, optimizer, learning_rate, steps, schedule, clip))


def trajectory_from(objective: Any, theta: ArrayLike, optimizer: str | Optimizer, learning_rate: ArrayLike, steps: int,
                    schedule: str | Schedule = "constant", clip: str | Clip = "none") -> tuple[Trajectory, np.ndarray]:
    """What decides a descent, checked, and its start; see `descend`."""
    theta, rate = _start(as_floats(theta), learning_rate)
    rows = (lookup(optimizer, OPTIMIZERS, Optimizer, "optimizer", "descend"), rate,
            lookup(schedule, SCHEDULES, Schedule, "schedule", "descend"), lookup(clip, CLIPS, Clip, "clip", "descend"))
    steps = whole_number(steps, "steps", "descend")
    held = getattr(objective, "held", None)
    return Trajectory(_evaluation(objective), *rows, steps, held), theta


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
    return np.broadcast_to(theta, lead + theta.shape[-1:]).copy(), rate[..., None].astype(theta.dtype)


def _evaluation(objective: Any) -> Callable[[np.ndarray, int], tuple[Any, np.ndarray]]:
    if not hasattr(objective, "gradient"):
        expected = "something with gradient(theta, step), such as a NetworkLoss or a row of SURFACES"
        advice = "engine.Function(f, n=2) makes one of a function."
        raise argument_error("objective", "descend", expected, objective, advice)
    if hasattr(objective, "value_and_gradient"):
        return objective.value_and_gradient
    if hasattr(objective, "value"):
        return lambda theta, step: (objective.value(theta, step), objective.gradient(theta, step))
    return lambda theta, step: (None, objective.gradient(theta, step))
