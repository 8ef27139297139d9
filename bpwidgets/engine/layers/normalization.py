"""Normalization: features brought to a common scale by a mean and a deviation, then to another by gamma and beta.

    x_hat = (x - mean) / sigma,    sigma = sqrt(deviation^2 + epsilon),    z = x_hat o gamma + beta,    a = f(z)

`LayerNorm` takes mean and deviation over the features of each example, `BatchNorm` over the batch for each feature.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt
from operator import attrgetter
from typing import NamedTuple

import numpy as np

from ...errors import finite_number, lookup, whole_number
from ..activations import ACTIVATIONS, Activation
from ..initializers import Initializer
from ..support.norms import root_mean_square
from ..trace import LayerBack
from .checks import check_features
from .context import Context
from .protocol import call_of

Parameters = Mapping[str, np.ndarray]

FEATURES, EXAMPLES = -1, -2  # axes of (..., batch, features)


class Statistics(NamedTuple):
    """Mean and standard deviation of each feature over a batch, both (..., features), in the unit of x."""

    mean: np.ndarray
    deviation: np.ndarray


class NormTrace(NamedTuple):
    """A `LayerTrace` with x_hat, with the sigma that it was divided by, and with what was measured over a batch."""

    x: np.ndarray
    z: np.ndarray
    a: np.ndarray
    x_hat: np.ndarray
    sigma: np.ndarray
    statistics: Statistics | None


def _mean(x: np.ndarray, axis: int) -> np.ndarray:
    return x.sum(axis=axis, keepdims=True) / x.shape[axis]


def _measure(x: np.ndarray, axis: int) -> Statistics:
    """Mean and deviation along an axis, which stays with length 1; the deviation also if its square would overflow."""
    mean = _mean(x, axis)
    return Statistics(mean, np.expand_dims(root_mean_square(x - mean, axis), axis))


def _through(d: np.ndarray, trace: NormTrace, axis: int) -> np.ndarray:
    """dx from d = dL/dx_hat. Each x moves its own x_hat, and through mean and sigma all others along the axis:

        dx = ( d - mean(d) - x_hat o mean(d o x_hat) ) / sigma

    (the four equations for dL/dx in section 3 of Ioffe & Szegedy, 2015, put into each other).
    """
    return (d - _mean(d, axis) - trace.x_hat * _mean(d * trace.x_hat, axis)) / trace.sigma


# What both normalizations have in common.


def _check(self: LayerNorm | BatchNorm) -> None:
    of = type(self).__name__
    object.__setattr__(self, "activation", lookup(self.activation, ACTIVATIONS, Activation, "activation", of))
    object.__setattr__(self, "features", whole_number(self.features, "features", of, 1))
    object.__setattr__(self, "epsilon", finite_number(self.epsilon, "epsilon", of, 0))


def _shapes(self: LayerNorm | BatchNorm) -> dict[str, tuple[int, ...]]:
    """The shape of each parameter, in the order in which theta holds them."""
    return {"gamma": (self.features,), "beta": (self.features,)}


def _initialize(self: LayerNorm | BatchNorm, row: Initializer, weights: np.random.Generator,
                biases: np.random.Generator, gain: float, bias_scale: float) -> dict[str, np.ndarray]:
    """First parameters: gamma = 1 whatever the row and the gain, beta from N(0, bias_scale^2) like every bias."""
    return {"gamma": np.ones(self.features), "beta": bias_scale * biases.standard_normal(self.features)}


def _check_input(self: LayerNorm | BatchNorm, x: np.ndarray) -> None:
    """Refuse an x that is not (..., batch, features)."""
    check_features(x, self.features)


def _forward(self: LayerNorm | BatchNorm, parameters: Parameters, x: np.ndarray, measured: Statistics,
           statistics: Statistics | None) -> NormTrace:
    mean, deviation = measured
    sigma = np.hypot(deviation, sqrt(self.epsilon))
    x_hat = (x - mean) / sigma
    z = x_hat * parameters["gamma"][..., None, :] + parameters["beta"][..., None, :]
    return NormTrace(x, z, self.activation.function(z), x_hat, sigma, statistics)


def _backward(self: LayerNorm | BatchNorm, parameters: Parameters, trace: NormTrace, da: np.ndarray,
              axis: int | None) -> LayerBack:
    """delta = da o f'(z),  dgamma and dbeta sum over the batch,  d = delta o gamma,  dx as above, or d / sigma."""
    delta = da * self.activation.slope(trace.z)
    dgamma = (delta * trace.x_hat).sum(axis=EXAMPLES)
    dbeta = delta.sum(axis=EXAMPLES)
    d = delta * parameters["gamma"][..., None, :]
    dx = d / trace.sigma if axis is None else _through(d, trace, axis)
    return LayerBack(delta, {"gamma": dgamma, "beta": dbeta}, dx)


@dataclass(frozen=True, repr=False)
class LayerNorm:
    """Each example brought to mean 0 and deviation 1 over its own features (Ba, Kiros & Hinton, 2016, equation 4).

    What one example gives does not depend on the others. With one feature only, z = beta whatever x is.

    Parameters
    ----------
    features
        The number of features, in and out; gamma and beta are (..., features).
    activation
        f: a name of `ACTIVATIONS`, or a custom row.
    epsilon
        Added to the variance, in the square of the unit of x: it keeps features that are all alike from becoming 0 / 0.

    Raises
    ------
    ArgumentError
        If `features` is not a whole number of at least 1, the activation is unknown, or epsilon is negative.

    Examples
    --------
    >>> layer = LayerNorm(2, epsilon=0)
    >>> parameters = {"gamma": np.ones(2), "beta": np.zeros(2)}
    >>> layer.forward(parameters, np.array([[3.0, 7.0], [0.0, -1e-9]])).z
    array([[-1.,  1.],
           [ 1., -1.]])
    """

    features: int
    activation: Activation | str = "identity"
    epsilon: float = 1e-5

    __repr__ = call_of
    inputs = outputs = property(attrgetter("features"))
    shapes = property(_shapes)
    initialize, check_input = _initialize, _check_input

    def __post_init__(self) -> None:
        _check(self)

    def forward(self, parameters: Parameters, x: np.ndarray, context: Context | None = None) -> NormTrace:
        """Normalize each row of x over its features."""
        return _forward(self, parameters, x, _measure(x, FEATURES), None)

    def backward(self, parameters: Parameters, trace: NormTrace, da: np.ndarray,
                 context: Context | None = None) -> LayerBack:
        """Carry da = dL/da back, also through mean and deviation of each example."""
        return _backward(self, parameters, trace, da, FEATURES)


@dataclass(frozen=True, repr=False)
class BatchNorm:
    """Each feature brought to mean 0 and deviation 1 over the batch (Ioffe & Szegedy, 2015, algorithm 1).

    Mean and deviation are those of the batch at hand, so each example feels all others, and delta flows through both;
    or frozen ones, which are constants:

    >>> from bpwidgets.engine import BatchNorm, Network
    >>> net, x = Network((BatchNorm(1),)), np.array([[1.0], [3.0], [8.0]])
    >>> theta = net.initialize()
    >>> frozen = net.statistics(theta, x)
    >>> alone = net.forward(theta, [[3.0]], statistics=frozen).output
    >>> bool(np.isclose(alone, net.forward(theta, x).output[1]).all())
    True

    There are no running averages. The variance is that of the data (divided by N) in both cases; for the frozen one the
    paper divides by N - 1. A batch of one example is its own mean: z = beta whatever x is, and nothing flows back to x
    or gamma, so freeze the statistics to look at a single example.

    Parameters
    ----------
    features
        The number of features, in and out; gamma and beta are (..., features).
    activation
        f: a name of `ACTIVATIONS`, or a custom row.
    epsilon
        Added to the variance, in the square of the unit of x, so that a feature that never changes is not 0 / 0.

    Raises
    ------
    ArgumentError
        If `features` is not a whole number of at least 1, the activation is unknown, or epsilon is negative.
    """

    features: int
    activation: Activation | str = "identity"
    epsilon: float = 1e-5

    __repr__ = call_of
    inputs = outputs = property(attrgetter("features"))
    shapes = property(_shapes)
    initialize, check_input = _initialize, _check_input

    def __post_init__(self) -> None:
        _check(self)

    def forward(self, parameters: Parameters, x: np.ndarray, context: Context | None = None) -> NormTrace:
        """Normalize each column of x over the batch, or with the frozen statistics (mean, deviation) of the context."""
        if _is_frozen(context):
            measured = Statistics(*(np.asarray(part)[..., None, :] for part in context.statistics))
        else:
            measured = _measure(x, EXAMPLES)
        return _forward(self, parameters, x, measured, Statistics(*(part[..., 0, :] for part in measured)))

    def backward(self, parameters: Parameters, trace: NormTrace, da: np.ndarray,
                 context: Context | None = None) -> LayerBack:
        """Carry da = dL/da back, also through mean and deviation of the batch unless they are frozen."""
        return _backward(self, parameters, trace, da, None if _is_frozen(context) else EXAMPLES)


def _is_frozen(context: Context | None) -> bool:
    return context is not None and context.statistics is not None
