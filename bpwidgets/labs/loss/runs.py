"""A descent on each loss from the common start, with what the output unit does at every step."""
from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ... import engine
from ...planes.levels import levels_of
from .kinds import KINDS, Kind, outputs
from .result import LossRun

# How far the map may be off the loss of the path, as a part of the first loss.
SAME = 0.02
# Levels of the maps have no more decimals than this: what is lower is level ground.
FLAT = 4
RESOLUTION = 41


class Start(NamedTuple):
    """What both runs have in common. input, target: the only example. hidden: number of hidden units."""

    weight: float
    bias: float
    input: float
    target: float
    hidden: int
    seed: int

    def network(self, kind: Kind) -> engine.Network:
        """One unit, or some hidden units and one; the output layer as the loss takes it."""
        sizes = (1, self.hidden, 1) if self.hidden else (1, 1)
        return engine.network(sizes, hidden="sigmoid", output=kind.output)

    def theta(self) -> np.ndarray:
        """The parameters at the start, the same for both losses; those of the output unit are the last ones."""
        theta = self.network(KINDS["entropy"]).initialize("lecun_normal", self.seed)
        theta[-1 - max(self.hidden, 1):] = self.weight
        theta[-1] = self.bias
        return theta

    @property
    def axes(self) -> tuple[int, int]:
        """Where the first weight and the bias of the output unit stand in theta."""
        return -1 - max(self.hidden, 1), -1


def run_of(name: str, start: Start, rate: float, steps: int, z: np.ndarray, u: np.ndarray, v: np.ndarray) -> LossRun:
    """The run; its loss over z, and over weight and bias."""
    kind = KINDS[name]
    network, x = start.network(kind), np.array([[start.input]])
    objective = engine.NetworkLoss(network, x, [[start.target]], loss=kind.loss)
    path = engine.descend(objective, start.theta(), learning_rate=rate, steps=steps)
    thetas, losses = path.thetas[:], path.values
    sums = network.forward(thetas, x).layers[-1].z[:, 0, 0]
    said, on_map = outputs(sums), thetas[:, start.axes]
    surface = _on_plane(objective, start, np.stack(np.meshgrid(u, v, indexing="ij"), axis=-1))
    below = _on_plane(objective, start, on_map)
    return LossRun(
        title=kind.title, z=sums, outputs=said, losses=losses, deltas=kind.deltas(sums, start.target),
        half_at=_half_at(np.abs(said - start.target)), curve_losses=kind.losses(z, start.target),
        curve_deltas=kind.deltas(z, start.target), path=on_map, hollow=np.abs(below - losses) > SAME * losses[0],
        surface=surface, levels=levels_of(surface.round(FLAT)))


def _on_plane(objective: engine.NetworkLoss, start: Start, at: np.ndarray) -> np.ndarray:
    """The loss with these weights and biases, (..., 2) -> (...), all else as at the start."""
    theta = start.theta()
    thetas = np.broadcast_to(theta, (*at.shape[:-1], len(theta))).copy()
    thetas[..., start.axes] = at
    return objective.values(thetas)


def _half_at(errors: np.ndarray) -> int | None:
    """The first step at which half of the first error is left."""
    reached = errors <= errors[0] / 2
    return int(np.argmax(reached)) if reached.any() and errors[0] > 0 else None
