"""The same sweep with nets: several of each size, trained side by side, in pieces."""
from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from ... import engine
from ...engine.descent import trajectory_from
from ...engine.paths.record import start_of
from ...training.data import Examples
from .samples import Asked, samples_of

WIDTHS = 1, 2, 3, 4, 6, 8, 12, 16, 32, 64
RATE, GAIN = 0.02, 4.0
# After so many steps a hand may have the net left.
AT_ONCE = 300


class Nets(NamedTuple):
    """sizes: (S,) numbers of parameters. train, validation: (S, nets), the loss of each net after training."""

    sizes: np.ndarray
    train: np.ndarray
    validation: np.ndarray


def nets_in_pieces(points: Asked, count: int, epochs: int) -> Iterator[Nets]:
    """So many nets of each width, trained for so many epochs: more and more of the widths; the same again where a hand
    may come in between."""
    parts = samples_of(points).parts
    found = Nets(np.empty(0, int), np.empty((0, count)), np.empty((0, count)))
    for width in WIDTHS if count else ():
        network = engine.network((1, width, 1), "tanh", "identity")
        trained = np.empty(0)
        for thetas in _trained(network, parts.train, count, epochs):
            trained = thetas
            yield found
        losses = (_losses(network, trained, part) for part in (parts.train, parts.test))
        found = Nets(np.append(found.sizes, network.n), *(np.vstack([before, now]) for before, now in zip(
            (found.train, found.validation), losses)))
    yield found


def _trained(network: engine.Network, train: Examples, count: int, epochs: int) -> Iterator[np.ndarray]:
    """The nets of one width side by side, some steps at a time."""
    thetas = np.stack([network.initialize("glorot_uniform", seed, GAIN) for seed in range(count)])
    trajectory, thetas = trajectory_from(engine.NetworkLoss(network, train.x, train.desired), thetas, "adam", RATE,
                                         epochs)
    for state in trajectory.follow(start_of(trajectory, thetas)):
        if state.step % AT_ONCE == AT_ONCE - 1 or state.step == epochs:
            yield state.theta


def _losses(network: engine.Network, thetas: np.ndarray, part: Examples) -> np.ndarray:
    return engine.LOSSES["mse"].function(network.forward(thetas, part.x).output, part.desired)
