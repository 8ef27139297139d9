"""Losses: L, one number that says how far the outputs of a network are from the targets, and its gradient dL/da.

Throughout, a is the output and y the target, both (N, K) with N examples and K outputs, and e = a - y. The names say
whether L is a sum or a mean: on the same data the gradients of "sse" and "half_mse" differ by a factor 2 N K, and so do
the learning rates that are stable.

With many settings of the parameters at once a and dL/da are (..., N, K), and L is (...).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy import ndarray as Array

from ..errors import argument_error
from .support.table import Table

TARGETS = "numbers", "shares", "classes"


def total(terms: Array) -> Array: return np.add.reduce(terms, axis=(-2, -1))    # over all examples and outputs
def N(a: Array) -> int: return a.shape[-2]
def NK(a: Array) -> int: return a.shape[-2] * a.shape[-1]


# sse:  L = sum e^2,  dL/da = 2 e
def sse(a: Array, y: Array) -> Array:
    e = a - y
    return total(e * e)

def sse_gradient(a: Array, y: Array) -> Array: return 2 * (a - y)


# half_sse:  L = 1/2 sum e^2,  dL/da = e
def half_sse(a: Array, y: Array) -> Array: return sse(a, y) / 2
def half_sse_gradient(a: Array, y: Array) -> Array: return a - y


# mse:  L = 1/(N K) sum e^2,  dL/da = 2 e / (N K)
def mse(a: Array, y: Array) -> Array: return sse(a, y) / NK(a)
def mse_gradient(a: Array, y: Array) -> Array: return (a - y) * (2 / NK(a))


# half_mse:  L = 1/(2 N K) sum e^2,  dL/da = e / (N K)
def half_mse(a: Array, y: Array) -> Array: return sse(a, y) / (2 * NK(a))
def half_mse_gradient(a: Array, y: Array) -> Array: return (a - y) / NK(a)


# quadratic:  L = 1/(2 N) sum e^2,  dL/da = e / N
def quadratic(a: Array, y: Array) -> Array: return sse(a, y) / (2 * N(a))
def quadratic_gradient(a: Array, y: Array) -> Array: return (a - y) / N(a)


# mae:  L = 1/(N K) sum |e|,  dL/da = sign(e) / (N K), with sign(0) = 0
def mae(a: Array, y: Array) -> Array: return total(np.abs(a - y)) / NK(a)
def mae_gradient(a: Array, y: Array) -> Array: return np.sign(a - y) / NK(a)


@dataclass(frozen=True)
class Loss:
    """One loss with its gradient.

    Parameters
    ----------
    name
        What menus and settings call it.
    function, gradient
        L and dL/da: outputs a and targets y -> a number, and -> (N, K).
    formula
        L as text.
    prepare
        (targets as the user gave them, K) -> y (N, K), or an error if they do not suit the loss; called once, when an
        objective is built. So the cross-entropies take class labels. None: targets are taken as they are.
    title, summary
        What menus show, and one sentence about it. Without a title it is the name, in words.
    targets
        Their kind: "numbers", "shares" from 0 to 1, or "classes", with one output for each class.

    Examples
    --------
    >>> row = LOSSES["mse"]
    >>> float(row.function(np.array([[1.0], [2.0]]), np.array([[0.0], [0.0]])))
    2.5
    >>> row.gradient(np.array([[1.0], [2.0]]), np.array([[0.0], [0.0]])).tolist()
    [[1.0], [2.0]]
    """

    name: str
    function: Callable[[Array, Array], Array]
    gradient: Callable[[Array, Array], Array]
    formula: str = ""
    prepare: Callable[[Array, int], Array] | None = None
    targets: str = "numbers"
    title: str = field(default="", kw_only=True)
    summary: str = field(default="", kw_only=True)

    def __post_init__(self) -> None:
        if self.targets not in TARGETS:
            raise argument_error("targets", f"Loss {self.name!r}", f"one of {', '.join(TARGETS)}", self.targets)

    def __repr__(self) -> str:
        return f"Loss({self.name!r})"

    def __str__(self) -> str:
        return self.name


LOSSES = Table((
    Loss("mse", mse, mse_gradient, "1/(N K) sum e^2", title="mean squared error",
         summary="The mean over all N examples and K outputs"),
    Loss("half_mse", half_mse, half_mse_gradient, "1/(2 N K) sum e^2", title="half the mean squared error",
         summary="The 2 of the derivative cancels: the gradient is the mean error"),
    Loss("sse", sse, sse_gradient, "sum e^2", title="sum of squared errors",
         summary="It grows with the number of examples, and so does its gradient"),
    Loss("half_sse", half_sse, half_sse_gradient, "1/2 sum e^2", title="half the sum of squared errors",
         summary="The 2 of the derivative cancels: dL/da is the error itself"),
    Loss("quadratic", quadratic, quadratic_gradient, "1/(2 N) sum e^2", title="quadratic loss",
         summary="Half the squared length of the error, as a mean over the examples"),
    Loss("mae", mae, mae_gradient, "1/(N K) sum |e|", title="mean absolute error",
         summary="Every error pulls equally hard, so that outliers count less"),
), others="bpwidgets.engine.rows.losses")
