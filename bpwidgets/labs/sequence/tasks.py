"""What the nets learn: to add two marked numbers of a sequence, or the next letter of a rhyme.

The adding problem is that of Hochreiter & Schmidhuber (1997, experiment 4), with numbers from 0 to 1 in place of -1 to
1: each step has a number and a mark, two steps are marked, one in each half, and the target is the sum of both numbers.
"""
from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from ... import engine
from ...engine.layers.embedding import Embedding, one_hot
from ...engine.layers.recurrence import LastStep
from .rhyme import ALPHABET, NUMBERS, entropy, far_window

Examples = tuple[np.ndarray, np.ndarray]    # x (N, length, features), y (N, outputs)
# How many sequences the nets are measured on, and the features of a letter.
MEASURED, FEATURES = 128, 8
# The test sequences are the same for all runs; updates draw others.
TEST_SEED = 1997
# Hochreiter & Schmidhuber call a sequence processed correctly if the error is below 0.04; their target is half of ours.
CLOSE = 0.08


@dataclass(frozen=True)
class Task:
    """One task. before: layers before the cell; inputs: features of a step as the cell sees them; outputs.

    drawn(length, rng, count): fresh examples. one(length, k): example k as a batch of one. count(length): how many
    examples there are to look at. measured(length): those on which losses are measured.
    target(x, y, asked): what should be said after so many steps. right(output, y): True where that is right.
    at_first(length): the example that is shown at first. baseline: the loss of an answer that ignores the sequence;
    ignoring: who gives that answer, in words; ignored: the same in a word or two.
    """

    name: str
    title: str
    before: tuple[engine.Layer, ...]
    inputs: int
    outputs: int
    loss: engine.Loss
    loss_title: str
    drawn: Callable[[int, np.random.Generator, int], Examples]
    one: Callable[[int, int], Examples]
    count: Callable[[int], int]
    measured: Callable[[int], Examples]
    target: Callable[[np.ndarray, np.ndarray, int], np.ndarray]
    right: Callable[[np.ndarray, np.ndarray], np.ndarray]
    at_first: Callable[[int], int]
    baseline: float
    ignoring: str
    ignored: str

    def network(self, cell: engine.Layer) -> engine.Network:
        """The cell, and one dense layer that reads its last step."""
        return engine.Network((*self.before, cell, LastStep(cell.outputs), engine.Dense(cell.outputs, self.outputs)))


def adding(length: int, rng: np.random.Generator, count: int) -> Examples:
    """Sequences of numbers and marks, (count, length, 2), and the sums of the two marked numbers, (count, 1).

    >>> x, y = adding(6, np.random.default_rng(0), 1)
    >>> x[0, :, 1].tolist(), bool(abs(x[0, :, 0] @ x[0, :, 1] - y[0, 0]) < 1e-12)
    ([0.0, 1.0, 0.0, 0.0, 1.0, 0.0], True)
    """
    numbers, marks, rows = rng.random((count, length)), np.zeros((count, length)), np.arange(count)
    marks[rows, rng.integers(0, length // 2, count)] = 1
    marks[rows, rng.integers(length // 2, length, count)] = 1
    return np.stack([numbers, marks], axis=-1), (numbers * marks).sum(axis=1, keepdims=True)


def windows(length: int, starts: np.ndarray) -> Examples:
    """Pieces of the rhyme, one-hot, (N, length, letters), and the letter after each, (N, letters)."""
    at = np.asarray(starts)[:, None] + np.arange(length + 1)
    letters = one_hot(NUMBERS[at], len(ALPHABET))
    return letters[:, :-1], letters[:, -1]


def _adding_test(length: int) -> Examples:
    return adding(length, np.random.default_rng([TEST_SEED, length]), MEASURED)


def _one_adding(length: int, k: int) -> Examples:
    x, y = _adding_test(length)
    return x[k:k + 1], y[k:k + 1]


def _starts(length: int) -> int:
    return len(NUMBERS) - length


def _all_windows(length: int) -> Examples:
    return windows(length, np.linspace(0, _starts(length) - 1, MEASURED).astype(int))


def _letter_after(x: np.ndarray, y: np.ndarray, asked: int) -> np.ndarray:
    return x[:, asked] if asked < x.shape[1] else y


TASKS: Mapping[str, Task] = MappingProxyType({
    "adding": Task(
        "adding", "add the two marked numbers", (), 2, 1, engine.LOSSES["mse"], "mean squared error",
        drawn=adding, one=_one_adding, count=lambda length: MEASURED, measured=_adding_test,
        target=lambda x, y, asked: (x[:, :asked, 0] * x[:, :asked, 1]).sum(axis=1, keepdims=True),
        right=lambda output, y: np.abs(output - y)[:, 0] < CLOSE,
        # Two numbers from 0 to 1, each with variance 1/12.
        at_first=lambda length: 0, baseline=2 / 12, ignoring="always says 1", ignored="saying 1"),
    "letters": Task(
        "letters", "next letter of a rhyme", (Embedding(len(ALPHABET), FEATURES),), FEATURES, len(ALPHABET),
        engine.LOSSES["softmax_cross_entropy"], "cross-entropy",
        drawn=lambda length, rng, count: windows(length, rng.integers(0, _starts(length), count)),
        one=lambda length, k: windows(length, np.array([k])), count=_starts, measured=_all_windows,
        target=_letter_after, right=lambda output, y: output.argmax(axis=1) == y.argmax(axis=1),
        at_first=far_window, baseline=entropy(), ignoring="knows only the frequencies of letters",
        ignored="frequencies")})
