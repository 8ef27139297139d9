"""The old task: a net learns 0 to 4, of which there are many examples, each epoch at other places."""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from ... import engine
from ...engine.descent import trajectory_from
from ...engine.paths.record import start_of
from .tasks import CLASSES, Split, digits_of

LOSS = engine.LOSSES["softmax_cross_entropy"]
INITIALIZER, OPTIMIZER, RATE, BATCH = "he_normal", "momentum", 0.05, 32
LAYERS = ("layer 1", "layer 2", "head")
MOST_OLD_EPOCHS = 100
# Epochs of the first piece and of each of the others.
FIRST, FURTHER = 2, 4


class OldTask(NamedTuple):
    """All that decides the training of the old net but its length."""

    split: Split
    hidden: int

    @property
    def network(self) -> engine.Network:
        """64 pixels, two hidden layers, a head with a score for each of five digits."""
        return engine.network((64, self.hidden, self.hidden, CLASSES), "relu", "identity")


@dataclass(frozen=True, eq=False)
class OldRun:
    """What became of the old net after each epoch: thetas (E + 1, n), accuracy (E + 1,) on old digits of the test."""

    thetas: np.ndarray
    accuracy: np.ndarray

    @property
    def epochs(self) -> int:
        """How many epochs there are."""
        return len(self.thetas) - 1

    def until(self, epochs: int) -> OldRun:
        """The beginning of it."""
        return self if epochs >= self.epochs else OldRun(self.thetas[:epochs + 1], self.accuracy[:epochs + 1])


class Wandering(NamedTuple):
    """The loss on a batch of digits, each at a place that is drawn anew for each epoch: x (P, N, 64), desired
    (N, K)."""

    network: engine.Network
    x: np.ndarray
    desired: np.ndarray
    seed: int

    @property
    def per_epoch(self) -> int:
        """How many updates an epoch has."""
        return -(-len(self.desired) // BATCH)

    def batch(self, step: int) -> tuple[np.ndarray, np.ndarray]:
        """The digits that a step uses, and what is wanted for them."""
        epoch, k = divmod(step, self.per_epoch)
        rows, places = (drawn[k * BATCH:(k + 1) * BATCH] for drawn in epoch_of(self.seed, epoch, *self.x.shape[:2]))
        return self.x[places, rows], self.desired[rows]

    def gradient(self, theta: np.ndarray, step: int) -> np.ndarray:
        """dL/dtheta, by backpropagation."""
        x, desired = self.batch(step)
        trace = self.network.forward(theta, x)
        return self.network.backward(theta, trace, LOSS.gradient(trace.output, desired)).dtheta


@lru_cache(maxsize=4)
def epoch_of(seed: int, epoch: int, places: int, digits: int) -> tuple[np.ndarray, np.ndarray]:
    """The order of the digits in an epoch, and the place of each, (digits,) both."""
    rng = np.random.default_rng([seed, epoch])
    return rng.permutation(digits), rng.integers(places, size=digits)


def old_in_pieces(task: OldTask) -> Iterator[OldRun]:
    """The run of the old task, more and more of its epochs."""
    digits, network = digits_of(task.split), task.network
    objective = Wandering(network, digits.old, np.eye(CLASSES)[digits.old_labels], task.split.seed)
    start = network.initialize(INITIALIZER, task.split.seed)
    updates = MOST_OLD_EPOCHS * objective.per_epoch
    trajectory, theta = trajectory_from(objective, start, OPTIMIZER, RATE, updates)
    thetas, accuracies = [], []
    for place in trajectory.follow(start_of(trajectory, theta)):
        epoch, within = divmod(place.step, objective.per_epoch)
        if within:
            continue
        thetas.append(place.theta)
        accuracies.append(accuracy(network, place.theta, digits.old_test, digits.old_test_labels))
        if epoch == MOST_OLD_EPOCHS or (epoch >= FIRST and (epoch - FIRST) % FURTHER == 0):
            yield OldRun(np.array(thetas), np.array(accuracies))


def accuracy(network: engine.Network, theta: np.ndarray, x: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """The share of digits (T, 64) that nets with these weights, (..., n), read correctly, (...); a score that is not a
    number is no answer."""
    with np.errstate(all="ignore"):
        scores = network.forward(theta, x).output
    right = (scores.argmax(axis=-1) == labels) & np.isfinite(scores).all(axis=-1)
    return right.mean(axis=-1)
