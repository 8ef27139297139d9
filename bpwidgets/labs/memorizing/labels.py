"""Random labels are learned, too: the same net on the same 300 digits, with the right labels and with labels by chance.

Zhang, Bengio, Hardt, Recht, Vinyals, Understanding deep learning requires rethinking generalization, 2017.
"""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from ... import engine
from ...datasets import digits
from ...training.data import Examples, Parts
from ...training.recipe import Recipe
from ...training.run import Run
from ...training.targets import Targets
from ...training.train import train

DIGITS, CLASSES, BATCH, RATE = 300, 10, 60, 0.2
KINDS = "right", "random"
LOSS = engine.LOSSES["softmax_cross_entropy"]


class LabelTask(NamedTuple):
    """share: of the digits that get a label by chance. units, epochs: of both nets. seed: of everything drawn."""

    share: float
    units: int
    epochs: int
    seed: int


class LabelRun(NamedTuple):
    """Of a net after each epoch, (epochs + 1,): the shares of the digits for training that get the label they were
    trained with, and of 300 others that get the right one; the loss on those for training. labels: (300,), those it was
    trained with."""

    train_accuracy: np.ndarray
    test_accuracy: np.ndarray
    train_loss: np.ndarray
    labels: np.ndarray

    @property
    def epochs(self) -> int:
        """How many are known."""
        return len(self.train_loss) - 1

    @property
    def learned_at(self) -> int | None:
        """The first epoch after which all digits for training get their labels."""
        found = np.flatnonzero(self.train_accuracy == 1)
        return int(found[0]) if found.size else None


class Labels(NamedTuple):
    """Both runs, as far as they are known. pixels: (300, 64), the digits for training."""

    right: LabelRun
    random: LabelRun
    pixels: np.ndarray


def shares_of(labels: Labels) -> dict[tuple[str, str], np.ndarray]:
    """All four curves."""
    runs = {"right": labels.right, "random": labels.random}
    return {(kind, part): getattr(run, name) for kind, run in runs.items()
            for part, name in (("training", "train_accuracy"), ("others", "test_accuracy"))}


def labels_in_pieces(task: LabelTask) -> Iterator[Labels]:
    """Both runs, in turns."""
    first, other = _examples(task.seed)
    by_chance = _with_numbers(first, random_labels(first.numbers, task.share, task.seed))
    both = [train(recipe, Parts(part, other, targets, _NAMES, np.zeros(64), np.ones(64)))
            for part in (first, by_chance) for recipe, targets in [(_recipe(task), _TARGETS)]]
    runs = [next(pieces) for pieces in both]
    yield _known(runs, first)
    while not all(run.whole for run in runs):
        for k, pieces in enumerate(both):
            runs[k] = next(pieces, runs[k])
            yield _known(runs, first)


def random_labels(numbers: np.ndarray, share: float, seed: int) -> np.ndarray:
    """Labels of which this share is drawn anew, each of the ten as likely; a larger share keeps those of a smaller one.

    >>> numbers = np.arange(300) % 10
    >>> [int((random_labels(numbers, share, 0) != numbers).sum()) for share in (0, 0.5, 1)]
    [0, 143, 267]
    """
    rng = np.random.default_rng([seed, 5])
    chosen, drawn = rng.random(len(numbers)) < share, rng.integers(0, CLASSES, len(numbers))
    return np.where(chosen, drawn, numbers)


_NAMES = tuple(f"pixel {k}" for k in range(64))
_TARGETS = Targets.of(tuple(map(float, range(CLASSES))), 1, LOSS, engine.ACTIVATIONS["identity"])


def _recipe(task: LabelTask) -> Recipe:
    network = engine.network((64, task.units, CLASSES), "relu", "identity")
    return Recipe(network, network.initialize("he_normal", task.seed), LOSS, "momentum", RATE, batch_size=BATCH,
                  epochs=task.epochs, seed=task.seed)


def _examples(seed: int) -> tuple[Examples, Examples]:
    """300 digits for training, and 300 others."""
    data, order = digits(), np.random.default_rng([seed, 4]).permutation(len(digits()))
    x, numbers = data.x[order], data.y[order, 0].astype(int)
    return tuple(_with_numbers(Examples(part := x[rows], None, part, None, None), numbers[rows])
                 for rows in (slice(DIGITS), slice(DIGITS, 2 * DIGITS)))


def _with_numbers(digits: Examples, numbers: np.ndarray) -> Examples:
    return replace(digits, y=numbers[:, None].astype(float), desired=np.eye(CLASSES)[numbers], numbers=numbers)


def _known(runs: list[Run], first: Examples) -> Labels:
    right, random = (LabelRun(run.train_accuracy, run.test_accuracy, run.train_loss, run.parts.train.numbers)
                     for run in runs)
    return Labels(right, random, first.x)
