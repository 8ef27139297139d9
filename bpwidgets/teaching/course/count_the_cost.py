"""Lesson 7: what a gradient costs, and why nobody moves each weight to find it."""
from __future__ import annotations

import numpy as np

import bpwidgets as bp
from bpwidgets import engine

from ...text import in_words
from .. import Choice, Decade, Exercise, Lesson, Option, Prediction, Question, Ranking, SayIt, Wrong
from ..misconceptions.price import advantage

DIGITS = (784, 30, 10)
# In the order in which the card of "same-budget" names them.
WAYS = ("forward", "backprop", "trial")
# Two losses are about alike if one is no more than so many times the other.
ALIKE = 3.0


def passes(widths):
    parameters = 0
    for k in range(1, len(widths)):
        parameters += widths[k - 1] * widths[k] + widths[k]
    return parameters + 1, 2 * parameters


def _cases(rng):
    """The widths of a net of two or three layers."""
    return (tuple(int(size) for size in rng.integers(2, 9, size=int(rng.integers(3, 5)))),)


def _counted(widths):
    """Both ways done, and every loss counted that is asked for."""
    net = engine.network(widths)
    theta, asked = net.initialize(seed=1), []

    def loss(at):
        asked.append(at)
        return float(np.sum(net.forward(at, np.ones((1, widths[0]))).output ** 2))

    here = loss(theta)
    for k in range(net.n):
        loss(theta + 1e-6 * np.eye(net.n)[k]) - here
    forward = len(asked)
    for k in range(net.n):
        loss(theta + 1e-6 * np.eye(net.n)[k]) - loss(theta - 1e-6 * np.eye(net.n)[k])
    return forward, len(asked) - forward


def _weights(widths):
    return int(np.dot(widths[:-1], widths[1:]))


def _part_left(lab):
    """The loss of gradient descent at the end of the game, as a part of that at its start."""
    losses = lab.result.game.descent_losses
    return float(losses[-1] / losses[0])


def _why_game(lab):
    game = lab.result.game
    return (f"Each step is one forward and one backward pass, the work of two: {len(game.descent_losses) - 1} steps, "
            f"and one pass for the last loss. A try tells one number, the loss; a gradient tells {len(game.names)}, "
            "one slope for each weight. With one or two weights you may well win. Play with "
            f"{len(game.names)} of them (drag the bars, press “Try these weights”), then with more.")


def _backward_work():
    """The backward pass of a deep net, in forward passes: 0 for about one, 1 for about two, 2 for far more."""
    result = bp.CostLab(widths=(100,) * 21, budget=0).result
    work = result.pass_cost.backward / result.pass_cost.forward
    return 0 if work < 1.5 else 1 if work < 2.5 else 2


def _grows():
    """What ten times as many weights do to the advantage: 0 nothing, 1 about ten times as large, 2 smaller."""
    more = advantage((100, 316, 100)) / advantage((100, 32, 100))
    return 0 if 0.8 < more < 1.25 else 1 if more > 5 else 2


def _order(lab):
    """The ways from the lowest loss to the highest."""
    return sorted(range(len(WAYS)), key=lambda k: lab.result.runs[WAYS[k]].losses[-1])


def _why_order(lab):
    runs, P = lab.result.runs, lab.result.parameters
    return (f"Differences pay {P + 1} passes before their first step: {runs['forward'].steps} steps for this budget. "
            f"Trials move at once, blindly: {runs['trial'].steps} changes helped. Backpropagation took "
            f"{runs['backprop'].steps} steps, each along all {P} slopes. Now make the net wider: what happens to the "
            "other two? (In a small net, trials of a good size are not bad at all.)")


def _beside_differences(lab):
    """Random directions beside forward differences: 0 far lower, 1 about alike, 2 far higher."""
    ratio = lab.result.runs["directions"].losses[-1] / lab.result.runs["forward"].losses[-1]
    return 0 if ratio < 1 / ALIKE else 1 if ratio <= ALIKE else 2


def _why_directions(lab):
    runs, P = lab.result.runs, lab.result.parameters
    return (f"{runs['directions'].steps} steps instead of {runs['forward'].steps}, but each must be {P} times as "
            f"short: a random direction has only 1/{P} of the gradient's square in it, and the rest is noise. Losses "
            f"{in_words(runs['directions'].losses[-1])} and {in_words(runs['forward'].losses[-1])}: nothing was free.")


LESSON = Lesson(
    "count-the-cost", "Count what a gradient costs", 7, needs=("write-backpropagation",), minutes=25,
    outcomes=("count the passes of each way to a gradient", "say what a backward pass costs, and why",
              "say what moving weights is still good for"),
    items=(
        Prediction(
            "by-hand", "You will get a unit with {weights} weights and 20 tries: set the weights, learn the loss. "
            "Gradient descent gets the work of 20 forward passes, too. What fraction of the loss at the start is "
            "left when it stops?",
            Decade("fraction left", -8, 0, apart=1), outcome=_part_left,
            lab=lambda weights: bp.CostLab(game_weights=weights, budget=0, controls=("theta", "game_weights"),
                                           views=("board", "tries"), more=False,
                                           actions=("try", "reveal", "again")),
            cases=({"weights": 4}, {"weights": 2}, {"weights": 6}), why=_why_game),
        Exercise(
            "passes", "Write `passes(widths)`: how many forward passes one gradient of a fully connected net takes, by "
            "forward and by central differences, as a tuple. `widths` are the units from the inputs to the output; "
            "each unit has a bias.",
            reference=passes, cases=_cases, oracle=_counted, returns=("forward", "central"),
            wrong=(Wrong("biases forgotten", lambda widths: (_weights(widths) + 1, 2 * _weights(widths)),
                         "A bias is a parameter, too, and has to be moved."),
                   Wrong("loss at the start forgotten", lambda widths: (passes(widths)[0] - 1, passes(widths)[1]),
                         "Forward differences compare with the loss where you stand: that is one pass more."),
                   Wrong("loss at the start counted twice",
                         lambda widths: (passes(widths)[0], passes(widths)[1] + 1),
                         "Central differences look to both sides and never need the loss in the middle."),
                   Wrong("units in place of weights", lambda widths: (sum(widths[1:]) + 1, 2 * sum(widths[1:])),
                         "You counted units; each unit has a weight for each of its inputs.")),
            hints=("How many weights lead from a layer of `a` units into one of `b` units, and how many biases are "
                   "there?", "Add that up over all layers: the number of parameters.",
                   "Forward differences: one pass for each, and one for where you stand. Central ones: two for each.")),
        Question(
            "backward-pass", "A deep net whose layers are all equally wide. How much work is its backward pass?",
            (Option("About that of one forward pass: it is the same way, back.",
                    "On the way back each weight has two jobs, on the way forth one.",
                    misconception="back-is-as-dear-as-forth"),
             Option("About that of two forward passes.",
                    "Each weight is used twice: `a.T @ delta` is its own derivative, `delta @ W.T` hands the error on. "
                    "Only the first layer need not hand on."),
             Option("About that of as many forward passes as there are weights.",
                    "All derivatives share what is handed on.", misconception="a-pass-for-each-weight")),
            right=lambda lab: _backward_work(),
            lab=lambda: bp.CostLab(widths=DIGITS, budget=0, controls=("depth", "width"), views=("growth", "verdict"),
                                   actions=("measure_time",), more=False)),
        Question(
            "ten-times-as-large", "By how much does backpropagation beat differences, if a net gets ten times as many "
            "weights?",
            (Option("By the factor it had before: it is a faster program for the same thing.",
                    "Its price in passes stays; that of differences grows.", misconception="only-a-trick-for-speed"),
             Option("By about ten times that factor.", "Two or three passes stay two or three; a pass for each weight "
                    "becomes ten times as many."),
             Option("By less: a large net has a long way back.", "A longer way back goes with a longer way forth.",
                    misconception="depth-makes-gradients-dear")),
            right=_grows),
        Prediction(
            "same-budget", "All three start from the same weights, in a net 2-{width}-{width}-1, with the work of "
            "{budget} forward passes. Order them, the lowest loss at the end first.",
            Ranking("lowest loss first", ("forward differences", "backpropagation", "trials of one weight")),
            outcome=_order,
            lab=lambda width, budget: bp.CostLab(width=width, budget=budget, compared=WAYS, views=("descents",),
                                                 controls=("width", "budget"), actions=(), more=False),
            cases=({"width": 8, "budget": 500}, {"width": 16, "budget": 1000}), why=_why_order),
        Prediction(
            "all-at-once", "Why not move all weights at once, each up or down at random? Two passes tell the slope "
            "along that direction, in a net of any size. With the work of {budget} passes, its loss beside that of "
            "forward differences is ...",
            Choice(("far lower (below a third)", "about as low", "far higher (above three times)")),
            outcome=_beside_differences,
            lab=lambda budget: bp.CostLab(way="directions", budget=budget, controls=("way", "budget"),
                                          views=("descents",), actions=(), more=False),
            cases=({"budget": 1000}, {"budget": 700}), why=_why_directions),
        SayIt(
            "still-good-for", "Then what are differences still good for? One or two sentences.",
            "For checking: they need nothing but the loss, so they find out whether a backward pass is right, for some "
            "weights and once. And where there is only a loss, and no net to go back through."),
    ))
