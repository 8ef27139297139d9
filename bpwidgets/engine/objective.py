"""The objective of training: the loss of a network on its data as a function of theta, with its gradient.

    L(theta) = loss(a_L, y),    a_L the output of the network for x    dL/dtheta by backpropagation

An objective is anything with `value(theta, step)` and `gradient(theta, step)`; descent and checks need no more of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple, cast

import numpy as np
from numpy.typing import ArrayLike

from ..errors import argument_error, finite_number, lookup, whole_number
from . import passes
from .landscapes.curvature import Curvature
from .landscapes.network_plane import outputs, prepare, settings_per_tile
from .landscapes.plane import Plane, Tile
from .layers.checks import WAYS, axes_of
from .layers.context import Contexts, contexts
from .layers.names import find_coordinates
from .losses import LOSSES, Loss
from .networks import Network
from .support.arrays import as_floats
from .support.batches import Rows, batch_rows
from .support.chunking import PIECE_BYTES, in_pieces
from .support.data import digest, read_only
from .support.threads import on_all_cores
from .trace import LayerTrace


@dataclass(frozen=True)
class NetworkLoss:
    """The loss of a network on data, as a function of its parameters theta.

        L(theta) = loss(network(theta, x), y) + l1 sum |w| + l2/2 sum w^2,    w the weights, without the biases

    Parameters
    ----------
    network
        A `Network` with n parameters.
    x : (N, inputs)
        One example per row; (N, time, inputs) for a network of sequences, (N, height, width, inputs) for one of images.
    y : (N, outputs)
        The target of each example; for cross-entropies also class labels, (N,) or (N, 1), counted from 0.
    loss
        A name of `LOSSES`, or a custom row.
    batch_size
        None for all N examples at every step; else `step` chooses this number of them (`support.batches`).
    seed, shuffle
        Of the order of the batches, which is drawn anew for each epoch; without `shuffle` it is that of the examples.
    frozen
        Names of parameters that stay as they are, whole ("b1") or one coordinate ("W1[0,5]"): their gradient is 0.
    l1, l2
        Strengths of the penalties on the absolute values and on the squares of the weights (all parameters with two
        axes or more), 0 or more. d(l2/2 w^2)/dw = l2 w, so plain descent with l2 is weight decay; at w = 0 the slope of
        |w| is taken as 0.

    Raises
    ------
    ArgumentError
        If the data do not suit the network or the loss, a name is unknown, or a penalty is negative.

    Examples
    --------
    >>> from bpwidgets import engine
    >>> f = engine.NetworkLoss(engine.network((1, 1), bias=False), [[0], [3], [9], [27]], [[0], [6], [18], [54]])
    >>> float(f.value([4.0])), f.gradient([4.0])
    (819.0, array([819.]))
    """

    network: Network
    x: np.ndarray = field(repr=False, compare=False)
    y: np.ndarray = field(repr=False, compare=False)
    loss: Loss | str = "mse"
    batch_size: int | None = None
    seed: int = 0
    frozen: tuple[str, ...] = ()
    l1: float = 0.0
    l2: float = 0.0
    shuffle: bool = True
    content: str = field(init=False, repr=False, default="")
    held: np.ndarray | None = field(init=False, repr=False, compare=False, default=None)  # (k,), what is frozen
    _layers: tuple[Any, ...] = field(init=False, repr=False, compare=False, default=())
    _uses_step: bool = field(init=False, repr=False, compare=False, default=True)
    _is_weight: Any = field(init=False, repr=False, compare=False, default=None)    # (n,), True for weights

    def __post_init__(self) -> None:
        row = lookup(self.loss, LOSSES, Loss, "loss", "NetworkLoss")
        x, y = _data(self.network, self.x, self.y, row)
        if self.batch_size is not None:
            whole_number(self.batch_size, "batch_size", "NetworkLoss", 1)
        whole_number(self.seed, "seed", "NetworkLoss")
        l1, l2 = (finite_number(getattr(self, name), name, "NetworkLoss", 0) for name in ("l1", "l2"))
        frozen = self.frozen if isinstance(self.frozen, str) else tuple(self.frozen)
        held = None if frozen == () else find_coordinates(self.network.names, frozen, "frozen", "NetworkLoss")
        # The dx of the first layer is not needed; nor is a context, if no layer depends on the step.
        first, *others = self.network.layers
        layers = (replace(cast(Any, first), to_input=False) if hasattr(first, "to_input") else first, *others)
        uses_step = any(getattr(layer, "depends_on_step", True) for layer in layers)
        is_weight = np.hstack([np.full(s, len(s) > 1).ravel() for layer in layers for s in layer.shapes.values()])
        for name, value in dict(x=x, y=y, loss=row, frozen=frozen, l1=l1, l2=l2, content=digest(x, y), held=held,
                                _layers=layers, _uses_step=uses_step, _is_weight=is_weight).items():
            object.__setattr__(self, name, value)

    @property
    def names(self) -> tuple[str, ...]:
        """The name of every coordinate of theta."""
        return self.network.names

    def batch(self, step: int | None = None) -> tuple[np.ndarray, np.ndarray]:
        """The examples used at a step: all examples if no batch size is set or no step is given."""
        if step is None or self.batch_size is None:
            return self.x, self.y
        rows = self.batch_rows(step)
        return self.x[rows], self.y[rows]

    def batch_rows(self, step: int) -> Rows:
        """Which of the examples a step uses: their numbers, or a slice of those."""
        step, size = whole_number(step, "step", "NetworkLoss"), self.batch_size or len(self.x)
        return batch_rows(step, len(self.x), size, self.seed, self.shuffle and self.batch_size is not None)

    @np.errstate(all="ignore")
    def value(self, theta: ArrayLike, step: int | None = None) -> np.ndarray:
        """L(theta), a number, in float32 if theta is; (...) for theta (..., n)."""
        given = self._given(theta, step)
        return self._value(given, passes.output(self._layers, given.parameters, given.x, given.contexts))

    @np.errstate(all="ignore")
    def gradient(self, theta: ArrayLike, step: int | None = None) -> np.ndarray:
        """dL/dtheta, (n,); (..., n) for theta (..., n)."""
        given = self._given(theta, step)
        return self._backward(given, self._forward(given))

    @np.errstate(all="ignore")
    def value_and_gradient(self, theta: ArrayLike, step: int | None = None) -> tuple[np.ndarray, np.ndarray]:
        """Both, for the cost of one forward and one backward pass."""
        given = self._given(theta, step)
        traces = self._forward(given)
        return self._value(given, traces[-1].a), self._backward(given, traces)

    # The two passes of `Network`, without what it checks and keeps for people who look at every quantity.
    def _given(self, theta: ArrayLike, step: int | None) -> _Given:
        theta, (x, y) = as_floats(theta, "theta", "the network"), self.batch(step)
        if theta.dtype != x.dtype:
            x, y = x.astype(theta.dtype), y.astype(theta.dtype)
        known = contexts(len(self._layers), step if self._uses_step else None)
        return _Given(theta, x, y, self.network.unpack(theta), known)

    def _forward(self, given: _Given) -> Sequence[LayerTrace]:
        return passes.forward(self._layers, given.parameters, given.x, given.contexts)

    def _backward(self, given: _Given, traces: Sequence[LayerTrace]) -> np.ndarray:
        d_output = self.loss.gradient(traces[-1].a, given.y)
        backs = passes.backward(self._layers, given.parameters, traces, d_output, given.contexts)
        dtheta = self.network.joined([back.gradients for back in backs])
        if self.l1 or self.l2:
            w = given.theta * self._is_weight
            dtheta += self.l1 * np.sign(w) + self.l2 * w
        if self.held is not None:
            dtheta[..., self.held] = 0
        return dtheta

    def _value(self, given: _Given, output: np.ndarray) -> np.ndarray:
        value = self.loss.function(output, given.y)
        return value + self.penalty(given.theta) if self.l1 or self.l2 else value

    def penalty(self, theta: np.ndarray) -> np.ndarray:
        """What l1 and l2 add to the loss, (..., n) -> (...)."""
        w = theta[..., self._is_weight]
        return self.l1 * np.abs(w).sum(axis=-1) + self.l2 / 2 * (w * w).sum(axis=-1)

    def curvature(self, theta: ArrayLike, step: int | None = None) -> Curvature:
        """The Hessian at theta (..., n), its eigenvalues, and the learning rate that they allow."""
        return Curvature(self, theta, step)

    def values(self, thetas: ArrayLike) -> np.ndarray:
        """L at many settings, thetas (..., n) -> (...), computed in pieces that fit into the processor's cache."""
        thetas = as_floats(thetas, "thetas", "the network")
        widest = max(self.network.sizes) * (self.x.size // self.x.shape[-1]) * thetas.itemsize
        return in_pieces(self.value, thetas, max(PIECE_BYTES // widest, 1), on_all_cores)

    def plane(self, theta: ArrayLike, directions: ArrayLike, u: ArrayLike, v: ArrayLike) -> np.ndarray:
        """L(theta + u_i d_0 + v_j d_1) for each u and v: (U, V). Only what changes over the plane is computed.

        Parameters
        ----------
        theta : (n,)
            The middle of the plane, where u = v = 0.
        directions : (2, n)
            d_0 and d_1; for two weights, their rows of the unit matrix.
        u, v : (U,), (V,)
            Steps along either.

        Raises
        ------
        ArgumentError
            For wrong shapes, and for numbers that are not finite.

        Examples
        --------
        >>> from bpwidgets import engine
        >>> f = engine.NetworkLoss(engine.network((1, 1, 1), "identity", bias=False), [[1]], [[1]])    # (w1 w2 - 1)^2
        >>> f.plane([0, 0], [[1, 0], [0, 1]], u=[0, 1, 2], v=[0, 1]).tolist()
        [[1.0, 1.0], [1.0, 0.0], [1.0, 1.0]]
        """
        plane = Plane(theta, directions, u, v)
        prepared, surface = prepare(self.network, plane, self.x), np.empty(plane.shape)

        def fill(tile: Tile) -> None:
            with np.errstate(all="ignore"):
                part = self.loss.function(outputs(prepared, tile), self.y)
                penalty = self.penalty(plane.thetas(tile)) if self.l1 or self.l2 else 0.0
                surface[tile.rows, tile.columns] = part + penalty

        on_all_cores(fill, list(plane.tiles(settings_per_tile(self.network, self.x))))
        return surface


class _Given(NamedTuple):
    """What the passes start from: theta, whole and as the parameters of each layer, and the batch in its precision."""

    theta: np.ndarray
    x: np.ndarray
    y: np.ndarray
    parameters: Sequence[Mapping[str, np.ndarray]]
    contexts: Contexts


def _data(network: Network, x: ArrayLike, y: ArrayLike, row: Loss) -> tuple[np.ndarray, np.ndarray]:
    """x and y as arrays, refused if they do not suit the network or the loss."""
    if not isinstance(network, Network):
        raise argument_error("network", "NetworkLoss", "a Network, such as engine.network((2, 8, 1))", network)
    first, last, K = network.layers[0], network.layers[-1], network.sizes[-1]
    if axes_of(last)[1] != 1:
        expected = "a last layer that gives rows"
        raise argument_error("network", "NetworkLoss", expected, last, WAYS.get((axes_of(last)[1], 1), ""))
    first.check_input(as_floats(x, "x", "NetworkLoss"))
    x = read_only(x, "x", "NetworkLoss", (1 + axes_of(first)[0],))
    y = read_only(y, "y", "NetworkLoss", (2,) if row.prepare is None else (1, 2))
    y = y if row.prepare is None else read_only(row.prepare(y, K), "y", "NetworkLoss")
    if y.shape != (len(x), K):
        raise argument_error("y", "NetworkLoss", f"shape ({len(x)}, {K})", y)
    return x, y
