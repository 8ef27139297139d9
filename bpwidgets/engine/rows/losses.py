"""More losses: one that bends at a distance of the user's choice, and the cross-entropies of classification.

a, y, e, N and K are as in the chapter. The cross-entropies take the outputs as logits, so that neither function nor
gradient meets the logarithm of a probability that was rounded to 0.
"""

from __future__ import annotations

import numpy as np
from numpy import ndarray as Array

from ...errors import finite_number
from ..activations import sigmoid
from ..losses import NK, Loss, N, total
from ..support.partial import Partial
from ..support.targets import as_class_rows, as_shares


# huber:  L = 1/(N K) sum h(e),  h(e) = e^2 / 2 if |e| <= d else d (|e| - d / 2),  dL/da = clip(e, -d, d) / (N K)
def _huber(a: Array, y: Array, d: float) -> Array:
    e = np.abs(a - y)
    inner = np.minimum(e, d)
    return total(inner * inner / 2 + d * (e - inner)) / NK(a)

def _huber_gradient(a: Array, y: Array, d: float) -> Array: return np.minimum(np.maximum(a - y, -d), d) / NK(a)


# binary_cross_entropy, p = sigmoid(a):  L = -1/(N K) sum y ln p + (1 - y) ln(1 - p)
#                                          = 1/(N K) sum max(a, 0) - a y + ln(1 + e^-|a|),  dL/da = (p - y) / (N K)
def _binary_cross_entropy(a: Array, y: Array) -> Array:
    return total(np.maximum(a, 0) - a * y + np.log1p(np.exp(-np.abs(a)))) / NK(a)
def _binary_cross_entropy_gradient(a: Array, y: Array) -> Array: return (sigmoid(a) - y) / NK(a)


# softmax_cross_entropy, p_k = e^a_k / sum_j e^a_j:  L = -1/N sum y ln p,  -ln p = ln sum e^s - s,  s = a - max a
#                                                    dL/da = (p - y) / N, because each row of y sums to 1
def _softmax_cross_entropy(a: Array, y: Array) -> Array:
    s = a - a.max(axis=-1, keepdims=True)
    minus_log_p = np.log(np.exp(s).sum(axis=-1, keepdims=True)) - s
    return total(y * minus_log_p) / N(a)

def _softmax_cross_entropy_gradient(a: Array, y: Array) -> Array:
    e = np.exp(a - a.max(axis=-1, keepdims=True))
    p = e / e.sum(axis=-1, keepdims=True)
    return (p - y) / N(a)


def huber(delta: float = 1.0) -> Loss:
    """The Huber loss with its bend at any distance (Huber, 1964): quadratic for |e| <= delta, linear beyond.

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
                f"1/(N K) sum of e^2 / 2 if |e| <= {d:g} else {d:g} (|e| - {d / 2:g})",
                title="Huber loss", summary="Quadratic for small errors, linear for large ones")


ROWS = (
    huber(),
    Loss("binary_cross_entropy", _binary_cross_entropy, _binary_cross_entropy_gradient,
         "-1/(N K) sum y ln p + (1 - y) ln(1 - p), p = sigmoid(a)", as_shares, "shares",
         title="binary cross-entropy", summary="For two classes; a is a logit"),
    Loss("softmax_cross_entropy", _softmax_cross_entropy, _softmax_cross_entropy_gradient,
         "-1/N sum y ln p, p = softmax(a)", as_class_rows, "classes",
         title="softmax cross-entropy", summary="For several classes, one output for each; a are logits"),
)
