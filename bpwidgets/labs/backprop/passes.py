"""Both passes of one update: every number on the way to the loss and back, as the engine computes them."""
from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ... import engine

Arrays = tuple[np.ndarray, ...]


@dataclass(frozen=True, eq=False)
class Passes:
    """What one update computes, before it changes the weights. N: the number of examples that it uses.

    theta: (n,). x: (N, inputs), y: (N, outputs). row: which of them is shown.
    z, a, error, slope, delta: for each layer (N, units), error being dL/da.
    loss: of all N. by_example: (N, n), what each example adds to the gradient. gradient: (n,), their sum.
    """

    theta: np.ndarray
    x: np.ndarray
    y: np.ndarray
    row: int
    z: Arrays
    a: Arrays
    error: Arrays
    slope: Arrays
    delta: Arrays
    loss: float
    by_example: np.ndarray
    gradient: np.ndarray

    def input_of(self, layer: int) -> np.ndarray:
        """What a layer, counted from 1, gets from the example that is shown: (inputs of the layer,)."""
        return (self.x if layer == 1 else self.a[layer - 2])[self.row]

    def shown(self, kind: str, layer: int) -> np.ndarray:
        """z, a, error, slope or delta of a layer, counted from 1, for the example that is shown: (units,)."""
        return getattr(self, kind)[layer - 1][self.row]


def passes_of(objective: engine.NetworkLoss, theta: np.ndarray, rows: slice, row: int) -> Passes:
    """Both passes over the rows of the data that an update uses.

    row: which of the data is shown, counted among these rows.
    """
    net, loss = objective.network, objective.loss
    x, y = objective.x[rows], objective.y[rows]
    with np.errstate(all="ignore"):
        trace = net.forward(theta, x)
        d_output = loss.gradient(trace.output, y)
        back = net.backward(theta, trace, d_output)
        slopes = tuple(layer.activation.slope(of.z) for layer, of in zip(net.layers, trace))
        # One example in each batch, as many batches as examples: the gradient of each of them alone.
        by_example = net.backward(theta, net.forward(theta, x[:, None]), d_output[:, None]).dtheta
        value = float(loss.function(trace.output, y))
    errors = (*(back[l].dx for l in range(1, len(back))), d_output)
    return Passes(theta, x, y, row, tuple(of.z for of in trace), tuple(of.a for of in trace), errors, slopes,
                  tuple(of.delta for of in back), value, by_example, back.dtheta)
