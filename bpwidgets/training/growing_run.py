"""A run that is being made, kept by a memo: whoever asks next goes on where it was left."""
from __future__ import annotations

from typing import Protocol

from .data import Parts
from .recipe import Recipe
from .run import Run
from .train import train

# A result is worth a frame when it has so many epochs more than the last one; the first is there after one. What the
# first piece of a run may take, in microseconds.
FURTHER, FIRST = 2, 8e3


class Task(Protocol):
    """All that decides a run: how a net learns, and on what."""

    @property
    def recipe(self) -> Recipe:
        """The net with its first weights, and how it learns."""

    @property
    def parts(self) -> Parts:
        """The examples."""


class GrowingRun:
    """A run that is being made, for a memo: its pieces, one after the other, for whoever asks next. A shorter run
    begins with the same numbers."""

    def __init__(self, task: Task):
        self._task, self._pieces = task, train(task.recipe, task.parts, FIRST)
        self.run: Run = next(run for run in self._pieces if run.epochs or run.whole)

    def reaches(self, epochs: int) -> bool:
        """There are so many epochs, or there will be no more."""
        return self.run.whole or self.run.epochs >= epochs

    def grow(self) -> None:
        """One piece more. A run that was interrupted is made anew, up to where it was and on."""
        known = self.run.epochs
        try:
            self.run = next(run for run in self._pieces if run.whole or run.epochs >= known + FURTHER)
        except BaseException:
            self._pieces = train(self._task.recipe, self._task.parts, FIRST)
            raise
