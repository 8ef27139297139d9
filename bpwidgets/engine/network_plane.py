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
from .pieces import PIECE_BYTES
from .plane import Plane, Tile

Parameters = Mapping[str, np.ndarray]
UNITS = 2  # the axis of the units in what moves


class Along(NamedTuple):
    """Something linear in u and v: here + u * along_u + v * along_v; None where it does not change that way."""

    here: Any
    u: Any
    v: Any

    @classmethod
    def of(cls, here: np.ndarray, *ways: np.ndarray | None) -> Along:
        """The same, with None for a way along which every change is 0."""
        return cls(here, *(way if way is not None and way.any() else None for way in ways))

    def over(self, tile: Tile) -> np.ndarray:
        """Its values over a tile, with the axes (U', V') in front: U' is 1 if it does not change along u, V' likewise."""
        inner = (slice(None),) + (None,) * self.here.ndim
        value = self.here[None, None]
        if self.u is not None:
            value = value + tile.u[:, None][inner[:1] + inner] * self.u
        return value if self.v is None else value + tile.v[inner] * self.v


class Still(NamedTuple):
    """What a layer gives without the units that move: a (N, features), 0 in those; their numbers, (J,)."""

    a: np.ndarray
    units: np.ndarray


class Moving(Protocol):
    """The part of a layer that moves: from the moving units below it to its own over a tile.

    Here units come before examples, (U', V', J, N), since numpy is fastest along the last axis, and N is the longest. U' is 1 as
    long as u has changed nothing, V' likewise; None stands for no unit that moves.
    """

    def through(self, moving: np.ndarray | None, tile: Tile) -> np.ndarray: ...


@dataclass(frozen=True)
class MovingUnits:
    """Some units of a dense layer: a = f(z), z = c + W moving, both c and W linear in u and v.

    f is the activation; c : (J, N) what the units that stand still send to them, with the biases, one column if it is the
    biases alone; W : (J, J below) the weights from the units that move.
    """

    f: Callable[[np.ndarray], np.ndarray]
    c: Along
    W: Along

    def through(self, moving: np.ndarray | None, tile: Tile) -> np.ndarray:
        z = self.c.over(tile)
        if moving is not None:
            W = self.W.over(tile)
            # the product with a single column is the same as a multiplication, which numpy does faster
            sent = W * moving if W.shape[-1] == 1 else W @ moving
            z = np.add(sent, z, out=sent) if z.shape[:UNITS] == (1, 1) else sent + z
        return self.f(z)


@dataclass(frozen=True)
class MovingLayer:
    """A whole layer of any kind, run with the axes of the tile in front of its parameters."""

    layer: Any
    parameters: Mapping[str, Along]
    below: Still

    def through(self, moving: np.ndarray | None, tile: Tile) -> np.ndarray:
        parameters = {name: W.over(tile) for name, W in self.parameters.items()}
        lead = np.broadcast_shapes(*(W.shape[:2] for W in parameters.values()))
        parameters = {name: np.broadcast_to(W, lead + W.shape[2:]) for name, W in parameters.items()}
        return np.moveaxis(self.layer.forward(parameters, _whole(self.below, moving)).a, -1, UNITS)


class Prepared(NamedTuple):
    """The parts that move, from the first to the output, and what of the output stands still."""

    parts: tuple[Moving, ...]
    output: Still


def settings_per_tile(network: Network, x: np.ndarray) -> int:
    """How many settings may run at once within PIECE_BYTES."""
    # Dense layers share their weights between all settings of a tile; others need a copy for each.
    weights = 0 if all(isinstance(layer, Dense) for layer in network.layers) else network.n
    return max(PIECE_BYTES // (8 * max(x.size // x.shape[-1] * max(network.sizes), weights)), 1)


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
    ways = [way for way in parameters if way is not None]
    turned = [way != 0 for block in ways[1:] for way in block.values()]
    feeds = parameters.here["W"][below.units] != 0
    moves = np.any([entries.reshape(-1, layer.outputs).any(axis=0) for entries in (feeds, *turned)], axis=0)
    units, f = np.flatnonzero(moves), layer.activation.function
    still = Still(np.where(moves, 0.0, f(_sent(below, parameters.here))), units)
    if not len(units):
        return still, None
    c = Along.of(*(way and _sent(below, way).T[units] for way in parameters))
    W = Along.of(*(way and way["W"].T[np.ix_(units, below.units)] for way in parameters))
    return still, MovingUnits(f, c, W)


def _sent(below: Still, parameters: Parameters) -> np.ndarray:
    """What the units that stand still send up, with the biases: (N, outputs), or one row if all units move."""
    W = parameters["W"]
    b = parameters.get("b", np.zeros(W.shape[-1]))
    return b[None] if len(below.units) == len(W) else below.a @ W + b


def _any(layer: Any, parameters: Along, below: Still) -> tuple[Still, Moving | None]:
    if not len(below.units) and parameters.u is None and parameters.v is None:
        return Still(layer.forward(parameters.here, below.a).a, below.units), None
    each = {name: Along.of(*(way and way[name] for way in parameters)) for name in parameters.here}
    a = layer.forward(parameters.here, below.a).a
    return Still(np.zeros_like(a), np.arange(a.shape[-1])), MovingLayer(layer, each, below)


def _whole(still: Still, moving: np.ndarray | None) -> np.ndarray:
    """All units, and examples in front of them again: (U', V', N, features)."""
    if moving is None:
        return still.a[None, None]
    moving = np.moveaxis(moving, UNITS, -1)
    if len(still.units) == still.a.shape[-1]:
        return moving
    a = np.empty(moving.shape[:-1] + still.a.shape[-1:])
    a[...] = still.a
    a[..., still.units] = moving
    return a


def _changes(parameters: Parameters) -> bool:
    return any(block.any() for block in parameters.values())
