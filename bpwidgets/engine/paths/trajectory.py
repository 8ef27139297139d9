"""The walk of a descent: from one step to the next, and any stretch of it as arrays."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from ...errors import Verbatim, argument_error
from ..optimizers import Optimizer, State
from ..steps.clipping import Clip
from ..steps.schedules import Schedule
from .path import Path


class StepState(NamedTuple):
    """Where a walk is before a step: theta (..., n), the loss (...) or None, the gradient (..., n), the state."""

    theta: np.ndarray
    value: Any
    gradient: np.ndarray
    state: State


@dataclass(frozen=True, eq=False)
class Trajectory:
    """Everything that decides a descent but its start; it remembers nothing, so each stretch can be walked again, bit for bit.

    Parameters
    ----------
    evaluate
        (theta, step) -> the loss or None, the gradient.
    optimizer, learning_rate, schedule, clip, steps
        As in `descend`; the rate is a number or (..., 1).
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

    def start(self, theta: np.ndarray) -> StepState:
        """The place before the first step; refused if objective or optimizer answer in other shapes than they should."""
        place = self.place(0, theta, self.optimizer.init(theta))
        lead = theta.shape[:-1]
        if getattr(place.gradient, "shape", None) != theta.shape:
            raise argument_error("gradient", "the objective", f"an array of shape {theta.shape}, that of theta", place.gradient)
        if place.value is not None and np.shape(place.value) != lead:
            raise argument_error("value", "the objective", f"a number for each setting, shape {lead}", place.value)
        _, state = self.optimizer.rule(theta, place.gradient, place.state, self.learning_rate, *self.optimizer.constants)
        if _form(state) != _form(place.state):
            raise argument_error("state", self.optimizer.name, f"{_form(place.state)} after a step, as from init", Verbatim(_form(state)),
                          "Let init begin with np.zeros_like(theta), or with 0.0 for a single number.")
        return place

    def place(self, step: int, theta: np.ndarray, state: State) -> StepState:
        """The place before a step, which the steps before it have led to."""
        return StepState(theta, *self.evaluate(theta, step), state)

    def onward(self, step: int, theta: np.ndarray, gradient: np.ndarray, state: State) -> tuple[np.ndarray, State]:
        """One step: the next theta and the next state."""
        r = self.learning_rate * self.schedule.rule(step, self.steps, *self.schedule.constants)
        g = self.clip.rule(gradient, *self.clip.constants)
        after, state = self.optimizer.rule(theta, g, state, r, *self.optimizer.constants)
        if self.held is not None:
            after[..., self.held] = theta[..., self.held]
        return after, state

    def stretch(self, first: int, count: int, place: StepState) -> tuple[Path, StepState]:
        """So many places from `first` on, kept, and the place after them (the last one, if the walk ends with them)."""
        kept = _room(place, count)
        thetas, values, gradients, states = kept.thetas, kept.values, kept.gradients, kept.states
        theta, value, gradient, state = place
        for i in range(count):
            thetas[i], gradients[i] = theta, gradient
            if values is not None:
                values[i] = value
            for name, entries in states.items():
                entries[i] = state[name]
            if first + i < self.steps:
                theta, state = self.onward(first + i, theta, gradient, state)
                value, gradient = self.evaluate(theta, first + i + 1)
        return kept, StepState(theta, value, gradient, state)


def _room(place: StepState, count: int) -> Path:
    """A path of so many places like this one, still to be written."""
    def room(entry: Any, dtype: np.dtype) -> np.ndarray:
        return np.empty((count, *np.shape(entry)), dtype)
    theta, value, gradient, state = place
    floats = np.result_type(theta, gradient)
    return Path(room(theta, floats), None if value is None else room(value, np.result_type(value, floats)), room(gradient, floats),
                {name: room(entry, np.result_type(entry)) for name, entry in state.items()})


def _form(state: State) -> str:
    """Names, shapes and kinds of numbers: count () int, velocity (3,) float."""
    kinds = {"f": "float", "i": "int"}
    return ", ".join(f"{name} {np.shape(entry)} {kinds.get(np.result_type(entry).kind, 'other')}"
                     for name, entry in sorted(state.items()))
