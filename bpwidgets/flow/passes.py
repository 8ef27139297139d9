"""One pass forward and one pass back through a fresh net, and what flows in each of its layers, measured.

A hidden layer is a block: Dense(n, n, f); with a normalization Dense(n, n) and then the normalization, which has the f;
with residual connections that block and a skip connection around it. Whatever the block is made of,

    z = what the nonlinearity gets,  a = f(z),  e = dL/da, the error that arrives,  delta = dL/dz = e o f'(z).
"""
from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from .. import engine
from ..engine.support.targets import KINDS
from ..errors import argument_error
from ..memo import Computing, compute
from ..spacing import evenly
from . import large
from .listener import Listener
from .rests import Rests, finished
from .settings import GAUSSIAN, OUTPUTS, FlowSettings, activation_rows

NORMS = MappingProxyType({"batch": engine.BatchNorm, "layer": engine.LayerNorm})
# A unit is saturated where its slope is below this part of the steepest slope of its activation.
FLAT = 0.05
# Draws of up to this number of parameters are kept, 16 MB each; larger ones are drawn with rests.
MOST_KEPT = 2_000_000
# Class labels go up to this number: the net has an output for each.
MOST_CLASSES = 1000
# Between these the sum of squares itself is exact; beyond them entries are scaled first.
SAFE = 1e-200, 1e200


class Flow(NamedTuple):
    """Sizes by layer: (depth + 1,) with the output layer, (depth,) for the hidden layers alone.

    `FlowResult` says of what.
    """

    activation_size: np.ndarray
    activation_spread: np.ndarray
    delta_size: np.ndarray
    weight_gradient_size: np.ndarray
    error_size: np.ndarray
    slope_rms: np.ndarray
    dead_fraction: np.ndarray
    saturated_fraction: np.ndarray


class Parts(NamedTuple):
    """What the passes left of one hidden layer; dW belongs to the weights that lead to it."""

    z: np.ndarray
    a: np.ndarray
    e: np.ndarray
    delta: np.ndarray
    dW: np.ndarray


class Passes(NamedTuple):
    """A fresh net, one batch, and all that the two passes computed; `sizes`: how many layers of the net each hidden
    layer takes."""

    net: engine.Network
    sizes: tuple[int, ...]
    theta: np.ndarray
    x: np.ndarray
    y: np.ndarray
    trace: engine.Trace
    back: engine.Back

    def hidden(self) -> list[Parts]:
        """The parts of each hidden layer, whatever its block is made of."""
        return list(_hidden(self.trace, self.back, self.sizes))

    @property
    def statistics(self) -> tuple[object, ...]:
        """What the normalizations measured on the batch, to be held in further passes; one entry per layer of the
        net."""
        return tuple(getattr(layer, "statistics", None) for layer in self.trace)


def flow(settings: FlowSettings, seed: int, memo: Computing = compute) -> Flow:
    """Build the net, run it there and back on one batch, and measure."""
    return finished(flow_with_rests(settings, seed, memo))


def flow_with_rests(settings: FlowSettings, seed: int, memo: Computing = compute) -> Rests[Flow]:
    """The same, with rests where the net is large."""
    listener = Listener(_of_slopes)
    seen = yield from run_with_rests(settings, seed, memo, listener.net)
    with np.errstate(all="ignore"):
        return _measure(settings, seen.trace, seen.back, seen.hidden(), listener)


def run(settings: FlowSettings, seed: int, memo: Computing = compute) -> Passes:
    """Build the net, and run it there and back on one batch."""
    return finished(run_with_rests(settings, seed, memo))


def run_with_rests(settings: FlowSettings, seed: int, memo: Computing = compute,
                   back_through: Callable[[engine.Network], engine.Network] = lambda net: net) -> Rests[Passes]:
    """The same, with rests where the net is large. back_through: the same net, as the way back shall find it."""
    loss = settings.row("loss")
    x, y = memo(batch, settings.data, settings.n_samples, settings.width, settings.input_scale, loss, seed)
    net, sizes = build(settings, x.shape[1], y.shape[1])
    theta = yield from _start(net, settings.row("initializer"), seed, settings.gain, settings.bias_scale, x, memo)
    trace = yield from large.forward(net, theta, x)
    with np.errstate(all="ignore"):
        d_output = loss.gradient(trace.output, y)
    back = yield from large.backward(back_through(net), trace, d_output)
    return Passes(net, sizes, theta, x, y, trace, back)


def _start(net: engine.Network, initializer: engine.Initializer, seed: int, gain: float, bias_scale: float,
           x: np.ndarray, memo: Computing) -> Rests[np.ndarray]:
    """The first parameters.

    Drawing them takes a third of the time of a large net, so the draw is kept while only the gain moves.
    """
    if net.n > MOST_KEPT:
        return (yield from large.first_theta(net, initializer, seed, gain, bias_scale, x))
    if initializer.rescale is not None:
        return net.initialize(initializer, seed=seed, gain=gain, bias_scale=bias_scale, x=x)
    theta = memo(_draw, net, initializer, seed, bias_scale, keep=2).copy()
    for parameters in net.unpack(theta):
        for key in (key for key in parameters if key.startswith("W")):
            parameters[key] *= gain
    return theta


def _draw(net: engine.Network, initializer: engine.Initializer, seed: int, bias_scale: float) -> np.ndarray:
    """The parameters with gain 1."""
    return net.initialize(initializer, seed=seed, bias_scale=bias_scale)


def build(settings: FlowSettings, inputs: int, outputs: int) -> tuple[engine.Network, tuple[int, ...]]:
    """The net, and how many of its layers each hidden layer takes."""
    width, blocks = settings.width, []
    for activation in activation_rows(settings):
        block = _block(settings.normalization, inputs, width, activation)
        blocks.append((engine.Residual(block),) if settings.residual and inputs == width else block)
        inputs = width
    layers = [layer for block in blocks for layer in block]
    return engine.Network((*layers, engine.Dense(width, outputs))), tuple(map(len, blocks))


@lru_cache(maxsize=64)
def _block(normalization: str, inputs: int, width: int, activation: engine.Activation) -> tuple[engine.Layer, ...]:
    if normalization == "none":
        return (engine.Dense(inputs, width, activation),)
    return engine.Dense(inputs, width), NORMS[normalization](width, activation)


def _hidden(trace: engine.Trace, back: engine.Back, sizes: tuple[int, ...]) -> Iterator[Parts]:
    """The parts of each hidden layer, whatever its block is made of."""
    for after, seen, backs in zip(np.cumsum(sizes), blocks(trace, sizes), blocks(back, sizes)):
        yield Parts(seen[-1].z, seen[-1].a, back[after].dx, backs[-1].delta, backs[0].gradients["W"])


def blocks(kept: engine.Trace | engine.Back, sizes: tuple[int, ...]) -> Iterator[tuple]:
    """What was kept of the layers of each block; of those inside, where there is a skip connection."""
    first = 0
    for size in sizes:
        block = kept.layers[first: first + size]
        yield getattr(block[0], "inner", block)
        first += size


def _measure(settings: FlowSettings, trace: engine.Trace, back: engine.Back, hidden: list[Parts],
             listener: Listener[tuple[float, float, float]]) -> Flow:
    slope_rms, off, flat = np.array([listener.of(row, part.z)
                                     for row, part in zip(activation_rows(settings), hidden)]).T
    activations = [part.a for part in hidden] + [trace.output]
    deltas = [part.delta for part in hidden] + [back[-1].delta]
    dW = [part.dW for part in hidden] + [back[-1].gradients["W"]]
    return Flow(
        activation_size=_each(size, activations),
        activation_spread=_each(spread, activations),
        delta_size=_each(size, deltas),
        weight_gradient_size=_each(length, dW) * clipping(settings.clip, back.dtheta),
        error_size=_each(size, [part.e for part in hidden]),
        slope_rms=slope_rms, dead_fraction=off, saturated_fraction=flat)


def _of_slopes(row: engine.Activation, slope: np.ndarray) -> tuple[float, float, float]:
    """Size of the slopes, dead and saturated part."""
    return size(slope), dead(slope), saturated(row, slope)


def _each(measure, arrays: list[np.ndarray]) -> np.ndarray:
    return np.array([measure(array) for array in arrays])


def length(a: np.ndarray) -> float:
    """The square root of the sum of squares, also where squares overflow or vanish."""
    squares = float(np.einsum("ij,ij->", a, a))
    return math.sqrt(squares) if SAFE[0] < squares < SAFE[1] else float(engine.norm(a))


def lengths(a: np.ndarray) -> np.ndarray:
    """The lengths of many tables of numbers at once, (..., rows, columns) -> (...)."""
    squares = np.einsum("...ij,...ij->...", a, a)
    plain = (SAFE[0] < squares) & (squares < SAFE[1])
    return np.sqrt(squares) if plain.all() else np.where(plain, np.sqrt(squares), engine.norm(a, axis=(-2, -1)))


def size(a: np.ndarray) -> float:
    """The root mean square."""
    return length(a) / math.sqrt(a.size)


def spread(a: np.ndarray) -> float:
    """The root mean square after taking out each unit's mean over the batch: what still depends on the input."""
    return size(a - a.mean(axis=0))


def dead(slope: np.ndarray) -> float:
    """The part of the units whose slope is 0 for every example."""
    return 1 - float(slope.any(axis=0).mean())


def saturated(row: engine.Activation, slope: np.ndarray) -> float:
    """The part of all (example, unit) whose slope is below 5 % of the steepest one; 0 for rows with kinks, whose
    units are off."""
    if row.kinks:
        return 0.0
    return np.count_nonzero(np.abs(slope) < FLAT * abs(row.steepest[1])) / slope.size


def clipping(limit: float, dtheta: np.ndarray) -> float:
    """What clipping by norm multiplies the gradient by: limit / |g| where |g| > limit, else 1 (Pascanu et al.

    2013, alg. 1).
    """
    whole = length(dtheta[None]) if limit else 0.0
    return limit / whole if whole > limit else 1.0


def batch(data, n_samples: int, width: int, scale: float, loss: engine.Loss, seed: int) -> tuple[np.ndarray,
                                                                                                 np.ndarray]:
    """Inputs (samples, features), times the scale, and targets (samples, outputs)."""
    if data == GAUSSIAN:
        # The second word keeps the data apart from the weights, which start from the same seed.
        draw = np.random.default_rng([seed, 1])
        x, y = draw.standard_normal((n_samples, width)), draw.standard_normal((n_samples, OUTPUTS))
        y = KINDS[loss.targets].from_numbers(y)
    else:
        rows = evenly(len(data), n_samples)
        x, y = (table.reshape(len(data), -1) for table in (data.x, data.y))
        x, y, outputs = x[rows], y[rows], _outputs(y, loss)
        y = loss.prepare(y, outputs) if loss.prepare else y
    with np.errstate(over="ignore"):
        return scale * x, y


def _outputs(y: np.ndarray, loss: engine.Loss) -> int:
    """As many as the kind of the targets y (N, columns) asks for; not for class labels without end."""
    outputs = KINDS[loss.targets].outputs(y)
    if outputs > MOST_CLASSES and y.shape[1] == 1:
        raise argument_error("y", str(loss), f"labels, whole numbers from 0 to {MOST_CLASSES - 1}", float(y.max()),
                             "The net gets an output for each class from 0 to the largest label: count the classes "
                             "from 0.")
    return outputs
