"""How does a gradient pass through a sample? A variational autoencoder learns the digits."""
from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from ...memo import Computing, compute
from ...one_thread import on_one_thread
from .result import ChanceResult
from .runs import Growth, Task, parts_for
from .settings import ChanceSettings
from .verdict import verdict_of

# So many runs are kept: that before a change of beta, and those after it.
KEEP = 3


@on_one_thread
def chance(settings: ChanceSettings, memo: Computing = compute) -> ChanceResult | Iterator[ChanceResult]:
    """Train an encoder and a decoder with a sample between them: some epochs, then more of them; the whole at once
    where it is known.

    With another beta from some epoch on, the epochs before are those of the run without the change.

    >>> result = list(chance(ChanceSettings(epochs=3)))[-1]
    >>> result.known, result.latent(3).mu.shape, bool(result.spread(3, 1).ratio(0) > 5)
    (3, (449, 2), True)
    """
    growth = growth_of(task_of(settings), memo)

    def result() -> ChanceResult:
        return _result(settings, growth, memo)

    return result() if growth.reaches(settings.epochs) else _pieces(growth, settings.epochs, result)


@on_one_thread
def _pieces(growth: Growth, epochs: int, result: Callable[[], ChanceResult]) -> Iterator[ChanceResult]:
    growth.grow(epochs)
    while True:
        yield result()
        if growth.reaches(epochs):
            return
        growth.grow(epochs)


def task_of(settings: ChanceSettings) -> Task:
    """What decides the run; a beta that does not change has one way of being said."""
    changes = settings.since and settings.beta != settings.first_beta
    first_beta, since = (settings.first_beta, settings.since) if changes else (settings.beta, 0)
    return Task(settings.hidden, first_beta, since, settings.beta, settings.row("through"), settings.learning_rate,
                settings.batch_size, settings.seed)


def growth_of(task: Task, memo: Computing) -> Growth:
    """The growing run of a task, on that of its trunk."""
    trunk = task.trunk and memo(Growth, task.trunk, keep=KEEP)
    return memo(Growth, task, trunk, keep=KEEP) if trunk else memo(Growth, task, keep=KEEP)


def _result(settings: ChanceSettings, growth: Growth, memo: Computing) -> ChanceResult:
    task, run = growth.task, growth.run.until(settings.epochs)
    result = ChanceResult(task, task.net, run, parts_for(task.seed)[1], memo=memo)
    return replace(result, verdict=verdict_of(settings, result), memo=memo)
