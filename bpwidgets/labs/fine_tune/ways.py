"""Four ways to the new task, side by side: the same few examples, the same number of updates."""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from ... import engine
from .freezing import layer_of, mask_of, tuning
from .old_task import INITIALIZER, LAYERS, LOSS, OldTask, accuracy
from .tasks import CLASSES, Digits, digits_of

# Name -> words; the order is that of all arrays.
WAYS = MappingProxyType({"all_new": "all new", "head_only": "head only", "some": "some layers",
                         "fine_tuned": "all fine-tuned"})
ORDER = tuple(WAYS)
HEAD = len(LAYERS) - 1
MOST_NEW_EPOCHS = 200
# Epochs of the first piece and of each of the others. Of the seeds of first weights, those of new ones.
FIRST, FURTHER, FRESH = 4, 22, 1000


class NewTask(NamedTuple):
    """All that decides the four runs but the old net and their length. frozen: numbers of the layers that `some`
    leaves as they are, in ascending order."""

    old: OldTask
    examples: int
    frozen: tuple[int, ...]
    optimizer: engine.Optimizer
    learning_rate: float


@dataclass(frozen=True, eq=False)
class Ways:
    """After each epoch of the new task: thetas (4, E + 1, n), the loss on its few examples (4, E + 1), and the
    accuracy on new and on old digits of the test, (4, E + 1) each. The old ones are read with the old head."""

    thetas: np.ndarray
    loss: np.ndarray
    new_accuracy: np.ndarray
    old_accuracy: np.ndarray

    @property
    def epochs(self) -> int:
        """How many epochs there are."""
        return self.thetas.shape[1] - 1

    def until(self, epochs: int) -> Ways:
        """The beginning of it."""
        if epochs >= self.epochs:
            return self
        return Ways(*(array[:, :epochs + 1] for array in (self.thetas, self.loss, self.new_accuracy,
                                                          self.old_accuracy)))


def frozen_layers(way: str, some: tuple[int, ...]) -> tuple[int, ...]:
    """Which layers a way leaves as they are."""
    return {"head_only": tuple(range(HEAD)), "some": some}.get(way, ())


def starts_of(network: engine.Network, old: np.ndarray, seed: int) -> np.ndarray:
    """Where the four ways begin, (4, n): all with the same new head, all but "all_new" with the body of the old net."""
    fresh = network.initialize(INITIALIZER, FRESH + seed)
    reused = np.where(layer_of(network) == HEAD, fresh, old)
    return np.stack([fresh if way == "all_new" else reused for way in ORDER])


def masks_of(network: engine.Network, some: tuple[int, ...]) -> np.ndarray:
    """The masks of the four ways, (4, n)."""
    return np.stack([mask_of(network, frozen_layers(way, some)) for way in ORDER])


def objective_of(task: NewTask) -> engine.NetworkLoss:
    """The loss on the few examples, all at every update."""
    x, labels = digits_of(task.old.split).few(task.examples)
    return engine.NetworkLoss(task.old.network, x, np.eye(CLASSES)[labels], LOSS)


def ways_in_pieces(task: NewTask, old: np.ndarray) -> Iterator[Ways]:
    """The four runs, more and more of their epochs; an epoch is one update. old: theta of the old net, (n,)."""
    network, digits = task.old.network, digits_of(task.old.split)
    starts = starts_of(network, old, task.old.split.seed)
    places = tuning(objective_of(task), starts, masks_of(network, task.frozen), task.optimizer, task.learning_rate,
                    MOST_NEW_EPOCHS)
    known: list[np.ndarray] = []
    found: list[tuple[np.ndarray, ...]] = []
    for place in places:
        found.append((place.theta, place.value, *test(network, place.theta, old, digits)))
        if place.step == MOST_NEW_EPOCHS or (place.step >= FIRST and (place.step - FIRST) % FURTHER == 0):
            piece = [np.stack(arrays, axis=1) for arrays in zip(*found)]
            known, found = [np.concatenate(pair, axis=1) for pair in zip(known, piece)] if known else piece, []
            yield Ways(*known)


def test(network: engine.Network, thetas: np.ndarray, old: np.ndarray, digits: Digits) -> tuple[np.ndarray, np.ndarray]:
    """The accuracy of nets (..., n) on new digits, and on old ones with the head of the old net, (...) each."""
    with_old_head = np.where(layer_of(network) == HEAD, old, thetas)
    return (accuracy(network, thetas, digits.new_test, digits.new_test_labels),
            accuracy(network, with_old_head, digits.old_test, digits.old_test_labels))
