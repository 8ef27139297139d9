"""More activation functions: the rectified and the smooth ones that came after relu, some with a constant to choose.

As in the chapter, a = f(z) stands beside f'(z). Where a product would be infinity times 0, z is bounded where the other
factor is 0 anyway.
"""

from __future__ import annotations

from math import prod, sqrt

import numpy as np
from numpy import ndarray as Array

from ...errors import finite_number
from ..activations import Activation, sigmoid, sigmoid_slope
from ..support.erf import normal_cdf, normal_density
from ..support.partial import Partial


# leaky_relu:  f(z) = z if z > 0 else c z,  f'(z) = 1 if z > 0 else c
def _leaky_relu(z: Array, c: float) -> Array: return np.where(np.greater(z, 0), z, np.multiply(c, z))
def _leaky_relu_slope(z: Array, c: float) -> Array:
    return np.where(np.greater(z, 0), 1.0, np.multiply(c, np.ones_like(z)))


# elu and selu:  f(z) = s z if z > 0 else s alpha (e^z - 1),  f'(z) = s if z > 0 else s alpha e^z,  s = 1 for elu
def _elu(z: Array, alpha: float, s: float) -> Array:
    return s * np.maximum(z, 0.0) + s * alpha * np.expm1(np.minimum(z, 0.0))
def _elu_slope(z: Array, alpha: float, s: float) -> Array:
    return np.where(np.greater(z, 0), s, s * alpha * np.exp(np.minimum(z, 0.0)))


# gelu:  f(z) = z Phi(z),  f'(z) = Phi(z) + z phi(z), with the normal distribution and its density
def _gelu(z: Array) -> Array: return np.maximum(z, -40.0) * normal_cdf(z)
def _gelu_slope(z: Array) -> Array:
    z = np.minimum(np.maximum(z, -40.0), 40.0)
    return normal_cdf(z) + z * normal_density(z)


# softplus:  f(z) = ln(1 + e^z) = max(z, 0) + ln(1 + e^-|z|),  f'(z) = sigmoid z
def _softplus(z: Array) -> Array: return np.maximum(z, 0.0) + np.log1p(np.exp(-np.abs(z)))


# silu:  f(z) = z sigmoid z,  f'(z) = sigmoid z + z sigmoid' z
def _silu(z: Array) -> Array: return np.maximum(z, -750.0) * sigmoid(z)
def _silu_slope(z: Array) -> Array:
    z = np.minimum(np.maximum(z, -750.0), 750.0)
    return sigmoid(z) + z * sigmoid_slope(z)


# alpha and s of selu, with which activations keep mean 0 and variance 1 (Klambauer et al., 2017, eq. 14)
_SELU = 1.6732632423543772848, 1.0507009873554804934
_NEGATIVE_SIDE = "at z = 0 the slope of the negative side"


def leaky_relu(negative_slope: float = 0.01) -> Activation:
    """The leaky ReLU with any slope on its negative side (Maas, Hannun & Ng, 2013).

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
                      (1.0, 1.0) if abs(c) <= 1 else (-1.0, c), (0.0,), _NEGATIVE_SIDE, title="leaky ReLU",
                      summary="ReLU with a small slope for negative z, so that no unit dies")


def elu(alpha: float = 1.0) -> Activation:
    """The exponential linear unit, which tends to -alpha on its negative side (Clevert et al., 2016).

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
                      f"z if z > 0 else {alpha:g} (exp(z) - 1)", f"1 if z > 0 else {alpha:g} exp(z)",
                      f"(-{alpha:g}, inf)", (1.0, 1.0) if alpha <= 1 else (0.0, alpha), kinks, note, title="ELU",
                      summary="Bends smoothly to a negative limit, so that no unit dies")


ROWS = (
    leaky_relu(),
    elu(),
    Activation("selu", Partial(_elu, _SELU), Partial(_elu_slope, _SELU),
               "1.0507 (z if z > 0 else 1.67326 (exp(z) - 1))", "1.0507 (1 if z > 0 else 1.67326 exp(z))",
               "(-1.7581, inf)", (0.0, prod(_SELU)), (0.0,), _NEGATIVE_SIDE, title="SELU",
               summary="ELU, scaled so that activations keep mean 0 and variance 1"),
    Activation("gelu", _gelu, _gelu_slope, "z Phi(z)", "Phi(z) + z phi(z)", "[-0.17, inf)",
               (sqrt(2), 1.128904145185155), title="GELU",
               summary="A smooth ReLU that dips below 0"),  # Hendrycks & Gimpel 2016, the exact form
    Activation("softplus", _softplus, sigmoid, "ln(1 + exp(z))", "1 / (1 + exp(-z))", "(0, inf)", (np.inf, 1.0),
               summary="A smooth ReLU that is always above 0"),
    Activation("silu", _silu, _silu_slope, "z / (1 + exp(-z))", "s + z s (1 - s), s = 1 / (1 + exp(-z))",
               "[-0.2785, inf)", (2.3993572805154675, 1.099839320128867),
               title="SiLU (swish)", summary="z times its sigmoid, smooth, dips below 0"),  # Elfwing et al. 2018
)
