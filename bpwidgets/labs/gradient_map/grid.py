"""The grid of a map: fresh nets at even distances over a plane, and the plane once coarsely and once in full."""
from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from ...flow.rests import Rests
from ...memo import Computing, compute
from .passes import Draw, decades_with_rests
from .settings import GradientMapSettings

# The number of nets along each side of the first map, and along the first lines; it takes a tenth of the time, or a
# quarter.
COARSE = 10


class Grid(NamedTuple):
    """The nets of a map. gains: (G,). others: depths or bias scales, (Y,). decades: (Y, G).

    layers: depth - 1 of each row, (Y,).
    """

    gains: np.ndarray
    others: np.ndarray
    decades: np.ndarray
    layers: np.ndarray


class Window(NamedTuple):
    """What decides a map: all settings but the place of the point on it."""

    draw: Draw
    plane: str
    held: float             # the bias scale of the plane of depths, the depth of the plane of biases
    highest_gain: float
    highest: float
    resolution: int


def window_of(settings: GradientMapSettings) -> Window:
    """The part of the settings that the map depends on."""
    held, highest = ((settings.bias_scale, settings.deepest) if settings.plane == "depth" else
                     (settings.depth, settings.highest_bias_scale))
    return Window(draw_of(settings), settings.plane, held, settings.highest_gain, highest, settings.resolution)


def draw_of(settings: GradientMapSettings) -> Draw:
    """What the nets of the map have in common."""
    return Draw(settings.row("initializer"), settings.row("activation"), settings.width, settings.n_samples,
                settings.seed)


def is_fine(resolution: int) -> bool:
    """True if it is worth while to show fewer nets first."""
    return resolution >= 2 * COARSE


class Grids:
    """Maps of one window, from coarse to fine; each is computed once, and who comes back begins with the finest."""

    def __init__(self, window: Window):
        self._window, self._known = window, []
        self._counts = [COARSE] * is_fine(window.resolution) + [window.resolution]

    @property
    def finest(self) -> Grid | None:
        """The finest map that is known."""
        return self._known[-1] if self._known else None

    def from_known(self, memo: Computing = compute) -> Iterator[Grid | None]:
        """The finest map that is known, and those that are finer; None while a map is not ready yet."""
        first = max(len(self._known) - 1, 0)
        for k in range(first, len(self._counts)):
            if k == len(self._known):
                self._known.append((yield from make_grid(self._window, self._counts[k], memo)))
            yield self._known[k]


def make_grid(window: Window, count: int, memo: Computing = compute) -> Rests[Grid]:
    """The given number of nets along each side, each in the middle of its share of the side."""
    gains = middles(window.highest_gain, count)
    if window.plane == "depth":
        depths = depths_up_to(int(window.highest), count)
        points = np.column_stack([gains, np.full(count, window.held)])
        values = yield from decades_with_rests(window.draw, points, tuple(depths.tolist()), memo)
        return Grid(gains, depths, values.T, depths - 1)
    biases = middles(window.highest, count)
    pairs = np.stack(np.meshgrid(gains, biases), axis=-1).reshape(-1, 2)
    values = yield from decades_with_rests(window.draw, pairs, (int(window.held),), memo)
    return Grid(gains, biases, values.reshape(count, count), np.full(count, int(window.held) - 1))


def depths_up_to(deepest: int, count: int) -> np.ndarray:
    """A limited number of evenly spaced depths from 2 on, each in the middle of its share; the last share may reach
    beyond the end.

    >>> depths_up_to(8, 10).tolist(), depths_up_to(50, 10).tolist()
    ([2, 3, 4, 5, 6, 7, 8], [4, 9, 14, 19, 24, 29, 34, 39, 44, 49])
    """
    step = math.ceil((deepest - 1) / count)
    return 2 + (step - 1) // 2 + step * np.arange(math.ceil((deepest - 1) / step))


def middles(highest: float, count: int) -> np.ndarray:
    """The middles of equal shares of the range from 0 to the highest value.

    >>> middles(4.0, 4).tolist()
    [0.5, 1.5, 2.5, 3.5]
    """
    return highest * (np.arange(count) + 0.5) / count
