"""What a net says of every place on the ground, and what each of its hidden units sees there."""
from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ... import engine
from ...spacing import round_up
from ...training.data import Parts
from ...training.run import Run

# Places across the ground, from fine to coarse: the finest of them that costs no more multiplications than MOST.
GRIDS, MOST = (61, 45, 31, 21, 15, 11), 6e6
# A curve has so many places.
CURVE = 241
# Room around the points, in parts of their span.
MARGIN = 0.1

Window = tuple[tuple[float, float], ...]


@dataclass(frozen=True, eq=False)
class Ground:
    """window: low and high of each input that is drawn, one or two. u, v: places along them, one beyond each border;
    v has one place for a curve. outputs: (U, V, outputs). units: of each hidden layer what its units give,
    (units, U, V)."""

    window: Window
    u: np.ndarray
    v: np.ndarray
    outputs: np.ndarray
    units: tuple[np.ndarray, ...]


def window_of(parts: Parts) -> Window:
    """The part of the plane in which all points lie, with some room around them; it stays while they move a little."""
    examples = [parts.train, *([parts.test] if parts.test else [])]
    points = np.concatenate([one.points for one in examples])[:, :2]
    return tuple(_around(column) for column in points.T)


def _around(column: np.ndarray) -> tuple[float, float]:
    low, high = float(column.min()), float(column.max())
    span = high - low or max(abs(high), 1.0)
    step = round_up(span / 12)
    low, high = low - MARGIN * span, high + MARGIN * span
    return step * float(np.floor(low / step)), step * float(np.ceil(high / step))


def ground_of(run: Run, theta: np.ndarray, window: Window) -> Ground:
    """The net with these parameters, at places all over the window; inputs that are not drawn are at their mean."""
    network, parts = run.network, run.parts
    u = _places(window[0], _fineness(network, len(window)))
    v = _places(window[1], len(u) - 2) if len(window) > 1 else np.zeros(1)
    inputs = parts.train.points.shape[1]
    points = np.tile(parts.train.points.mean(axis=0), (len(u) * len(v), 1))
    points[:, 0] = np.repeat(u, len(v))
    if inputs > 1:
        points[:, 1] = np.tile(v, len(u))
    trace = network.forward(theta, parts.inputs(points))
    shape = len(u), len(v)
    units = tuple(layer.a.T.reshape(-1, *shape) for layer in (trace[l] for l in run.layers[:-1]))
    return Ground(window, u, v, trace.output.reshape(*shape, -1), units)


def _fineness(network: engine.Network, dimensions: int) -> int:
    if dimensions == 1:
        return CURVE
    return next((count for count in GRIDS if count ** 2 * network.n <= MOST), GRIDS[-1])


def _places(ends: tuple[float, float], count: int) -> np.ndarray:
    """The middles of so many equal cells, and of one more beyond each end."""
    low, high = ends
    return low + (high - low) * (np.arange(-1, count + 1) + 0.5) / count
