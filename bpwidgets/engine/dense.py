"""The dense layer: z = x W + b, a = f(z), and on the way back the chain rule.

With one example in each row x is (batch, inputs), W is (inputs, outputs), b is (outputs,), and z, a and delta = dL/dz
are (batch, outputs). A layer remembers nothing: what backward needs, forward returns.

Many settings of the parameters run at once, as axes in front of these: W (..., inputs, outputs), b (..., outputs),
z (..., batch, outputs).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from ..errors import lookup, whole_number
from .activations import ACTIVATIONS, Activation
from .layers.checks import check_features
from .support.products import times
from .trace import LayerBack, LayerTrace

if TYPE_CHECKING:
    from .initializers import Initializer
    from .layers.context import Context

Parameters = Mapping[str, np.ndarray]
IDENTITY = ACTIVATIONS["identity"]


@dataclass(frozen=True, repr=False)
class Dense:
    """A fully connected layer: every input reaches every output, a = f(x W + b).

    Parameters
    ----------
    inputs, outputs
        Numbers of features on either side.
    activation
        f: a name of `ACTIVATIONS`, or a custom row.
    bias
        Whether there is a b.
    to_input
        Whether backward computes dx, which nobody needs of the first layer of a net in training.

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
    to_input: bool = field(default=True, kw_only=True)
    depends_on_step: ClassVar[bool] = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "inputs", whole_number(self.inputs, "inputs", "Dense", 1))
        object.__setattr__(self, "outputs", whole_number(self.outputs, "outputs", "Dense", 1))
        object.__setattr__(self, "activation", lookup(self.activation, ACTIVATIONS, Activation, "activation", "Dense"))

    def __repr__(self) -> str:
        name = "" if self.activation.name == "identity" else f", {self.activation.name!r}"
        more = "".join(f", {field}=False" for field in ("bias", "to_input") if not getattr(self, field))
        return f"Dense({self.inputs}, {self.outputs}{name}{more})"

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
        """Refuse an x that is not (batch, inputs), or (..., batch, inputs)."""
        check_features(x, self.inputs)

    def forward(self, parameters: Parameters, x: np.ndarray, context: Context | None = None) -> LayerTrace:
        """Compute z = x W + b and a = f(z)."""
        z = times(x, parameters["W"])
        if self.bias:
            z += parameters["b"][..., None, :]
        a = self.activation.function(z)
        return LayerTrace(x, z, a)

    def backward(self, parameters: Parameters, trace: LayerTrace, da: np.ndarray,
                 context: Context | None = None) -> LayerBack:
        """Carry da = dL/da back through the layer, by the chain rule.

            delta = da o f'(z)        dW = x^T delta        db = sum of delta over the batch        dx = delta W^T

        (Nielsen, 2015, equations BP1 to BP4, with the examples as rows; o multiplies entry by entry.)
        """
        x, z, W = trace.x, trace.z, parameters["W"]
        linear = self.activation is IDENTITY and da.shape == z.shape    # f'(z) = 1: nothing to multiply by
        delta = da if linear else da * self.activation.slope(z)
        dW = x.mT @ delta
        dx = times(delta, W.mT) if self.to_input else None
        if not self.bias:
            return LayerBack(delta, {"W": dW}, dx)
        db = np.add.reduce(delta, axis=-2)
        return LayerBack(delta, {"W": dW, "b": db}, dx)
