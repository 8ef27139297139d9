"""What became of the old net and of the four ways to reuse it."""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import InitVar, dataclass
from typing import Any

import numpy as np

from ... import engine
from ...memo import Computing, compute
from .old_task import OldRun
from .passing import Checks, Passing, checks, passing
from .sweep import Sweep
from .tasks import CLASSES
from .ways import ORDER, Ways

# So many passes are kept.
KEEP = 8


@dataclass(frozen=True, eq=False)
class FineTuneResult:
    """Both trainings, one after the other: epochs are counted from the start of the old task.

    network: without weights; both tasks have five classes, so it is one form with two heads. old: the old task.
    old_epochs: when the new task begins. ways: the four ways from then on; None while the old task is being learned.
    x, labels: the few examples of the new task, (N, 64) and (N,), labels from 0. sweep: as far as it is trained.
    verdict: what each way reads at the end, and what it forgot.
    """

    network: engine.Network
    old: OldRun
    old_epochs: int
    ways: Ways | None
    x: np.ndarray
    labels: np.ndarray
    sweep: Sweep
    verdict: str = ""
    memo: InitVar[Computing] = compute

    def __post_init__(self, memo: Computing) -> None:
        object.__setattr__(self, "_memo", memo)     # no part of the result: it only spares what was computed before

    @property
    def known(self) -> int:
        """The last epoch that is computed."""
        return self.old.epochs if self.ways is None else self.old_epochs + self.ways.epochs

    def at(self, epoch: int) -> int:
        """This epoch, or the last one there is."""
        return min(epoch, self.known)

    def is_new(self, epoch: int) -> bool:
        """At this epoch the new task has begun."""
        return self.ways is not None and self.at(epoch) >= self.old_epochs

    def theta(self, way: str, epoch: int) -> np.ndarray:
        """The weights of the net that goes this way, (n,); before the new task those of the old net."""
        epoch = self.at(epoch)
        if not self.is_new(epoch):
            return self.old.thetas[epoch]
        return self.ways.thetas[ORDER.index(way), epoch - self.old_epochs]

    def moved(self, way: str, epoch: int) -> np.ndarray:
        """|W - W0| / |W0| of each layer, (3,): W0 is where its present task began."""
        start = self.theta(way, self.old_epochs if self.is_new(epoch) else 0)
        return relative_moves(self.network, self.theta(way, epoch), start)

    def update(self, way: str, epoch: int) -> np.ndarray:
        """|W - W before| of each layer, (3,), for the last update of the new task; 0 where there was none yet."""
        epoch = self.at(epoch)
        before = self.theta(way, max(epoch - 1, self.old_epochs))
        return sizes(self.network, self.theta(way, epoch) - before)

    def new_accuracy(self, way: str) -> np.ndarray:
        """On new digits of the test, after each epoch of the new task; nothing before it begins."""
        return np.empty(0) if self.ways is None else self.ways.new_accuracy[ORDER.index(way)]

    def old_accuracy(self, way: str) -> np.ndarray:
        """On old digits of the test, with the old head, after each epoch of the new task."""
        return np.empty(0) if self.ways is None else self.ways.old_accuracy[ORDER.index(way)]

    def passing(self, way: str, epoch: int) -> Passing | None:
        """What the backward pass hands from layer to layer; None before the new task."""
        return self._of_pass(passing, way, epoch)

    def checks(self, way: str, epoch: int) -> Checks | None:
        """What central differences say of that pass; None before the new task."""
        return self._of_pass(checks, way, epoch)

    def _of_pass(self, function: Callable[..., Any], way: str, epoch: int) -> Any:
        if not self.is_new(epoch):
            return None
        return self._memo(function, self.network, self.theta(way, epoch), self.x, np.eye(CLASSES)[self.labels],
                          keep=KEEP)


def sizes(network: engine.Network, theta: np.ndarray) -> np.ndarray:
    """|W| of each layer, the root of the sum of squares, (L,)."""
    return np.array([np.linalg.norm(layer["W"]) for layer in network.unpack(theta)])


def relative_moves(network: engine.Network, theta: np.ndarray, start: np.ndarray) -> np.ndarray:
    """|W - W0| / |W0| of each layer, (L,).

    >>> relative_moves(engine.network((1, 1), bias=False), np.array([3.0]), np.array([2.0])).tolist()
    [0.5]
    """
    return sizes(network, theta - start) / sizes(network, start)
