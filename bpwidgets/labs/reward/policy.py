"""What chooses the moves: scores z of a table or of a net, made probabilities; and the way back from z to the weights.

A table is a net without hidden units whose input says in which cell one is: one weight for each cell and move.
"""
from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ... import engine
from .world import A, World

TABLE, NET = "table", "net"
SOFTMAX = engine.Softmax(A)
# Of the first weights of a net: so steep that hidden units tell neighboring cells apart.
SPREAD = 4.0


@dataclass(frozen=True)
class Model:
    """Four numbers for each state. kind: a table, or a net that sees the two coordinates of a cell.

    >>> model = Model(World("S . 1"))
    >>> model.network.n, model.scores(np.zeros(8)).shape
    (8, (2, 4))
    """

    world: World
    kind: str = TABLE
    hidden: int = 16

    @cached_property
    def network(self) -> engine.Network:
        """The net without weights."""
        if self.kind == TABLE:
            return engine.Network((engine.Dense(len(self.world.states), A, bias=False),))
        return engine.network((2, self.hidden, A), "tanh")

    @cached_property
    def inputs(self) -> np.ndarray:
        """What it sees of each state, (S, S) or (S, 2)."""
        if self.kind == TABLE:
            return np.eye(len(self.world.states))
        middle = (np.array(self.world.shape) - 1) / 2
        return (np.array(self.world.states) - middle)[:, ::-1] * (1, -1) / max(middle.max(), 0.5)

    def start(self, seed: int) -> np.ndarray:
        """The first weights, (n,): a table of zeros; a net whose last layer is zero, so that it says zero too."""
        if self.kind == TABLE:
            return np.zeros(self.network.n)
        theta = self.network.initialize("glorot_normal", seed, gain=SPREAD)
        parameters = self.network.unpack(theta)
        return self.network.pack((parameters[0], {name: 0 * part for name, part in parameters[1].items()}))

    def scores(self, theta: np.ndarray) -> np.ndarray:
        """z of each state and move, (..., S, 4)."""
        return self.network.forward(theta, self.inputs).output

    def back(self, theta: np.ndarray, dz: np.ndarray) -> np.ndarray:
        """From dJ/dz (..., S, 4) to dJ/dtheta (..., n): one backward pass."""
        return self.network.backward(theta, self.network.forward(theta, self.inputs), dz).dtheta

    def chances(self, theta: np.ndarray) -> np.ndarray:
        """pi = softmax(z) over the moves that are offered, (..., S, 4)."""
        return chances_of(self.world, self.scores(theta))


def chances_of(world: World, z: np.ndarray) -> np.ndarray:
    """The policy with these scores."""
    return SOFTMAX.forward({}, np.where(world.offered, z, -np.inf)).z
