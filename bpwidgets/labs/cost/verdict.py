"""What comes out of counting, of the descents and of the game, in sentences."""
from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType

import numpy as np

from ...text import counted, in_words
from .descents import Descents, Run
from .game import MOST_WEIGHTS, Game
from .growth import Cost
from .task import brief, titled
from .ways import WAYS

# A loss that is higher than at the start by this factor has diverged.
DIVERGED = 10.0


def verdict_of(widths: tuple[int, ...], chosen: Cost, costs: Mapping[str, Cost], descents: Descents, game: Game,
               revealed: bool) -> str:
    """The price, and how far the same work leads; once the game has begun, how it stands."""
    if len(game.losses) or revealed:
        return game_in_words(game, revealed)
    price = PRICES[chosen.way.name](brief(titled(widths), 15), chosen, costs)
    return " ".join(filter(None, (price, descents_in_words(chosen, descents))))


def _one_by_one(words: str, net: str, cost: Cost, costs: Mapping[str, Cost]) -> str:
    """The ways that try one parameter after the other; words: what they do with each."""
    done, best = words.format(f"each of {net}'s {cost.parameters:,} parameters"), costs["backprop"].forward_passes
    return (f"{done} takes {cost.passes:,} forward passes; backpropagation finds the gradient for the work of "
            f"{in_words(best)}, {times(cost.forward_passes / best)} less.")


def _directions(net: str, cost: Cost, costs: Mapping[str, Cost]) -> str:
    return (f"A random direction takes 2 forward passes, but tells one slope, and {net} has {cost.parameters:,}; "
            f"backpropagation tells them all for the work of {in_words(costs['backprop'].forward_passes)}.")


def _backprop(net: str, cost: Cost, costs: Mapping[str, Cost]) -> str:
    other = costs["forward"]
    return (f"Backpropagation finds all {cost.parameters:,} derivatives of {net} for the work of "
            f"{in_words(cost.forward_passes)} forward passes; to move each parameter once takes {other.passes:,}: "
            f"{times(other.forward_passes / cost.forward_passes)} as much.")


PRICES: Mapping[str, Callable[[str, Cost, Mapping[str, Cost]], str]] = MappingProxyType({
    "trial": partial(_one_by_one, "One trial of {}"), "forward": partial(_one_by_one, "To move {} once"),
    "central": partial(_one_by_one, "To move {} both ways"), "directions": _directions, "backprop": _backprop})


def times(factor: float) -> str:
    """How often, without digits that nobody reads.

    >>> times(40.4), times(11855.7), times(1.42)
    ('40 times', '11,900 times', '1.4 times')
    """
    if factor < 10:
        return f"{in_words(factor, 2)} times"
    places = max(math.floor(math.log10(factor)) - 2, 0)
    return f"{round(factor / 10**places) * 10**places:,} times"


def descents_in_words(chosen: Cost, descents: Descents) -> str:
    """How far the chosen way gets, beside the one with which one compares it."""
    if not descents.computes:
        return "The net is too large to be trained here; its passes are counted all the same."
    runs, own = descents.runs, chosen.way.name
    if not runs or not descents.budget:
        return ""
    work, start = min(run.spent for run in runs.values()), float(runs[own].losses[0])
    names = (own, "forward" if own == "backprop" else "backprop")
    said = [_outcome(name, runs[name]) for name in sorted(names, key=lambda name: not runs[name].steps)]
    return f"{work:,.0f} passes take the loss from {in_words(start)} {', '.join(said)}."


def _outcome(name: str, run: Run) -> str:
    """Where a descent ends."""
    way, last = WAYS[name], float(run.losses[-1])
    steps = counted(run.steps, "step") if way.whole else f"{run.steps} kept"
    if not last <= DIVERGED * float(run.losses[0]):
        return f"to {in_words(np.nan_to_num(last, nan=np.inf))} by {way.short} (it diverges)"
    return f"to {in_words(last)} by {way.short} ({steps})" if run.steps else f"not one step by {way.short}"


def game_in_words(game: Game, revealed: bool) -> str:
    """How the game stands. The loss of gradient descent is told to those only who are shown it."""
    start, found = float(game.descent_losses[0]), float(game.descent_losses[-1])
    descent = (f"Gradient descent reaches {in_words(found)} with {game.passes} passes "
               f"({counted(len(game.descent_losses) - 1, 'step')} from weights of 0, where the loss is "
               f"{in_words(start)}).")
    if game.best_try is None:
        return descent if revealed else f"{game.passes} passes are left; each try of weights takes one."
    best = float(game.losses[game.best_try])
    yours = f"Your best of {counted(len(game.losses), 'try', 'tries')} has the loss {in_words(best)}"
    if not revealed:
        left = "one pass is left" if game.left == 1 else f"{game.left} passes are left"
        return f"{yours}; {left}."
    return f"{yours}. {descent} {_winner(best, found, len(game.names))}"


def _winner(best: float, found: float, weights: int) -> str:
    if best < found:
        return "You win: now try it with more weights." if weights < MOST_WEIGHTS else "You win, even here."
    if best == found:
        return "That is as good as yours."
    return f"That is {times(best / found)} lower." if found > 0 else "That is the minimum."
