"""Activation functions: a = f(z), each with its slope f'(z).

Every row of `ACTIVATIONS` has both, so that a formula and its derivative stand within sight of each other. The slope
takes z and not a = f(z), and so keeps its accuracy where f is flat: the slope of tanh at z = 30 is 3.5e-26, while
1 - a^2, computed from the rounded a, would be 0. At a kink the slope is one-sided; the row says which side.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import InitVar, dataclass, field

import numpy as np
from numpy import ndarray as Array

from .support.elementary import tanh
from .support.table import Table

Elementwise = Callable[[Array], Array]


# identity:  f(z) = z,  f'(z) = 1
def identity(z: Array) -> Array: return z
def identity_slope(z: Array) -> Array: return np.ones_like(z)


# sigmoid:  f(z) = 1 / (1 + e^-z),  f'(z) = f(z) f(-z) = e^-|z| / (1 + e^-|z|)^2
@np.errstate(over="ignore")
def sigmoid(z: Array) -> Array: return 1.0 / (1.0 + np.exp(-z))
def sigmoid_slope(z: Array) -> Array:
    e = np.exp(-np.abs(z))
    return e / (1.0 + e) ** 2


# tanh:  f(z) = tanh z,  f'(z) = 1 - tanh^2 z = (1 / cosh z)^2 = (2 / (e^z + e^-z))^2
@np.errstate(over="ignore", divide="ignore")
def tanh_slope(z: Array) -> Array:
    e = np.exp(z)
    return (2.0 / (e + 1.0 / e)) ** 2


# scaled_tanh:  f(z) = A tanh(S z),  f'(z) = A S / cosh^2(S z),  with A and S such that f(1) = 1 and f(-1) = -1, nearly
A, S = 1.7159, 2 / 3


def scaled_tanh(z: Array) -> Array: return A * tanh(S * z)
def scaled_tanh_slope(z: Array) -> Array: return A * S * tanh_slope(S * z)


# relu:  f(z) = max(z, 0),  f'(z) = 1 if z > 0 else 0
def relu(z: Array) -> Array: return np.maximum(z, 0.0)
def relu_slope(z: Array) -> Array: return np.greater(z, 0.0).astype(np.result_type(z))


@dataclass(frozen=True)
class Activation:
    """One activation function with its slope.

    Parameters
    ----------
    name
        What menus and settings call it.
    function, slope
        f and f', elementwise: an array z -> f(z), and z -> f'(z), each in the shape of z.
    formula, slope_formula, range
        Both as text, and the interval of the values of f with its ends rounded outwards.
    steepest
        (z, f'(z)) where the slope is largest in size; z = inf if it is only approached. None: searched for, -6 to 6.
    kinks, note
        The z at which f has no derivative (a single number will do), and what the slope is there.
    title, summary
        What menus show, and one sentence about it. Without a title it is the name, in words.
    check
        Whether to compare slope and function by differences when the row is made.

    Raises
    ------
    ArgumentError
        If the slope is not the derivative of the function (by central differences from z = -6 to 6), one of them does
        not turn an array into finite numbers of the same shape, or a kink is not named.

    Examples
    --------
    A custom pair is used like any row of the table, and checked on the spot:

    >>> cube = Activation("cube", lambda z: z ** 3, lambda z: 3 * z ** 2, "z^3", "3 z^2")
    >>> Activation("cube", lambda z: z ** 3, lambda z: z ** 2)      # doctest: +ELLIPSIS
    Traceback (most recent call last):
    bpwidgets.errors.ArgumentError: slope of Activation 'cube': expected 3 at z = 1 (...); got 1. It takes z, not f(z).
    """

    name: str
    function: Elementwise
    slope: Elementwise
    formula: str = ""
    slope_formula: str = ""
    range: str = "(-inf, inf)"
    steepest: tuple[float, float] | None = None
    kinks: tuple[float, ...] = ()
    note: str = ""
    title: str = field(default="", kw_only=True)
    summary: str = field(default="", kw_only=True)
    check: InitVar[bool] = field(default=True, kw_only=True)

    def __post_init__(self, check: bool) -> None:
        object.__setattr__(self, "kinks", tuple(np.array(self.kinks, dtype=np.float64).ravel().tolist()))
        if check:
            from .support.slope_check import check_slope, steepest_slope
            check_slope(self.name, self.function, self.slope, self.kinks)
            object.__setattr__(self, "steepest", self.steepest or steepest_slope(self.slope))

    def __repr__(self) -> str:
        return f"Activation({self.name!r})"

    def __str__(self) -> str:
        return self.name


# The slopes of these rows are compared with differences by the tests, and not again whenever the engine is imported.
ACTIVATIONS = Table((
    Activation("identity", identity, identity_slope, "z", "1", steepest=(0.0, 1.0), check=False,
               summary="No bend at all: layers of it are one linear layer"),
    Activation("sigmoid", sigmoid, sigmoid_slope, "1 / (1 + exp(-z))", "f(z) (1 - f(z))", "(0, 1)", (0.0, 0.25),
               check=False, summary="From 0 to 1; its slope is at most 1/4, so delta shrinks in every layer"),
    Activation("tanh", tanh, tanh_slope, "tanh(z)", "1 - f(z)^2", "(-1, 1)", (0.0, 1.0), check=False,
               summary="From -1 to 1; its slope is 1 in the middle and 0 far out"),
    Activation("scaled_tanh", scaled_tanh, scaled_tanh_slope, "1.7159 tanh(2/3 z)", "2/3 (1.7159 - f(z)^2 / 1.7159)",
               "(-1.7159, 1.7159)", (0.0, A * S), check=False,
               summary="tanh, stretched so that f(1) is 1"),  # LeCun et al. 1998, section 4.4
    Activation("relu", relu, relu_slope, "max(z, 0)", "1 if z > 0 else 0", "[0, inf)", (1.0, 1.0), (0.0,),
               "at z = 0 the slope of the negative side", check=False, title="ReLU",
               summary="0 for negative z, z itself above: the slope is 0 or 1"),
), others="bpwidgets.engine.rows.activations")
