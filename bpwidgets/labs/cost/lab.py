"""CostLab: why not just wiggle every weight?"""
from __future__ import annotations

from types import MappingProxyType
from typing import Any

from ...widgets.actions import Action
from ...widgets.lab import Lab
from ...widgets.part import Part
from ...widgets.plan import Plan, Question
from .pictures.board import Board
from .pictures.descents import DescentCurves
from .pictures.growth import GrowthCurves
from .pictures.tries import Tries
from .settings import CostSettings, is_revealed, names_of, theta_of
from .study import gradient_cost
from .timing import measured_time
from .verdict import game_in_words
from .words import describe_cost, measures_of_cost, records_of_cost, summarize_cost, summarize_game, table_shown

GAME = ("board", "tries")


def _try(settings: CostSettings, result: Any) -> dict[str, Any]:
    """One pass is spent on the weights as they stand."""
    if is_revealed(settings):
        return {}
    return {"tries": (*settings.tries, dict(zip(names_of(settings), theta_of(settings).tolist())))}


def _reveal(settings: CostSettings, result: Any) -> dict[str, Any]:
    return {} if is_revealed(settings) else {"revealed": True}


def _next_step(settings: CostSettings, result: Any) -> dict[str, Any]:
    """Gradient descent goes on by a step; from the last one it begins again."""
    steps = len(result.game.descent)
    return {"step": (settings.step + 1) % steps} if is_revealed(settings) and steps > 1 else {}


def _again(settings: CostSettings, result: Any) -> dict[str, Any]:
    begun = settings.tries or settings.revealed
    return {"tries": (), "revealed": False, "theta": None, "step": None} if begun else {}


def _standing(settings: CostSettings, result: Any) -> str:
    """How the game stands, in a sentence."""
    return game_in_words(result.game, is_revealed(settings))


class CostLab(Lab):
    """Why not just wiggle every weight? Passes and multiply-adds of each way to the same gradient, descents with the
    same budget, and a game: you are the optimizer.

    >>> lab = CostLab(widths=(784, 30, 10), budget=0)
    >>> lab.set(way="forward")
    >>> lab.result.parameters, lab.result.passes, lab.result.multiply_adds
    (23860, 23861, 568369020)
    >>> game = CostLab(views=("board", "tries"), controls=("theta",), game_weights=2)
    >>> game.set(weights={"w1": 1.5})
    >>> game.press("try")
    >>> game.settings.tries, game.result.game.left
    (((('w1', 1.5), ('w2', 0.0)),), 19)
    """

    plan = Plan(
        settings=CostSettings, study=gradient_cost, summary=summarize_cost, describe=describe_cost,
        records=records_of_cost, measures=measures_of_cost, table=table_shown,
        question="Why not just wiggle every weight?",
        questions=(Question("Can you beat gradient descent by hand?", GAME),
                   Question("What does one gradient cost?", ("growth",)),
                   Question("How far do equal budgets go?", ("descents",))),
        opens_with="What a gradient costs as the net grows is the whole argument, the descents what one gets for it; "
                   "depth, width and the way are what it depends on. Table and game are for a second look.",
        controls=("depth", "width", "way"),
        pictures=MappingProxyType({"growth": GrowthCurves, "descents": DescentCurves, "board": Board, "tries": Tries}),
        rows=((330, {"growth": 1.1, "descents": 1}), (300, {"board": 1.1, "tries": 1})),
        optional_views=("board", "tries", "table"),
        own_words=(Part(GAME, _standing, summarize_game),),
        actions=MappingProxyType({
            "measure_time": Action("Measure the time here", lambda settings, result: {}, says=measured_time,
                                   views=("growth", "descents"),
                                   help="run both passes here, and say how long they take; it is kept nowhere"),
            "try": Action("Try these weights", _try, ("tries",), help="spend one pass: the loss of these weights",
                          views=GAME),
            "reveal": Action("Let gradient descent play", _reveal, ("revealed",), views=GAME,
                             help="what gradient descent makes of as many passes; no more tries after that"),
            "next": Action("Watch its steps", _next_step, ("step",), views=GAME,
                           help="one step of gradient descent; after the last one it begins again"),
            "again": Action("Play again", _again, ("tries", "revealed"), views=GAME,
                            help="take all tries back")}))
