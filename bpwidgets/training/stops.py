"""Rules that end a run before its last epoch, and say why."""
from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from ..text import number

# The loss has run away at this multiple of its first value.
RUN_AWAY = 1000.0
# It stands still if it has not fallen by this share of itself within the patience.
STILL = 1e-3


class Stop(NamedTuple):
    """Which rule ended the run, after which epoch, the best epoch up to then, and why, in a sentence."""

    rule: str
    epoch: int
    best: int
    reason: str


@dataclass(frozen=True, repr=False)
class StopRule:
    """One rule.

    decide: (losses on the training set, those on the test set or None, patience) -> a `Stop` or None; both are
    (epochs so far + 1,).
    """

    name: str
    decide: Callable[[np.ndarray, np.ndarray | None, int], Stop | None]
    title: str = field(default="", kw_only=True)
    summary: str = field(default="", kw_only=True)

    def __str__(self) -> str:
        return self.name

    def __repr__(self) -> str:
        return f"StopRule({self.name!r})"


def divergence(train: np.ndarray, test: np.ndarray | None, patience: int) -> Stop | None:
    """The loss is not a number any more, or far above that of the start."""
    now, start, epoch = train[-1], train[0], len(train) - 1
    if np.isfinite(now) and now <= RUN_AWAY * max(start, np.finfo(float).tiny):
        return None
    best = int(np.nanargmin(train)) if np.isfinite(train).any() else 0
    end = f"grew to {number(now)}, from {number(start)} at the start" if np.isfinite(now) else "is not a finite number"
    return Stop("divergence", epoch, best, f"It stopped after epoch {epoch}: the training loss {end}.")


def plateau(train: np.ndarray, test: np.ndarray | None, patience: int) -> Stop | None:
    """The training loss has hardly fallen within the patience."""
    epoch = len(train) - 1
    if epoch < patience:
        return None
    before, lately = train[:-patience].min(), train[-patience:].min()
    if not before - lately < STILL * abs(before):
        return None
    return Stop("plateau", epoch, int(train.argmin()),
                f"It stopped after epoch {epoch}: within {patience} epochs the training loss fell by less than "
                f"{100 * STILL:g} %, from {number(before)} to {number(min(before, lately))}.")


def early(train: np.ndarray, test: np.ndarray | None, patience: int) -> Stop | None:
    """The test loss has had no new lowest value within the patience."""
    if test is None:
        return None
    epoch, best = len(test) - 1, int(np.nanargmin(test)) if np.isfinite(test).any() else 0
    if epoch - best < patience:
        return None
    return Stop("early", epoch, best,
                f"It stopped after epoch {epoch}: the test loss was lowest after epoch {best}, {number(test[best])}, "
                f"and {patience} epochs brought no lower one.")


RULES = MappingProxyType({row.name: row for row in (
    StopRule("divergence", divergence, title="it runs away",
             summary="The training loss is no finite number, or a thousand times that of the start"),
    StopRule("plateau", plateau, title="it stands still",
             summary="The training loss has fallen by less than 0.1 % within the patience"),
    StopRule("early", early, title="the test loss rises",
             summary="The test loss has had no new lowest value within the patience: early stopping"),
)})


def first_stop(rules: Sequence[StopRule], train: np.ndarray, test: np.ndarray | None, patience: int,
               since: int) -> Stop | None:
    """The first stop of a run, looked for from epoch `since` on."""
    for epoch in range(since, len(train)):
        seen = slice(epoch + 1)
        for rule in rules:
            if stop := rule.decide(train[seen], None if test is None else test[seen], patience):
                return stop
    return None
