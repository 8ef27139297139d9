"""The four ways over the number of examples, for several seeds: each with an old net and few examples of its own."""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from .old_task import OldRun, OldTask, old_in_pieces
from .tasks import digits_of
from .ways import ORDER, NewTask, masks_of, objective_of, starts_of, test, tuning

COUNTS = (1, 2, 3, 5, 10, 20, 50)
MOST_DRAWS, SEEDS = 20, 100


class SweepTask(NamedTuple):
    """All that decides the sweep but the number of seeds; `new` with the first seed, its number of examples does not
    matter."""

    new: NewTask
    old_epochs: int
    new_epochs: int


@dataclass(frozen=True, eq=False)
class Sweep:
    """new, old: (S, C, 4), the accuracy of each seed, number of examples and way; nan where it is not trained yet."""

    new: np.ndarray
    old: np.ndarray

    @classmethod
    def empty(cls, seeds: int) -> Sweep:
        """Nothing is trained yet."""
        return cls(*(np.full((seeds, len(COUNTS), len(ORDER)), np.nan) for _ in range(2)))

    def first(self, seeds: int) -> Sweep:
        """That of the first seeds."""
        return Sweep(self.new[:seeds], self.old[:seeds])

    @property
    def trained(self) -> int:
        """How many seeds are there with all numbers of examples."""
        return int(np.isfinite(self.new).all(axis=(1, 2)).sum())

    def band(self, accuracies: np.ndarray) -> np.ndarray:
        """Lowest, mean and highest over the seeds that are trained, (3, C, 4)."""
        known = accuracies[:self.trained]
        return np.stack([known.min(axis=0), known.mean(axis=0), known.max(axis=0)])

    def wins(self, way: str, other: str) -> np.ndarray:
        """In how many of the trained seeds one way reads more new digits than another, for each number, (C,)."""
        known = self.new[:self.trained]
        return (known[..., ORDER.index(way)] > known[..., ORDER.index(other)]).sum(axis=0)


def sweep_in_pieces(task: SweepTask) -> Iterator[Sweep]:
    """More and more of the sweep, seed by seed; the same again where a hand may come in between."""
    found = Sweep.empty(MOST_DRAWS)
    yield found
    for s in range(MOST_DRAWS):
        split = task.new.old.split
        old = OldTask(split._replace(seed=(split.seed + s) % SEEDS), task.new.old.hidden)
        theta = np.empty(0)
        for run in old_in_pieces(old):
            theta = _theta(run, task.old_epochs)
            if run.epochs >= task.old_epochs:
                break
            yield found
        for c, count in enumerate(COUNTS):
            new, old_left = ends_of(task.new._replace(old=old, examples=count), theta, task.new_epochs)
            found = replace(found, new=_with(found.new, (s, c), new), old=_with(found.old, (s, c), old_left))
            yield found


def _theta(run: OldRun, epochs: int) -> np.ndarray:
    return run.thetas[min(epochs, run.epochs)]


def ends_of(task: NewTask, old: np.ndarray, epochs: int) -> tuple[np.ndarray, np.ndarray]:
    """Both accuracies of the four ways at the end, (4,) each."""
    network = task.old.network
    places = tuning(objective_of(task), starts_of(network, old, task.old.split.seed), masks_of(network, task.frozen),
                    task.optimizer, task.learning_rate, epochs)
    theta = np.empty(0)
    for place in places:
        theta = place.theta
    return test(network, theta, old, digits_of(task.old.split))


def _with(array: np.ndarray, place: tuple[int, int], values: np.ndarray) -> np.ndarray:
    changed = array.copy()
    changed[place] = values
    return changed
