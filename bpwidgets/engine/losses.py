"""Losses: one number that says how far the outputs are from the targets, and its gradient with respect to the outputs.

Throughout, a is the output of a network and y the target, both (..., N, K) with N the batch and K the outputs, and
e = a - y. `function` sums or averages over the last two axes and returns (...); `gradient` is dL/da, (..., N, K). The names
say the reduction: the same data have gradients that differ by a factor 2 N K between "sse" and "half_mse", and so
do the learning rates that are stable.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np

from ..errors import finite_number
from .activations import ACTIVATIONS
from .support.partial import Partial
from .support.targets import as_class_rows, as_shares

_sigmoid = ACTIVATIONS["sigmoid"].function


@dataclass(frozen=True)
class Loss:
    """One loss with its gradient.

    Parameters
    ----------
    name
        What menus and settings call it.
    function
        L: outputs (..., N, K), targets (N, K) -> (...).
    gradient
        dL/da: outputs (..., N, K), targets (N, K) -> (..., N, K).
    formula
        L as a person writes it; e = a - y, N rows, K outputs.
    prepare
        Called once, when an objective is built, with the targets as the user gave them and the number K of outputs; returns
        the targets (N, K) that function and gradient take, or raises if they do not suit the loss. So the cross-entropies
        take class labels (`targets`). None: they are taken as they are.

    Examples
    --------
    >>> row = LOSSES["mse"]
    >>> float(row.function(np.array([[1.0], [2.0]]), np.array([[0.0], [0.0]])))
    2.5
    >>> row.gradient(np.array([[1.0], [2.0]]), np.array([[0.0], [0.0]])).tolist()
    [[1.0], [2.0]]
    """

    name: str
    function: Callable[[Any, Any], Any]
    gradient: Callable[[Any, Any], Any]
    formula: str = ""
    prepare: Callable[[np.ndarray, int], np.ndarray] | None = None

    def __repr__(self) -> str:
        return f"Loss({self.name!r})"

    def __str__(self) -> str:
        return self.name


def _sum(entries):
    return np.add.reduce(entries, axis=(-2, -1))


def _rows(a):
    return a.shape[-2]


def _entries(a):
    return a.shape[-2] * a.shape[-1]


# sse:  L = sum e^2,  dL/da = 2 e
def _sse(a, y):
    e = a - y
    return _sum(e * e)


def _sse_gradient(a, y):
    return 2 * (a - y)


# half_sse:  L = 1/2 sum e^2,  dL/da = e
def _half_sse(a, y):
    return _sse(a, y) / 2


def _half_sse_gradient(a, y):
    return a - y


# mse:  L = 1/(N K) sum e^2,  dL/da = 2 e / (N K)
def _mse(a, y):
    return _sse(a, y) / _entries(a)


def _mse_gradient(a, y):
    return (a - y) * (2 / _entries(a))


# half_mse:  L = 1/(2 N K) sum e^2,  dL/da = e / (N K)
def _half_mse(a, y):
    return _sse(a, y) / (2 * _entries(a))


def _half_mse_gradient(a, y):
    return (a - y) / _entries(a)


# quadratic:  L = 1/(2 N) sum e^2,  dL/da = e / N
def _quadratic(a, y):
    return _sse(a, y) / (2 * _rows(a))


def _quadratic_gradient(a, y):
    return (a - y) / _rows(a)


# mae:  L = 1/(N K) sum |e|,  dL/da = sign(e) / (N K), with sign(0) = 0
def _mae(a, y):
    return _sum(np.abs(a - y)) / _entries(a)


def _mae_gradient(a, y):
    return np.sign(a - y) / _entries(a)


# huber:  L = 1/(N K) sum h(e),  h(e) = e^2 / 2 if |e| <= d else d (|e| - d / 2),  dL/da = clip(e, -d, d) / (N K)
def _huber(a, y, d):
    e = np.abs(a - y)
    inner = np.minimum(e, d)
    return _sum(inner * inner / 2 + d * (e - inner)) / _entries(a)


def _huber_gradient(a, y, d):
    return np.minimum(np.maximum(a - y, -d), d) / _entries(a)


# binary_cross_entropy, p = sigmoid(a):  L = -1/(N K) sum y ln p + (1 - y) ln(1 - p)
#                                          = 1/(N K) sum max(a, 0) - a y + ln(1 + e^-|a|),  dL/da = (p - y) / (N K)
def _binary_cross_entropy(a, y):
    return _sum(np.maximum(a, 0) - a * y + np.log1p(np.exp(-np.abs(a)))) / _entries(a)


def _binary_cross_entropy_gradient(a, y):
    return (_sigmoid(a) - y) / _entries(a)


# softmax_cross_entropy, p_k = e^a_k / sum_j e^a_j:  L = -1/N sum y ln p,  -ln p = ln sum e^s - s,  s = a - max a
#                                                    dL/da = (p - y) / N, because each row of y sums to 1
def _softmax_cross_entropy(a, y):
    s = a - a.max(axis=-1, keepdims=True)
    minus_log_p = np.log(np.exp(s).sum(axis=-1, keepdims=True)) - s
    return _sum(y * minus_log_p) / _rows(a)


def _softmax_cross_entropy_gradient(a, y):
    e = np.exp(a - a.max(axis=-1, keepdims=True))
    p = e / e.sum(axis=-1, keepdims=True)
    return (p - y) / _rows(a)


def huber(delta: float = 1.0) -> Loss:
    """The Huber loss with the bend where one likes it (Huber, 1964): quadratic for |e| <= delta, linear beyond.

    Parameters
    ----------
    delta
        Where the parabola becomes a line; in the unit of the outputs, above 0.

    Raises
    ------
    ArgumentError
        If delta is not a finite number above 0.

    Examples
    --------
    >>> float(huber(0.5).function(np.array([[3.0]]), np.array([[0.0]])))
    1.375
    """
    d = finite_number(delta, "delta", "huber", above=0)
    return Loss("huber", Partial(_huber, (d,)), Partial(_huber_gradient, (d,)),
                f"1/(N K) sum of e^2 / 2 if |e| <= {d:g} else {d:g} (|e| - {d / 2:g})")


_TABLE = (
    Loss("mse", _mse, _mse_gradient, "1/(N K) sum e^2"),
    Loss("half_mse", _half_mse, _half_mse_gradient, "1/(2 N K) sum e^2"),
    Loss("sse", _sse, _sse_gradient, "sum e^2"),
    Loss("half_sse", _half_sse, _half_sse_gradient, "1/2 sum e^2"),
    Loss("quadratic", _quadratic, _quadratic_gradient, "1/(2 N) sum e^2"),
    Loss("mae", _mae, _mae_gradient, "1/(N K) sum |e|"),
    huber(),
    Loss("binary_cross_entropy", _binary_cross_entropy, _binary_cross_entropy_gradient,
         "-1/(N K) sum y ln p + (1 - y) ln(1 - p), p = sigmoid(a)", as_shares),
    Loss("softmax_cross_entropy", _softmax_cross_entropy, _softmax_cross_entropy_gradient,
         "-1/N sum y ln p, p = softmax(a)", as_class_rows),
)

LOSSES = MappingProxyType({row.name: row for row in _TABLE})
