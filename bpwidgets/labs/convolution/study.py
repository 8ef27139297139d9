"""What is the gradient of a shared weight? A convolutional net learns the digits, and passes one image both ways."""
from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np

from ...datasets.bitmap import field_of, pixels_of
from ...memo import Computing, compute
from ...one_thread import on_one_thread
from ...training.growing_run import GrowingRun
from ...training.run import Run
from .data import DATA
from .nets import TEST, Task, shifted_by_chance
from .result import CONVOLUTIONAL, DENSE, ConvolutionResult, Labelled, Learned, Shown
from .settings import ConvolutionSettings
from .verdict import verdict_of


@on_one_thread
def shared_weights(settings: ConvolutionSettings,
                   memo: Computing = compute) -> ConvolutionResult | Iterator[ConvolutionResult]:
    """Train a convolutional net on images, and a dense one beside it: their first epoch, then more and more; the
    whole at once where it is known.

    >>> result = list(shared_weights(ConvolutionSettings(epochs=2)))[-1]
    >>> passes = result.passes(ConvolutionSettings(epochs=2))
    >>> check = passes.check(0, 1, 1)
    >>> check.holds, bool(abs(passes.shares(0, 1, 1).sum() - check.gradient) < 1e-15)
    (True, True)
    """
    task = task_of(settings)
    runs = {CONVOLUTIONAL: memo(GrowingRun, task, keep=2), DENSE: memo(_dense, task, keep=2)}
    test, still = memo(tests_of, settings.data, settings.seed, settings.moved)
    shown = shown_of(settings, test, memo)

    def result() -> ConvolutionResult:
        learned = {name: learned_of(run.run, settings.epochs) for name, run in runs.items()}
        stop = runs[CONVOLUTIONAL].run.stop
        stopped = stop.reason if stop and stop.epoch <= settings.epochs else ""
        made = ConvolutionResult(learned, stopped, shown, test, still, settings.data, memo=memo)
        return replace(made, verdict=verdict_of(made), memo=memo)

    whole = all(run.reaches(settings.epochs) for run in runs.values())
    return result() if whole else _pieces(list(runs.values()), settings.epochs, result)


@on_one_thread
def _pieces(runs: list[GrowingRun], epochs: int,
            result: Callable[[], ConvolutionResult]) -> Iterator[ConvolutionResult]:
    """The result of the runs as they are, and of each piece more; the dense net goes as far as the other one."""
    first, *others = runs
    while True:
        for other in others:
            while not other.reaches(min(first.run.epochs, epochs)):
                other.grow()
        yield result()
        if first.reaches(epochs):
            return
        first.grow()


def task_of(settings: ConvolutionSettings) -> Task:
    """What decides the run of the convolutional net."""
    return Task(settings.filters, settings.pool, settings.row("activation"), settings.row("optimizer"),
                settings.learning_rate, settings.batch_size, settings.l2, settings.moved, settings.seed, settings.data)


def _dense(task: Task) -> GrowingRun:
    """The run of the dense net beside it."""
    return GrowingRun(replace(task, dense=True))


def tests_of(data: str, seed: int, moved: int) -> tuple[Labelled, Labelled]:
    """The images of the test, moved by chance and as they are."""
    test = DATA[data].parts(seed).test
    return (Labelled(shifted_by_chance(test.x, moved, seed, TEST), test.numbers), Labelled(test.x, test.numbers))


def shown_of(settings: ConvolutionSettings, test: Labelled, memo: Computing) -> Shown:
    """The image that is looked at: one of the test, or the drawing."""
    if settings.example:
        return Shown(test.pixels[settings.example - 1], int(test.labels[settings.example - 1]))
    pixels = memo(drawn, settings.strokes, settings.centered and settings.images.centered)
    return Shown(pixels, settings.images.names.index(settings.meant))


def drawn(strokes: tuple, centered: bool) -> np.ndarray:
    """A drawing as pixels, (64,)."""
    return pixels_of(field_of(strokes, centered))


def learned_of(run: Run, epochs: int) -> Learned:
    """A run up to so many epochs."""
    end = min(run.epochs, epochs) + 1
    return Learned(run.network, run.epoch_thetas[:end], run.train_accuracy[:end], run.test_accuracy[:end])
