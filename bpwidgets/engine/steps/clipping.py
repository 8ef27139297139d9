"""Clipping: long gradients are cut before an optimizer uses them, so that a cliff does not throw theta far away."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy import ndarray as Array
from numpy.typing import ArrayLike

from ..support.arrays import as_floats
from ..support.norms import norm
from .hyperparameters import Hyperparameter, Tunable


@dataclass(frozen=True, repr=False)
class Clip(Tunable):
    """One way to bound a gradient. `name` and `hyperparameters` as in `Tunable`.

    Parameters
    ----------
    rule
        (gradient (..., n), *hyperparameters) -> (..., n); each setting by itself.
    formula
        The rule as text; g is the gradient, c the threshold.

    Examples
    --------
    >>> CLIPS["norm"].replace(threshold=6.5).clip([3, 4, 12]).tolist()
    [1.5, 2.0, 6.0]
    """

    name: str
    rule: Callable[..., np.ndarray]
    formula: str = ""
    hyperparameters: tuple[Hyperparameter, ...] = ()

    def clip(self, gradient: ArrayLike) -> np.ndarray:
        """The bounded gradient: (..., n) -> (..., n)."""
        with np.errstate(all="ignore"):
            return self.rule(as_floats(gradient), *self.constants)


# none:  g
def _none(g: Array) -> Array:
    return g


# value:  every coordinate from -c to c  (torch: clip_grad_value_)
def _value(g: Array, c: float) -> Array:
    return np.clip(g, -c, c)


# norm:  g c / |g| if |g| >= c, so that the direction stays  (Pascanu et al. 2013, algorithm 1)
def _norm(g: Array, c: float) -> Array:
    size = norm(g, axis=-1)[..., None]
    return g * np.minimum(1, c / size)


_THRESHOLD = Hyperparameter("threshold", 1.0, least=-math.inf, above=0)

_ROWS = (
    Clip("none", _none, "g"),
    Clip("value", _value, "min(max(g, -c), c)", (_THRESHOLD,)),
    Clip("norm", _norm, "g min(1, c / |g|)", (_THRESHOLD,)),
)

CLIPS = MappingProxyType({row.name: row for row in _ROWS})
