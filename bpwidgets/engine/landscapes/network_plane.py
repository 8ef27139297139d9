"""A network over a plane of its parameters, computing only what the plane changes.

Along the plane each parameter is W + u W_u + v W_v, so z = a W + b is linear in u and in v wherever a stands still.
From the input up: a unit moves along u only if a weight into it does or a unit that feeds it does, and likewise along
v. Units that stand still are computed once (`prepare`). The rest runs through the grid tile by tile (`outputs`) in
three groups: what depends on u alone is computed for each u, what depends on v alone for each v, and only what depends
on both for each pair.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import singledispatch
from typing import Any, NamedTuple, Protocol

import numpy as np

from ..dense import Dense
from ..networks import Network
from ..support.chunking import PIECE_BYTES
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
        """Its values over a tile, with the axes (U', V') in front; U' is 1 if u does not change it, V' likewise."""
        inner = (slice(None),) + (None,) * self.here.ndim
        value = self.here[None, None]
        if self.u is not None:
            value = value + tile.u[:, None][inner[:1] + inner] * self.u
        return value if self.v is None else value + tile.v[inner] * self.v


class Below(NamedTuple):
    """What a layer gives: a (N, features) with 0 in the units that move, and which of them move along u and along v."""

    a: np.ndarray
    along_u: np.ndarray
    along_v: np.ndarray

    def units(self, group: Group) -> np.ndarray:
        """The numbers of the units of a group."""
        return np.flatnonzero((self.along_u == group.u) & (self.along_v == group.v))


class Group(NamedTuple):
    """The units that move along u, or along v, or along both."""

    u: bool
    v: bool


GROUPS = Group(True, False), Group(False, True), Group(True, True)
# What moves, (U', V', J, N) for each group: units before examples, since numpy is fastest along the last axis, and N is
# the longest. U' is 1 in the group that u does not move, V' likewise.
Moving = Mapping[Group, np.ndarray]


class Part(Protocol):
    """The part of a layer that moves: from what moves below it to what moves in it, over a tile."""

    def through(self, moving: Moving, tile: Tile) -> Moving: ...


@dataclass(frozen=True)
class MovingUnits:
    """The units of a dense layer that move: a = f(z), z = c + the sum of W moving over the groups below.

    c and W are linear in u and in v; f is the activation. For each group, c : (J, N) is what the units that stand still
    send to it, with the biases, one column if it is the biases alone; W : (J, J below) are the weights from a group
    below.
    """

    f: Callable[[np.ndarray], np.ndarray]
    groups: Mapping[Group, tuple[Along, Mapping[Group, Along]]]

    def through(self, moving: Moving, tile: Tile) -> Moving:
        return {group: self.f(_sum(c, weights, moving, tile)) for group, (c, weights) in self.groups.items()}


@dataclass(frozen=True)
class MovingLayer:
    """A whole layer of any kind, run with the axes of the tile in front of its parameters."""

    layer: Any
    parameters: Mapping[str, Along]
    below: Below
    group: Group

    def through(self, moving: Moving, tile: Tile) -> Moving:
        parameters = {name: W.over(tile) for name, W in self.parameters.items()}
        lead = np.broadcast_shapes(*(W.shape[:2] for W in parameters.values()))
        parameters = {name: np.broadcast_to(W, lead + W.shape[2:]) for name, W in parameters.items()}
        a = self.layer.forward(parameters, _whole(self.below, moving)).a
        return {self.group: np.moveaxis(a, -1, UNITS)}


class Prepared(NamedTuple):
    """The parts that move, from the first to the output, and what of the output stands still."""

    parts: tuple[Part, ...]
    output: Below


def settings_per_tile(network: Network, x: np.ndarray) -> int:
    """How many settings may run at once within PIECE_BYTES."""
    # A layer that moves as a whole needs a copy of its weights for each setting of a tile; units that move share them.
    weights = network.n if any(_moving.dispatch(type(layer)) is _moving_layer for layer in network.layers) else 0
    return max(PIECE_BYTES // (8 * max(x.size // x.shape[-1] * max(network.sizes), weights)), 1)


def prepare(network: Network, plane: Plane, x: np.ndarray) -> Prepared:
    """Everything that is the same all over the plane, for inputs x (N, ...)."""
    nothing = np.zeros(x.shape[-1], dtype=bool)
    below, parts = Below(x, nothing, nothing), []
    with np.errstate(all="ignore"):
        for layer, *blocks in zip(network.layers, *map(network.unpack, (plane.theta, *plane.directions))):
            parameters = Along(blocks[0], *(block if _changes(block) else None for block in blocks[1:]))
            below, part = _moving(layer, parameters, below)
            if part is not None:
                parts.append(part)
    return Prepared(tuple(parts), below)


def outputs(prepared: Prepared, tile: Tile) -> np.ndarray:
    """The outputs of the network over a tile: (U', V', N, outputs), U' = 1 if u changes nothing, V' likewise."""
    moving: Moving = {}
    with np.errstate(all="ignore"):
        for part in prepared.parts:
            moving = part.through(moving, tile)
    return _whole(prepared.output, moving)


def _sum(c: Along, weights: Mapping[Group, Along], moving: Moving, tile: Tile) -> np.ndarray:
    """z = c + the sum of W moving; the groups that are small come first, so that few sums are as large as the tile."""
    z = c.over(tile)
    for group, W_below in weights.items():
        W, a = W_below.over(tile), moving[group]
        # the product with a single column is the same as a multiplication, which numpy does faster
        sent = W * a if W.shape[-1] == 1 else W @ a
        # each of the two first axes is 1 or as long as the tile
        z = np.add(sent, z, out=sent) if sent.shape[:2] >= z.shape[:2] and sent.shape[1] >= z.shape[1] else sent + z
    return z


def _moving_layer(layer: Any, parameters: Along, below: Below) -> tuple[Below, Part | None]:
    """What a layer of any kind gives where it stands still, and the layer as a whole if it moves."""
    group = Group(*(bool(moves.any()) or way is not None for way, moves in zip(parameters[1:], below[1:])))
    a = layer.forward(parameters.here, below.a).a
    u, v = (np.full(a.shape[-1], moves) for moves in group)
    if not any(group):
        return Below(a, u, v), None
    each = {name: Along.of(*(way and way[name] for way in parameters)) for name in parameters.here}
    return Below(np.zeros_like(a), u, v), MovingLayer(layer, each, below, group)


# What stands still in a layer, and the part that moves; a kind of layer that can do with less than `_moving_layer`
# registers how.
_moving = singledispatch(_moving_layer)


@_moving.register(Dense)
def _(layer: Dense, parameters: Along, below: Below) -> tuple[Below, Part | None]:
    """Unit by unit: only those that move are computed for each setting."""
    feeds = np.any([way["W"] != 0 for way in parameters if way is not None], axis=0)
    u, v = (_turned(way, layer.outputs) | (feeds & moves[:, None]).any(axis=0)
            for way, moves in zip(parameters[1:], (below.along_u, below.along_v)))
    f = layer.activation.function
    still = np.where(u | v, 0.0, f(_sent(below, parameters.here)))
    here = Below(np.broadcast_to(still, (len(below.a), layer.outputs)), u, v)
    groups = {}
    for group in GROUPS:
        units = here.units(group)
        if len(units):
            c = Along.of(*(way and _sent(below, way).T[units] for way in parameters))
            weights = {source: Along.of(*(way and way["W"].T[np.ix_(units, below.units(source))] for way in parameters))
                       for source in GROUPS if feeds[np.ix_(below.units(source), units)].any()}
            groups[group] = c, weights
    return here, MovingUnits(f, groups) if groups else None


def _turned(parameters: Parameters | None, outputs: int) -> np.ndarray:
    """The units into which some parameter changes."""
    blocks = () if parameters is None else parameters.values()
    return np.any([np.zeros(outputs), *(block.reshape(-1, outputs).any(axis=0) for block in blocks)], axis=0)


def _sent(below: Below, parameters: Parameters) -> np.ndarray:
    """What the units that stand still send up, with the biases: (N, outputs), or one row if all units move."""
    W = parameters["W"]
    b = parameters.get("b", np.zeros(W.shape[-1]))
    return b[None] if (below.along_u | below.along_v).all() else below.a @ W + b


def _whole(below: Below, moving: Moving) -> np.ndarray:
    """All units, and examples in front of them again: (U', V', N, features)."""
    if len(moving) == 1 and (below.along_u | below.along_v).all():
        [alone] = moving.values()
        return np.moveaxis(alone, UNITS, -1)
    lead = np.broadcast_shapes((1, 1), *(a.shape[:2] for a in moving.values()))
    whole = np.empty(lead + below.a.shape)
    whole[...] = below.a
    for group, a in moving.items():
        whole[..., below.units(group)] = np.moveaxis(a, UNITS, -1)
    return whole


def _changes(parameters: Parameters) -> bool:
    return any(block.any() for block in parameters.values())
