"""What does each net want? Two nets play against each other, and two numbers do."""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ...memo import Computing, compute
from ...one_thread import on_one_thread
from ...training.growth import Growth
from .play import play
from .result import TwoNetsResult
from .settings import TwoNetsSettings
from .two_numbers import orbits
from .verdict import verdict_of


@on_one_thread
def two_nets(settings: TwoNetsSettings, memo: Computing = compute) -> TwoNetsResult | Iterator[TwoNetsResult]:
    """Let a generator and a discriminator play: their first steps, then more and more; the whole at once where it is
    known.

    >>> result = list(two_nets(TwoNetsSettings(steps=40)))[-1]
    >>> result.known, result.moment(40).fakes.shape, result.orbits["at_once"].path.shape
    (40, (512, 2), (251, 2))
    """
    growth = memo(Growth, play, settings.game, keep=2)
    if growth.known.known >= settings.steps:
        return _result(settings, growth, memo)
    return _pieces(settings, growth, memo)


@on_one_thread
def _pieces(settings: TwoNetsSettings, growth: Growth, memo: Computing) -> Iterator[TwoNetsResult]:
    """The result of the game as it is, and of each piece more."""
    while True:
        yield _result(settings, growth, memo)
        if growth.known.known >= settings.steps:
            return
        growth.grow()


def _result(settings: TwoNetsSettings, growth: Growth, memo: Computing) -> TwoNetsResult:
    numbers = memo(orbits, settings.number_rate, settings.number_penalty, settings.number_steps)
    result = TwoNetsResult(growth.known, min(growth.known.known, settings.steps), numbers, memo=memo)
    return replace(result, verdict=verdict_of(result), memo=memo)
