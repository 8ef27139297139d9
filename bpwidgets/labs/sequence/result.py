"""Three nets in training, and what an output of theirs sees of the steps before it."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import InitVar, dataclass
from types import MappingProxyType
from typing import Any, Protocol

import numpy as np

from ...memo import Computing, compute
from ...one_thread import on_one_thread
from .cells import CELLS
from .looking_back import Asked, Sight, look_back
from .runs import EVERY, Run
from .tasks import TASKS, Task

KEEP = 12


class Cursors(Protocol):
    """Where one looks: settings, or some that stand for them."""

    update: int
    asked: int
    of: str
    example: int


@dataclass(frozen=True, eq=False)
class SequenceResult:
    """The three runs by the names of their cells, as far as they are known.

    task, length, truncate, clip: as in the settings. verdict: how much of the gradient is left at the first step, and
    what the nets have learned.
    """

    runs: Mapping[str, Run]
    task: str
    length: int
    truncate: int
    clip: float
    verdict: str = ""
    memo: InitVar[Computing] = compute

    def __post_init__(self, memo: Computing) -> None:
        object.__setattr__(self, "_memo", memo)     # no part of the result: it only spares what was computed before

    @property
    def row(self) -> Task:
        """The task."""
        return TASKS[self.task]

    @property
    def known(self) -> int:
        """The last update that is computed."""
        return next(iter(self.runs.values())).updates

    def at(self, update: int) -> int:
        """This update, or the last one there is."""
        return min(update, self.known)

    @property
    def measured_at(self) -> np.ndarray:
        """The updates after which losses are measured, (m,)."""
        return EVERY * np.arange(self.known // EVERY + 1)

    def sight(self, cell: str, cursors: Cursors) -> Sight:
        """What the chosen output of a net sees."""
        return self.sights(cursors)[cell]

    def sights(self, cursors: Cursors) -> Mapping[str, Sight]:
        """What those of all three nets see, by the names of their cells."""
        asked = Asked(self.task, self.length, cursors.asked, cursors.of, self.truncate, cursors.example - 1)
        thetas = (run.thetas[self.at(cursors.update)] for run in self.runs.values())
        return self._memo(_looked, asked, *(run.network for run in self.runs.values()), *thetas, keep=KEEP)


@on_one_thread
def _looked(asked: Asked, *nets: Any) -> Mapping[str, Sight]:
    """All three nets look back: first the networks, then their parameters, each in the order of the cells."""
    count = len(CELLS)
    return MappingProxyType({name: look_back(cell, asked, network, theta) for (name, cell), network, theta in zip(
        CELLS.items(), nets[:count], nets[count:])})
