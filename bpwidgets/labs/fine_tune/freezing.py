"""Freezing: a mask over the coordinates of theta, laid on the gradient after backpropagation is done.

    g = dL/dtheta,    theta <- theta - r (m o g),    m_i = 0 where coordinate i belongs to a frozen layer, else 1

The mask touches the update alone: delta and dL/da pass through a frozen layer as through any other.
"""
from __future__ import annotations

from collections.abc import Collection
from typing import Any, NamedTuple

import numpy as np

from ... import engine
from ...engine.descent import trajectory_from
from ...engine.paths.record import start_of


def layer_of(network: engine.Network) -> np.ndarray:
    """Of each coordinate of theta the number of its layer, from 0, (n,).

    >>> layer_of(engine.network((2, 1, 1))).tolist()
    [0, 0, 0, 1, 1]
    """
    sizes = [sum(int(np.prod(shape)) for shape in layer.shapes.values()) for layer in network.layers]
    return np.repeat(np.arange(len(sizes)), sizes)


def mask_of(network: engine.Network, frozen: Collection[int]) -> np.ndarray:
    """The mask, (n,): 0 for the weights and biases of frozen layers (numbers from 0), 1 for all others.

    >>> mask_of(engine.network((2, 1, 1)), {0}).tolist()
    [0.0, 0.0, 0.0, 1.0, 1.0]
    """
    return 1.0 - np.isin(layer_of(network), list(frozen))


class Masked(NamedTuple):
    """An objective whose gradient has the mask (..., n) laid on it; its value is as it was."""

    objective: Any
    mask: np.ndarray

    def value(self, theta: np.ndarray, step: int | None = None) -> Any:
        """L(theta)."""
        return self.objective.value(theta, step)

    def gradient(self, theta: np.ndarray, step: int | None = None) -> np.ndarray:
        """m o dL/dtheta."""
        return self.mask * self.objective.gradient(theta, step)

    def value_and_gradient(self, theta: np.ndarray, step: int | None = None) -> tuple[Any, np.ndarray]:
        """Both."""
        value, gradient = self.objective.value_and_gradient(theta, step)
        return value, self.mask * gradient


def tuning(objective: Any, theta: np.ndarray, mask: np.ndarray, optimizer: Any, rate: float, steps: int) -> Any:
    """Descent from theta (..., n) with that mask, place by place: an iterator of the engine's `StepState`.

    A rule that makes no step of a gradient that was 0 from the start leaves what is frozen as it is, bit for bit:
    without that a velocity or a decay would go on moving it.
    """
    trajectory, theta = trajectory_from(Masked(objective, mask), theta, optimizer, rate, steps)
    return trajectory.follow(start_of(trajectory, theta))
