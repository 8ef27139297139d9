"""What do hidden layers hold? An autoencoder learns digits in front of you; then its layers are looked at."""
from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np

from ...memo import Computing, compute
from ...one_thread import on_one_thread
from ...training.growing_run import GrowingRun
from .autoencoder import Task, parts_for
from .inside import Inside
from .maps import principal_plane
from .result import RepresentationResult
from .settings import RepresentationSettings
from .verdict import verdict_of


@on_one_thread
def hidden_layers(settings: RepresentationSettings,
                  memo: Computing = compute) -> RepresentationResult | Iterator[RepresentationResult]:
    """Train an autoencoder on digits: its first epoch, then more and more of them; the whole at once where it is known.
    Then, if it is asked for, the same layers with labels.

    >>> from bpwidgets.labs.representation.settings import RepresentationSettings
    >>> result = list(hidden_layers(RepresentationSettings(epochs=20)))[-1]
    >>> result.known, result.codes(20).shape, bool(result.errors[20] < result.pca_error)
    (20, (300, 2), True)
    """
    tasks = [task_of(settings), *([task_of(settings, labels=True)] if settings.with_labels else [])]
    grown = [memo(GrowingRun, task, keep=4) for task in tasks]

    def result() -> RepresentationResult:
        return _result(settings, tasks, grown, memo)

    return result() if all(one.reaches(settings.epochs) for one in grown) else _pieces(grown, settings.epochs, result)


@on_one_thread
def _pieces(grown: list[GrowingRun], epochs: int, result: Callable[[], RepresentationResult]
            ) -> Iterator[RepresentationResult]:
    """The result of the runs as they are, and of each piece more."""
    while True:
        yield result()
        waiting = [one for one in grown if not one.reaches(epochs)]
        if not waiting:
            return
        waiting[0].grow()


def task_of(settings: RepresentationSettings, labels: bool = False) -> Task:
    """What decides a run."""
    return Task(settings.hidden, settings.row("activation"), settings.output, settings.learning_rate,
                settings.batch_size, settings.trained_on, settings.l2, settings.seed, labels)


def pca_error_of(seed: int, trained_on: int) -> float:
    """The mean squared error by pixel of the digits that are looked at, on the principal plane of those for training.
    """
    parts = parts_for(seed, False)
    plane, x = principal_plane(parts.train.x[:trained_on]), parts.test.x
    again = plane.middle + plane.of(x) @ plane.axes.T
    return float(np.mean((again - x) ** 2))


def _result(settings: RepresentationSettings, tasks: list[Task], grown: list[GrowingRun],
            memo: Computing) -> RepresentationResult:
    run, *others = (one.run.until(settings.epochs) for one in grown)
    labeled = others[0] if others else None
    inside = tuple(memo(Inside, task, keep=4) for task in tasks)
    result = RepresentationResult(
        network=run.network, thetas=run.epoch_thetas, errors=run.test_loss, stopped=run.stopped,
        labeled_network=labeled and labeled.network, labeled_thetas=labeled and labeled.epoch_thetas,
        neighbors=settings.neighbors, pca_error=memo(pca_error_of, settings.seed, settings.trained_on),
        inside=inside)
    return replace(result, verdict=verdict_of(result), inside=inside)
