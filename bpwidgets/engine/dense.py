"""Layers: frozen descriptions with a pure forward and a pure backward; they remember nothing.

A layer is a map z = g(x; parameters), then an activation a = f(z) taken entry by entry. `delta` is always dL/dz.
Arrays are (..., batch, features); everything left of the batch is a set of parameter settings that runs at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ..errors import lookup, whole_number
from .activations import ACTIVATIONS, Activation
from .initializers import Initializer
from .layers.protocol import check_features
from .trace import Context, LayerBack, LayerTrace

Parameters = Mapping[str, np.ndarray]
IDENTITY = ACTIVATIONS["identity"]


@dataclass(frozen=True, repr=False)
class Dense:
    """A fully connected layer: every input reaches every output, a = f(x W + b).

    Parameters
    ----------
    inputs, outputs
        Numbers of features on either side; W is (..., inputs, outputs), b is (..., outputs).
    activation
        f: a name of `ACTIVATIONS`, or a row of one's own.
    bias
        Whether there is a b.

    Raises
    ------
    ArgumentError
        If a size is not a whole number of at least 1, or the activation is unknown.

    Examples
    --------
    >>> layer = Dense(2, 1, "relu")
    >>> parameters = {"W": np.array([[2.0], [1.0]]), "b": np.array([-1.0])}
    >>> trace = layer.forward(parameters, np.array([[3.0, 4.0]]))
    >>> trace.z, trace.a
    (array([[9.]]), array([[9.]]))
    >>> layer.backward(parameters, trace, np.array([[1.0]])).gradients["W"]
    array([[3.],
           [4.]])
    """

    inputs: int
    outputs: int
    activation: Activation | str = "identity"
    bias: bool = True

    def __post_init__(self) -> None:
        row = lookup(self.activation, ACTIVATIONS, Activation, "activation", "Dense")
        object.__setattr__(self, "inputs", whole_number(self.inputs, "inputs", "Dense", 1))
        object.__setattr__(self, "outputs", whole_number(self.outputs, "outputs", "Dense", 1))
        object.__setattr__(self, "activation", row)

    def __repr__(self) -> str:
        name = "" if self.activation.name == "identity" else f", {self.activation.name!r}"
        return f"Dense({self.inputs}, {self.outputs}{name}{'' if self.bias else ', bias=False'})"

    @property
    def shapes(self) -> dict[str, tuple[int, ...]]:
        """The shape of each parameter, in the order in which theta holds them."""
        return {"W": (self.inputs, self.outputs)} | ({"b": (self.outputs,)} if self.bias else {})

    def initialize(self, row: Initializer, weights: np.random.Generator, biases: np.random.Generator,
                   gain: float, bias_scale: float) -> dict[str, np.ndarray]:
        """First parameters: W drawn by the row, times gain; b from N(0, bias_scale^2)."""
        W = gain * row.draw(weights, self.inputs, self.outputs)
        return {"W": W} | ({"b": bias_scale * biases.standard_normal(self.outputs)} if self.bias else {})

    def check_input(self, x: np.ndarray) -> None:
        """Refuse an x that is not (..., batch, inputs)."""
        check_features(x, self.inputs)

    def forward(self, parameters: Parameters, x: np.ndarray, context: Context | None = None) -> LayerTrace:
        """Compute z = x W + b and a = f(z); each row of x is one example."""
        z = x @ parameters["W"]
        if self.bias:
            z += parameters["b"][..., None, :]
        a = self.activation.function(z)
        return LayerTrace(x, z, a)

    def backward(self, parameters: Parameters, trace: LayerTrace, da: np.ndarray,
                 context: Context | None = None, to_input: bool = True) -> LayerBack:
        """Carry da = dL/da back through the layer, by the chain rule.

            delta = da o f'(z)        dW = x^T delta        db = sum of delta over the batch        dx = delta W^T

        (Nielsen, 2015, equations BP1 to BP4, with the examples as rows; o multiplies entry by entry.) Where nobody asks for
        the way to the input, dx is None.
        """
        x, W = trace.x, parameters["W"]
        straight = self.activation is IDENTITY and da.shape == trace.z.shape
        delta = da if straight else da * self.activation.slope(trace.z)
        dW = x.swapaxes(-1, -2) @ delta
        dx = delta @ W.swapaxes(-1, -2) if to_input else None
        if not self.bias:
            return LayerBack(delta, {"W": dW}, dx)
        db = np.add.reduce(delta, axis=-2)
        return LayerBack(delta, {"W": dW, "b": db}, dx)
