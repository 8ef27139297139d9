"""A network: a tuple of layers whose parameters are ONE flat vector theta.

Forward keeps what every layer saw (`Trace`), backward walks the same layers in reverse with the chain rule (`Back`).
In Python `trace[0]` is the first layer; in names layers count from 1: "W1[0,5]" leads from input 0 to its unit 5.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import prod

import numpy as np
from numpy.typing import ArrayLike

from ..errors import argument_error, finite_number, lookup, whole_number
from . import passes
from .activations import Activation
from .dense import Dense
from .initializers import INITIALIZERS, Initializer
from .layers.protocol import Layer, check_stack
from .support import coordinates
from .support.arrays import as_floats
from .trace import Back, Trace


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
    >>> trace[0].a.shape, trace.output.shape
    ((4, 3), (4, 1))
    >>> back = net.backward(theta, trace, np.ones((4, 1)))
    >>> back[0].gradients["W"].shape, back.dtheta.shape, back.dx.shape
    ((2, 3), (13,), (4, 2))
    """

    layers: tuple[Layer, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "layers", check_stack(self.layers, "Network"))

    def __repr__(self) -> str:
        return f"Network(({', '.join(map(repr, self.layers))},))"

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
        return coordinates.names(self.layers)

    @cached_property
    def _blocks(self) -> tuple[coordinates.Blocks, ...]:
        return coordinates.blocks(self.layers)

    def unpack(self, theta: ArrayLike) -> tuple[dict[str, np.ndarray], ...]:
        """The parameters of each layer by name, as views: {"W": (..., inputs, outputs), "b": (..., outputs)}.

        Raises
        ------
        ArgumentError
            If theta is not (..., n).
        """
        theta = as_floats(theta, "theta", "the network")
        if theta.ndim == 0 or theta.shape[-1] != self.n:
            raise argument_error("theta", "the network", f"shape (..., {self.n})", theta)
        return coordinates.split(self._blocks, theta)

    def pack(self, parameters: Sequence[Mapping[str, ArrayLike]]) -> np.ndarray:
        """The flat theta (..., n) of parameters given by layer and name: the inverse of `unpack`, as a copy.

        Raises
        ------
        ArgumentError
            If a layer has other parameters, or an array has not the shape that its layer needs.
        """
        if len(parameters) != len(self.layers):
            raise argument_error("parameters", "the network", f"one mapping for each of {len(self.layers)} layers", parameters)
        arrays = [{key: as_floats(value, key, "the network") for key, value in of_layer.items()} for of_layer in parameters]
        for number, (layer, of_layer) in enumerate(zip(self.layers, arrays), start=1):
            if set(of_layer) != set(layer.shapes):
                raise argument_error("parameters", "the network", f"{', '.join(layer.shapes) or 'none'} for layer {number}", [*of_layer])
            for key, shape in layer.shapes.items():
                if of_layer[key].shape[of_layer[key].ndim - len(shape):] != shape:
                    name, expected = coordinates.marked(key, number), f"shape (..., {', '.join(map(str, shape))})"
                    raise argument_error(name, "the network", expected, of_layer[key])
        return self.joined(arrays)

    def joined(self, arrays: Sequence[Mapping[str, np.ndarray]]) -> np.ndarray:
        """The flat vector (..., n) of arrays that are known to have the right shapes, such as gradients; else use `pack`."""
        return coordinates.join(self._blocks, arrays)

    def initialize(self, name: str | Initializer = "glorot_uniform", seed: int = 0, gain: float = 1.0,
                   bias_scale: float = 0.0, x: ArrayLike | None = None) -> np.ndarray:
        """First parameters, theta (n,); the same arguments give the same numbers bit for bit.

        Parameters
        ----------
        name
            A name of `INITIALIZERS`, or a row of one's own.
        seed
            A whole number, 0 or more.
        gain
            Multiplies every W; dimensionless.
        bias_scale
            Standard deviation of the biases; 0 makes them all 0.
        x : (batch, inputs)
            Needed by a row that is scaled by data, and by no other.

        Examples
        --------
        >>> net = network((3, 2))
        >>> net.unpack(net.initialize("constant", gain=0.5))[0]["W"].tolist()
        [[0.5, 0.5], [0.5, 0.5], [0.5, 0.5]]
        """
        row = lookup(name, INITIALIZERS, Initializer, "name", "Network.initialize")
        seed = whole_number(seed, "seed", "Network.initialize")
        gain = finite_number(gain, "gain", "Network.initialize", 0)
        bias_scale = finite_number(bias_scale, "bias_scale", "Network.initialize", 0)
        weights, biases = np.random.default_rng(seed), np.random.default_rng([seed, 1])
        theta = self.pack([layer.initialize(row, weights, biases, gain, bias_scale) for layer in self.layers])
        if row.rescale is None:
            return theta
        if x is None:
            expected = f"data of shape (batch, {self.sizes[0]})"
            raise argument_error("x", "Network.initialize", expected, x, f"{row!r} needs them.")
        return row.rescale(self, theta, as_floats(x))

    def forward(self, theta: ArrayLike, x: ArrayLike, step: int | None = None,
                statistics: Sequence[object] | None = None) -> Trace:
        """Run the layers from the input to the output, and keep what each one saw.

            a_0 = x,    z_l = a_(l-1) W_l + b_l,    a_l = f_l(z_l)

        Parameters
        ----------
        theta : (..., n)
            Parameters, or many settings of them at once.
        x : (..., batch, inputs)
            One example per row.
        step
            A whole number during training, for layers that change then (dropout); None otherwise.
        statistics
            One entry per layer, for layers that use frozen statistics (see `statistics`); None otherwise.

        Raises
        ------
        ArgumentError
            If theta or x has the wrong shape, or `statistics` not one entry per layer.
        """
        theta, a = as_floats(theta, "theta", "the network"), as_floats(x, "x", "the network")
        parameters, contexts = self.unpack(theta), passes.contexts(len(self.layers), step, statistics)
        self.layers[0].check_input(a)
        with np.errstate(all="ignore"):
            traces = passes.forward(self.layers, parameters, a, contexts)
        return Trace(traces, theta, parameters, contexts)

    def statistics(self, theta: ArrayLike, x: ArrayLike) -> tuple[object, ...]:
        """What the layers measure on x, to be held fixed in `forward`: one entry per layer, None for those without any.

        Parameters
        ----------
        theta : (..., n)
            Parameters.
        x : (..., batch, inputs)
            The training data: all of them, so that a prediction does not depend on what else is in its batch.
        """
        return passes.statistics(self.forward(theta, x).layers)

    def backward(self, theta: ArrayLike, trace: Trace, d_output: ArrayLike) -> Back:
        """Run the layers from the output to the input, and keep every delta and gradient.

            dL/da_L = d_output,    delta_l = dL/da_l o f_l'(z_l),    dW_l = a_(l-1)^T delta_l,    dL/da_(l-1) = delta_l W_l^T

        Parameters
        ----------
        theta : (..., n)
            The parameters of the forward pass. (Backpropagation carries the error back through the OLD weights.)
        trace
            What `forward` returned for them.
        d_output : (..., batch, outputs)
            dL/da of the last layer, for example `LOSSES["mse"].gradient(trace.output, y)`.

        Raises
        ------
        ArgumentError
            If d_output has not the shape of the output.
        """
        d_output, output = as_floats(d_output, "d_output", "the network"), trace.output
        if d_output.shape[-2:] != output.shape[-2:]:
            raise argument_error("d_output", "the network", f"shape {output.shape}, that of the output", d_output)
        parameters = trace.parameters if theta is trace.theta else self.unpack(theta)
        with np.errstate(all="ignore"):
            backs = passes.backward(self.layers, parameters, trace.layers, d_output, trace.contexts)
        return Back(backs, self.joined([back.gradients for back in backs]), backs[0].dx)


def network(sizes: Sequence[int], hidden: str | Activation = "tanh", output: str | Activation = "identity",
            bias: bool = True) -> Network:
    """Dense layers between the given sizes: one activation for all hidden layers, another for the output.

    Parameters
    ----------
    sizes
        Numbers of features from the input to the output: (2, 8, 8, 1) has two hidden layers of 8 units.
    hidden, output
        Names of `ACTIVATIONS`, or rows of one's own.
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
