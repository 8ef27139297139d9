"""One run of a net on few points, with the loss on the validation set, and on the test set once that is opened."""
from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from ...training.data import Examples
from ...training.measures import measure
from ...training.recipe import Recipe, network
from ...training.run import Run
from ...training.train import train
from .samples import Asked, samples_of

# The first weights are drawn so wide that the net can bend from the start.
INITIALIZER, GAIN, OPTIMIZER = "glorot_uniform", 2.0, "adam"


class Task(NamedTuple):
    """All that decides a run; see `MemorizingSettings`."""

    points: Asked
    units: int
    layers: int
    learning_rate: float
    epochs: int
    seed: int
    l2: float
    dropout: float


def recipe_of(task: Task) -> Recipe:
    """A net of tanh layers, trained by Adam on all examples at once."""
    sizes = (1, *[task.units] * task.layers, 1)
    net = network(sizes, (*["tanh"] * task.layers, "identity"), task.dropout, task.seed)
    return Recipe(net, net.initialize(INITIALIZER, task.seed, GAIN), "mse", OPTIMIZER, task.learning_rate,
                  batch_size=task.points.examples, l2=task.l2, epochs=task.epochs, seed=task.seed)


def run_in_pieces(task: Task) -> Iterator[Run]:
    """The run, more and more of its epochs."""
    return train(recipe_of(task), samples_of(task.points).parts)


class Envelope:
    """The test set of a run, sealed: its losses are computed when it is opened, epoch by epoch."""

    def __init__(self, task: Task):
        self.test: Examples = samples_of(task.points).test
        self._losses: list[float] = []

    def losses(self, run: Run) -> np.ndarray:
        """The loss on the test set after each epoch that the run has, (epochs + 1,)."""
        loss, targets = run.objective.loss, run.parts.targets
        for epoch in range(len(self._losses), run.epochs + 1):
            seen = measure(run.network, loss, targets, self.test, run.theta(epoch))
            self._losses.append(float(seen.loss))
        return np.array(self._losses[:run.epochs + 1])


def stop_of(validation: np.ndarray, patience: int) -> int | None:
    """The first epoch by which `patience` epochs have brought no lower validation loss; None if there is none.

    >>> stop_of(np.array([3.0, 2.0, 1.0, 1.5, 1.2, 0.5]), 2), stop_of(np.array([3.0, 2.0]), 2)
    (4, None)
    """
    epochs = np.arange(len(validation))
    lowest = np.minimum.accumulate(np.where(np.isnan(validation), np.inf, validation))
    fell = np.append(True, lowest[1:] < lowest[:-1])
    waited = epochs - np.maximum.accumulate(np.where(fell, epochs, 0))
    late = np.flatnonzero(waited >= patience)
    return int(late[0]) if late.size else None
