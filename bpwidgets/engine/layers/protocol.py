"""What a layer must have and do, for people who write one of their own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import MISSING, fields
from types import MappingProxyType
from typing import Protocol, runtime_checkable

import numpy as np

from ...errors import argument_error
from ..activations import Activation
from ..initializers import Initializer
from ..trace import Context, LayerBack, LayerTrace

Axes = tuple[int, int]

KINDS = MappingProxyType({1: "rows", 2: "sequences"})


@runtime_checkable
class Layer(Protocol):
    """A map z = g(x; parameters), then an activation a = f(z) taken entry by entry.

    Any class with these names is a layer; none of ours need be its parent. Make it a frozen dataclass, and let it remember
    nothing: what backward needs, forward returns. In every array the axes to the left of the batch are settings of the
    parameters that run at once, so a parameter of shape (k,) arrives as (..., k) and meets the batch as p[..., None, :].

    A layer whose examples are not single rows of features says so in `axes`, how many axes one example has on the way in and
    on the way out: (2, 2) for `Recurrent`, time by features. Without it a layer is (1, 1).

    Examples
    --------
    A layer with one number s, which multiplies everything:

    >>> from bpwidgets.engine import Dense, LayerBack, LayerTrace, Network
    >>> from bpwidgets.engine.layers.protocol import check_features
    >>> class Scale:
    ...     inputs = outputs = 3
    ...     shapes = {"s": ()}
    ...     def initialize(self, row, weights, biases, gain, bias_scale):
    ...         return {"s": np.array(gain)}
    ...     def check_input(self, x):
    ...         check_features(x, self.inputs)
    ...     def forward(self, parameters, x, context=None):
    ...         z = parameters["s"][..., None, None] * x
    ...         return LayerTrace(x, z, z)
    ...     def backward(self, parameters, trace, da, context=None):
    ...         ds = (da * trace.x).sum(axis=(-2, -1))
    ...         return LayerBack(da, {"s": ds}, parameters["s"][..., None, None] * da)
    >>> Network((Dense(1, 3), Scale())).names
    ('W1[0,0]', 'W1[0,1]', 'W1[0,2]', 'b1[0]', 'b1[1]', 'b1[2]', 's2[]')
    """

    @property
    def inputs(self) -> int:
        """The number of features that it takes."""

    @property
    def outputs(self) -> int:
        """The number of features that it gives."""

    @property
    def shapes(self) -> Mapping[str, tuple[int, ...]]:
        """The shape of each parameter, in the order in which theta holds them; names without dots or digits."""

    def initialize(self, row: Initializer, weights: np.random.Generator, biases: np.random.Generator,
                   gain: float, bias_scale: float) -> Mapping[str, np.ndarray]:
        """First parameters: weights are gain times what the row draws, biases bias_scale times standard normal numbers."""

    def check_input(self, x: np.ndarray) -> None:
        """Refuse an x of the wrong shape; asked of the first layer only."""

    def forward(self, parameters: Mapping[str, np.ndarray], x: np.ndarray, context: Context | None = None) -> LayerTrace:
        """Compute z and a, and return them with x and with whatever else backward needs; x stays as it is."""

    def backward(self, parameters: Mapping[str, np.ndarray], trace: LayerTrace, da: np.ndarray,
                 context: Context | None = None) -> LayerBack:
        """From da = dL/da: delta = dL/dz = da o f'(z), the gradient of each parameter by name, and dx = dL/dx."""


def axes_of(layer: Layer) -> Axes:
    """How many axes one example has on its way in and on its way out: (1, 1), features only, unless the layer says otherwise."""
    return getattr(layer, "axes", (1, 1))


def check_features(x: np.ndarray, features: int, axes: int = 1) -> None:
    """Refuse an x that is not (..., batch, features), or (..., batch, time, features) for examples with two axes.

    Examples
    --------
    >>> check_features(np.ones((5, 3)), features=3)
    >>> check_features(np.ones((5, 3)), features=3, axes=2)      # doctest: +ELLIPSIS
    Traceback (most recent call last):
    bpwidgets.errors.ArgumentError: x of the network: expected shape (batch, time, 3), ...; got an array of ...
    """
    if axes == 1 and (x.ndim < 2 or x.shape[-1] != features):
        do = "" if x.ndim != 1 else "A single column is x[:, None]." if features == 1 else "A single example is x[None, :]."
        raise argument_error("x", "the network", f"shape (batch, {features})", x, do)
    if axes == 2 and (x.ndim < 3 or x.shape[-1] != features or x.shape[-2] == 0):
        raise argument_error("x", "the network", f"shape (batch, time, {features}), time 1 or more", x)


def check_stack(layers: Iterable[Layer], of: str) -> tuple[Layer, ...]:
    """The layers as a tuple, refused if they cannot follow each other: what one gives must be what the next one takes.

    Raises
    ------
    ArgumentError
        If there is none, one of them is no layer, or a layer does not fit the one before it.
    """
    if not isinstance(layers, Iterable):
        raise argument_error("layers", of, "several layers in their order", layers, f"A single one is {of}((layer,)).")
    layers = tuple(layers)
    if not layers:
        raise argument_error("layers", of, "at least one layer", layers)
    for layer in {type(layer): layer for layer in layers}.values():    # one of each class: this check is slow
        if not isinstance(layer, Layer):
            raise argument_error("layers", of, "layers, such as Dense(2, 3)", layer, "The methods that a layer needs: help(engine.Layer).")
    for number, (left, right) in enumerate(zip(layers, layers[1:]), start=2):
        if left.outputs != right.inputs:
            raise argument_error("layers", of, f"{left.outputs} inputs in layer {number}", right,
                          f"Layer {number - 1} gives {left.outputs} outputs: the two numbers must agree.")
        if axes_of(left)[1] != axes_of(right)[0]:
            raise argument_error("layers", of, f"a layer {number} that takes {KINDS[axes_of(left)[1]]}", right,
                          "LastStep leads from sequences to rows.")
    return layers


def call_of(layer: Layer) -> str:
    """The call that makes a layer again, for its repr: arguments without a default in their order, others where they differ.

    Examples
    --------
    >>> from bpwidgets.engine import Dense
    >>> call_of(Dense(2, 3, "tanh"))
    "Dense(2, 3, activation='tanh')"
    """
    given = []
    for field in fields(layer):
        value = getattr(layer, field.name)
        value = value.name if isinstance(value, Activation) else value
        if field.default is MISSING:
            given.append(repr(value))
        elif value != field.default:
            given.append(f"{field.name}={value!r}")
    return f"{type(layer).__name__}({', '.join(given)})"
