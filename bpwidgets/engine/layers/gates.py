"""What gated layers have in common: one product for all gates at once.

Each gate has parameters of its own, "Wf" from the input, "Uf" from the step before and the bias "bf" for a gate f. To
compute all gates in one product they are put side by side, (inputs, gates units), and their z with them.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from ..initializers import Initializer
from .unrolled import all_steps, sum_of_products

Parameters = Mapping[str, np.ndarray]


def gate_shapes(gates: str, inputs: int, units: int) -> dict[str, tuple[int, ...]]:
    """The shape of each parameter of each gate.

    Examples
    --------
    >>> gate_shapes("rn", 2, 3)
    {'Wr': (2, 3), 'Ur': (3, 3), 'br': (3,), 'Wn': (2, 3), 'Un': (3, 3), 'bn': (3,)}
    """
    of_kind = {"W": (inputs, units), "U": (units, units), "b": (units,)}
    return {kind + gate: shape for gate in gates for kind, shape in of_kind.items()}


def draw_gates(gates: str, inputs: int, units: int, row: Initializer, weights: np.random.Generator,
               biases: np.random.Generator, gain: float, bias_scale: float) -> dict[str, np.ndarray]:
    """First parameters, gate by gate: W, then U, each drawn by the row for its sizes, times gain; b normal."""
    drawn = {}
    for gate in gates:
        drawn["W" + gate] = gain * row.draw(weights, inputs, units)
        drawn["U" + gate] = gain * row.draw(weights, units, units)
        drawn["b" + gate] = bias_scale * biases.standard_normal(units)
    return drawn


def side_by_side(parameters: Parameters, kind: str, gates: str) -> np.ndarray:
    """One kind of parameter of all gates, along the last axis: (..., inputs, gates units) for the kind W."""
    return np.concatenate([parameters[kind + gate] for gate in gates], axis=-1)


def apart(beside: np.ndarray, gates: int) -> list[np.ndarray]:
    """The part of each gate of what stands side by side, as views, so that what is written to them is written there.

    Examples
    --------
    >>> z = np.zeros((2, 6))
    >>> r, u, n = apart(z, 3)
    >>> u[...] = 1
    >>> z[0].tolist()
    [0.0, 0.0, 1.0, 1.0, 0.0, 0.0]
    """
    units = beside.shape[-1] // gates
    return [beside[..., k * units:(k + 1) * units] for k in range(gates)]


def gate_gradients(gates: str, x: np.ndarray, h_before: np.ndarray, delta: np.ndarray) -> dict[str, np.ndarray]:
    """dW = sum_t x_t^T delta_t, dU = sum_t h_(t-1)^T delta_t and db = sum_t delta_t, by the names of the parameters."""
    sums = {"W": sum_of_products(x, delta), "U": sum_of_products(h_before, delta), "b": all_steps(delta).sum(axis=-2)}
    return {kind + gate: part for kind, beside in sums.items() for gate, part in zip(gates, apart(beside, len(gates)))}
