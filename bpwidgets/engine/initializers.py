"""Where the weights start: each row draws a matrix W of shape (inputs, outputs), before the gain multiplies it.

Order of the draws, so that the same seed gives the same net bit for bit: layers from the input to the output, each W row
by row, from one stream; biases likewise from a second stream of the same seed. So a change of gain, of bias scale, or
between the normal rows (or the uniform rows) rescales the same random numbers and draws no new ones.

Each uniform row has the variance of its normal twin, U(-l, l) with l = sqrt(3 variance): with "normal" and "uniform" alike the
gain is the standard deviation of the weights. (For U(-l, l) itself give gain = l / sqrt(3) to "uniform".)
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import sqrt
from types import MappingProxyType
from typing import Any

import numpy as np

from .support.arrays import read_only

Draw = Callable[[np.random.Generator, int, int], np.ndarray]


@dataclass(frozen=True)
class Initializer:
    """One way to draw the first weights of a layer.

    Parameters
    ----------
    name
        What menus and settings call it.
    draw
        (generator, inputs, outputs) -> W, (inputs, outputs).
    formula
        The distribution, as a person writes it; n_in inputs, n_out outputs.
    rescale
        For a row scaled by data: (network, theta (n,), x (batch, inputs)) -> theta (n,), after all draws.

    Examples
    --------
    >>> INITIALIZERS["constant"].draw(np.random.default_rng(0), 2, 3).tolist()
    [[1.0, 1.0, 1.0], [1.0, 1.0, 1.0]]
    """

    name: str
    draw: Draw
    formula: str = ""
    rescale: Callable[[Any, np.ndarray, np.ndarray], np.ndarray] | None = None

    def __repr__(self) -> str:
        return f"Initializer({self.name!r})"

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class _Normal:
    """N(0, variance), a constant variance or one that depends on the layer's size."""

    variance: Callable[[int, int], float]

    def __call__(self, generator, n_in, n_out):
        return generator.standard_normal((n_in, n_out)) * sqrt(self.variance(n_in, n_out))


@dataclass(frozen=True)
class _Uniform:
    """U(-limit, limit) with the same variance: limit = sqrt(3 variance)."""

    variance: Callable[[int, int], float]

    def __call__(self, generator, n_in, n_out):
        return (2 * generator.random((n_in, n_out)) - 1) * sqrt(3 * self.variance(n_in, n_out))


# variances:  lecun 1/n_in,  glorot 2/(n_in + n_out),  he 2/n_in
def _one(n_in, n_out):
    return 1.0


def _lecun(n_in, n_out):
    return 1 / n_in


def _glorot(n_in, n_out):
    return 2 / (n_in + n_out)


def _he(n_in, n_out):
    return 2 / n_in


def _zeros(generator, n_in, n_out):
    return np.zeros((n_in, n_out))


def _constant(generator, n_in, n_out):
    return np.ones((n_in, n_out))


def _orthogonal(generator, n_in, n_out):
    """Q of the QR decomposition of a normal matrix, signs fixed so that Q is uniform (Saxe et al., 2014)."""
    tall = generator.standard_normal((max(n_in, n_out), min(n_in, n_out)))
    Q, R = np.linalg.qr(tall)
    Q = Q * np.copysign(1.0, np.diagonal(R))
    return Q if n_in >= n_out else Q.T


@np.errstate(all="ignore")
def _unit_variance(network, theta, x):
    """Layer by layer from the input, W over the standard deviation of what it makes of the data (Mishkin & Matas, 2016, alg. 1).

        u = a_(l-1) W,    W <- W / std(u),    a_l = f(u / std(u) + b)

    The variance is taken over all examples and units, as in the program of the paper, and of W's own part of z, so that one
    division is exact: biases and recurrent weights stay as they were drawn, and so do layers without a W. The gain, with which
    W was drawn, is taken out first and multiplies every W once all are done.
    """
    a, scaled = read_only(x, "x", "Network.initialize", (x.ndim,)), []
    network.layers[0].check_input(a)
    for layer, drawn in zip(network.layers, network.unpack(theta)):
        unit, gain = _unit_layer(layer, drawn, a)
        scaled.append({key: gain * value if key == "W" else value for key, value in unit.items()})
        a = layer.forward(unit, a).a
    return network.pack(scaled)


def _unit_layer(layer, drawn, a):
    """The parameters with W / std(u), and the gain: g of W = g Q, where each column (or row) of Q has the length 1."""
    if "W" not in drawn:
        return drawn, 1.0
    W = drawn["W"]
    gain = np.linalg.norm(W) / sqrt(min(W.size // W.shape[-1], W.shape[-1]))
    only_W = {key: value if key == "W" else np.zeros_like(value) for key, value in drawn.items()}
    u = layer.forward(only_W, a).z
    std = u.std()
    varies = 1e-12 * np.abs(u).max() < std < np.inf  # else u is the same number everywhere, but for rounding, or overflows
    return drawn | {"W": W / (std if varies else gain or 1.0)}, gain


_ROWS = (
    Initializer("zeros", _zeros, "0"),
    Initializer("constant", _constant, "1"),
    Initializer("normal", _Normal(_one), "N(0, 1)"),
    Initializer("uniform", _Uniform(_one), "U(-l, l), l = sqrt(3)"),
    Initializer("lecun_normal", _Normal(_lecun), "N(0, 1/n_in)"),  # LeCun et al. 1998
    Initializer("lecun_uniform", _Uniform(_lecun), "U(-l, l), l = sqrt(3/n_in)"),
    Initializer("glorot_normal", _Normal(_glorot), "N(0, 2/(n_in + n_out))"),  # Glorot & Bengio 2010, eq. 12
    Initializer("glorot_uniform", _Uniform(_glorot), "U(-l, l), l = sqrt(6/(n_in + n_out))"),  # the same, eq. 16
    Initializer("he_normal", _Normal(_he), "N(0, 2/n_in)"),  # He et al. 2015, eq. 10
    Initializer("he_uniform", _Uniform(_he), "U(-l, l), l = sqrt(6/n_in)"),
    Initializer("orthogonal", _orthogonal, "orthonormal columns (or rows, if they are fewer)"),
    Initializer("lsuv", _orthogonal, "orthogonal, divided by the standard deviation of z over the data", _unit_variance),
)

INITIALIZERS = MappingProxyType({row.name: row for row in _ROWS})
