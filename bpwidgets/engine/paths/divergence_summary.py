"""Did a descent diverge, and when? What must be remembered of each of its pieces to answer that."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

NEVER = np.iinfo(np.int64).max
RISEN = 1e-9


@dataclass(frozen=True)
class DivergenceSummary:
    """A stretch of a descent in five numbers; (...) of each for settings that ran side by side.

    Parameters
    ----------
    start, end, highest : (...)
        The loss before the first step of the whole descent, at the end of the stretch, and the highest of the stretch.
    low : (...)
        The last step at which everything was finite and the loss not above the start; -1 if there was none.
    broken : (...)
        The first step at which something was not finite; NEVER if there was none.
    """

    start: np.ndarray
    end: np.ndarray
    highest: np.ndarray
    low: np.ndarray
    broken: np.ndarray

    def then(self, later: DivergenceSummary) -> DivergenceSummary:
        """This stretch and the one after it as one."""
        return DivergenceSummary(self.start, later.end, np.maximum(self.highest, later.highest),
                      np.maximum(self.low, later.low), np.minimum(self.broken, later.broken))

    def diverged(self, steps: int) -> np.ndarray:
        """The step from which the loss stayed above its start or was not finite, or -1; see `Path.diverged`."""
        with np.errstate(invalid="ignore"):  # -inf + inf
            rose = (self.end > self.start + RISEN * np.abs(self.start)) & (self.end >= self.highest)
        step = np.where(rose | (self.broken < NEVER), self.low + 1, -1)
        # a descent whose last number is low though one before was not finite went wrong where it was not finite
        return np.where(step > steps, self.broken, step)


def course_of(losses: Any, quantities: Iterable[Any], first: int = 0,
              start: np.ndarray | None = None) -> DivergenceSummary:
    """Sum up the steps first, first + 1, ...

    Parameters
    ----------
    losses : (steps, ...)
        The loss, or what stands for it.
    quantities : (steps, ..., n), (steps, ...) or (steps,) each
        Everything that should be finite.
    first
        The number of the first step.
    start : (...)
        The loss at step 0; None if this stretch begins there.
    """
    start = losses[0] if start is None else start
    finite = np.ones(losses.shape, dtype=bool)
    for entries in quantities:
        finite &= all_finite(entries, losses.ndim)
    low = finite & (losses <= start)
    last = first + len(losses) - 1
    return DivergenceSummary(start, losses[-1], losses.max(axis=0),
                  np.where(low.any(axis=0), last - np.argmax(low[::-1], axis=0), -1),
                  np.where(finite.all(axis=0), NEVER, first + np.argmin(finite, axis=0)))


def all_finite(entries: Any, axes: int) -> np.ndarray:
    """Where all coordinates are finite; as many axes as asked for, (steps, ...), missing ones of length 1."""
    finite = np.isfinite(entries)
    if finite.ndim > axes:
        finite = finite.all(axis=-1)
    return finite.reshape(finite.shape + (1,) * (axes - finite.ndim))
