"""Where the weights start: each row draws a matrix W of shape (n_in, n_out), which is then multiplied by a gain.

Each uniform row has the variance of its normal twin, U(-l, l) with l = sqrt(3 variance): with "normal" and "uniform"
alike the gain is the standard deviation of the weights. (For U(-l, l) itself give gain = l / sqrt(3) to "uniform".)

The same seed gives the same net bit for bit: layers draw from the input to the output, each W row by row, from one
stream of random numbers, and biases likewise from a second one. So a change of gain, of bias scale, or between the
normal rows (or the uniform rows) rescales the same random numbers and draws no new ones.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from math import sqrt
from typing import Any

import numpy as np
from numpy import ndarray as Array
from numpy.typing import ArrayLike

from ..errors import argument_error, finite_number, lookup, whole_number
from .support.arrays import as_floats
from .support.table import Table

Draw = Callable[[np.random.Generator, int, int], Array]


# variances of an entry of W:  lecun 1/n_in,  glorot 2/(n_in + n_out),  he 2/n_in
def one(n_in: int, n_out: int) -> float: return 1.0
def lecun(n_in: int, n_out: int) -> float: return 1 / n_in
def glorot(n_in: int, n_out: int) -> float: return 2 / (n_in + n_out)
def he(n_in: int, n_out: int) -> float: return 2 / n_in


def zeros(generator: np.random.Generator, n_in: int, n_out: int) -> Array: return np.zeros((n_in, n_out))
def ones(generator: np.random.Generator, n_in: int, n_out: int) -> Array: return np.ones((n_in, n_out))


@dataclass(frozen=True)
class Normal:
    """W from N(0, variance), a constant variance or one that depends on the size of the layer."""

    variance: Callable[[int, int], float]

    def __call__(self, generator: np.random.Generator, n_in: int, n_out: int) -> Array:
        return generator.standard_normal((n_in, n_out)) * sqrt(self.variance(n_in, n_out))


@dataclass(frozen=True)
class Uniform:
    """W from U(-l, l) with the same variance: l = sqrt(3 variance)."""

    variance: Callable[[int, int], float]

    def __call__(self, generator: np.random.Generator, n_in: int, n_out: int) -> Array:
        return (2 * generator.random((n_in, n_out)) - 1) * sqrt(3 * self.variance(n_in, n_out))


@dataclass(frozen=True)
class Initializer:
    """One way to draw the first weights of a layer.

    Parameters
    ----------
    name
        What menus and settings call it.
    draw
        (generator, n_in, n_out) -> W, (n_in, n_out). Its attribute `variance`, (n_in, n_out) -> that of one weight, is
        what theory needs; weights that are not random have none.
    formula
        The distribution as text; n_in inputs, n_out outputs.
    title, summary
        What menus show, and one sentence about it. Without a title it is the name, in words.
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
    title: str = field(default="", kw_only=True)
    summary: str = field(default="", kw_only=True)

    def __repr__(self) -> str:
        return f"Initializer({self.name!r})"

    def __str__(self) -> str:
        return self.name


INITIALIZERS = Table((
    Initializer("zeros", zeros, "0", title="all zero", summary="No delta gets past weights of 0"),
    Initializer("constant", ones, "1", title="all one", summary="All units of a layer are alike and stay so"),
    Initializer("normal", Normal(one), "N(0, 1)", title="standard normal",
                summary="Far too large for wide layers"),
    Initializer("uniform", Uniform(one), "U(-l, l), l = sqrt(3)", title="uniform, variance 1",
                summary="As the standard normal, without outliers"),
    Initializer("lecun_normal", Normal(lecun), "N(0, 1/n_in)", title="LeCun normal",
                summary="z keeps the size of the inputs, whatever the width"),  # LeCun et al. 1998
    Initializer("lecun_uniform", Uniform(lecun), "U(-l, l), l = sqrt(3/n_in)", title="LeCun uniform",
                summary="The variance of LeCun normal, without outliers"),
    Initializer("glorot_normal", Normal(glorot), "N(0, 2/(n_in + n_out))", title="Glorot normal",
                summary="A compromise: z keeps its size forward, delta backward"),  # Glorot & Bengio 2010, eq. 12
    Initializer("glorot_uniform", Uniform(glorot), "U(-l, l), l = sqrt(6/(n_in + n_out))", title="Glorot uniform",
                summary="The variance of Glorot normal, without outliers"),  # the same, eq. 16
    Initializer("he_normal", Normal(he), "N(0, 2/n_in)", title="He normal",
                summary="Twice the variance of LeCun, since ReLU lets half of it through"),  # He et al. 2015, eq. 10
    Initializer("he_uniform", Uniform(he), "U(-l, l), l = sqrt(6/n_in)", title="He uniform",
                summary="The variance of He normal, without outliers"),
), others="bpwidgets.engine.rows.initializers")


def first_parameters(network: Any, method: str | Initializer, seed: int, gain: float, bias_scale: float,
                     x: ArrayLike | None) -> np.ndarray:
    """The theta (n,) that `Network.initialize` returns: each layer draws its own part, from the input to the output."""
    row = lookup(method, INITIALIZERS, Initializer, "method", "Network.initialize")
    seed = whole_number(seed, "seed", "Network.initialize")
    gain = finite_number(gain, "gain", "Network.initialize", 0)
    bias_scale = finite_number(bias_scale, "bias_scale", "Network.initialize", 0)
    weights, biases = np.random.default_rng(seed), np.random.default_rng([seed, 1])
    theta = network.pack([layer.initialize(row, weights, biases, gain, bias_scale) for layer in network.layers])
    if row.rescale is None:
        return theta
    if x is None:
        expected = f"data of shape (batch, {network.sizes[0]})"
        raise argument_error("x", "Network.initialize", expected, x, f"{row!r} needs them.")
    return row.rescale(network, theta, as_floats(x))
