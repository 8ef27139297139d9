"""How far back does the error reach? A plain recurrent net, an LSTM and a GRU learn the same task, side by side."""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ...memo import Computing, compute
from ...one_thread import on_one_thread
from ...training.growth import Growth
from .result import SequenceResult
from .runs import Training, runs_in_pieces
from .settings import SequenceSettings
from .verdict import verdict_of


@on_one_thread
def error_through_time(settings: SequenceSettings, memo: Computing = compute) -> Iterator[SequenceResult]:
    """Train the three nets: their first update, then more and more of them.

    With the settings that the lab opens with each of the seeds 0 to 9 comes to the same: after 400 updates the mean
    squared error of LSTM and GRU is below 0.003, that of the plain net above 0.13, where always saying 1 gives 0.167.

    >>> result = list(error_through_time(SequenceSettings(length=6, units=4, updates=20)))[-1]
    >>> {name: len(run.thetas) for name, run in result.runs.items()}
    {'plain': 21, 'lstm': 21, 'gru': 21}
    """
    growth = memo(Growth, runs_in_pieces, training_of(settings), keep=3)
    while True:
        yield _result(settings, growth, memo)
        if _updates(growth) >= settings.updates:
            return
        growth.grow()


def training_of(settings: SequenceSettings) -> Training:
    """What decides the runs."""
    return Training(settings.task, settings.length, settings.units, settings.gain, settings.forget_bias,
                    settings.learning_rate, settings.batch_size, settings.truncate, settings.clip, settings.seed)


def _updates(growth: Growth) -> int:
    return growth.known["plain"].updates


def _result(settings: SequenceSettings, growth: Growth, memo: Computing) -> SequenceResult:
    runs = {name: run.first(settings.updates) for name, run in growth.known.items()}
    result = SequenceResult(runs, settings.task, settings.length, settings.truncate, settings.clip, memo=memo)
    return replace(result, verdict=verdict_of(result, settings), memo=memo)
