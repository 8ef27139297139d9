"""The layer that turns numbers of any size into probabilities."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from operator import attrgetter
from types import MappingProxyType
from typing import ClassVar

import numpy as np

from ...errors import whole_number
from ..activations import ACTIVATIONS, Activation
from ..initializers import Initializer
from ..trace import LayerBack, LayerTrace
from .checks import check_features
from .context import Context
from .protocol import call_of

Parameters = Mapping[str, np.ndarray]


@dataclass(frozen=True, repr=False)
class Softmax:
    """Features made positive with sum 1, as probabilities: z_k = exp(x_k) / sum_j exp(x_j) (Bridle, 1990); a = z.

    For training, "softmax_cross_entropy" on the x (the logits) is the better choice: it takes ln z without first rounding z to 0.

    Parameters
    ----------
    features
        The number of features, in and out. There are no parameters.

    Raises
    ------
    ArgumentError
        If `features` is not a whole number of at least 1.

    Examples
    --------
    >>> Softmax(2).forward({}, np.array([[1000.0, 1000.0], [-1000.0, 1000.0]])).z
    array([[0.5, 0.5],
           [0. , 1. ]])
    """

    features: int

    activation: ClassVar[Activation] = ACTIVATIONS["identity"]
    inputs = outputs = property(attrgetter("features"))
    shapes: ClassVar[Mapping[str, tuple[int, ...]]] = MappingProxyType({})
    __repr__ = call_of

    def __post_init__(self) -> None:
        object.__setattr__(self, "features", whole_number(self.features, "features", "Softmax", 1))

    def initialize(self, row: Initializer, weights: np.random.Generator, biases: np.random.Generator,
                   gain: float, bias_scale: float) -> dict[str, np.ndarray]:
        """No parameters, and no random numbers drawn."""
        return {}

    def check_input(self, x: np.ndarray) -> None:
        """Refuse an x that is not (..., batch, features)."""
        check_features(x, self.features)

    def forward(self, parameters: Parameters, x: np.ndarray, context: Context | None = None) -> LayerTrace:
        """Compute z; subtracting the largest x first changes nothing but keeps exp from overflowing."""
        e = np.exp(x - x.max(axis=-1, keepdims=True))
        z = e / e.sum(axis=-1, keepdims=True)
        return LayerTrace(x, z, z)

    def backward(self, parameters: Parameters, trace: LayerTrace, da: np.ndarray, context: Context | None = None) -> LayerBack:
        """Carry da back through the Jacobian dz_k/dx_j = z_k (1 if j = k else 0) - z_k z_j:  dx = z o (delta - sum delta o z)."""
        z, delta = trace.z, da
        dx = z * (delta - (delta * z).sum(axis=-1, keepdims=True))
        return LayerBack(delta, {}, dx)
