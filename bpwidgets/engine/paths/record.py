"""The record of a descent: the place before each step, and a number of these as arrays."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain, islice
from typing import Any, NamedTuple

import numpy as np

from ...errors import Verbatim, argument_error
from ..optimizers import State
from .path import Path


class StepState(NamedTuple):
    """Where a descent is before a step: its number, theta (n,), the loss or None, the gradient (n,), the state."""

    step: int
    theta: np.ndarray
    value: Any
    gradient: np.ndarray
    state: State


def start_of(trajectory: Any, theta: np.ndarray) -> StepState:
    """The place before the first step; refused if objective or optimizer return other shapes than they should."""
    optimizer, lead = trajectory.optimizer, theta.shape[:-1]
    state = optimizer.init(theta)
    value, gradient = trajectory.evaluate(theta, 0)
    if getattr(gradient, "shape", None) != theta.shape:
        raise argument_error("gradient", "the objective", f"an array of shape {theta.shape}, that of theta", gradient)
    if value is not None and np.shape(value) != lead:
        raise argument_error("value", "the objective", f"a number for each setting, shape {lead}", value)
    _, after = optimizer.rule(theta, gradient, state, trajectory.learning_rate, *optimizer.constants)
    if _form(after) != _form(state):
        expected = f"{_form(state)} after a step, as from init"
        advice = "Let init begin with np.zeros_like(theta), or with 0.0 for a single number."
        raise argument_error("state", optimizer.name, expected, Verbatim(_form(after)), advice)
    return StepState(0, theta, value, gradient, state)


def record(places: Iterable[StepState], count: int) -> Path:
    """A path of the next places."""
    places = iter(places)
    first = next(places)
    kept = room_for(first, count)
    write(kept, 0, chain([first], islice(places, count - 1)))
    return kept


def write(kept: Any, first: int, places: Iterable[StepState]) -> None:
    """Write places into a path of arrays, from `first` on."""
    thetas, values, gradients, states = kept.thetas, kept.values, kept.gradients, kept.states.items()
    for i, (_, theta, value, gradient, state) in enumerate(places, first):
        thetas[i], gradients[i] = theta, gradient
        if values is not None:
            values[i] = value
        for name, entries in states:
            entries[i] = state[name]


def room_for(place: StepState, count: int) -> Path:
    """A path of a number of places like this one, still to be written."""
    def room(entry: Any, dtype: np.dtype) -> np.ndarray:
        return np.empty((count, *np.shape(entry)), dtype)
    _, theta, value, gradient, state = place
    floats = np.result_type(theta, gradient)
    values = None if value is None else room(value, np.result_type(value, floats))
    states = {name: room(entry, np.result_type(entry)) for name, entry in state.items()}
    return Path(room(theta, floats), values, room(gradient, floats), states)


def _form(state: State) -> str:
    """Names, shapes and kinds of numbers: count () int, velocity (3,) float."""
    kinds = {"f": "float", "i": "int"}
    return ", ".join(f"{name} {np.shape(entry)} {kinds.get(np.result_type(entry).kind, 'other')}"
                     for name, entry in sorted(state.items()))
