"""What does a net learn, and when? A run of training in pieces, each a complete run with fewer epochs."""
from __future__ import annotations

from collections.abc import Iterator

from ...memo import Computing, compute
from ...one_thread import on_one_thread
from ...training.train import training
from .ground import window_of
from .result import TrainingResult
from .settings import TrainingLabSettings
from .verdict import verdict_of


@on_one_thread
def train_a_net(settings: TrainingLabSettings, memo: Computing = compute) -> Iterator[TrainingResult]:
    """The beginning of the run, then more and more of it.

    >>> result = list(train_a_net(TrainingLabSettings(epochs=20)))[-1]
    >>> result.known, result.run.train_loss.shape, bool(result.run.train_loss[-1] < result.run.train_loss[0])
    (20, (21,), True)
    """
    last: TrainingResult | None = None
    for run in training(settings, memo):
        if last is None or run is not last.run:
            last = TrainingResult(run, window_of(run.parts), verdict_of(run))
        yield last
