"""Activation functions: a = f(z), each with its slope f'(z).

Every row of `ACTIVATIONS` carries both halves, so that the formula and its derivative stand within sight of each other.
`slope` takes z, the same argument as `function`, and not a = f(z): so it keeps its accuracy where f is flat (the slope
of tanh at z = 30 is 3.5e-26, while 1 - a^2 computed from the rounded a would be 0).

At a kink the slope is one-sided or a value between the two sides; each row says which (`kinks`, `note`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np

Elementwise = Callable[[Any], Any]


@dataclass(frozen=True)
class Activation:
    """One activation function with its slope.

    Parameters
    ----------
    name
        What menus and settings call it.
    function
        f: an array z of any shape -> a = f(z), elementwise, same shape.
    slope
        f': an array z of any shape -> f'(z), elementwise, same shape.
    formula, slope_formula
        Both, as a person writes them.
    range
        The interval of the values of f, as a person writes it.
    steepest
        (z, f'(z)) where the slope is largest; for a whole interval, one point of it.
    kinks
        The z at which f has no derivative.
    note
        The convention at the kinks.

    Examples
    --------
    A pair of one's own is used like any row of the table:

    >>> square = Activation("square", lambda z: z * z, lambda z: 2 * z, "z^2", "2 z")
    >>> square
    Activation('square')
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

    def __repr__(self) -> str:
        return f"Activation({self.name!r})"


@dataclass(frozen=True)
class Held:
    """A function of z whose other arguments are held fixed; equal to another one with the same content.

    Examples
    --------
    >>> Held(pow, (2,)) == Held(pow, (2,)), Held(pow, (2,))(3)
    (True, 9)
    """

    function: Callable[..., Any]
    constants: tuple[float, ...]

    def __call__(self, *arguments: Any) -> Any:
        return self.function(*arguments, *self.constants)


# identity:  f(z) = z,  f'(z) = 1
def _identity(z):
    return z


def _identity_slope(z):
    return np.ones_like(z)


# sigmoid:  f(z) = 1 / (1 + e^-z) = e^min(z, 0) / (1 + e^-|z|),  f'(z) = f(z) f(-z) = e^-|z| / (1 + e^-|z|)^2
def _sigmoid(z):
    return np.exp(np.minimum(z, 0)) / (1 + np.exp(-np.abs(z)))


def _sigmoid_slope(z):
    e = np.exp(-np.abs(z))
    return e / (1 + e) ** 2


# tanh:  f(z) = tanh z,  f'(z) = 1 - tanh^2 z = 1 / cosh^2 z
@np.errstate(over="ignore")
def _tanh_slope(z):
    return (1 / np.cosh(z)) ** 2


# relu:  f(z) = max(z, 0),  f'(z) = 1 if z > 0 else 0
def _relu(z):
    return np.maximum(z, 0)


def _relu_slope(z):
    return np.heaviside(z, 0)


# leaky_relu:  f(z) = z if z > 0 else c z,  f'(z) = 1 if z > 0 else c
def _leaky_relu(z, c):
    return np.where(np.greater(z, 0), z, np.multiply(c, z))


def _leaky_relu_slope(z, c):
    return np.where(np.greater(z, 0), np.ones_like(z), np.full_like(z, c))


def leaky_relu(negative_slope: float = 0.01) -> Activation:
    """The leaky ReLU with the slope one likes on its negative side (Maas, Hannun & Ng, 2013).

    Parameters
    ----------
    negative_slope
        c in f(z) = z for z > 0 and c z otherwise; dimensionless.

    Examples
    --------
    >>> float(leaky_relu(0.2).function(-3.0))
    -0.6000000000000001
    >>> leaky_relu(0.2) == leaky_relu(0.2)
    True
    """
    c = float(negative_slope)
    return Activation("leaky_relu", Held(_leaky_relu, (c,)), Held(_leaky_relu_slope, (c,)),
                      f"z if z > 0 else {c:g} z", f"1 if z > 0 else {c:g}", steepest=(1.0, max(1.0, c)), kinks=(0.0,),
                      note="at z = 0 the slope of the negative side")


_ROWS = (
    Activation("identity", _identity, _identity_slope, "z", "1", steepest=(0.0, 1.0)),
    Activation("sigmoid", _sigmoid, _sigmoid_slope, "1 / (1 + exp(-z))", "f(z) (1 - f(z))", "(0, 1)", (0.0, 0.25)),
    Activation("tanh", np.tanh, _tanh_slope, "tanh(z)", "1 - f(z)^2", "(-1, 1)", (0.0, 1.0)),
    Activation("relu", _relu, _relu_slope, "max(z, 0)", "1 if z > 0 else 0", "[0, inf)", (1.0, 1.0), (0.0,),
               "at z = 0 the slope is 0, that of the negative side"),
    leaky_relu(),
)

ACTIVATIONS = MappingProxyType({row.name: row for row in _ROWS})
