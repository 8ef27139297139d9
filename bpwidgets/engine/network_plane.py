"""A network over a plane of its parameters, computing only what the plane changes.

Along the plane each parameter is W + u W_u + v W_v, so z = a W + b is linear in u and in v wherever a stands still. From the
input up: a unit moves only if a weight into it moves or a moving unit feeds it; all others stand still and are computed
once (`prepare`). The rest runs through the grid tile by tile (`outputs`); what depends on u alone is computed for each u,
not for each pair (u, v).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

import numpy as np

from .layers import Dense
from .network import Network
from .plane import Plane, Tile

# Small enough for what flows through a layer to stay in the processor's cache.
TILE_BYTES = 1 << 19

Parameters = Mapping[str, np.ndarray]


class Along(NamedTuple):
    """Something linear in u and v: here + u * along_u + v * along_v; None where it does not change that way."""

    here: Any
    u: Any
    v: Any


class Still(NamedTuple):
    """What a layer gives without the units that move: a (N, features), 0 in those; their numbers, (J,)."""

    a: np.ndarray
    units: np.ndarray


class Moving(Protocol):
    """The part of a layer that moves: from the moving units below it, (U', V', N, J), to its own over a tile.

    U' is 1 as long as u has changed nothing, V' likewise; None stands for no unit that moves.
    """

    def through(self, moving: np.ndarray | None, tile: Tile) -> np.ndarray: ...


@dataclass(frozen=True)
class MovingUnits:
    """Some units of a dense layer: a = f(z), z = c + u c_u + v c_v + moving (W + u W_u + v W_v).

    f is the activation; c : (N, J) what the units that stand still send to them; W : (J below, J) the weights from those that move.
    """

    f: Callable[[np.ndarray], np.ndarray]
    c: Along
    W: Along

    def through(self, moving: np.ndarray | None, tile: Tile) -> np.ndarray:
        z = self._sum(self.c.here, moving, self.W.here)
        if self.c.u is not None:
            z = z + tile.u[:, None, None, None] * self._sum(self.c.u, moving, self.W.u)
        if self.c.v is not None:
            z = z + tile.v[:, None, None] * self._sum(self.c.v, moving, self.W.v)
        return self.f(z)

    @staticmethod
    def _sum(c: np.ndarray, moving: np.ndarray | None, W: np.ndarray) -> np.ndarray:
        if moving is None:
            return c[None, None]
        # the product with a single row is the same as a multiplication, which numpy does faster
        z = moving * W if len(W) == 1 else moving @ W
        z += c
        return z


@dataclass(frozen=True)
class MovingLayer:
    """A whole layer of any kind, run with the axes of the tile in front of its parameters."""

    layer: Any
    parameters: Mapping[str, Along]
    below: Still

    def through(self, moving: np.ndarray | None, tile: Tile) -> np.ndarray:
        parameters = {name: _shifted(W, tile.u[:, None], tile.v) for name, W in self.parameters.items()}
        return self.layer.forward(parameters, _whole(self.below, moving)).a


class Prepared(NamedTuple):
    """The parts that move, from the first to the output, and what of the output stands still."""

    parts: tuple[Moving, ...]
    output: Still


def settings_per_tile(network: Network, x: np.ndarray) -> int:
    """How many settings may run at once within TILE_BYTES."""
    # Dense layers share their weights between all settings of a tile; others need a copy for each.
    weights = 0 if all(isinstance(layer, Dense) for layer in network.layers) else network.n
    return max(TILE_BYTES // (8 * max(x.size // x.shape[-1] * max(network.sizes), weights)), 1)


def prepare(network: Network, plane: Plane, x: np.ndarray) -> Prepared:
    """Everything that is the same all over the plane, for inputs x (N, ...)."""
    still, parts = Still(x, np.empty(0, dtype=int)), []
    with np.errstate(all="ignore"):
        for layer, *blocks in zip(network.layers, *map(network.unpack, (plane.theta, *plane.directions))):
            parameters = Along(blocks[0], *(block if _changes(block) else None for block in blocks[1:]))
            of_kind = _dense if isinstance(layer, Dense) else _any
            still, part = of_kind(layer, parameters, still)
            if part is not None:
                parts.append(part)
    return Prepared(tuple(parts), still)


def outputs(prepared: Prepared, tile: Tile) -> np.ndarray:
    """The outputs of the network over a tile: (U', V', N, outputs), U' = 1 if u changes nothing, V' likewise."""
    moving = None
    with np.errstate(all="ignore"):
        for part in prepared.parts:
            moving = part.through(moving, tile)
    return _whole(prepared.output, moving)


def _dense(layer: Dense, parameters: Along, below: Still) -> tuple[Still, Moving | None]:
    turned = [block != 0 for way in parameters[1:] if way is not None for block in way.values()]
    feeds = parameters.here["W"][below.units] != 0
    units = np.flatnonzero(np.any([b.reshape(-1, layer.outputs).any(axis=0) for b in (feeds, *turned)], axis=0))
    c = Along(*(None if way is None else below.a @ way["W"] + way.get("b", 0) for way in parameters))
    a = np.array(layer.activation.function(c.here))
    a[..., units] = 0
    if not len(units):
        return Still(a, units), None
    W = (None if way is None else way["W"][np.ix_(below.units, units)] for way in parameters)
    return Still(a, units), MovingUnits(layer.activation.function, Along(*(None if c_ is None else c_[..., units] for c_ in c)),
                                        Along(*W))


def _any(layer: Any, parameters: Along, below: Still) -> tuple[Still, Moving | None]:
    if not len(below.units) and parameters.u is None and parameters.v is None:
        return Still(layer.forward(parameters.here, below.a).a, below.units), None
    each = {name: Along(*(None if way is None else way[name] for way in parameters)) for name in parameters.here}
    a = layer.forward(parameters.here, below.a).a
    return Still(np.zeros_like(a), np.arange(a.shape[-1])), MovingLayer(layer, each, below)


def _whole(still: Still, moving: np.ndarray | None) -> np.ndarray:
    """All units: (U', V', N, features)."""
    if moving is None:
        return still.a[None, None]
    if len(still.units) == still.a.shape[-1]:
        return moving
    a = np.empty(moving.shape[:-1] + still.a.shape[-1:])
    a[...] = still.a
    a[..., still.units] = moving
    return a


def _shifted(W: Along, u: np.ndarray, v: np.ndarray) -> np.ndarray:
    """W + u W_u + v W_v with the axes (U', V') in front; u is (U, 1), v is (V,)."""
    inner = (...,) + (None,) * W.here.ndim
    shifted = W.here[None, None]
    if W.u is not None:
        shifted = shifted + u[inner] * W.u
    return shifted if W.v is None else shifted + v[inner] * W.v


def _changes(parameters: Parameters) -> bool:
    return any(block.any() for block in parameters.values())
