"""What became of a run: what it learned, and what it memorized."""
from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from ...training.data import Examples
from ...training.run import Run
from .labels import Labels
from .nets import Nets
from .sweep import RandomFeatures


@dataclass(frozen=True, eq=False)
class MemorizingResult:
    """A run on few points, and both other views.

    run: with the points for validation as its test set. x, truth: (G,) and (G,), the true curve. test, test_loss: the
    test set and its loss, (epochs + 1,), None as long as it is sealed. best: the epoch with the lowest validation loss.
    stopped_at: the epoch at which early stopping would have ended the run, None if it would not. noise: the square of
    the noise in the labels, the expected loss of the true curve; None with noise in the inputs, where it is not known.
    fits: the random features of the sweep, computed when they are looked at. nets, labels: as far as they are trained.
    """

    run: Run
    x: np.ndarray
    truth: np.ndarray
    test: Examples | None
    test_loss: np.ndarray | None
    best: int
    stopped_at: int | None
    noise: float | None
    fits: RandomFeatures
    nets: Nets
    labels: Labels
    verdict: str = field(default="")

    @property
    def known(self) -> int:
        """How many epochs are known."""
        return self.run.epochs

    @property
    def validation_loss(self) -> np.ndarray:
        """After each epoch, (epochs + 1,)."""
        return self.run.test_loss

    @property
    def kept(self) -> int:
        """The epoch that early stopping keeps: the best one up to where it ends the run."""
        return self.best if self.stopped_at is None else int(np.nanargmin(self.validation_loss[:self.stopped_at + 1]))

    def at(self, epoch: int) -> int:
        """The nearest epoch that is known."""
        return min(epoch, self.known)

    def learned(self, epoch: int) -> np.ndarray:
        """The function of the net after an epoch, over x: (G,)."""
        return self.run.outputs(self.run.theta(self.at(epoch)), self.x[:, None])[:, 0]
