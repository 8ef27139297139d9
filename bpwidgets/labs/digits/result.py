"""A net that learned to read digits, with what it reads: the picture on the board, the test, digits that were kept."""
from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from ... import engine
from ...memo import Computing, compute
from .disturbances import Disturbance, disturbed
from .reading import Exam, Reading, examine, read

# What is done to the test digits in the picture of failures: by name of the setting, its values.
LEVELS = {"right": tuple(np.arange(-4.0, 5.0)), "thickness": tuple(np.round(np.arange(-1.0, 1.1, 0.25), 2)),
          "noise": tuple(np.round(np.arange(0.0, 1.1, 0.125), 3))}


class Shown(NamedTuple):
    """The picture on the board. field: (32, 32) of True and False, None for a digit of the data. pixels: (64,), as the
    net sees them. meant: the digit that its writer meant, None where nobody has said so."""

    field: np.ndarray | None
    pixels: np.ndarray
    meant: int | None


class Kept(NamedTuple):
    """Drawings that were kept, as the net sees them, (K, 64), and the digits that were meant, (K,)."""

    pixels: np.ndarray
    labels: np.ndarray


@dataclass(frozen=True, eq=False)
class DigitsResult:
    """The run and what the net was shown.

    network: without weights, with probabilities as outputs. thetas: (known + 1, n), the weights after each epoch that
    is known. train_accuracy, test_accuracy, train_loss, test_loss: after each of these, on the digits as they are.
    epochs: how many there will be. stopped: why the run ended before, '' if it did not. shown: what is on the board.
    clean, labels: the test digits, (N, 64) and (N,), before anything happens to them; disturbance: what does. kept: the
    drawings that were kept. verdict: what is confused, and what the net reads on the board.
    """

    network: engine.Network
    thetas: np.ndarray
    train_loss: np.ndarray
    test_loss: np.ndarray
    train_accuracy: np.ndarray
    test_accuracy: np.ndarray
    epochs: int
    stopped: str
    shown: Shown
    clean: np.ndarray
    labels: np.ndarray
    disturbance: Disturbance
    kept: Kept
    verdict: str = ""
    memo: Computing = field(default=compute, repr=False)

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
        return self.memo(read, self.network, self.thetas[self.at(epoch)], self.shown.pixels)

    def exam(self, epoch: int) -> Exam:
        """What it says of the test digits."""
        return self._exam(epoch, self.disturbance)

    def kept_exam(self, epoch: int) -> Exam:
        """What it says of the drawings that were kept."""
        return self.memo(examine, self.network, self.thetas[self.at(epoch)], *self.kept)

    def failures(self, epoch: int, name: str) -> list[tuple[float, float]]:
        """How well it reads the test digits when one of the disturbances has other values: each with the accuracy."""
        return [(value, self._exam(epoch, self.disturbance._replace(**{name: value})).accuracy)
                for value in LEVELS[name]]

    def _exam(self, epoch: int, disturbance: Disturbance) -> Exam:
        seen = self.memo(disturbed, self.clean, disturbance, keep=64)
        return self.memo(examine, self.network, self.thetas[self.at(epoch)], seen, self.labels, keep=64)


def confused_most(exam: Exam) -> Sequence[tuple[int, int, int]]:
    """Those pairs that are confused most often, all of one number."""
    found = exam.confusions
    return [pair for pair in found if pair[2] == found[0][2]]
