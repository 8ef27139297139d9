"""What is found in each layer when what flows is counted."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from .histogram import Histogram

# A quantity of the settings -> the field that has its histogram.
FIELDS: Mapping[str, str] = MappingProxyType({"activation": "activations", "z": "z", "delta": "deltas",
                                              "weight_gradient": "gradients"})


@dataclass(frozen=True, eq=False)
class DistributionResult:
    """What is found in each layer; entry 0 is the first hidden layer, the last of depth + 1 the output layer.

    activations, z, deltas, gradients: `Histogram` of the values of a, z, delta = dL/dz (all examples, all units) and
    dW, for each of the depth + 1 layers; counted: the four by their names in the settings.

    dead_fraction, saturated_fraction (depth,): of the units, asked at every row of the data set; `Census` says how.
    jacobian_singular_values (min(inputs, outputs),): of d output / d input at the first example of the batch, largest
    first. update_ratio (depth + 1,): learning_rate |dW| / |W|, Frobenius norms: how far one step of plain gradient
    descent moves the weights, dimensionless; nan where W and dW are 0. verdict: all of that in words.
    """

    counted: Mapping[str, Histogram]
    dead_fraction: np.ndarray
    saturated_fraction: np.ndarray
    jacobian_singular_values: np.ndarray
    update_ratio: np.ndarray
    verdict: str

    def of(self, quantity: str) -> Histogram:
        """The histogram of one quantity by its name in the settings, or by that of the field."""
        return self.counted[next((name for name, field in FIELDS.items() if field == quantity), quantity)]

    @property
    def activations(self) -> Histogram:
        """Of the activations."""
        return self.counted["activation"]

    @property
    def z(self) -> Histogram:
        """Of the weighted sums."""
        return self.counted["z"]

    @property
    def deltas(self) -> Histogram:
        """Of the errors dL/dz."""
        return self.counted["delta"]

    @property
    def gradients(self) -> Histogram:
        """Of the gradients of the weights."""
        return self.counted["weight_gradient"]
