"""Descent: the path of an optimizer over an objective, with every step kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from .arguments import choose, refusal, whole_number
from .arrays import as_floats
from .optimizers import OPTIMIZERS, Optimizer
from .sizes import norm

RISEN = 1 + 1e-9


@dataclass(frozen=True, eq=False)
class Path:
    """Every step of a descent, the start included; `...` stands for settings that ran side by side.

    Parameters
    ----------
    thetas : (steps + 1, ..., n)
        The parameters.
    values : (steps + 1, ...) or None
        The loss at each of them; None if the objective has no `value`.
    gradients : (steps + 1, ..., n)
        The gradient at each of them.
    states
        The state of the optimizer by name, (steps + 1, ..., n) each.
    """

    thetas: np.ndarray = field(repr=False)
    values: np.ndarray | None = field(repr=False)
    gradients: np.ndarray = field(repr=False)
    states: Mapping[str, np.ndarray] = field(repr=False)

    @property
    def steps(self) -> int:
        """The number of steps taken; the arrays have one entry more, the start."""
        return len(self.thetas) - 1

    @cached_property
    def diverged(self) -> int | None | np.ndarray:
        """The step at which the descent went wrong for good, or None if it did not.

        A path has diverged if a number in it is not finite, or if it ends at its largest loss, above that of the
        start. (Without values the length of the gradient stands for the loss.) The step is the first one from which the
        loss stays above its start, or is not finite.

        Settings that ran side by side give an array (...) of whole numbers, with -1 for None.
        """
        size, finite = self._size, self._finite
        ended_highest = (size[-1] > size[0] * RISEN) & (size[-1] >= size.max(axis=0))
        wrong = ~finite.all(axis=0) | ended_highest
        good = finite & (size <= size[0])
        first = len(size) - np.argmax(good[::-1], axis=0)
        step = np.where(wrong, np.where(good.any(axis=0), first, 0), -1)
        # a path whose last number is "good" though one before was not finite went wrong where it was not finite
        step = np.where(step == len(size), np.argmin(finite, axis=0), step)
        if step.ndim:
            return step
        return None if step < 0 else int(step)

    @cached_property
    def reason(self) -> str | None | np.ndarray:
        """Why the descent diverged, in a sentence; None if it did not; an array (...) of these for settings side by side."""
        if self.thetas.ndim == 2:
            return None if self.diverged is None else self._sentence((), self.diverged)
        sentences = np.empty(self.thetas.shape[1:-1], dtype=object)
        for setting in np.ndindex(sentences.shape):
            step = int(self.diverged[setting])
            sentences[setting] = None if step < 0 else self._sentence(setting, step)
        return sentences

    @property
    def _size(self) -> np.ndarray:
        return norm(self.gradients, axis=-1) if self.values is None else self.values

    @property
    def _finite(self) -> np.ndarray:
        finite = np.isfinite(self.thetas).all(axis=-1) & np.isfinite(self.gradients).all(axis=-1)
        return finite if self.values is None else finite & np.isfinite(self.values)

    def _sentence(self, setting: tuple[int, ...], step: int) -> str:
        what = "length of the gradient" if self.values is None else "loss"
        at = (slice(None), *setting)
        size, finite = self._size[at], self._finite[at]
        if finite.all():
            return (f"The {what} rose from {size[0]:.4g} at the start to {size[-1]:.4g} at step {self.steps}, "
                    f"and was above its start from step {step} on.")
        k = int(np.argmin(finite))
        quantities = {"theta": self.thetas[at][k], f"{what}": size[k], "gradient": self.gradients[at][k]}
        name = next(name for name, value in quantities.items() if not np.isfinite(value).all())
        since = f"; the {what} was above its start from step {step} on" if step < k else ""
        return f"The {name} stopped being a finite number at step {k}{since}."


def descend(objective: Any, theta: ArrayLike, optimizer: str | Optimizer = "sgd",
            learning_rate: ArrayLike = 0.01, steps: int = 100) -> Path:
    """Follow an optimizer downhill, and keep every step.

    Parameters
    ----------
    objective
        Anything with `gradient(theta, step)`, theta (..., n) -> (..., n). If it has `value(theta, step)` too, or both at once
        as `value_and_gradient(theta, step)`, the losses are kept as well.
    theta : (..., n)
        The start.
    optimizer
        A name of `OPTIMIZERS`, or a row of one's own.
    learning_rate : number or (...)
        The size of the steps. An array runs its rates side by side: 32 rates give thetas (steps + 1, 32, n).
    steps
        How many; 0 looks at the start only.

    Raises
    ------
    ValueError
        If theta has no axis, a rate is not a finite number or does not fit theta, or a name is unknown.

    Examples
    --------
    >>> from bpwidgets import engine
    >>> f = engine.NetworkLoss(engine.network((1, 1), bias=False), [[0], [3], [9], [27]], [[0], [6], [18], [54]])
    >>> path = descend(f, [4.0], learning_rate=1 / 819, steps=3)
    >>> path.thetas[:, 0].round(6).tolist(), path.diverged
    ([4.0, 3.0, 2.5, 2.25], None)
    >>> print(descend(f, [4.0], learning_rate=0.01, steps=3).reason)
    The loss rose from 819 at the start to 7.199e+05 at step 3, and was above its start from step 1 on.
    """
    row = choose(optimizer, OPTIMIZERS, Optimizer, "optimizer", "descend")
    steps = whole_number(steps, "steps", "descend")
    theta, rate = _start(as_floats(theta), learning_rate)
    evaluate = _evaluation(objective)
    state, kept = row.init(theta), []
    with np.errstate(all="ignore"):
        for step in range(steps + 1):
            value, gradient = evaluate(theta, step)
            kept.append((theta, value, gradient, state))
            if step < steps:
                theta, state = row.step(theta, gradient, state, rate)
    thetas, values, gradients, states = zip(*kept)
    return Path(np.array(thetas), None if values[0] is None else np.array(values), np.array(gradients),
                {name: np.array([of_step[name] for of_step in states]) for name in state})


def _start(theta: np.ndarray, learning_rate: ArrayLike) -> tuple[np.ndarray, np.ndarray | float]:
    """theta with the leading axes of the rates, and the rates as (..., 1)."""
    rate = np.asarray(learning_rate)
    if rate.dtype.kind not in "iuf" or not np.isfinite(rate).all():
        raise refusal("learning_rate", "descend", "a finite number or an array of them", learning_rate)
    if theta.ndim == 0:
        raise refusal("theta", "descend", "shape (..., n)", theta, "Give a single weight as [weight].")
    if rate.ndim == 0:
        return theta, float(rate)
    try:
        lead = np.broadcast_shapes(rate.shape, theta.shape[:-1])
    except ValueError:
        raise refusal("learning_rate", "descend", f"a number or shape {theta.shape[:-1]}", rate) from None
    return np.broadcast_to(theta, lead + theta.shape[-1:]), rate[..., None]


def _evaluation(objective: Any) -> Callable[[np.ndarray, int], tuple[Any, np.ndarray]]:
    if hasattr(objective, "value_and_gradient"):
        return objective.value_and_gradient
    if hasattr(objective, "value"):
        return lambda theta, step: (objective.value(theta, step), objective.gradient(theta, step))
    return lambda theta, step: (None, objective.gradient(theta, step))
