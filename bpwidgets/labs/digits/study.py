"""Can it read my handwriting? A net learns the digits, and reads what is on the board."""
from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np

from ...datasets.bitmap import field_of, pixels_of
from ...datasets.disturbances import disturbed
from ...memo import Computing, compute
from ...one_thread import on_one_thread
from ...settings.strokes import strokes_in
from ...training.digit_parts import parts_for
from ...training.growing_run import GrowingRun
from ...training.run import Run
from .reading import with_probabilities
from .result import DigitsResult, Labelled, Shown
from .runs import Task
from .settings import DigitsSettings
from .verdict import verdict_of


@on_one_thread
def digit_reading(settings: DigitsSettings, memo: Computing = compute) -> DigitsResult | Iterator[DigitsResult]:
    """Train a net on the digits and let it read: its first epoch, then more and more of them; the whole at once where
    it is known.

    >>> result = list(digit_reading(DigitsSettings(epochs=12)))[-1]
    >>> result.reading(12).answer, bool(result.exam(12).accuracy > 0.95)
    (3, True)
    """
    growth = memo(GrowingRun, task_of(settings), keep=2)
    shown, kept = shown_of(settings, memo), memo(kept_of, settings.kept, settings.centered)

    def result() -> DigitsResult:
        return _result(settings, growth.run, shown, kept, memo)

    return result() if growth.reaches(settings.epochs) else _pieces(growth, settings.epochs, result)


@on_one_thread
def _pieces(growth: GrowingRun, epochs: int, result: Callable[[], DigitsResult]) -> Iterator[DigitsResult]:
    """The result of the run as it is, and of each piece more."""
    while True:
        yield result()
        if growth.reaches(epochs):
            return
        growth.grow()


def task_of(settings: DigitsSettings) -> Task:
    """What decides the run."""
    return Task(settings.hidden, settings.row("activation"), settings.row("optimizer"), settings.learning_rate,
                settings.batch_size, settings.trained_on, settings.l2, settings.seed)


def shown_of(settings: DigitsSettings, memo: Computing) -> Shown:
    """What is on the board: the drawing, or a digit of the test."""
    if settings.example:
        test, k = parts_for(settings.seed).test, settings.example - 1
        field, pixels, meant = None, test.x[k], int(test.numbers[k])
    else:
        field, meant = memo(field_of, settings.strokes, settings.centered), None
        pixels = pixels_of(field)
    seen = disturbed(pixels[None], settings.disturbance)[0]
    return Shown(field, seen, meant)


def test_of(seed: int) -> Labelled:
    """The digits of the test."""
    test = parts_for(seed).test
    return Labelled(test.x, test.numbers)


def kept_of(records: tuple, centered: bool) -> Labelled:
    """The drawings that were kept, as the net sees them."""
    drawn = [dict(record) for record in records]
    pixels = [pixels_of(field_of(strokes_in(one["strokes"]), centered)) for one in drawn]
    return Labelled(np.array(pixels).reshape(-1, 64), np.array([one["digit"] for one in drawn], dtype=int))


def _result(settings: DigitsSettings, run: Run, shown: Shown, kept: Labelled, memo: Computing) -> DigitsResult:
    known = min(run.epochs, settings.epochs)
    curves = {name: getattr(run, name)[:known + 1]
              for name in ("train_loss", "test_loss", "train_accuracy", "test_accuracy")}
    stopped = run.stop.reason if run.stop and run.stop.epoch <= known else ""
    result = DigitsResult(
        network=memo(with_probabilities, run.network), thetas=run.epoch_thetas[:known + 1], **curves, stopped=stopped,
        shown=shown,
        test=memo(test_of, settings.seed), disturbance=settings.disturbance, kept=kept, memo=memo)
    empty = not settings.example and not settings.strokes
    return replace(result, verdict=verdict_of(result, empty), memo=memo)
