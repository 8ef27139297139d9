"""The losses of the lab: how each is called, and what it takes of a net."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from ... import engine

SIGMOID = engine.ACTIVATIONS["sigmoid"]


@dataclass(frozen=True)
class Kind:
    """One way to measure the error of a sigmoid unit. title: its name in pictures. loss: the row of the engine.

    output: the activation of the output layer. The cross-entropy of the engine takes z itself, as a logit: so it never
    meets the logarithm of an output that was rounded to 0 or 1. squared error: (a - y)^2 / 2, one example.
    """

    title: str
    loss: engine.Loss
    output: str

    def losses(self, z: np.ndarray, target: float) -> np.ndarray:
        """The loss at each z: (k,) -> (k,)."""
        return self.loss.function(engine.ACTIVATIONS[self.output].function(_each(z)), np.array([[target]]))

    def deltas(self, z: np.ndarray, target: float) -> np.ndarray:
        """dL/dz at each z, (k,) -> (k,): dL/da times the slope of the output layer."""
        activation = engine.ACTIVATIONS[self.output]
        along = self.loss.gradient(activation.function(_each(z)), np.array([[target]]))
        return (along * activation.slope(_each(z)))[:, 0, 0]


KINDS: Mapping[str, Kind] = MappingProxyType({
    "squared": Kind("squared error", engine.LOSSES["quadratic"], "sigmoid"),
    "entropy": Kind("cross-entropy", engine.LOSSES["binary_cross_entropy"], "identity"),
})


def outputs(z: np.ndarray) -> np.ndarray:
    """What the unit says."""
    return SIGMOID.function(z)


def _each(z: np.ndarray) -> np.ndarray:
    """Each number as the outputs (1, 1) of one example: (k,) -> (k, 1, 1)."""
    return np.asarray(z, dtype=float)[:, None, None]
