"""GRU: a recurrent layer that mixes what it had with what is new, with two gates in place of the three of an LSTM."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from operator import attrgetter
from typing import ClassVar, NamedTuple

import numpy as np

from ...errors import whole_number
from ..activations import ACTIVATIONS
from ..initializers import Initializer
from .checks import Axes
from .context import Context
from .gates import apart, draw_gates, gate_gradients, gate_shapes, side_by_side
from .protocol import call_of
from .recurrence import check_sequences
from .unrolled import before, by_example, by_step, sum_of_products

Parameters = Mapping[str, np.ndarray]
GATES = "run"  # reset, update, and the new candidate
sigmoid, tanh = ACTIVATIONS["sigmoid"], ACTIVATIONS["tanh"]


class GRUTrace(NamedTuple):
    """A `LayerTrace` with the gates r and u and the candidate n, each (..., batch, time, units).

    z is what goes into them, side by side in the order r, u, n: (..., batch, time, 3 units). a is h.
    """

    x: np.ndarray
    z: np.ndarray
    a: np.ndarray
    r: np.ndarray
    u: np.ndarray
    n: np.ndarray

    @property
    def by_gate(self) -> dict[str, np.ndarray]:
        """z of "r", "u" and "n" apart, by these names: what goes into each, (..., batch, time, units)."""
        return dict(zip(GATES, apart(self.z, 3)))


class GRUBack(NamedTuple):
    """A `LayerBack` with dh = dL/dh_t, with all that comes from later steps; delta as z."""

    delta: np.ndarray
    gradients: dict[str, np.ndarray]
    dx: np.ndarray
    dh: np.ndarray

    @property
    def by_gate(self) -> dict[str, np.ndarray]:
        """delta of "r", "u" and "n" apart, by these names, (..., batch, time, units)."""
        return dict(zip(GATES, apart(self.delta, 3)))


@dataclass(frozen=True, repr=False)
class GRU:
    """A recurrent layer whose state is a mean of what it was and of what is new, unrolled in time.

        r_t = sigmoid(x_t Wr + h_(t-1) Ur + br)           reset gate: how much of the past the candidate sees
        u_t = sigmoid(x_t Wu + h_(t-1) Uu + bu)           update gate: how much of the past is kept
        n_t = tanh(x_t Wn + (r_t * h_(t-1)) Un + bn)      candidate: what is new

        a_t = h_t = u_t * h_(t-1) + (1 - u_t) * n_t,    h_0 = 0

    where * multiplies entry by entry. (Cho et al., 2014, equations 5 to 8, with u for their z: a letter that is taken.)
    PyTorch resets after the product, r_t * (h_(t-1) Un + b), which is another layer.

    Parameters
    ----------
    inputs
        The number of features of x_t; each W is (..., inputs, units).
    units
        The number of features of h_t; each U is (..., units, units), each b (..., units).

    Raises
    ------
    ArgumentError
        If a size is not a whole number of at least 1.

    Examples
    --------
    With all parameters 0 both gates are half open and nothing is new; h would fade by half at each step:

    >>> layer = GRU(1, 1)
    >>> parameters = {name: np.zeros(shape) for name, shape in layer.shapes.items()}
    >>> trace = layer.forward(parameters, np.ones((1, 3, 1)))
    >>> trace.u[0, :, 0].tolist(), trace.a[0, :, 0].tolist()
    ([0.5, 0.5, 0.5], [0.0, 0.0, 0.0])
    >>> layer.backward(parameters, trace, np.array([[[0.0], [0.0], [1.0]]])).dh[0, :, 0].tolist()
    [0.25, 0.5, 1.0]
    """

    inputs: int
    units: int

    axes: ClassVar[Axes] = (2, 2)
    depends_on_step: ClassVar[bool] = False
    outputs = property(attrgetter("units"))
    __repr__ = call_of

    def __post_init__(self) -> None:
        object.__setattr__(self, "inputs", whole_number(self.inputs, "inputs", "GRU", 1))
        object.__setattr__(self, "units", whole_number(self.units, "units", "GRU", 1))

    @property
    def shapes(self) -> dict[str, tuple[int, ...]]:
        """The shape of each parameter, in the order in which theta holds them: W, U and b of r, then of u and n."""
        return gate_shapes(GATES, self.inputs, self.units)

    def initialize(self, row: Initializer, weights: np.random.Generator, biases: np.random.Generator,
                   gain: float, bias_scale: float) -> dict[str, np.ndarray]:
        """First parameters: each W and U drawn by the row for its sizes, times gain; b from N(0, bias_scale^2)."""
        return draw_gates(GATES, self.inputs, self.units, row, weights, biases, gain, bias_scale)

    def check_input(self, x: np.ndarray) -> None:
        """Refuse an x that is not (..., batch, time, inputs)."""
        check_sequences(x, self.inputs)

    def forward(self, parameters: Parameters, x: np.ndarray, context: Context | None = None) -> GRUTrace:
        """Compute gates and h_t from the first step to the last; h[..., t, :] is step t, counted from 0."""
        W, b = (side_by_side(parameters, kind, GATES) for kind in "Wb")
        U_ru, U_n = side_by_side(parameters, "U", "ru"), parameters["Un"]
        z = by_step(x @ W[..., None, :, :] + b[..., None, None, :])
        z_ru, z_n = z[..., :2 * self.units], z[..., 2 * self.units:]
        r, u, n, h = np.empty((4, *z_n.shape), z.dtype)
        h_before = np.zeros_like(z_n[0])
        for t in range(len(z)):
            z_ru[t] += h_before @ U_ru
            r[t], u[t] = apart(sigmoid.function(z_ru[t]), 2)
            z_n[t] += (r[t] * h_before) @ U_n
            n[t] = tanh.function(z_n[t])
            h[t] = u[t] * h_before + (1 - u[t]) * n[t]
            h_before = h[t]
        return GRUTrace(x, *map(by_example, (z, h, r, u, n)))

    def backward(self, parameters: Parameters, trace: GRUTrace, da: np.ndarray,
                 context: Context | None = None) -> GRUBack:
        """Carry da = dL/da back from the last step to the first; s_t = r_t * h_(t-1) is what the candidate sees.

            dh_t = da_t + later_(t+1),    later_t = dh_t * u_t + ds_t * r_t + delta_r Ur^T + delta_u Uu^T
            delta_n = dh_t * (1 - u_t) * n'_t,    delta_u = dh_t * (h_(t-1) - n_t) * u'_t
            ds_t = delta_n Un^T,    delta_r = ds_t * h_(t-1) * r'_t
            dW = sum_t x_t^T delta_t,    dU = sum_t h_(t-1)^T delta_t, but dUn = sum_t s_t^T delta_n,
            db = sum_t delta_t,    dx_t = delta_t W^T

        where r'_t is the slope of the sigmoid at its z, n'_t that of tanh, and delta_t has all three side by side.
        """
        W, U_ru, U_n = side_by_side(parameters, "W", GATES), side_by_side(parameters, "U", "ru"), parameters["Un"]
        x, z, h, r, u, n = map(by_step, trace)
        da, h_before = by_step(da), before(h)
        z_r, z_u, z_n = apart(z, 3)
        slope_r, slope_u, slope_n = sigmoid.slope(z_r), sigmoid.slope(z_u), tanh.slope(z_n)
        delta, dh = np.empty_like(z), np.empty_like(h)
        delta_r, delta_u, delta_n = apart(delta, 3)
        later = np.zeros_like(h[0])
        for t in reversed(range(len(z))):
            dh[t] = da[t] + later
            delta_n[t] = dh[t] * (1 - u[t]) * slope_n[t]
            delta_u[t] = dh[t] * (h_before[t] - n[t]) * slope_u[t]
            ds = delta_n[t] @ U_n.mT
            delta_r[t] = ds * h_before[t] * slope_r[t]
            later = dh[t] * u[t] + ds * r[t] + delta[t][..., :2 * self.units] @ U_ru.mT
        gradients = gate_gradients(GATES, x, h_before, delta)
        gradients["Un"] = sum_of_products(r * h_before, delta_n)
        dx = delta @ W.mT
        return GRUBack(by_example(delta), gradients, *map(by_example, (dx, dh)))
