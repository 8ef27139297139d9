"""Why does a run not learn? A few rules, each with the number that shows it."""
from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from ..text import in_words
from .run import Run
from .spread import deviation

# A net that tells so many of the training examples apart, or explains so much of what is asked for, has learned.
LEARNED = 0.95
# A loss whose rises add up to this share of its start, over the second half of the run, swings.
SWINGS = 0.5
# A largest class with this share of the examples, and a smaller one of which less than half is told.
UNBALANCED, TOLD = 0.75, 0.5
# Widths of inputs, or their distance from 0, that differ by this factor.
UNEQUAL = 10.0
# A loss that has fallen by less than this share within the last quarter of the epochs stands still.
STILL = 0.005
# What the neighbors explain beyond the net, where the net is too small.
BEYOND = 0.04
# Weights that differ by less than this part of the largest are the same but for rounding.
ALIKE = 1e-9
# A run that has hardly begun: its loss has fallen by less than this share, and its gradient has about the size it had.
BEGUN, LONG, LONGER = 0.25, 0.3, 1.5


class Finding(NamedTuple):
    """What is wrong, by name and in a sentence, and the number in it that shows it."""

    name: str
    words: str
    number: float


def findings(run: Run) -> tuple[Finding, ...]:
    """What the rules find, causes before their effects; () if the net has learned or nothing is known.

    >>> from bpwidgets.training.settings import TrainingSettings
    >>> from bpwidgets.training.train import training
    >>> [found] = findings(list(training(TrainingSettings(learning_rate=0.0003, epochs=20)))[-1])
    >>> found.name, found.words             # doctest: +ELLIPSIS
    ('rate too low', 'The rate is too low: in 20 epochs the training loss has fallen by ... %, and the gradient ...')
    """
    if not run.epochs:
        return ()
    found = [finding for rule in RULES for finding in rule(run)]
    causes = {finding.name for finding in found}
    return tuple(finding for finding in found if not causes & set(BEHIND.get(finding.name, ())))


def learned(run: Run, epoch: int = -1) -> float:
    """How much of the training examples the net has learned: the share that it tells apart; of numbers 1 - (mean square
    of the errors) / variance, at least 0."""
    if run.train_accuracy is not None:
        return float(run.train_accuracy[epoch])
    train = run.parts.train
    e = run.network.forward(run.theta(run.epochs if epoch < 0 else epoch), train.x).output - train.desired
    with np.errstate(all="ignore"):
        return max(1 - float((e * e).mean() / train.desired.var()), 0.0) if train.desired.var() else 1.0


def _inputs_not_scaled(run: Run) -> Iterator[Finding]:
    x = run.parts.train.x
    size = np.abs(x).max(axis=0)
    spread = np.where(deviation(x) > 0, deviation(x), size)
    if learned(run) >= LEARNED or not spread.all():
        return
    names = run.parts.features if len(run.parts.features) == x.shape[1] else [f"x{i}" for i in range(x.shape[1])]
    wide, narrow = int(spread.argmax()), int(spread.argmin())
    ratio, far = spread[wide] / spread[narrow], int((size / spread).argmax())
    if ratio > UNEQUAL:
        yield Finding("inputs not scaled", f"The inputs are not scaled: {names[wide]} spreads {in_words(ratio)} times "
                      f"as far as {names[narrow]}.", float(ratio))
    elif spread[wide] > UNEQUAL or size[far] / spread[far] > UNEQUAL:
        yield Finding("inputs not scaled", f"The inputs are not scaled: {names[far]} reaches {in_words(size[far])}, "
                      f"with a deviation of {in_words(spread[far])}.", float(size[far]))


def _unbalanced(run: Run) -> Iterator[Finding]:
    numbers, targets = run.parts.train.numbers, run.parts.targets
    if numbers is None:
        return
    counts = np.bincount(numbers, minlength=len(targets.labels))
    largest, share = int(counts.argmax()), float(counts.max() / counts.sum())
    said = targets.answers(run.network.forward(run.theta(run.epochs), run.parts.train.x).output)
    others = [k for k in range(len(counts)) if k != largest and counts[k]]
    worst = min(others, key=lambda k: (said[numbers == k] == k).mean(), default=None)
    if share < UNBALANCED or worst is None or (said[numbers == worst] == worst).mean() >= TOLD:
        return
    told = int((said[numbers == worst] == worst).sum())
    yield Finding("classes not balanced", f"The classes are not balanced: {100 * share:.0f} % of the training examples "
                  f"are of class {targets.labels[largest]:g}, and of the {counts[worst]} of class "
                  f"{targets.labels[worst]:g} the net tells {told}.", share)


def _rate_too_high(run: Run) -> Iterator[Finding]:
    losses = run.train_loss
    start, end = losses[0], losses[-1]
    if not np.isfinite(end) or end > start:
        what = f"{in_words(end)} after epoch {run.epochs}" if np.isfinite(end) else "no number any more"
        yield Finding("rate too high", f"The rate is too high: the training loss went from {in_words(start)} at the "
                      f"start to {what}.", float(end))
        return
    late = np.diff(losses[len(losses) // 2:])
    rises = float(late[late > 0].sum())
    if rises > SWINGS * start and (late > 0).sum() >= 2 and learned(run) < LEARNED:
        yield Finding("rate too high", f"The rate is too high: over the second half of the run the training loss rose "
                      f"in {(late > 0).sum()} of {len(late)} epochs, by {in_words(rises)} altogether.", rises)


def _units_alike(run: Run) -> Iterator[Finding]:
    """Units with the same weights on the way in and out hear the same, and change in the same way."""
    if learned(run) >= LEARNED:
        return
    of_layers = run.network.unpack(run.theta(run.epochs))
    for number, (here, after) in enumerate(pairwise(run.layers), 1):
        both = np.vstack([of_layers[here]["W"], of_layers[after]["W"].T])
        units = both.shape[1]
        if units > 1 and np.ptp(both, axis=1).max() <= ALIKE * np.abs(both).max():
            yield Finding("units alike", f"The units are alike: all {units} of hidden layer {number} began with the "
                          f"same weights and still have them, so they are one unit, {units} times.", units)
            return


def _dead_units(run: Run) -> Iterator[Finding]:
    if learned(run) >= LEARNED:
        return
    trace = run.network.forward(run.theta(run.epochs), run.parts.train.x)
    for number, l in enumerate(run.layers[:-1], 1):
        with np.errstate(all="ignore"):
            slope = run.network.layers[l].activation.slope(trace[l].z)
        dead = int((slope == 0).all(axis=0).sum())
        if dead and 4 * dead >= slope.shape[1]:
            yield Finding("dead units", f"Units are dead: in hidden layer {number} {dead} of {slope.shape[1]} have the "
                          f"slope 0 at every training example, so their weights do not move any more.", dead)
            return


def _too_small(run: Run) -> Iterator[Finding]:
    best, quarter = learned(run), max((run.epochs + 1) // 4, 1)
    before, now = run.train_loss[:-quarter].min(initial=np.inf), run.train_loss[-quarter:].min()
    if best >= LEARNED or run.epochs < 8 or not before - now < STILL * before:
        return
    others = run.parts.by_neighbors
    if others is None or others < best + BEYOND:
        return
    units = sum(run.network.layers[l].outputs for l in run.layers[:-1])
    what = "tells apart" if run.train_accuracy is not None else "explains"
    yield Finding("net too small", f"The net may be too small: with {units} hidden unit{'s' * (units != 1)} it {what} "
                  f"{100 * best:.0f} % and stays there, while the nearest neighbors of each example would give "
                  f"{100 * others:.0f} %.", others - best)


def _rate_too_low(run: Run) -> Iterator[Finding]:
    start, end, sizes = run.train_loss[0], run.train_loss[-1], np.sqrt((run.gradient_sizes ** 2).sum(axis=1))
    with np.errstate(all="ignore"):
        fallen, left = 1 - end / start, sizes[-1] / sizes[:2].max()
    if learned(run) >= LEARNED or not 0 <= fallen < BEGUN or not LONG < left < LONGER or not _falls_steadily(run):
        return
    yield Finding("rate too low", f"The rate is too low: in {run.epochs} epochs the training loss has fallen by "
                  f"{100 * fallen:.0f} %, and the gradient still has {100 * left:.0f} % of its size.", float(fallen))


def _falls_steadily(run: Run) -> bool:
    """The last half of the epochs brings the loss down nearly as much as the first: it goes on falling, only slowly."""
    start, middle, end = run.train_loss[[0, run.epochs // 2, run.epochs]]
    return bool(middle - end > 0.3 * (start - end))


RULES: tuple[Callable[[Run], Iterator[Finding]], ...] = (
    _inputs_not_scaled, _unbalanced, _rate_too_high, _units_alike, _dead_units, _rate_too_low, _too_small)
# By name of a finding those that say more: it is left out beside them.
BEHIND = {"net too small": ("rate too high", "units alike", "dead units", "rate too low", "classes not balanced",
                            "inputs not scaled"),
          "rate too low": ("classes not balanced", "units alike", "dead units")}
