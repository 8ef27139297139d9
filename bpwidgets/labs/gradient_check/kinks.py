"""Where the loss has kinks: a unit, or an error, on one side of its kink at some weights and on the other at others."""
from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from ... import engine

TINY = 1e-6
# Into so many parts the interval that holds a kink is divided, so often.
PARTS, TIMES = 64, 3


class Side(NamedTuple):
    """What can switch: a unit of a layer for one example, counted from 0; layer and unit -1: the error of the output.
    """

    layer: int
    unit: int
    example: int

    @property
    def words(self) -> str:
        """Its name in a sentence."""
        return (f"the error of example {self.example}" if self.layer < 0
                else f"unit {self.unit} of layer {self.layer + 1}, example {self.example},")


def has_kinks(objective: engine.NetworkLoss) -> bool:
    """True if anything in the net or in the loss has a kink."""
    return _at_zero(objective.loss) or any(layer.activation.kinks for layer in objective.network.layers)


def sides(objective: engine.NetworkLoss, thetas: np.ndarray) -> np.ndarray:
    """Above (True) or at and below (False) each kink: thetas (..., n) -> (..., m), in the order of `names_of_sides`."""
    trace = objective.network.forward(thetas, objective.x.astype(thetas.dtype))
    flat = (*thetas.shape[:-1], -1)
    parts = [(layer.z > kink).reshape(flat) for layer, row in zip(trace.layers, objective.network.layers)
             for kink in row.activation.kinks]
    if _at_zero(objective.loss):
        parts.append((trace.output > objective.y).reshape(flat))
    return np.concatenate([np.empty((*thetas.shape[:-1], 0), dtype=bool), *parts], axis=-1)


def names_of_sides(objective: engine.NetworkLoss) -> Sequence[Side]:
    """What each of the `sides` is about."""
    network, examples = objective.network, range(len(objective.x))
    found = [Side(k, unit, example) for k, layer in enumerate(network.layers) for _ in layer.activation.kinks
             for example in examples for unit in range(layer.outputs)]
    if _at_zero(objective.loss):
        found += [Side(-1, -1, example) for example in examples for _ in range(network.sizes[-1])]
    return found


def switched(objective: engine.NetworkLoss, theta: np.ndarray, h: float) -> np.ndarray:
    """Along which coordinates anything switches between theta - h and theta + h, (n,)."""
    if not has_kinks(objective):
        return np.zeros(len(theta), dtype=bool)
    away = h * np.eye(len(theta))
    left, here, right = (sides(objective, at) for at in (theta - away, theta, theta + away))
    return ((left != here) | (right != here)).any(axis=-1)


def nearest_kink(objective: engine.NetworkLoss, theta: np.ndarray, k: int, h: np.ndarray) -> float:
    """How far along coordinate k the first kink is, to either side, up to the largest of the steps h (growing); inf for
    none."""
    if not has_kinks(objective):
        return np.inf
    axis, here = np.eye(len(theta))[k], sides(objective, theta)

    def switches(distances: np.ndarray) -> np.ndarray:
        away = distances[:, None] * axis
        return ((sides(objective, theta - away) != here) | (sides(objective, theta + away) != here)).any(axis=-1)

    found = switches(h)
    if not found.any():
        return np.inf
    first = int(found.argmax())
    low, high = (h[first - 1] if first else 0.0), h[first]
    for _ in range(TIMES if first else 0):
        places = np.linspace(low, high, PARTS + 1)
        k_first = int(switches(places[1:]).argmax())
        low, high = places[k_first], places[k_first + 1]
    return float(high)


def _at_zero(loss: engine.Loss) -> bool:
    """True for a loss whose slope jumps where an output reaches its target."""
    if loss.targets != "numbers":
        return False
    zero, tiny = np.zeros((1, 1)), np.full((1, 1), TINY)
    jump = loss.gradient(tiny, zero) - loss.gradient(-tiny, zero)
    return bool(np.abs(jump).max() > 1e3 * TINY)
