"""Two tasks on the handwritten digits: 0 to 4, of which there are many, and 5 to 9, of which there are few."""
from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from ...datasets.disturbances import moved
from ...training.digit_parts import parts_for

CLASSES = 5
# So many of each new digit there are in every split.
MOST_EXAMPLES = 50
SIDE = 8


class Split(NamedTuple):
    """What decides the digits: by how many pixels each may be moved, and the seed of all that is drawn."""

    moved: int
    seed: int


@dataclass(frozen=True, eq=False)
class Digits:
    """The digits of both tasks; labels count from 0 within a task.

    old: (P, N, 64), those for training the old task, at each of P places. new: (M, 64), those that the new task may
    draw its few examples from, each at a place of its own, as are both sets for testing, (T, 64) each.
    """

    old: np.ndarray
    old_labels: np.ndarray
    new: np.ndarray
    new_labels: np.ndarray
    old_test: np.ndarray
    old_test_labels: np.ndarray
    new_test: np.ndarray
    new_test_labels: np.ndarray

    def few(self, count: int) -> tuple[np.ndarray, np.ndarray]:
        """The first `count` digits of each new class and their labels: more of them begin with the same ones."""
        rows = np.concatenate([np.flatnonzero(self.new_labels == k)[:count] for k in range(CLASSES)])
        return self.new[rows], self.new_labels[rows]


@lru_cache(maxsize=12)
def digits_of(split: Split) -> Digits:
    """The digits of both tasks.

    >>> found = digits_of(Split(moved=1, seed=0))
    >>> found.old.shape[::2], found.few(3)[0].shape
    ((9, 64), (15, 64))
    """
    parts, rng = parts_for(split.seed), np.random.default_rng([split.seed, 5])
    found: list[np.ndarray] = []
    for part in (parts.train, parts.test):
        for first in (0, CLASSES):
            rows = np.flatnonzero((part.numbers >= first) & (part.numbers < first + CLASSES))
            everywhere = at_all_places(part.x[rows], split.moved)
            place = rng.integers(len(everywhere), size=len(rows))
            whole = part is parts.train and first == 0
            x = everywhere if whole else everywhere[place, np.arange(len(rows))]
            found += [x, part.numbers[rows] - first]
    for array in found:
        array.flags.writeable = False
    return Digits(*found)


def at_all_places(x: np.ndarray, by: int) -> np.ndarray:
    """Digits (N, 64) moved by up to `by` whole pixels to each side, (P, N, 64), P = (2 by + 1)^2."""
    images, steps = x.reshape(-1, SIDE, SIDE), range(-by, by + 1)
    return np.stack([moved(moved(images, right, 2), down, 1).reshape(x.shape) for down in steps for right in steps])
