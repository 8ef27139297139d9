"""What a layer must have and do, for people who write a new one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, fields
from typing import Any, Protocol, runtime_checkable

import numpy as np

from ..activations import Activation
from ..initializers import Initializer
from ..trace import LayerBack, LayerTrace
from .context import Context


@runtime_checkable
class Layer(Protocol):
    """A map z = g(x; parameters), then an activation a = f(z) taken entry by entry.

    Any class with these names is a layer, without a parent class. Make it a frozen dataclass, and let it remember
    nothing: what backward needs, forward returns. In every array the axes to the left of the batch are settings of the
    parameters that run at once, so a parameter p of shape (k,) arrives as (..., k) and is used as p[..., None, :].

    Three more attributes are optional:

    - `axes`, the number of axes of one example on the way in and on the way out; (1, 1) if it is not given, features
      only; (2, 2) for `Recurrent`, time by features; (3, 3) for `Conv2D`, height by width by channels.
    - `depends_on_step`, False if forward and backward do not use the step of training: that saves time.
    - `to_input`, a field of the dataclass; if it is False, backward may leave dx out, which saves time, too.

    Examples
    --------
    A layer with one number s, which multiplies everything:

    >>> from bpwidgets.engine import Dense, LayerBack, LayerTrace, Network
    >>> from bpwidgets.engine.layers.checks import check_features
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
        """First parameters: weights are gain times what the row draws, biases bias_scale times normal numbers."""

    def check_input(self, x: np.ndarray) -> None:
        """Refuse an x of the wrong shape; asked of the first layer only."""

    def forward(self, parameters: Mapping[str, np.ndarray], x: np.ndarray,
                context: Context | None = None) -> LayerTrace:
        """Compute z and a, and return them with x and with whatever else backward needs; x stays as it is."""

    def backward(self, parameters: Mapping[str, np.ndarray], trace: LayerTrace, da: np.ndarray,
                 context: Context | None = None) -> LayerBack:
        """From da = dL/da: delta = dL/dz = da o f'(z), the gradient of each parameter by name, and dx = dL/dx."""


def call_of(layer: Any) -> str:
    """The call that makes a layer again, for its repr: arguments without a default, and others where they differ.

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
