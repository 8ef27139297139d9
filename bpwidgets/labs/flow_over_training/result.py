"""A training, measured at every step: what flows at each place, and what became of it."""
from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from ... import engine
from .overflow import Overflow
from .reach import Reach, reach
from .training_runs import Task


@dataclass(frozen=True, eq=False)
class FlowOverTrainingResult:
    """A training, measured at every step; entry 0 is the start. S = steps + 1; what is not known yet is nan.

    known: the last step that is known. task, thetas: what was trained, and its parameters at each known step.
    losses: (S,). gradient_norm, clipped_norm: the length of the whole gradient as it came and as the optimizer saw it,
    (S,). sizes: quantity -> its size by step and place, (S, places), with the names of the field `quantity`; dW as the
    optimizer saw it. speed: |dL/db| of each hidden layer or step in time, (S, depth). overflow: where numbers first
    left their range, or None. condition: vanishing, exploding, healthy or overflow, of delta at the last step; verdict:
    in words.
    """

    known: int
    losses: np.ndarray
    gradient_norm: np.ndarray
    clipped_norm: np.ndarray
    sizes: dict[str, np.ndarray]
    speed: np.ndarray
    overflow: Overflow | None
    condition: str
    verdict: str
    task: Task = field(repr=False)
    thetas: np.ndarray | engine.Recomputed = field(repr=False)

    def at(self, step: int) -> int:
        """The step itself, or the last one that is known."""
        return min(step, self.known)

    def reach(self, step: int) -> Reach | None:
        """How far the memory of a recurrent net reaches at a step of its training; None for a net of layers."""
        at = self.at(step)
        if not self.task.sizes and at not in self._reached:
            self._reached[at] = reach(self.task, self.thetas[at])
        return self._reached.get(at)

    @cached_property
    def _reached(self) -> dict[int, Reach]:
        """Of the steps that were looked at."""
        return {}
