"""What to freeze? A net learns 0 to 4; four copies of it learn 5 to 9 from few examples, each in its own way."""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from ...memo import Computing, compute
from ...one_thread import on_one_thread
from ...training.growth import Growth
from .old_task import OldRun, OldTask, old_in_pieces
from .result import FineTuneResult
from .settings import FineTuneSettings
from .sweep import Sweep, SweepTask, sweep_in_pieces
from .tasks import Split, digits_of
from .verdict import verdict_of
from .ways import NewTask, Ways, ways_in_pieces


@on_one_thread
def fine_tuning(settings: FineTuneSettings, memo: Computing = compute) -> Iterator[FineTuneResult]:
    """Train the old task, then the new one in four ways, in pieces; then the sweep, where it is asked for.

    >>> result = list(fine_tuning(FineTuneSettings(old_epochs=6, epochs=10)))[-1]
    >>> result.known, result.ways.thetas.shape[:2], result.moved("head_only", 10)[:2].tolist()
    (10, (4, 5), [0.0, 0.0])
    """
    task, new_epochs = new_task_of(settings), settings.epochs - settings.old_epochs
    old = memo(_old, task.old, keep=2)
    known = min(settings.epochs, settings.old_epochs)
    while old.known.epochs < known:
        yield _result(settings, old.known, None, Sweep.empty(0), memo)
        old.grow()
    run = old.known.until(known)
    sweep = memo(_sweep, sweep_of(settings), keep=2)
    ways = memo(_ways, task, run.thetas[-1], keep=3) if new_epochs >= 0 else None
    while ways and ways.known.epochs < new_epochs:
        yield _result(settings, run, ways.known, Sweep.empty(0), memo)
        ways.grow()
    whole, shown = ways and ways.known.until(new_epochs), None
    while True:
        if sweep.known is not shown:
            shown = sweep.known
            result = _result(settings, run, whole, shown, memo)
        yield result
        if not ways or sweep.known.trained >= settings.sweep_seeds or not sweep.grow():
            return


# Each has a name of its own, for a memo counts by names what it keeps.
def _old(task: OldTask) -> Growth[OldRun]:
    return Growth(old_in_pieces, task)


def _ways(task: NewTask, old: np.ndarray) -> Growth[Ways]:
    return Growth(ways_in_pieces, task, old)


def _sweep(task: SweepTask) -> Growth[Sweep]:
    return Growth(sweep_in_pieces, task)


def new_task_of(settings: FineTuneSettings) -> NewTask:
    """What decides the four runs."""
    old = OldTask(Split(settings.moved, settings.seed), settings.hidden)
    return NewTask(old, settings.examples, settings.some, settings.row("optimizer"), settings.learning_rate)


def sweep_of(settings: FineTuneSettings) -> SweepTask:
    """What decides the sweep: of the four runs all but the number of examples."""
    new = new_task_of(settings)._replace(examples=0)
    return SweepTask(new, settings.old_epochs, max(settings.epochs - settings.old_epochs, 0))


def _result(settings: FineTuneSettings, old: Any, ways: Any, sweep: Any, memo: Computing) -> FineTuneResult:
    task = new_task_of(settings)
    x, labels = digits_of(task.old.split).few(settings.examples)
    sweep = sweep.first(0 if ways is None else settings.sweep_seeds)
    result = FineTuneResult(task.old.network, old, settings.old_epochs, ways, x, labels, sweep, memo=memo)
    return replace(result, verdict=verdict_of(result, settings.examples), memo=memo)
