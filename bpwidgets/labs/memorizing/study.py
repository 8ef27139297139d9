"""Learned, or memorized? A net on few noisy points of a curve, with the loss on points that it is not trained on."""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from ...memo import Computing, compute
from ...one_thread import on_one_thread
from ...training.growth import Growth
from .labels import LabelTask, labels_in_pieces
from .nets import nets_in_pieces
from .result import MemorizingResult
from .runs import Envelope, Task, run_in_pieces, stop_of
from .samples import Asked
from .settings import MemorizingSettings
from .sweep import RandomFeatures
from .verdict import verdict_of

GRID = 201


@on_one_thread
def memorizing(settings: MemorizingSettings, memo: Computing = compute) -> Iterator[MemorizingResult]:
    """Train a net on few points: first some epochs, then more of them; then the nets and the digits that are asked for.

    >>> result = list(memorizing(MemorizingSettings()))[-1]
    >>> result.known, result.best, result.stopped_at, result.test_loss is None
    (1000, 101, 201, True)
    """
    points, task = asked_of(settings), task_of(settings)
    grown = [memo(Growth, *what, keep=6) for what in (
        (run_in_pieces, task), (nets_in_pieces, points, settings.nets, settings.epochs if settings.nets else 0),
        (labels_in_pieces, labels_of(settings)))]
    envelope = memo(Envelope, task, keep=2)
    fits = memo(RandomFeatures, points, settings.draws, keep=2)
    known, result = None, None
    for growth in (None, *grown):
        while growth is None or growth.grow():
            before, known = known, tuple(one.known for one in grown)
            if before is None or any(now is not then for now, then in zip(known, before)):
                result = _result(settings, known, envelope, fits)
            yield result
            if growth is None:
                break


def asked_of(settings: MemorizingSettings) -> Asked:
    """What decides the points."""
    return Asked(settings.row("curve"), settings.examples, settings.label_noise, settings.input_noise,
                 settings.data_seed)


def task_of(settings: MemorizingSettings) -> Task:
    """What decides the run."""
    return Task(asked_of(settings), settings.units, settings.layers, settings.learning_rate, settings.epochs,
                settings.seed, settings.l2, settings.dropout)


def labels_of(settings: MemorizingSettings) -> LabelTask:
    """What decides both runs on the digits."""
    return LabelTask(settings.random_labels, settings.digit_units, settings.digit_epochs, settings.seed)


def _result(settings: MemorizingSettings, known: Any, envelope: Envelope, fits: RandomFeatures) -> MemorizingResult:
    run, nets, labels = known
    x = np.linspace(-1, 1, GRID)
    validation = run.test_loss
    best = int(np.nanargmin(validation)) if np.isfinite(validation).any() else 0
    floor = settings.label_noise ** 2 if settings.input_noise == 0 else None
    result = MemorizingResult(
        run=run, x=x, truth=settings.row("curve").function(x),
        test=envelope.test if settings.opened else None,
        test_loss=envelope.losses(run) if settings.opened else None, best=best,
        stopped_at=stop_of(validation, settings.patience), noise=floor, fits=fits, nets=nets, labels=labels)
    return replace(result, verdict=verdict_of(result, settings.patience))
