"""The layer that turns numbers of any size into probabilities."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ..trace import LayerBack, LayerTrace
from .checks import check_features
from .context import Context
from .fixed import Fixed

Parameters = Mapping[str, np.ndarray]


@dataclass(frozen=True, repr=False)
class Softmax(Fixed):
    """Features made positive with sum 1, as probabilities: z_k = exp(x_k) / sum_j exp(x_j) (Bridle, 1990); a = z.

    For training, "softmax_cross_entropy" of the logits x is the better choice: it takes ln z without rounding z to 0.

    `features` as in `Fixed`: their number, in and out.

    Examples
    --------
    >>> Softmax(2).forward({}, np.array([[1000.0, 1000.0], [-1000.0, 1000.0]])).z
    array([[0.5, 0.5],
           [0. , 1. ]])
    """

    def check_input(self, x: np.ndarray) -> None:
        """Refuse an x that is not (..., batch, features)."""
        check_features(x, self.features)

    def forward(self, parameters: Parameters, x: np.ndarray, context: Context | None = None) -> LayerTrace:
        """Compute z; subtracting the largest x first changes nothing but keeps exp from overflowing."""
        e = np.exp(x - x.max(axis=-1, keepdims=True))
        z = e / e.sum(axis=-1, keepdims=True)
        return LayerTrace(x, z, z)

    def backward(self, parameters: Parameters, trace: LayerTrace, da: np.ndarray,
                 context: Context | None = None) -> LayerBack:
        """Carry da back.

            dz_k/dx_j = z_k (1 if j = k else 0) - z_k z_j,    dx = z o (delta - sum of delta o z over the features)
        """
        z, delta = trace.z, da
        dx = z * (delta - (delta * z).sum(axis=-1, keepdims=True))
        return LayerBack(delta, {}, dx)
