"""A network: layers in a row, with all their parameters in ONE flat vector theta.

    a_0 = x,    z_l = a_(l-1) W_l + b_l,    a_l = f_l(z_l)

theta (n,) holds the layers from the input to the output, of each layer W, then b, each row by row. In names layers
count from 1: "W1[0,5]" leads from input 0 to unit 5 of the first layer; in Python `trace[0]` is the first layer.

Many settings of the parameters run at once as theta (..., n): outputs are then (..., batch, outputs).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import prod
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from ..errors import argument_error
from . import passes
from .activations import Activation
from .dense import Dense
from .layers.checks import axes_of, check_stack
from .support.arrays import as_floats
from .trace import Back, Trace

if TYPE_CHECKING:
    from .initializers import Initializer
    from .layers.protocol import Layer


@dataclass(frozen=True, repr=False)
class Network:
    """Layers in a row, each taking what the one before it gives.

    Parameters
    ----------
    layers
        Frozen layers, from the input to the output.

    Raises
    ------
    ArgumentError
        If there is no layer, or a layer does not fit the one before it.

    Examples
    --------
    >>> net = Network((Dense(2, 3, "tanh"), Dense(3, 1)))
    >>> net.n, net.names[5], net.names[-1]
    (13, 'W1[1,2]', 'b2[0]')
    >>> theta = net.initialize("he_normal", seed=0)
    >>> trace = net.forward(theta, np.ones((4, 2)))
    >>> back = net.backward(theta, trace, np.ones((4, 1)))
    >>> trace[0].a.shape, trace.output.shape, back[0].gradients["W"].shape, back.dtheta.shape
    ((4, 3), (4, 1), (2, 3), (13,))
    """

    layers: tuple[Layer, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "layers", check_stack(self.layers, "Network"))

    def __repr__(self) -> str:
        return f"Network(({', '.join(map(repr, self.layers))},))"

    def forward(self, theta: ArrayLike, x: ArrayLike, step: int | None = None,
                statistics: Sequence[object] | None = None) -> Trace:
        """Run the layers from the input to the output, and keep what each one saw.

        Parameters
        ----------
        theta : (n,)
            The parameters.
        x : (batch, inputs)
            One example in each row; sequences are (batch, time, inputs), images (batch, height, width, inputs).
        step
            A whole number during training, for layers that change then (dropout).
        statistics
            One entry per layer, for layers that use frozen statistics (see `statistics`).

        Raises
        ------
        ArgumentError
            If theta or x has the wrong shape, or there is not one entry of `statistics` for each layer.
        """
        theta, a = as_floats(theta, "theta", "the network"), as_floats(x, "x", "the network")
        parameters, contexts = self.unpack(theta), self._contexts(step, statistics)
        self.layers[0].check_input(a)
        with np.errstate(all="ignore"):
            traces = passes.forward(self.layers, parameters, a, contexts)
        return Trace(traces, theta, parameters, contexts)

    def backward(self, theta: ArrayLike, trace: Trace, d_output: ArrayLike) -> Back:
        """Run the layers from the output to the input, and keep every delta and gradient.

            dL/da_L = d_output,  delta_l = dL/da_l o f_l'(z_l),  dW_l = a_(l-1)^T delta_l,  dL/da_(l-1) = delta_l W_l^T

        Parameters
        ----------
        theta : (n,)
            The parameters of the forward pass. (Backpropagation carries the error back through the OLD weights.)
        trace
            What `forward` returned for them.
        d_output : (batch, outputs)
            dL/da of the last layer, for example `LOSSES["mse"].gradient(trace.output, y)`.

        Raises
        ------
        ArgumentError
            If d_output does not have the shape of the output.
        """
        d_output, output = as_floats(d_output, "d_output", "the network"), trace.output
        axes = 1 + axes_of(self.layers[-1])[1]
        if d_output.shape[-axes:] != output.shape[-axes:]:
            raise argument_error("d_output", "the network", f"shape {output.shape}, that of the output", d_output)
        parameters = trace.parameters if theta is trace.theta else self.unpack(theta)
        with np.errstate(all="ignore"):
            backs = passes.backward(self.layers, parameters, trace.layers, d_output, trace.contexts)
        return Back(backs, self.joined([back.gradients for back in backs]), backs[0].dx)

    @cached_property
    def sizes(self) -> tuple[int, ...]:
        """Numbers of features, from the input to the output."""
        return (self.layers[0].inputs, *(layer.outputs for layer in self.layers))

    @cached_property
    def n(self) -> int:
        """The number of parameters: the length of theta."""
        return sum(prod(shape) for layer in self.layers for shape in layer.shapes.values())

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The name of every coordinate of theta, such as "W1[0,5]" and "b1[3]"."""
        from .layers.names import names
        return names(self.layers)

    @cached_property
    def _blocks(self) -> list[list[tuple[str, slice, tuple[int, ...]]]]:
        """The name, the place in theta and the shape of each parameter, layer by layer."""
        blocks, end = list[list[tuple[str, slice, tuple[int, ...]]]](), 0
        for layer in self.layers:
            blocks.append([])
            for name, shape in layer.shapes.items():
                start, end = end, end + prod(shape)
                blocks[-1].append((name, slice(start, end), shape))
        return blocks

    def unpack(self, theta: ArrayLike) -> tuple[dict[str, np.ndarray], ...]:
        """The parameters of each layer by name, as views of theta: {"W": (inputs, outputs), "b": (outputs,)}."""
        theta = as_floats(theta, "theta", "the network")
        if theta.ndim == 0 or theta.shape[-1] != self.n:
            raise argument_error("theta", "the network", f"shape (..., {self.n})", theta)
        return tuple({name: theta[..., part] if len(shape) == 1 else theta[..., part].reshape(theta.shape[:-1] + shape)
                      for name, part, shape in block} for block in self._blocks)

    def pack(self, parameters: Sequence[Mapping[str, ArrayLike]]) -> np.ndarray:
        """The flat theta of parameters by layer and name, refused if they do not suit the layers: `unpack` reversed."""
        from .layers.names import check_parameters
        return self.joined(check_parameters(self.layers, parameters))

    def joined(self, arrays: Sequence[Mapping[str, np.ndarray]]) -> np.ndarray:
        """The flat vector of arrays that are known to have the right shapes, such as gradients; else use `pack`."""
        placed = [(of_layer[name], shape) for block, of_layer in zip(self._blocks, arrays) for name, _, shape in block]
        if all(array.ndim == len(shape) for array, shape in placed):
            return np.concatenate([array for array, _ in placed] or [np.empty(0)], axis=None)
        rows = [array.reshape((*array.shape[:array.ndim - len(shape)], prod(shape))) for array, shape in placed]
        return np.concatenate(rows, axis=-1)

    def initialize(self, method: str | Initializer = "glorot_uniform", seed: int = 0, gain: float = 1.0,
                   bias_scale: float = 0.0, x: ArrayLike | None = None, *,
                   name: str | Initializer | None = None) -> np.ndarray:
        """First parameters, theta (n,); the same arguments give the same numbers bit for bit.

        Parameters
        ----------
        method
            A name of `INITIALIZERS`, or a custom row. (`name` is the old name of this argument.)
        seed
            A whole number, 0 or more.
        gain, bias_scale
            What every W is multiplied by, and the standard deviation of the biases.
        x : (batch, inputs)
            Needed by a row that is scaled by data, and by no other.

        Examples
        --------
        >>> net = network((3, 2))
        >>> net.unpack(net.initialize("constant", gain=0.5))[0]["W"].tolist()
        [[0.5, 0.5], [0.5, 0.5], [0.5, 0.5]]
        """
        from .initializers import first_parameters
        return first_parameters(self, method if name is None else name, seed, gain, bias_scale, x)

    def statistics(self, theta: ArrayLike, x: ArrayLike) -> tuple[object, ...]:
        """What each layer measures on all the training data x, to be kept fixed in `forward`; None if nothing."""
        from .layers.context import measured
        return measured(self.forward(theta, x).layers)

    def _contexts(self, step: int | None, statistics: Sequence[object] | None) -> Sequence[object]:
        if step is None and statistics is None:
            return (None,) * len(self.layers)
        from .layers.context import contexts
        return contexts(len(self.layers), step, statistics)


def network(sizes: Sequence[int], hidden: str | Activation = "tanh", output: str | Activation = "identity",
            bias: bool = True) -> Network:
    """Dense layers between the given sizes: one activation for all hidden layers, another for the output.

    Parameters
    ----------
    sizes
        Numbers of features from the input to the output: (2, 8, 8, 1) has two hidden layers of 8 units.
    hidden, output
        Names of `ACTIVATIONS`, or custom rows.
    bias
        Whether the layers have biases.

    Raises
    ------
    ArgumentError
        If there are fewer than two sizes, a size is not a whole number of at least 1, or a name is unknown.

    Examples
    --------
    >>> network((2, 8, 1), hidden="relu")
    Network((Dense(2, 8, 'relu'), Dense(8, 1),))
    """
    if isinstance(sizes, str) or not isinstance(sizes, Sequence) or len(sizes) < 2:
        raise argument_error("sizes", "network", "two or more whole numbers, such as (2, 8, 1)", sizes)
    names = [hidden] * (len(sizes) - 2) + [output]
    return Network(tuple(Dense(left, right, name, bias) for left, right, name in zip(sizes, sizes[1:], names)))
