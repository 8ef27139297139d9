"""Residual blocks: layers with a skip connection, z = x + F(x)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

from ...errors import argument_error, lookup
from .. import passes
from ..activations import ACTIVATIONS, Activation
from ..initializers import Initializer
from ..trace import LayerBack, LayerTrace
from .checks import KINDS, Axes, axes_of, check_stack
from .context import Context, Contexts, contexts, measured
from .names import marked
from .protocol import Layer, call_of

Parameters = Mapping[str, np.ndarray]


class ResidualTrace(NamedTuple):
    """A `LayerTrace` with those of the layers inside: inner[0] is the first of them, inner[-1].a is F(x)."""

    x: np.ndarray
    z: np.ndarray
    a: np.ndarray
    inner: tuple[LayerTrace, ...]

    @property
    def statistics(self) -> tuple[object, ...] | None:
        """What the layers inside measured, or None if none of them measures anything."""
        statistics = measured(self.inner)
        return None if all(entry is None for entry in statistics) else statistics


class ResidualBack(NamedTuple):
    """A `LayerBack` with those of the layers inside: inner[0].delta belongs to the first of them."""

    delta: np.ndarray
    gradients: dict[str, np.ndarray]
    dx: np.ndarray
    inner: tuple[LayerBack, ...]


@dataclass(frozen=True, repr=False)
class Residual:
    """A stack of layers F with a skip connection: z = x + F(x), a = f(z) (He, Zhang, Ren & Sun, 2016, equation 1).

    Backward, the gradient takes both ways, and through the skip connection it arrives at x undiminished:
    dx = delta + (dF/dx)^T delta.

    In names the number of the inner layer stands behind a dot: "W2.1[0,3]" is a weight of inner layer 1 of layer 2.

    Parameters
    ----------
    layers
        F: any layers, other Residuals included; together they give as many features as they take.
    activation
        f: a name of `ACTIVATIONS`, or a custom row.

    Raises
    ------
    ArgumentError
        If the layers do not fit each other, F does not give what it takes, or the activation is unknown.

    Examples
    --------
    >>> from bpwidgets.engine import Dense, Network
    >>> net = Network((Residual((Dense(2, 3, "tanh"), Dense(3, 2))),))
    >>> net.names[0], net.names[-1]
    ('W1.1[0,0]', 'b1.2[1]')
    >>> trace = net.forward(np.zeros(net.n), [[5.0, -7.0]])     # F = 0: only the skip connection is left
    >>> trace.output, net.backward(np.zeros(net.n), trace, np.array([[1.0, 2.0]])).dx
    (array([[ 5., -7.]]), array([[1., 2.]]))
    >>> trace[0].inner[0].z
    array([[0., 0., 0.]])
    """

    layers: tuple[Layer, ...]
    activation: Activation | str = "identity"

    def __post_init__(self) -> None:
        layers = check_stack(self.layers, "Residual")
        first, last = layers[0], layers[-1]
        if (first.inputs, axes_of(first)[0]) != (last.outputs, axes_of(last)[1]):
            kind = KINDS[axes_of(first)[0]]
            expected = f"a last layer that gives {kind} of {first.inputs} features, as the first one takes"
            raise argument_error("layers", "Residual", expected, last, "x + F(x) needs both to be of one shape.")
        row = lookup(self.activation, ACTIVATIONS, Activation, "activation", "Residual")
        object.__setattr__(self, "layers", layers)
        object.__setattr__(self, "activation", row)

    __repr__ = call_of

    @property
    def inputs(self) -> int:
        """The number of features that the first inner layer takes."""
        return self.layers[0].inputs

    @property
    def outputs(self) -> int:
        """The number of features that the last inner layer gives, equal to `inputs`."""
        return self.layers[-1].outputs

    @property
    def axes(self) -> Axes:
        """How many axes an example has; the same on both sides."""
        return axes_of(self.layers[0])[0], axes_of(self.layers[-1])[1]

    @cached_property
    def _keys(self) -> tuple[dict[str, str], ...]:
        """For each inner layer: the names that it gives its parameters -> their names here."""
        return tuple({key: marked(key, f".{number}") for key in layer.shapes}
                     for number, layer in enumerate(self.layers, start=1))

    @property
    def shapes(self) -> dict[str, tuple[int, ...]]:
        """The shape of each parameter, in the order in which theta holds them."""
        return self._joined([layer.shapes for layer in self.layers])

    def _joined(self, parts: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
        return {name: part[key] for keys, part in zip(self._keys, parts) for key, name in keys.items()}

    def _split(self, parameters: Parameters) -> list[dict[str, np.ndarray]]:
        return [{key: parameters[name] for key, name in keys.items()} for keys in self._keys]

    def _contexts(self, context: Context | None) -> Contexts:
        if context is None:
            return contexts(len(self.layers))
        return contexts(len(self.layers), context.step, context.statistics, inside=context.layer)

    def initialize(self, row: Initializer, weights: np.random.Generator, biases: np.random.Generator,
                   gain: float, bias_scale: float) -> dict[str, np.ndarray]:
        """First parameters: those of the inner layers, drawn one after the other."""
        return self._joined([layer.initialize(row, weights, biases, gain, bias_scale) for layer in self.layers])

    def check_input(self, x: np.ndarray) -> None:
        """Refuse what the first inner layer refuses."""
        self.layers[0].check_input(x)

    def forward(self, parameters: Parameters, x: np.ndarray, context: Context | None = None) -> ResidualTrace:
        """Compute F(x) layer by layer, then z = x + F(x) and a = f(z)."""
        inner = passes.forward(self.layers, self._split(parameters), x, self._contexts(context))
        z = x + inner[-1].a
        a = self.activation.function(z)
        return ResidualTrace(x, z, a, inner)

    def backward(self, parameters: Parameters, trace: ResidualTrace, da: np.ndarray,
                 context: Context | None = None) -> ResidualBack:
        """Carry da = dL/da back both ways: delta = da o f'(z),  dx = delta + what comes back through F."""
        delta = da * self.activation.slope(trace.z)
        inner = passes.backward(self.layers, self._split(parameters), trace.inner, delta, self._contexts(context))
        dx = delta + inner[0].dx
        return ResidualBack(delta, self._joined([back.gradients for back in inner]), dx, inner)
