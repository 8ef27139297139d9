"""What the layers of a net hold at one moment, for the digits that are looked at, and what a map of each keeps."""
from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ... import engine
from ...one_thread import on_one_thread
from .maps import (
    Plane,
    among,
    kept,
    nearest,
    principal_plane,
    ranks,
    same_label,
    squares_between,
    trustworthiness,
    turned_to,
)
from .settings import HIDDEN_1, HIDDEN_2, MIDDLE

PIXELS = "pixels"
# What is looked at, from the input on; behind it comes the output.
LAYERS = (PIXELS, HIDDEN_1, MIDDLE, HIDDEN_2)


@dataclass(frozen=True, eq=False)
class LayerMap:
    """The map of a layer. places: (N, 2), by PCA, turned towards that of the pixels; nan where numbers overflowed.
    share: the part of the variance that lies in it.

    by_net: the share of the neighbors by pixels that are neighbors by the activations of the layer, too: what the net
    keeps. by_map: the share of the latter that are neighbors on the map: what the map keeps. same: the share of
    neighbors on the map that have the same label.
    """

    places: np.ndarray
    share: float
    by_net: float
    by_map: float
    same: float


class Neighborhood:
    """Points (N, D) with their nearest neighbors; `finite` is False where there are none."""

    def __init__(self, points: np.ndarray, k: int):
        self.points, self.k = points, min(k, len(points) - 1)
        self.finite = bool(np.isfinite(points).all() and np.abs(points).max(initial=0.0) < 1e100)

    @cached_property
    def squares(self) -> np.ndarray:
        """Squared distances, (N, N)."""
        return squares_between(self.points)

    @cached_property
    def rows(self) -> np.ndarray:
        """The neighbors of each, (N, k)."""
        return nearest(self.squares, self.k)

    @cached_property
    def table(self) -> np.ndarray:
        """Which are neighbors, (N, N)."""
        return among(self.rows)

    @cached_property
    def plane(self) -> Plane:
        """The plane of its principal components."""
        return principal_plane(self.points)

    @cached_property
    def map(self) -> np.ndarray:
        """Its places on that plane, (N, 2)."""
        return self.plane.of(self.points)

    def nearest_to(self, row: int) -> np.ndarray:
        """The neighbors of one, the nearest first, (k,)."""
        rows = self.rows[row]
        return rows[np.argsort(self.squares[row, rows], kind="stable")]


@on_one_thread
def activations(network: engine.Network, theta: np.ndarray, x: np.ndarray) -> tuple[np.ndarray, ...]:
    """What each of `LAYERS` holds for pictures (N, 64): (N, units) each."""
    with np.errstate(all="ignore"):
        return (x, *(layer.a for layer in list(network.forward(theta, x))[:len(LAYERS) - 1]))


@on_one_thread
def map_of(points: np.ndarray, pixels: Neighborhood, labels: np.ndarray) -> LayerMap:
    """The map of a layer whose activations are points (N, D)."""
    layer = pixels if points is pixels.points else Neighborhood(points, pixels.k)
    if not layer.finite:
        return LayerMap(np.full((len(points), 2), np.nan), *[float("nan")] * 4)
    places = turned_to(layer.map, pixels.map)
    flat = layer if points.shape[1] <= 2 else Neighborhood(places, layer.k)
    return LayerMap(places, layer.plane.share, kept(pixels.table, layer.table), kept(layer.table, flat.table),
                    same_label(flat.rows, labels))


def trust_of(points: np.ndarray, found: LayerMap, k: int) -> float:
    """The trustworthiness of the map of activations (N, D)."""
    if not np.isfinite(found.places).all():
        return float("nan")
    k = min(k, len(points) - 1)
    return trustworthiness(ranks(squares_between(points)), among(nearest(squares_between(found.places), k)), k)
