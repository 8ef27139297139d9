"""The updates, one after the other: over all examples at once, or over each example alone."""
from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ... import engine
from ...nets.task import Task


@dataclass(frozen=True, eq=False)
class InTurn:
    """An objective for which each step has the next example, and after the last one the first again.

    losses: the loss of each example alone. first: the number of the example of step 0.
    """

    losses: tuple[engine.NetworkLoss, ...]
    first: int

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the parameters."""
        return self.losses[0].names

    @property
    def held(self) -> np.ndarray | None:
        """The parameters that stay as they are."""
        return self.losses[0].held

    def of(self, step: int | None) -> int:
        """The number of the example of a step."""
        return (self.first + (step or 0)) % len(self.losses)

    def value(self, theta: np.ndarray, step: int | None = None) -> np.ndarray:
        """The loss of the example of this step."""
        return self.losses[self.of(step)].value(theta)

    def gradient(self, theta: np.ndarray, step: int | None = None) -> np.ndarray:
        """Its gradient."""
        return self.losses[self.of(step)].gradient(theta)

    def value_and_gradient(self, theta: np.ndarray, step: int | None = None) -> tuple[np.ndarray, np.ndarray]:
        """Both."""
        return self.losses[self.of(step)].value_and_gradient(theta)


def objective_of(task: Task, batch: str, example: int) -> engine.NetworkLoss | InTurn:
    """What the updates descend on."""
    return task.training if batch == "all" else InTurn(task.alone, example)


def rows_of(objective: engine.NetworkLoss | InTurn, update: int, example: int) -> tuple[slice, int]:
    """The rows of the data that an update uses, and which of them is shown."""
    if isinstance(objective, InTurn):
        k = objective.of(update)
        return slice(k, k + 1), 0
    return slice(None), example
