"""The training of a net on the digits, epoch by epoch: complete runs, each with more epochs than the one before."""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Any

import numpy as np

from ... import engine
from ...datasets import digits
from ...engine.descent import trajectory_from
from ...engine.paths.record import start_of
from .reading import CLASSES
from .settings import TEST_SHARE

LOSS = engine.LOSSES["softmax_cross_entropy"]
# Multiplications that take about a hundredth of a second, with what an update costs besides.
PIECE, UPDATE = 10_000_000, 30_000
# A loss of this many times the first one has run away.
RUN_AWAY = 1e3


@dataclass(frozen=True)
class Task:
    """All that decides a run: see `DigitsSettings`. activation, optimizer: rows of the engine."""

    hidden: int
    activation: engine.Activation
    optimizer: engine.Optimizer
    learning_rate: float
    batch_size: int
    trained_on: int
    l2: float
    epochs: int
    seed: int

    @property
    def network(self) -> engine.Network:
        """64 pixels, the hidden units, a score for each digit."""
        return engine.network((64, self.hidden, CLASSES), self.activation, "identity")


@lru_cache(maxsize=4)
def parts(seed: int) -> tuple[Any, Any]:
    """The digits for training and those for the test."""
    return digits().split(1 - TEST_SHARE, seed)


@dataclass(frozen=True, eq=False)
class Run:
    """What is known of a run: entry e of each array is what holds after epoch e, entry 0 the start. whole: nothing more
    will come; stopped: why it ended early, '' if it did not."""

    thetas: np.ndarray
    train_loss: np.ndarray
    test_loss: np.ndarray
    train_accuracy: np.ndarray
    test_accuracy: np.ndarray
    whole: bool
    stopped: str


def run_in_pieces(task: Task) -> Iterator[Run]:
    """The first epoch, then more and more of them."""
    train, test = parts(task.seed)
    network, x, y = task.network, train.x[:task.trained_on], train.y[:task.trained_on]
    batch = task.batch_size if task.batch_size < len(x) else None
    objective = engine.NetworkLoss(network, x, y, LOSS, batch_size=batch, seed=task.seed, l2=task.l2)
    per_epoch = -(-len(x) // task.batch_size)
    first = network.initialize("he_normal", task.seed)
    trajectory, theta = trajectory_from(objective, first, task.optimizer, task.learning_rate, task.epochs * per_epoch)
    with np.errstate(all="ignore"):
        start = start_of(trajectory, theta)
    ends = islice(trajectory.follow(start), 0, None, per_epoch)
    examples = (network, objective, x, y[:, 0]), (network, objective, test.x, test.y[:, 0])
    thetas, rows, stopped = [], [], ""
    for count in counts(task, per_epoch):
        for _ in range(count):
            with np.errstate(all="ignore"):
                thetas.append(np.array(next(ends).theta))
            rows.append([number for given in examples for number in _measured(*given, thetas[-1])])
            if stopped := _run_away(rows):
                break
        train_loss, train_right, test_loss, test_right = np.array(rows).T
        whole = bool(stopped) or len(thetas) > task.epochs
        yield Run(np.array(thetas), train_loss, test_loss, train_right, test_right, whole, stopped)
        if whole:
            return


def counts(task: Task, per_epoch: int) -> Iterator[int]:
    """How many places of the run are computed for each result: the start and one epoch, then as many as take about a
    tenth of a second."""
    cost = per_epoch * (UPDATE * 3 + 3 * min(task.batch_size, task.trained_on) * task.network.n)
    left, count = task.epochs + 1, 2
    while left > 0:
        yield min(count, left)
        left -= count
        count = max(round(6 * PIECE / cost), 1)


def _measured(network: engine.Network, objective: engine.NetworkLoss, x: np.ndarray, labels: np.ndarray,
              theta: np.ndarray) -> tuple[float, float]:
    """Loss, without the penalty, and accuracy."""
    with np.errstate(all="ignore"):
        output = network.forward(theta, x).output
        loss = objective.loss.function(output, np.eye(CLASSES)[labels.astype(int)])
    right = (output.argmax(axis=1) == labels) & np.isfinite(output).all(axis=1)
    return float(loss), float(right.mean())


def _run_away(rows: list[list[float]]) -> str:
    now = rows[-1][0]
    return "" if np.isfinite(now) and now <= RUN_AWAY * max(rows[0][0], 1.0) else "when the loss ran away,"


class Growth:
    """A run that is being made, for a memo: its pieces, one after the other, for whoever asks next."""

    def __init__(self, task: Task):
        self._task, self._pieces = task, run_in_pieces(task)
        self.run = next(self._pieces)

    def grow(self) -> None:
        """One piece more. A piece that was interrupted is made anew."""
        known = len(self.run.thetas)
        try:
            self.run = next(piece for piece in self._pieces if len(piece.thetas) > known)
        except BaseException:
            self._pieces = run_in_pieces(self._task)
            raise
