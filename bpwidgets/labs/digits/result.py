"""A net that learned to read digits, with what it reads: the picture on the board, the test, digits that were kept."""
from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import InitVar, dataclass
from typing import NamedTuple

import numpy as np

from ... import engine
from ...datasets.disturbances import Disturbance, disturbed
from ...memo import Computing, compute
from ...one_thread import ONE_THREAD
from .reading import Exam, Reading, examine, read

# What is done to the test digits in the picture of failures: by name of the setting, its values.
LEVELS = {"right": tuple(np.arange(-4.0, 5.0)), "thickness": tuple(np.round(np.arange(-1.0, 1.1, 0.25), 2)),
          "noise": tuple(np.round(np.arange(0.0, 1.1, 0.125), 3))}
# So many exams are kept: those of a picture of failures, and more.
KEEP = 64


class Shown(NamedTuple):
    """The picture on the board. field: (32, 32) of True and False, None for a digit of the data. pixels: (64,), as the
    net sees them. meant: the digit that its writer meant, None where nobody has said so."""

    field: np.ndarray | None
    pixels: np.ndarray
    meant: int | None


@dataclass(frozen=True, eq=False)
class Labelled:
    """Pictures, (N, 64), and the digits that were meant, (N,)."""

    pixels: np.ndarray
    labels: np.ndarray


@dataclass(frozen=True, eq=False)
class DigitsResult:
    """The run and what the net was shown.

    network: without weights, with probabilities as outputs. thetas: (known + 1, n), the weights after each epoch that
    is known. train_accuracy, test_accuracy, train_loss, test_loss: after each of these, on the digits as they are.
    stopped: why the run ended before, '' if it did not. shown: what is on the board.
    test: the test digits before anything happens to them; disturbance: what does. kept: the drawings that were kept, as
    they are. verdict: what is confused, and what the net reads on the board.
    """

    network: engine.Network
    thetas: np.ndarray
    train_loss: np.ndarray
    test_loss: np.ndarray
    train_accuracy: np.ndarray
    test_accuracy: np.ndarray
    stopped: str
    shown: Shown
    test: Labelled
    disturbance: Disturbance
    kept: Labelled
    verdict: str = ""
    memo: InitVar[Computing] = compute

    def __post_init__(self, memo: Computing) -> None:
        object.__setattr__(self, "_memo", memo)     # no part of the result: it only spares what was computed before

    @property
    def known(self) -> int:
        """The last epoch that is computed."""
        return len(self.thetas) - 1

    def at(self, epoch: int) -> int:
        """This epoch, or the last one there is."""
        return min(epoch, self.known)

    @property
    def weights(self) -> Callable[[int], np.ndarray]:
        """Epoch -> the weights from pixels to hidden units, (64, H)."""
        return lambda epoch: self.network.unpack(self.thetas[self.at(epoch)])[0]["W"]

    def outgoing(self, epoch: int) -> np.ndarray:
        """The weights from hidden units to digits, (H, 10)."""
        return self.network.unpack(self.thetas[self.at(epoch)])[1]["W"]

    def reading(self, epoch: int) -> Reading:
        """What the net says at this epoch of what is on the board."""
        return self._memo(read, self.network, self.thetas[self.at(epoch)], self.shown.pixels)

    def exam(self, epoch: int) -> Exam:
        """What it says of the test digits."""
        return self._exam(epoch, self.test, self.disturbance)

    def kept_exam(self, epoch: int) -> Exam:
        """What it says of the drawings that were kept."""
        return self._exam(epoch, self.kept, self.disturbance)

    def failures(self, epoch: int, name: str) -> list[tuple[float, float]]:
        """How well it reads the test digits when one of the disturbances has other values: each with the accuracy."""
        with ONE_THREAD:
            return [(value, self._exam(epoch, self.test, self.disturbance._replace(**{name: value})).accuracy)
                    for value in LEVELS[name]]

    def _exam(self, epoch: int, given: Labelled, by: Disturbance) -> Exam:
        seen = self._memo(_disturbed, given, by, keep=KEEP)
        return self._memo(_examined, self.network, self.thetas[self.at(epoch)], seen, keep=KEEP)


def _disturbed(given: Labelled, by: Disturbance) -> Labelled:
    return Labelled(disturbed(given.pixels, by), given.labels)


def _examined(network: engine.Network, theta: np.ndarray, seen: Labelled) -> Exam:
    return examine(network, theta, seen.pixels, seen.labels)


def confused_most(exam: Exam) -> Sequence[tuple[int, int, int]]:
    """Those pairs that are confused most often, all of one number."""
    found = exam.confusions
    return [pair for pair in found if pair[2] == found[0][2]]
