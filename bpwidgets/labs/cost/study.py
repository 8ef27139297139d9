"""What does a gradient cost, and what does one get for it? Passes and multiply-adds of each way, counted; descents with
the same budget; and the game, in which you are the optimizer.

The net, its loss and its gradient are the engine's; the counted passes are its own layers, run with arrays that count.
"""
from __future__ import annotations

from collections.abc import Iterator

from ...memo import Computing, compute
from ...one_thread import on_one_thread
from .counting import pass_cost
from .descents import Descents
from .game import Game, play
from .growth import costs_of, growth_of
from .result import CostResult
from .settings import CostSettings, contest_of, is_revealed, tries_of
from .verdict import verdict_of


@on_one_thread
def gradient_cost(settings: CostSettings, memo: Computing = compute) -> Iterator[CostResult]:
    """Count the passes, then let the descents go on piece by piece.

    >>> *_, result = gradient_cost(CostSettings(widths=(2, 8, 8, 1), way="forward", budget=300))
    >>> result.parameters, result.passes, result.multiply_adds
    (105, 106, 9328)
    """
    descents = memo(Descents, contest_of(settings), keep=2)
    game = memo(play, settings.game_weights, settings.seed, settings.game_passes, tries_of(settings))
    if descents.quick and not descents.runs:
        descents.advance()
    while True:
        yield _result(settings, descents, game, memo)
        if descents.done:
            return
        descents.advance()


def _result(settings: CostSettings, descents: Descents, game: Game, memo: Computing) -> CostResult:
    costs = costs_of(settings.widths)
    chosen = costs[settings.way]
    return CostResult(
        widths=settings.widths, parameters=chosen.parameters, passes=chosen.passes,
        multiply_adds=chosen.multiply_adds, forward_passes=chosen.forward_passes, pass_cost=pass_cost(settings.widths),
        costs=costs, growth=memo(growth_of, settings.widths), runs=descents.runs, work=descents.budget, game=game,
        verdict=verdict_of(settings.widths, chosen, costs, descents, game, is_revealed(settings)))
