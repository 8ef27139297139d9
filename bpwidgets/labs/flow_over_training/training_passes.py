"""What flows at each step of a training: the passes of many thetas at once, measured layer by layer or step by step
in time."""
from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ... import engine
from ...flow.passes import Passes, lengths
from .training_runs import Task

# Of the activations of all layers of the thetas that are measured together.
PIECE_BYTES = 1 << 20


class Measured(NamedTuple):
    """Sizes by step and place, (S, places): root mean square of activations, errors e = dL/da and deltas, and the norm
    of dW; in time dW is the share of a step, x_t^T delta_t. speed: |sum of delta over the batch| of each hidden place,
    (S, depth)."""

    activation: np.ndarray
    error: np.ndarray
    delta: np.ndarray
    weight_gradient: np.ndarray
    speed: np.ndarray


def measure(task: Task, thetas: engine.Recomputed | np.ndarray) -> Measured:
    """All places at each theta of (S, n)."""
    net, x = task.objective.network, task.objective.x
    each = sum(net.sizes) * (x.size // x.shape[-1]) * 8
    count = max(PIECE_BYTES // each, 1)
    of_piece = _time if x.ndim == 3 else _layers
    with np.errstate(all="ignore"):
        pieces = [of_piece(task, thetas[first: first + count]) for first in range(0, len(thetas), count)]
    return Measured(*map(np.concatenate, zip(*pieces)))


def _passes(task: Task, thetas: np.ndarray) -> tuple[engine.Trace, np.ndarray, engine.Back]:
    objective = task.objective
    trace = objective.network.forward(thetas, objective.x)
    d_output = objective.loss.gradient(trace.output, objective.y)
    return trace, d_output, objective.network.backward(thetas, trace, d_output)


def _layers(task: Task, thetas: np.ndarray) -> Measured:
    trace, d_output, back = _passes(task, thetas)
    hidden = Passes(task.objective.network, task.sizes, thetas, task.objective.x, task.objective.y, trace,
                    back).hidden()
    return Measured(
        activation=_each(_sizes, [*(part.a for part in hidden), trace.output]),
        error=_each(_sizes, [*(part.e for part in hidden), d_output]),
        delta=_each(_sizes, [*(part.delta for part in hidden), back[-1].delta]),
        weight_gradient=_each(lengths, [*(part.dW for part in hidden), back[-1].gradients["W"]]),
        speed=_each(_speed, [part.delta for part in hidden]))


def _time(task: Task, thetas: np.ndarray) -> Measured:
    trace, _, back = _passes(task, thetas)
    # (S, time, batch, units)
    x, h, delta = (a.swapaxes(-3, -2) for a in (task.objective.x, trace[0].a, back[0].delta))
    dW = x.swapaxes(-1, -2) @ delta
    return Measured(_sizes(h), _sizes(errors_in_time(task, thetas, back)), _sizes(delta), lengths(dW), _speed(delta))


def errors_in_time(task: Task, thetas: np.ndarray, back: engine.Back) -> np.ndarray:
    """dL/dh_t, (S, time, batch, units): e_T comes from the layers above, e_t = delta_(t+1) U^T from the step after."""
    U = task.objective.network.unpack(thetas)[0]["U"]
    delta = back[0].delta.swapaxes(-3, -2)
    last = back[1].dx[..., -1:, :].swapaxes(-3, -2)
    return np.concatenate([delta[..., 1:, :, :] @ U.swapaxes(-1, -2)[..., None, :, :], last], axis=-3)


def _each(quantity, arrays: list[np.ndarray]) -> np.ndarray:
    return np.stack([quantity(array) for array in arrays], axis=-1)


def _sizes(a: np.ndarray) -> np.ndarray:
    """Root mean squares, (..., batch, units) -> (...)."""
    return lengths(a) / np.sqrt(a.shape[-2] * a.shape[-1])


def _speed(delta: np.ndarray) -> np.ndarray:
    """|dL/db| of the biases that go with these deltas, (..., batch, units) -> (...)."""
    return lengths(delta.sum(axis=-2, keepdims=True))
