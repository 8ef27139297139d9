"""Layers for sequences, (..., batch, time, features): a recurrent one, and one that leads back to rows of features."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from operator import attrgetter
from typing import ClassVar

import numpy as np

from ...errors import argument_error, lookup, whole_number
from ..activations import ACTIVATIONS, Activation
from ..initializers import Initializer
from ..trace import LayerBack, LayerTrace
from .checks import Axes
from .context import Context
from .fixed import Fixed
from .protocol import call_of

Parameters = Mapping[str, np.ndarray]


def check_sequences(x: np.ndarray, features: int) -> None:
    """Refuse an x that is not (batch, time, features).

    Examples
    --------
    >>> check_sequences(np.ones((5, 3)), features=3)      # doctest: +ELLIPSIS
    Traceback (most recent call last):
    bpwidgets.errors.ArgumentError: x of the network: expected shape (batch, time, 3), ...; got an array of ...
    """
    if x.ndim < 3 or x.shape[-1] != features or x.shape[-2] == 0:
        raise argument_error("x", "the network", f"shape (batch, time, {features}), time 1 or more", x)


@dataclass(frozen=True, repr=False)
class Recurrent:
    """A layer with a memory of its output one time step before (Elman, 1990), unrolled in time.

        z_t = x_t W + h_(t-1) U + b,    h_t = a_t = f(z_t),    h_0 = 0

    Every step is kept: z, a and delta have a time axis, and delta_t = dL/dz_t has all that comes back to step t from
    the losses of later steps (Werbos, 1990). So the gradient through time is `back[l].delta`, and x_t^T delta_t is the
    share of step t in dW.

    Parameters
    ----------
    inputs
        The number of features of x_t; W is (..., inputs, units).
    units
        The number of features of h_t; U is (..., units, units), b is (..., units).
    activation
        f: a name of `ACTIVATIONS`, or a custom row.
    bias
        Whether there is a b.

    Raises
    ------
    ArgumentError
        If a size is not a whole number of at least 1, or the activation is unknown.

    Examples
    --------
    Three steps of h_t = x_t + h_(t-1) / 2:

    >>> layer = Recurrent(1, 1, "identity", bias=False)
    >>> parameters = {"W": np.array([[1.0]]), "U": np.array([[0.5]])}
    >>> trace = layer.forward(parameters, np.array([[[8.0], [0.0], [0.0]]]))
    >>> trace.a[0, :, 0].tolist()
    [8.0, 4.0, 2.0]
    >>> layer.backward(parameters, trace, np.array([[[0.0], [0.0], [1.0]]])).delta[0, :, 0].tolist()
    [0.25, 0.5, 1.0]
    """

    inputs: int
    units: int
    activation: Activation | str = "tanh"
    bias: bool = True

    axes: ClassVar[Axes] = (2, 2)
    outputs = property(attrgetter("units"))
    __repr__ = call_of

    def __post_init__(self) -> None:
        object.__setattr__(self, "inputs", whole_number(self.inputs, "inputs", "Recurrent", 1))
        object.__setattr__(self, "units", whole_number(self.units, "units", "Recurrent", 1))
        row = lookup(self.activation, ACTIVATIONS, Activation, "activation", "Recurrent")
        object.__setattr__(self, "activation", row)

    @property
    def shapes(self) -> dict[str, tuple[int, ...]]:
        """The shape of each parameter, in the order in which theta holds them."""
        b: dict[str, tuple[int, ...]] = {"b": (self.units,)} if self.bias else {}
        return {"W": (self.inputs, self.units), "U": (self.units, self.units)} | b

    def initialize(self, row: Initializer, weights: np.random.Generator, biases: np.random.Generator,
                   gain: float, bias_scale: float) -> dict[str, np.ndarray]:
        """First parameters: W, then U, each drawn by the row for its sizes, times gain; b from N(0, bias_scale^2)."""
        W = gain * row.draw(weights, self.inputs, self.units)
        U = gain * row.draw(weights, self.units, self.units)
        return {"W": W, "U": U} | ({"b": bias_scale * biases.standard_normal(self.units)} if self.bias else {})

    def check_input(self, x: np.ndarray) -> None:
        """Refuse an x that is not (..., batch, time, inputs)."""
        check_sequences(x, self.inputs)

    def forward(self, parameters: Parameters, x: np.ndarray, context: Context | None = None) -> LayerTrace:
        """Compute z_t and a_t from the first step to the last; z[..., t, :] is step t, counted from 0."""
        W, U = parameters["W"], parameters["U"]
        z = x @ W[..., None, :, :]
        if self.bias:
            z += parameters["b"][..., None, None, :]
        a = np.empty_like(z)
        a[..., 0, :] = self.activation.function(z[..., 0, :])
        for t in range(1, z.shape[-2]):
            z[..., t, :] += a[..., t - 1, :] @ U
            a[..., t, :] = self.activation.function(z[..., t, :])
        return LayerTrace(x, z, a)

    def backward(self, parameters: Parameters, trace: LayerTrace, da: np.ndarray,
                 context: Context | None = None) -> LayerBack:
        """Carry da = dL/da back from the last step to the first.

            dL/dh_t = da_t + delta_(t+1) U^T,    delta_t = dL/dh_t o f'(z_t)
            dW = sum_t x_t^T delta_t,    dU = sum_t h_(t-1)^T delta_t,    db = sum_t delta_t,    dx_t = delta_t W^T

        (Pascanu, Mikolov & Bengio, 2013, section 2; the sums are over the batch too.)
        """
        x, h, W, U = trace.x, trace.a, parameters["W"], parameters["U"]
        slope = self.activation.slope(trace.z)
        delta = da * slope
        for t in range(delta.shape[-2] - 2, -1, -1):
            dh = da[..., t, :] + delta[..., t + 1, :] @ U.swapaxes(-1, -2)
            delta[..., t, :] = dh * slope[..., t, :]
        dW = flat(x).swapaxes(-1, -2) @ flat(delta)
        dU = flat(h[..., :-1, :]).swapaxes(-1, -2) @ flat(delta[..., 1:, :])
        dx = delta @ W.swapaxes(-1, -2)[..., None, :, :]
        db = {"b": delta.sum(axis=(-3, -2))} if self.bias else {}
        return LayerBack(delta, {"W": dW, "U": dU} | db, dx)


def flat(a: np.ndarray) -> np.ndarray:
    """(..., batch, time, features) -> (..., batch * time, features): for a sum over both, order does not matter."""
    return a.reshape((*a.shape[:-3], a.shape[-3] * a.shape[-2], a.shape[-1]))


@dataclass(frozen=True, repr=False)
class LastStep(Fixed):
    """The last step of a sequence: (..., batch, time, features) -> (..., batch, features), for a `Dense` to follow.

    `features` as in `Fixed`: their number, in and out.

    Examples
    --------
    >>> from bpwidgets.engine import Dense, Network
    >>> net = Network((Recurrent(1, 4), LastStep(4), Dense(4, 1)))
    >>> net.forward(net.initialize(), np.ones((10, 25, 1))).output.shape
    (10, 1)
    """

    axes: ClassVar[Axes] = (2, 1)

    def check_input(self, x: np.ndarray) -> None:
        """Refuse an x that is not (..., batch, time, features)."""
        check_sequences(x, self.features)

    def forward(self, parameters: Parameters, x: np.ndarray, context: Context | None = None) -> LayerTrace:
        """z = x at the last step, a view."""
        z = x[..., -1, :]
        return LayerTrace(x, z, z)

    def backward(self, parameters: Parameters, trace: LayerTrace, da: np.ndarray,
                 context: Context | None = None) -> LayerBack:
        """dx is da at the last step and 0 at all others."""
        dx = np.zeros(da.shape[:-1] + trace.x.shape[-2:], da.dtype)
        dx[..., -1, :] = da
        return LayerBack(da, {}, dx)
