"""What a net reads: of one picture, with the reasons; of many, with what it confuses."""
from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ... import engine
from ...one_thread import on_one_thread
from ...training.digit_parts import CLASSES


@dataclass(frozen=True, eq=False)
class Reading:
    """What a net says of one picture.

    pixels: (64,). hidden: what each hidden unit says, (H,). probabilities: of each digit, (10,); nan where the numbers
    of the net overflowed. slopes: the gradient of each probability with respect to each pixel, (10, 64).
    """

    pixels: np.ndarray
    hidden: np.ndarray
    probabilities: np.ndarray
    slopes: np.ndarray

    @cached_property
    def answer(self) -> int | None:
        """The digit with the largest probability; None where there are no numbers."""
        return int(self.probabilities.argmax()) if np.isfinite(self.probabilities).all() else None

    @cached_property
    def order(self) -> list[int]:
        """The digits, the most probable first; () where there are no numbers."""
        return [] if self.answer is None else np.argsort(-self.probabilities, kind="stable").tolist()


@dataclass(frozen=True, eq=False)
class Exam:
    """What a net says of many pictures: pixels (N, 64), labels (N,), probabilities (N, 10)."""

    pixels: np.ndarray
    labels: np.ndarray
    probabilities: np.ndarray

    @cached_property
    def known(self) -> np.ndarray:
        """True where there are numbers, (N,)."""
        return np.isfinite(self.probabilities).all(axis=1)

    @cached_property
    def answers(self) -> np.ndarray:
        """The digit that it says, -1 where it says none, (N,)."""
        return np.where(self.known, self.probabilities.argmax(axis=1), -1)

    @cached_property
    def surety(self) -> np.ndarray:
        """The probability of what it says, (N,)."""
        return np.where(self.known, self.probabilities.max(axis=1), 0.0)

    @cached_property
    def right(self) -> np.ndarray:
        """True where it is right, (N,)."""
        return self.answers == self.labels

    @property
    def accuracy(self) -> float:
        """The share of right answers."""
        return float(self.right.mean())

    @cached_property
    def wrong(self) -> np.ndarray:
        """Which ones it gets wrong, the most surely wrong first."""
        return self.chosen(None, None)

    def chosen(self, written: int | None, read: int | None) -> np.ndarray:
        """Which ones were meant as `written` and are read as `read`, None for any; the surest first. Without both, or
        with one of them, the wrong ones."""
        same = written is not None and written == read
        found = self.right if same else ~self.right
        for number, of in ((written, self.labels), (read, self.answers)):
            if number is not None:
                found = found & (of == number)
        rows = np.flatnonzero(found)
        return rows[np.argsort(-self.surety[rows], kind="stable")]

    @cached_property
    def table(self) -> np.ndarray:
        """How often each digit (row) is read as each (column), (10, 10)."""
        table = np.zeros((CLASSES, CLASSES), int)
        np.add.at(table, (self.labels[self.known], self.answers[self.known]), 1)
        return table

    @cached_property
    def confusions(self) -> list[tuple[int, int, int]]:
        """What is confused, the most frequent first: what was meant, what is read, how often."""
        table = self.table * (1 - np.eye(CLASSES, dtype=int))
        pairs = zip(*np.nonzero(table))
        return sorted(((int(i), int(j), int(table[i, j])) for i, j in pairs), key=lambda pair: (-pair[2], pair[:2]))


def with_probabilities(network: engine.Network) -> engine.Network:
    """The net with softmax behind its last layer: the same parameters."""
    return engine.Network((*network.layers, engine.Softmax(network.sizes[-1])))


@on_one_thread
def read(network: engine.Network, theta: np.ndarray, pixels: np.ndarray) -> Reading:
    """What the net with these weights says of a picture, and why: one forward and one backward pass, with a row for
    each digit."""
    with np.errstate(all="ignore"):
        trace = network.forward(theta, np.tile(pixels, (CLASSES, 1)))
        back = network.backward(theta, trace, np.eye(CLASSES))
    return Reading(pixels, trace[0].a[0], trace.output[0], back.dx)


@on_one_thread
def examine(network: engine.Network, theta: np.ndarray, pixels: np.ndarray, labels: np.ndarray) -> Exam:
    """What the net says of many pictures."""
    with np.errstate(all="ignore"):
        return Exam(pixels, labels, network.forward(theta, pixels).output)
