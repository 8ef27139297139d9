"""Wrong ideas about what a gradient costs (lesson 7)."""
from __future__ import annotations

from typing import Any

import bpwidgets as bp

from .misconception import OFTEN_HEARD, Misconception


def advantage(widths: tuple[int, ...]) -> float:
    """How many times the work of backpropagation forward differences need for one gradient of a net."""
    costs = bp.studies.gradient_cost(bp.studies.CostSettings(widths=widths, budget=0))
    result = next(iter(costs))
    return float(result.costs["forward"].forward_passes / result.costs["backprop"].forward_passes)


def _grows_with_the_net(lab: Any) -> bool:
    """A net four times as wide has an advantage at least ten times as large; here differences do not do one step."""
    widths, wider = lab.settings.widths, tuple(4 * size for size in lab.settings.widths)
    runs = lab.result.runs
    return (advantage(wider) > 10 * advantage(widths) and runs["forward"].steps == 0
            and bool(runs["backprop"].losses[-1] < 0.8 * runs["backprop"].losses[0]))


def _all_for_a_few_passes(lab: Any) -> bool:
    """The work of both passes stays below three forward passes at any depth and width, and yields every derivative."""
    found = lab.result.growth.forward_passes["backprop"]
    return bool((found < 3).all() and lab.result.parameters > 1000)


def _twice_as_much(lab: Any) -> bool:
    cost = lab.result.pass_cost
    return bool(1.9 < cost.backward / cost.forward < 2)


def _as_many_passes_at_any_depth(lab: Any) -> bool:
    """From one hidden layer of this width to fifty, the work of a gradient stays below three forward passes."""
    works = [next(iter(bp.studies.gradient_cost(lab.settings.replace(depth=depth)))).forward_passes
             for depth in (1, 5, 50)]
    return bool(works[0] >= 2 and works == sorted(works) and works[-1] < 3)


OF_THE_PRICE = (
    Misconception(
        "only-a-trick-for-speed", "Backpropagation is only a trick for speed: it makes training faster by some factor.",
        "The factor is no fixed one: it grows with the net. Where moving each weight does not finish a single step, "
        "backpropagation trains.",
        OFTEN_HEARD,
        lambda: bp.CostLab(widths=(20, 40, 40, 5), way="forward", budget=400, controls=("depth", "width"), actions=()),
        _grows_with_the_net),
    Misconception(
        "a-pass-for-each-weight", "On the way back each weight needs a pass of its own.",
        "One backward pass visits each weight twice at most: once for its own derivative, once to hand the error on.",
        OFTEN_HEARD,
        lambda: bp.CostLab(depth=4, width=32, budget=200, controls=("depth", "width"), views=("growth", "verdict"),
                           actions=()),
        _all_for_a_few_passes),
    Misconception(
        "back-is-as-dear-as-forth", "The backward pass costs as much as the forward pass: it is the same way, back.",
        "About twice as much in a deep net: each weight has a part in its own derivative and in the error handed on.",
        OFTEN_HEARD,
        lambda: bp.CostLab(widths=(64,) * 12, budget=0, controls=("depth", "width"), views=("growth", "verdict"),
                           actions=()),
        _twice_as_much),
    Misconception(
        "depth-makes-gradients-dear", "The deeper a net is, the more passes its gradient takes.",
        "Two passes at any depth, never the work of more than three forward passes: the way forth is longer, too.",
        OFTEN_HEARD,
        lambda: bp.CostLab(depth=10, budget=0, controls=("depth", "width"), views=("growth", "verdict"), actions=()),
        _as_many_passes_at_any_depth),
)
