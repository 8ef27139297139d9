"""Objectives: a loss as a function of the flat parameter vector theta."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike

from .arguments import choose, nearest, refusal, whole_number
from .arrays import as_floats, digest, read_only
from .losses import LOSSES, Loss
from .network import Network
from .trace import Trace

CACHE_BYTES = 1 << 20


@dataclass(frozen=True)
class NetworkLoss:
    """The loss of a network on data, as a function of its parameters theta.

    Parameters
    ----------
    network
        A `Network` with n parameters.
    x : (N, inputs)
        One example per row.
    y : (N, outputs)
        The target of each example.
    loss
        A name of `LOSSES`, or a row of one's own.
    batch_size
        None for all N examples at every step; else `step` chooses so many, in an order shuffled anew in each epoch (the
        last batch of an epoch may be smaller).
    seed
        Of the order of the batches.
    frozen
        Names of parameters that stay as they are, whole ("b1") or one coordinate ("W1[0,5]"): their gradient is 0.

    Raises
    ------
    ValueError
        If the data do not suit the network or the loss, or a name is unknown.

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
    content: str = field(init=False, repr=False, default="")

    def __post_init__(self) -> None:
        x, y = read_only(self.x, "x", "NetworkLoss", (2,)), read_only(self.y, "y", "NetworkLoss", (2,))
        row = choose(self.loss, LOSSES, Loss, "loss", "NetworkLoss")
        self.network.layers[0].check_input(x)
        if y.shape != (len(x), self.network.sizes[-1]):
            raise refusal("y", "NetworkLoss", f"shape ({len(x)}, {self.network.sizes[-1]})", y)
        if row.check_targets is not None:
            row.check_targets(y)
        if self.batch_size is not None:
            whole_number(self.batch_size, "batch_size", "NetworkLoss", 1)
        whole_number(self.seed, "seed", "NetworkLoss")
        for name, value in dict(x=x, y=y, loss=row, frozen=tuple(self.frozen), content=digest(x, y)).items():
            object.__setattr__(self, name, value)
        object.__setattr__(self, "_held", self._coordinates(self.frozen))

    def _coordinates(self, frozen: tuple[str, ...]) -> np.ndarray:
        names = self.network.names
        blocks = list(dict.fromkeys(name.partition("[")[0] for name in names))
        for name in frozen:
            if name not in blocks and name not in names:
                expected = f"names of parameters, {', '.join(blocks)}, or of coordinates, such as {names[0]}"
                raise refusal("frozen", "NetworkLoss", expected, name, nearest(name, blocks))
        return np.array([i for i, name in enumerate(names)
                         if name in frozen or name.partition("[")[0] in frozen], dtype=int)

    @property
    def names(self) -> tuple[str, ...]:
        """The name of every coordinate of theta."""
        return self.network.names

    def batch(self, step: int | None = None) -> tuple[np.ndarray, np.ndarray]:
        """The examples used at a step: all of them if no batch size is set or no step is given."""
        if step is None or self.batch_size is None:
            return self.x, self.y
        per_epoch = -(-len(self.x) // self.batch_size)
        epoch, number = divmod(step, per_epoch)
        order = np.random.default_rng([self.seed, epoch]).permutation(len(self.x))
        rows = order[number * self.batch_size:(number + 1) * self.batch_size]
        return self.x[rows], self.y[rows]

    def value(self, theta: ArrayLike, step: int | None = None) -> np.ndarray:
        """L(theta): theta (..., n) -> (...)."""
        x, y = self.batch(step)
        trace = self.network.forward(theta, x, step)
        with np.errstate(all="ignore"):
            return self.loss.function(trace.output, y)

    def gradient(self, theta: ArrayLike, step: int | None = None) -> np.ndarray:
        """dL/dtheta: theta (..., n) -> (..., n)."""
        x, y = self.batch(step)
        return self._dtheta(theta, self.network.forward(theta, x, step), y)

    def value_and_gradient(self, theta: ArrayLike, step: int | None = None) -> tuple[np.ndarray, np.ndarray]:
        """Both of one forward pass: theta (..., n) -> (...), (..., n)."""
        x, y = self.batch(step)
        trace = self.network.forward(theta, x, step)
        with np.errstate(all="ignore"):
            value = self.loss.function(trace.output, y)
        return value, self._dtheta(theta, trace, y)

    def _dtheta(self, theta: ArrayLike, trace: Trace, y: np.ndarray) -> np.ndarray:
        with np.errstate(all="ignore"):
            d_output = self.loss.gradient(trace.output, y)
        dtheta = self.network.backward(theta, trace, d_output).dtheta
        if self.frozen:
            dtheta[..., self._held] = 0
        return dtheta

    def values(self, thetas: ArrayLike) -> np.ndarray:
        """L at many settings, thetas (..., n) -> (...), computed in pieces that fit into the processor's cache."""
        thetas = as_floats(thetas)
        flat = thetas.reshape(-1, thetas.shape[-1])
        widest = max(self.network.sizes) * len(self.x) * thetas.itemsize
        piece = max(1, CACHE_BYTES // widest)
        parts = [self.value(flat[i:i + piece]) for i in range(0, len(flat), piece)]
        return np.concatenate(parts).reshape(thetas.shape[:-1]) if parts else np.empty(thetas.shape[:-1])
