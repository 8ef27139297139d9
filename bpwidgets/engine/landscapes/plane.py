"""A loss over a plane through theta: L(theta + u d_0 + v d_1) for every u and v of a grid."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, isqrt
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from ...errors import argument_error
from ..support.data import read_only

THETAS_BYTES = 8 << 20


class Tile(NamedTuple):
    """A part of the grid: its rows, its columns, and the u and v that belong to them."""

    rows: slice
    columns: slice
    u: np.ndarray
    v: np.ndarray


@dataclass(frozen=True, init=False)
class Plane:
    """A grid of settings in the plane that two directions span at theta; checked, read-only.

    Parameters
    ----------
    theta : (n,)
        The point where u = v = 0.
    directions : (2, n)
        d_0 and d_1, in the unit of theta.
    u : (U,)
        Steps along d_0.
    v : (V,)
        Steps along d_1.

    Raises
    ------
    ArgumentError
        For wrong shapes, and for numbers that are not finite.

    Examples
    --------
    >>> plane = Plane([1.0, 2.0], [[1, 0], [0, 1]], [0.0, 0.5], [-1.0, 0.0, 1.0])
    >>> plane.shape, [plane.thetas(tile).tolist() for tile in plane.tiles(4)]
    ((2, 3), [[[[1.0, 1.0]], [[1.5, 1.0]]], [[[1.0, 2.0], [1.0, 3.0]], [[1.5, 2.0], [1.5, 3.0]]]])
    """

    theta: np.ndarray
    directions: np.ndarray
    u: np.ndarray
    v: np.ndarray

    def __init__(self, theta: ArrayLike, directions: ArrayLike, u: ArrayLike, v: ArrayLike) -> None:
        for name, given, axes in (("theta", theta, 1), ("directions", directions, 2), ("u", u, 1), ("v", v, 1)):
            object.__setattr__(self, name, read_only(given, name, "the plane", (axes,)))
        if self.directions.shape != (2, len(self.theta)):
            expected = f"shape (2, {len(self.theta)}), two directions as long as theta"
            raise argument_error("directions", "the plane", expected, self.directions)

    @property
    def shape(self) -> tuple[int, int]:
        """(U, V): the shape of the result."""
        return len(self.u), len(self.v)

    def thetas(self, tile: Tile) -> np.ndarray:
        """The settings of a tile: theta + u d_0 + v d_1, (rows, columns, n)."""
        return (self.theta + tile.u[:, None, None] * self.directions[0]) + tile.v[:, None] * self.directions[1]

    def tiles(self, settings: int) -> Iterator[Tile]:
        """The grid in tiles of at most this number of settings, nearly square: what u or v alone
        decides is seldom repeated."""
        across = min(max(isqrt(settings), 1), len(self.v))
        for rows in _spans(len(self.u), max(settings // across, 1)):
            for columns in _spans(len(self.v), across):
                yield Tile(rows, columns, self.u[rows], self.v[columns])


def _spans(length: int, most: int) -> list[slice]:
    """0 to length in as few parts of at most `most` as there can be, nearly equal."""
    parts = ceil(length / most)
    bounds = [length * part // parts for part in range(parts + 1)]
    return [slice(*ends) for ends in pairwise(bounds)]


def plane_of_values(objective: Any, theta: ArrayLike, directions: ArrayLike, u: ArrayLike, v: ArrayLike) -> np.ndarray:
    """L over the plane, (U, V), of any objective with `values`; the settings are formed in pieces of 8 MB.

    Raises
    ------
    ArgumentError
        As `Plane`.

    Examples
    --------
    >>> from bpwidgets import engine
    >>> f = engine.NetworkLoss(engine.network((1, 1), bias=True), [[1.0]], [[0.0]])
    >>> plane_of_values(f, [0.0, 0.0], [[1, 0], [0, 1]], [1.0, 2.0], [0.0, 1.0, 2.0]).tolist()
    [[1.0, 4.0, 9.0], [4.0, 9.0, 16.0]]
    """
    plane = Plane(theta, directions, u, v)
    surface = np.empty(plane.shape)
    for tile in plane.tiles(THETAS_BYTES // plane.theta.nbytes):
        surface[tile.rows, tile.columns] = objective.values(plane.thetas(tile))
    return surface
