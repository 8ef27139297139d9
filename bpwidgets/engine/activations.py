"""Activation functions: a = f(z), each with its slope f'(z).

Every row of `ACTIVATIONS` carries both halves, so that the formula and its derivative stand within sight of each other.
`slope` takes z, the same argument as `function`, and not a = f(z): so it keeps its accuracy where f is flat (the slope
of tanh at z = 30 is 3.5e-26, while 1 - a^2 computed from the rounded a would be 0).

At a kink the slope is one-sided or a value between the two sides; each row says which (`kinks`, `note`).
Where a product would be infinity times 0, z is held back at a bound beyond which the other factor is 0 anyway.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import prod, sqrt
from types import MappingProxyType
from typing import Any

import numpy as np

from ..errors import finite_number
from .support.erf import normal_cdf, normal_density
from .support.hyperbolic import tanh
from .support.partial import Partial
from .support.slope_check import check_slope, find_steepest

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
        The interval of the values of f, as a person writes it; its ends rounded outwards.
    steepest
        (z, f'(z)) where the slope is largest in size; z = inf if it is only approached. None: found among z from -6 to 6.
    kinks
        The z at which f has no derivative; a single number will do.
    note
        The convention at the kinks.

    Raises
    ------
    ArgumentError
        If the slope is not the derivative of the function (by central differences from z = -6 to 6), if one of the two does
        not turn an array into finite numbers of the same shape, or if a kink is not named.

    Examples
    --------
    A pair of one's own is used like any row of the table, and checked on the spot:

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

    def __post_init__(self) -> None:
        object.__setattr__(self, "kinks", tuple(np.array(self.kinks, dtype=np.float64).ravel().tolist()))
        check_slope(self.name, self.function, self.slope, self.kinks)
        if self.steepest is None:
            object.__setattr__(self, "steepest", find_steepest(self.slope))

    def __repr__(self) -> str:
        return f"Activation({self.name!r})"

    def __str__(self) -> str:
        return self.name


# identity:  f(z) = z,  f'(z) = 1
def _identity(z):
    return z


def _identity_slope(z):
    return np.ones_like(z)


# sigmoid:  f(z) = 1 / (1 + e^-z),  f'(z) = f(z) f(-z) = e^-|z| / (1 + e^-|z|)^2
@np.errstate(over="ignore")
def _sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))


def _sigmoid_slope(z):
    e = np.exp(-np.abs(z))
    return e / (1.0 + e) ** 2


# tanh:  f(z) = tanh z,  f'(z) = 1 - tanh^2 z = (1 / cosh z)^2 = (2 / (e^z + e^-z))^2
@np.errstate(over="ignore", divide="ignore")
def _tanh_slope(z):
    e = np.exp(z)
    return (2.0 / (e + 1.0 / e)) ** 2


# scaled_tanh:  f(z) = A tanh(S z),  f'(z) = A S / cosh^2(S z),  with A = 1.7159 and S = 2/3:  f(1) = 1 and f(-1) = -1, nearly
A, S = 1.7159, 2 / 3


def _scaled_tanh(z):
    return A * tanh(S * z)


def _scaled_tanh_slope(z):
    return A * S * _tanh_slope(S * z)


# relu:  f(z) = max(z, 0),  f'(z) = 1 if z > 0 else 0
def _relu(z):
    return np.maximum(z, 0.0)


def _relu_slope(z):
    return np.greater(z, 0.0).astype(np.result_type(z))


# leaky_relu:  f(z) = z if z > 0 else c z,  f'(z) = 1 if z > 0 else c
def _leaky_relu(z, c):
    return np.where(np.greater(z, 0), z, np.multiply(c, z))


def _leaky_relu_slope(z, c):
    return np.where(np.greater(z, 0), 1.0, np.multiply(c, np.ones_like(z)))


# elu and selu:  f(z) = s z if z > 0 else s alpha (e^z - 1),  f'(z) = s if z > 0 else s alpha e^z,  s = 1 for elu
def _elu(z, alpha, s):
    return s * np.maximum(z, 0.0) + s * alpha * np.expm1(np.minimum(z, 0.0))


def _elu_slope(z, alpha, s):
    return np.where(np.greater(z, 0), s, s * alpha * np.exp(np.minimum(z, 0.0)))


# gelu:  f(z) = z Phi(z),  f'(z) = Phi(z) + z phi(z), with the normal distribution and its density
def _gelu(z):
    return np.maximum(z, -40.0) * normal_cdf(z)


def _gelu_slope(z):
    z = np.minimum(np.maximum(z, -40.0), 40.0)
    return normal_cdf(z) + z * normal_density(z)


# softplus:  f(z) = ln(1 + e^z) = max(z, 0) + ln(1 + e^-|z|),  f'(z) = sigmoid z
def _softplus(z):
    return np.maximum(z, 0.0) + np.log1p(np.exp(-np.abs(z)))


# silu:  f(z) = z sigmoid z,  f'(z) = sigmoid z + z sigmoid' z
def _silu(z):
    return np.maximum(z, -750.0) * _sigmoid(z)


def _silu_slope(z):
    z = np.minimum(np.maximum(z, -750.0), 750.0)
    return _sigmoid(z) + z * _sigmoid_slope(z)


# alpha and s of selu, with which activations keep mean 0 and variance 1 (Klambauer et al., 2017, eq. 14)
_SELU = 1.6732632423543772848, 1.0507009873554804934
_NEGATIVE_SIDE = "at z = 0 the slope of the negative side"


def leaky_relu(negative_slope: float = 0.01) -> Activation:
    """The leaky ReLU with the slope one likes on its negative side (Maas, Hannun & Ng, 2013).

    Parameters
    ----------
    negative_slope
        c in f(z) = z for z > 0 and c z otherwise; dimensionless.

    Raises
    ------
    ArgumentError
        If negative_slope is not a finite number.

    Examples
    --------
    >>> float(leaky_relu(0.2).function(-3.0))
    -0.6000000000000001
    """
    c = finite_number(negative_slope, "negative_slope", "leaky_relu")
    return Activation("leaky_relu", Partial(_leaky_relu, (c,)), Partial(_leaky_relu_slope, (c,)),
                      f"z if z > 0 else {c:g} z", f"1 if z > 0 else {c:g}", "(-inf, inf)" if c > 0 else "[0, inf)",
                      (1.0, 1.0) if abs(c) <= 1 else (-1.0, c), (0.0,), _NEGATIVE_SIDE)


def elu(alpha: float = 1.0) -> Activation:
    """The exponential linear unit, which tends to -alpha on its negative side (Clevert, Unterthiner & Hochreiter, 2016).

    Parameters
    ----------
    alpha
        Above 0, dimensionless. With 1 the slope is continuous, with any other number there is a kink at z = 0.

    Raises
    ------
    ArgumentError
        If alpha is not a finite number above 0.

    Examples
    --------
    >>> elu(0.5).function(np.array([-1e9, 0.0, 3.0]))
    array([-0.5,  0. ,  3. ])
    """
    alpha = finite_number(alpha, "alpha", "elu", above=0)
    kinks, note = ((), "") if alpha == 1 else ((0.0,), _NEGATIVE_SIDE)
    return Activation("elu", Partial(_elu, (alpha, 1.0)), Partial(_elu_slope, (alpha, 1.0)),
                      f"z if z > 0 else {alpha:g} (exp(z) - 1)", f"1 if z > 0 else {alpha:g} exp(z)", f"(-{alpha:g}, inf)",
                      (1.0, 1.0) if alpha <= 1 else (0.0, alpha), kinks, note)


_ROWS = (
    Activation("identity", _identity, _identity_slope, "z", "1", steepest=(0.0, 1.0)),
    Activation("sigmoid", _sigmoid, _sigmoid_slope, "1 / (1 + exp(-z))", "f(z) (1 - f(z))", "(0, 1)", (0.0, 0.25)),
    Activation("tanh", tanh, _tanh_slope, "tanh(z)", "1 - f(z)^2", "(-1, 1)", (0.0, 1.0)),
    Activation("scaled_tanh", _scaled_tanh, _scaled_tanh_slope, "1.7159 tanh(2/3 z)", "2/3 (1.7159 - f(z)^2 / 1.7159)",
               "(-1.7159, 1.7159)", (0.0, A * S)),  # LeCun et al. 1998, section 4.4
    Activation("relu", _relu, _relu_slope, "max(z, 0)", "1 if z > 0 else 0", "[0, inf)", (1.0, 1.0), (0.0,), _NEGATIVE_SIDE),
    leaky_relu(),
    elu(),
    Activation("selu", Partial(_elu, _SELU), Partial(_elu_slope, _SELU), "1.0507 (z if z > 0 else 1.67326 (exp(z) - 1))",
               "1.0507 (1 if z > 0 else 1.67326 exp(z))", "(-1.7581, inf)", (0.0, prod(_SELU)), (0.0,), _NEGATIVE_SIDE),
    Activation("gelu", _gelu, _gelu_slope, "z Phi(z)", "Phi(z) + z phi(z)", "[-0.17, inf)",
               (sqrt(2), 1.128904145185155)),  # Hendrycks & Gimpel 2016, the exact form
    Activation("softplus", _softplus, _sigmoid, "ln(1 + exp(z))", "1 / (1 + exp(-z))", "(0, inf)", (np.inf, 1.0)),
    Activation("silu", _silu, _silu_slope, "z / (1 + exp(-z))", "s + z s (1 - s), s = 1 / (1 + exp(-z))", "[-0.2785, inf)",
               (2.3993572805154675, 1.099839320128867)),  # Elfwing, Uchibe & Doya 2018
)

ACTIVATIONS = MappingProxyType({row.name: row for row in _ROWS})
