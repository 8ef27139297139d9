"""Convolution: small filters that slide over an image, with the same weights at every place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import prod
from operator import attrgetter
from typing import ClassVar, NamedTuple

import numpy as np

from ...errors import lookup, whole_number
from ..activations import ACTIVATIONS, Activation
from ..initializers import Initializer
from ..trace import LayerBack
from .checks import Axes
from .context import Context
from .fans import draw
from .protocol import call_of
from .windows import check_images, overlapped, windows

Parameters = Mapping[str, np.ndarray]
PLACES = (-4, -3, -2)  # axes of (..., batch, height', width', filters)


class ConvTrace(NamedTuple):
    """A `LayerTrace` with v, (..., batch, height', width', size, size, channels): what each window saw."""

    x: np.ndarray
    z: np.ndarray
    a: np.ndarray
    v: np.ndarray


@dataclass(frozen=True, repr=False)
class Conv2D:
    """Filters that slide over an image: each sees a small window, and has the same weights at every place.

        z[p, q, f] = sum over i, j, c of x[s p + i, s q + j, c] W[i, j, c, f] + b[f],    a = f(z),    s the stride

    (LeCun et al., 1989; Goodfellow et al., 2016, equation 9.8 counted from 0.) Strictly this is a cross-correlation: a
    convolution would turn W upside down, and W is learned, so it does not matter.

    Images are (..., batch, height, width, channels), since channels are the features of a pixel; their size may be any,
    and without padding they become smaller: height' = (height + 2 padding - size) // stride + 1. For every place (p, q)
    the window is a row of size^2 channels numbers, so a convolution is a `Dense` layer for all these rows: one matrix
    product. Each weight is used at every place, and so its gradient is a sum over all places; the share of the place
    (p, q) of an example is `trace.v[..., p, q, i, j, c] * back.delta[..., p, q, f]`. In names "W1[0,2,0,5]" stands in
    row 0 and column 2 of filter 5, for channel 0.

    Parameters
    ----------
    inputs
        The number of channels of x.
    filters
        The number of filters, which are the channels of z; W is (..., size, size, inputs, filters), b (..., filters).
    size
        Rows and columns of a window.
    activation
        f: a name of `ACTIVATIONS`, or a custom row.
    stride
        How many pixels a window moves from one place to the next.
    padding
        How many rows and columns of zeros are put around x.
    bias
        Whether there is a b.
    to_input
        Whether backward computes dx, which nobody needs of the first layer of a net in training.

    Raises
    ------
    ArgumentError
        If a number is not whole or too small, or the activation is unknown; in forward, if a window is larger than x.

    Examples
    --------
    A filter that answers to edges, white to the left and black to the right:

    >>> layer = Conv2D(1, 1, size=2, bias=False)
    >>> parameters = {"W": np.array([[1.0, -1.0], [1.0, -1.0]]).reshape(2, 2, 1, 1)}
    >>> x = np.array([[5.0, 5.0, 0.0, 0.0]] * 3).reshape(1, 3, 4, 1)
    >>> trace = layer.forward(parameters, x)
    >>> trace.z[0, :, :, 0].tolist()
    [[0.0, 10.0, 0.0], [0.0, 10.0, 0.0]]
    >>> layer.backward(parameters, trace, np.ones((1, 2, 3, 1))).gradients["W"][:, :, 0, 0].tolist()
    [[20.0, 10.0], [20.0, 10.0]]
    """

    inputs: int
    filters: int
    size: int = 3
    activation: Activation | str = "identity"
    stride: int = 1
    padding: int = 0
    bias: bool = True
    to_input: bool = field(default=True, kw_only=True)

    axes: ClassVar[Axes] = (3, 3)
    depends_on_step: ClassVar[bool] = False
    outputs = property(attrgetter("filters"))
    __repr__ = call_of

    def __post_init__(self) -> None:
        for name, least in dict(inputs=1, filters=1, size=1, stride=1, padding=0).items():
            object.__setattr__(self, name, whole_number(getattr(self, name), name, "Conv2D", least))
        object.__setattr__(self, "activation", lookup(self.activation, ACTIVATIONS, Activation, "activation", "Conv2D"))

    @property
    def shapes(self) -> dict[str, tuple[int, ...]]:
        """The shape of each parameter, in the order in which theta holds them."""
        b: dict[str, tuple[int, ...]] = {"b": (self.filters,)} if self.bias else {}
        return {"W": (self.size, self.size, self.inputs, self.filters)} | b

    def initialize(self, row: Initializer, weights: np.random.Generator, biases: np.random.Generator,
                   gain: float, bias_scale: float) -> dict[str, np.ndarray]:
        """First parameters: W drawn by the row, times gain; b from N(0, bias_scale^2).

        n_in = size^2 inputs entries of x go into an entry of z, and an entry of x goes into n_out = size^2 filters
        entries of z.
        """
        n_in, n_out = self.size**2 * self.inputs, self.size**2 * self.filters
        W = gain * draw(row, weights, n_in, self.filters, n_in, n_out)
        b = {"b": bias_scale * biases.standard_normal(self.filters)} if self.bias else {}
        return {"W": W.reshape(self.shapes["W"])} | b

    def check_input(self, x: np.ndarray) -> None:
        """Refuse an x that is not (..., batch, height, width, inputs)."""
        check_images(x, self.inputs)

    def forward(self, parameters: Parameters, x: np.ndarray, context: Context | None = None) -> ConvTrace:
        """Compute z = v W + b, with a row of v for each place and a column of W for each filter, and a = f(z)."""
        v = np.ascontiguousarray(windows(x, self.size, self.stride, self.padding))
        places = v.shape[-6:-3]
        z = _tensor(_matrix(v, 3) @ _matrix(parameters["W"], 1), places, (self.filters,))
        if self.bias:
            z += parameters["b"][..., None, None, None, :]
        a = self.activation.function(z)
        return ConvTrace(x, z, a, v)

    def backward(self, parameters: Parameters, trace: ConvTrace, da: np.ndarray,
                 context: Context | None = None) -> LayerBack:
        """Carry da = dL/da back, as in a dense layer; then each pixel gathers what comes from all windows over it.

            delta = da o f'(z)        dW = v^T delta        db = sum of delta over all places        dv = delta W^T

        with sums over all places of all examples; dx is the sum of dv over the windows that overlap (`overlapped`).
        """
        v, W = trace.v, parameters["W"]
        places, window = v.shape[-6:-3], v.shape[-3:]
        delta = da * self.activation.slope(trace.z)
        dW = _tensor(_matrix(v, 3).mT @ _matrix(delta, 1), window, (self.filters,))
        db = {"b": delta.sum(axis=PLACES)} if self.bias else {}
        if not self.to_input:
            return LayerBack(delta, {"W": dW} | db, None)
        dv = _tensor(_matrix(delta, 1) @ _matrix(W, 1).mT, places, window)
        dx = overlapped(dv, trace.x.shape, self.stride, self.padding)
        return LayerBack(delta, {"W": dW} | db, dx)


def _matrix(a: np.ndarray, columns: int) -> np.ndarray:
    """So many last axes as the columns of a matrix, and the three before them, places or those of a window, as rows."""
    *lead, r, s, t = a.shape[:-columns]
    return a.reshape((*lead, r * s * t, prod(a.shape[-columns:])))


def _tensor(matrix: np.ndarray, rows: tuple[int, ...], columns: tuple[int, ...]) -> np.ndarray:
    """The matrix with the axes that `_matrix` put together."""
    return matrix.reshape(matrix.shape[:-2] + rows + columns)
