"""Where the weights start: each row draws a matrix W of shape (inputs, outputs), before the gain multiplies it.

Order of the draws, so that the same seed gives the same net bit for bit: layers from the input to the output, each W row
by row, from one stream; biases likewise from a second stream of the same seed. So a change of gain, of bias scale, or
between the normal rows (or the uniform rows) rescales the same random numbers and draws no new ones.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import sqrt
from types import MappingProxyType
from typing import Any

import numpy as np

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


_ROWS = (
    Initializer("zeros", _zeros, "0"),
    Initializer("constant", _constant, "1"),
    Initializer("normal", _Normal(_one), "N(0, 1)"),
    Initializer("lecun_normal", _Normal(_lecun), "N(0, 1/n_in)"),  # LeCun et al. 1998
    Initializer("lecun_uniform", _Uniform(_lecun), "U(-l, l), l = sqrt(3/n_in)"),
    Initializer("glorot_normal", _Normal(_glorot), "N(0, 2/(n_in + n_out))"),  # Glorot & Bengio 2010, eq. 12
    Initializer("glorot_uniform", _Uniform(_glorot), "U(-l, l), l = sqrt(6/(n_in + n_out))"),  # the same, eq. 16
    Initializer("he_normal", _Normal(_he), "N(0, 2/n_in)"),  # He et al. 2015, eq. 10
    Initializer("he_uniform", _Uniform(_he), "U(-l, l), l = sqrt(6/n_in)"),
    Initializer("orthogonal", _orthogonal, "orthonormal columns (or rows, if they are fewer)"),
)

INITIALIZERS = MappingProxyType({row.name: row for row in _ROWS})
