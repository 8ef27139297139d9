"""LSTM: a recurrent layer whose memory is a sum, so that the error may pass through many steps undiminished."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from operator import attrgetter
from typing import ClassVar, NamedTuple

import numpy as np

from ...errors import finite_number, whole_number
from ..activations import ACTIVATIONS
from ..initializers import Initializer
from .checks import Axes
from .context import Context
from .gates import apart, draw_gates, gate_gradients, gate_shapes, side_by_side
from .protocol import call_of
from .recurrence import check_sequences
from .unrolled import before, by_example, by_step

Parameters = Mapping[str, np.ndarray]
GATES = "ifog"  # input, forget, output, and the candidate
sigmoid, tanh = ACTIVATIONS["sigmoid"], ACTIVATIONS["tanh"]


class LSTMTrace(NamedTuple):
    """A `LayerTrace` with the gates i, f and o, the candidate g and the cell state c, each (..., batch, time, units).

    z is what goes into the gates, side by side in the order i, f, o, g: (..., batch, time, 4 units). a is h.
    """

    x: np.ndarray
    z: np.ndarray
    a: np.ndarray
    i: np.ndarray
    f: np.ndarray
    o: np.ndarray
    g: np.ndarray
    c: np.ndarray

    @property
    def by_gate(self) -> dict[str, np.ndarray]:
        """z of "i", "f", "o" and "g" apart, by these names: what goes into each, (..., batch, time, units)."""
        return dict(zip(GATES, apart(self.z, 4)))


class LSTMBack(NamedTuple):
    """A `LayerBack` with dh = dL/dh_t and dc = dL/dc_t, each with all that comes from later steps; delta as z."""

    delta: np.ndarray
    gradients: dict[str, np.ndarray]
    dx: np.ndarray
    dh: np.ndarray
    dc: np.ndarray

    @property
    def by_gate(self) -> dict[str, np.ndarray]:
        """delta of "i", "f", "o" and "g" apart, by these names, (..., batch, time, units)."""
        return dict(zip(GATES, apart(self.delta, 4)))


@dataclass(frozen=True, repr=False)
class LSTM:
    """A recurrent layer with a cell state c that gates write to, keep and read, unrolled in time.

        i_t = sigmoid(x_t Wi + h_(t-1) Ui + bi)      input gate: how much is written
        f_t = sigmoid(x_t Wf + h_(t-1) Uf + bf)      forget gate: how much is kept
        o_t = sigmoid(x_t Wo + h_(t-1) Uo + bo)      output gate: how much is shown
        g_t = tanh(x_t Wg + h_(t-1) Ug + bg)         candidate: what is written

        c_t = f_t * c_(t-1) + i_t * g_t,    a_t = h_t = o_t * tanh(c_t),    c_0 = h_0 = 0

    where * multiplies entry by entry. (Hochreiter & Schmidhuber, 1997, with the forget gate of Gers, Schmidhuber &
    Cummins, 2000.) From c_t straight back to c_(t-1) the gradient is multiplied by f_t alone, where a plain recurrent
    layer multiplies it by U^T and f'(z). In names "Wf1[0,2]" leads from input 0 into the forget gate of unit 2.

    Parameters
    ----------
    inputs
        The number of features of x_t; each W is (..., inputs, units).
    units
        The number of features of h_t; each U is (..., units, units), each b (..., units).
    forget_bias
        What `initialize` adds to bf: with 1 a new layer keeps most of what it has (Gers et al., 2000).

    Raises
    ------
    ArgumentError
        If a size is not a whole number of at least 1, or `forget_bias` is not finite.

    Examples
    --------
    Gates wide open, and a candidate that is tanh(x_t): the cell adds up what it sees.

    >>> layer = LSTM(1, 1)
    >>> parameters = {name: np.zeros(shape) for name, shape in layer.shapes.items()}
    >>> parameters |= {"Wg": np.ones((1, 1)), **{name: np.array([40.0]) for name in ("bi", "bf", "bo")}}
    >>> trace = layer.forward(parameters, np.arctanh([[[0.5], [0.25], [0.0]]]))
    >>> trace.c[0, :, 0].round(12).tolist()
    [0.5, 0.75, 0.75]
    >>> dc = layer.backward(parameters, trace, np.array([[[0.0], [0.0], [1.0]]])).dc
    >>> (dc / dc[:, -1:])[0, :, 0].tolist()
    [1.0, 1.0, 1.0]
    """

    inputs: int
    units: int
    forget_bias: float = 1.0

    axes: ClassVar[Axes] = (2, 2)
    depends_on_step: ClassVar[bool] = False
    outputs = property(attrgetter("units"))
    __repr__ = call_of

    def __post_init__(self) -> None:
        object.__setattr__(self, "inputs", whole_number(self.inputs, "inputs", "LSTM", 1))
        object.__setattr__(self, "units", whole_number(self.units, "units", "LSTM", 1))
        object.__setattr__(self, "forget_bias", finite_number(self.forget_bias, "forget_bias", "LSTM"))

    @property
    def shapes(self) -> dict[str, tuple[int, ...]]:
        """The shape of each parameter, in the order in which theta holds them: W, U and b of i, then of f, o and g."""
        return gate_shapes(GATES, self.inputs, self.units)

    def initialize(self, row: Initializer, weights: np.random.Generator, biases: np.random.Generator,
                   gain: float, bias_scale: float) -> dict[str, np.ndarray]:
        """First parameters: each W and U drawn by the row, times gain; b from N(0, bias_scale^2), bf + forget_bias."""
        drawn = draw_gates(GATES, self.inputs, self.units, row, weights, biases, gain, bias_scale)
        return drawn | {"bf": drawn["bf"] + self.forget_bias}

    def check_input(self, x: np.ndarray) -> None:
        """Refuse an x that is not (..., batch, time, inputs)."""
        check_sequences(x, self.inputs)

    def forward(self, parameters: Parameters, x: np.ndarray, context: Context | None = None) -> LSTMTrace:
        """Compute gates, c_t and h_t from the first step to the last; c[..., t, :] is step t, counted from 0."""
        W, U, b = (side_by_side(parameters, kind, GATES) for kind in "WUb")
        z = by_step(x @ W[..., None, :, :] + b[..., None, None, :])
        z_ifo, z_g = z[..., :3 * self.units], z[..., 3 * self.units:]
        i, f, o, g, c, h = np.empty((6, *z_g.shape), z.dtype)
        c_before = h_before = np.zeros_like(h[0])
        for t in range(len(z)):
            z[t] += h_before @ U
            i[t], f[t], o[t] = apart(sigmoid.function(z_ifo[t]), 3)
            g[t] = tanh.function(z_g[t])
            c[t] = f[t] * c_before + i[t] * g[t]
            h[t] = o[t] * tanh.function(c[t])
            c_before, h_before = c[t], h[t]
        return LSTMTrace(x, *map(by_example, (z, h, i, f, o, g, c)))

    def backward(self, parameters: Parameters, trace: LSTMTrace, da: np.ndarray,
                 context: Context | None = None) -> LSTMBack:
        """Carry da = dL/da back from the last step to the first; ' is the slope of the sigmoid, or of tanh, at its z.

            dh_t = da_t + delta_(t+1) U^T,    dc_t = dh_t * o_t * tanh'(c_t) + dc_(t+1) * f_(t+1)
            delta_i = dc_t * g_t * i'_t,    delta_f = dc_t * c_(t-1) * f'_t
            delta_o = dh_t * tanh(c_t) * o'_t,    delta_g = dc_t * i_t * g'_t
            dW = sum_t x_t^T delta_t,    dU = sum_t h_(t-1)^T delta_t,    db = sum_t delta_t,    dx_t = delta_t W^T

        where delta_t, W, U and b have all four side by side. (Greff et al., 2017, section II B, without peepholes; the
        sums are over the batch too.)
        """
        W, U = (side_by_side(parameters, kind, GATES) for kind in "WU")
        (x, z, h, i, f, o, g, c), da = map(by_step, trace), by_step(da)
        slope_i, slope_f, slope_o = apart(sigmoid.slope(z[..., :3 * self.units]), 3)
        slope_g, slope_c = tanh.slope(z[..., 3 * self.units:]), tanh.slope(c)
        tanh_c, c_before, h_before = tanh.function(c), before(c), before(h)
        delta, (dh, dc) = np.empty_like(z), np.empty((2, *c.shape), c.dtype)
        delta_i, delta_f, delta_o, delta_g = apart(delta, 4)
        h_later = c_later = np.zeros_like(c[0])
        for t in reversed(range(len(z))):
            dh[t] = da[t] + h_later
            dc[t] = dh[t] * o[t] * slope_c[t] + c_later
            delta_i[t] = dc[t] * g[t] * slope_i[t]
            delta_f[t] = dc[t] * c_before[t] * slope_f[t]
            delta_o[t] = dh[t] * tanh_c[t] * slope_o[t]
            delta_g[t] = dc[t] * i[t] * slope_g[t]
            h_later, c_later = delta[t] @ U.mT, dc[t] * f[t]
        gradients = gate_gradients(GATES, x, h_before, delta)
        dx = delta @ W.mT
        return LSTMBack(by_example(delta), gradients, *map(by_example, (dx, dh, dc)))
