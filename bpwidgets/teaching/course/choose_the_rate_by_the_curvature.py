"""Lesson 12: the steepest direction limits the rate, the flattest one makes you wait, and scaling makes both alike."""
from __future__ import annotations

import math

import numpy as np

import bpwidgets as bp
from bpwidgets import engine

from ...pictures.guess import Guess
from ...text import factor_in_words, in_words
from .. import Choice, Exercise, Lesson, Number, Option, Prediction, Question, Ranking, Wrong

BOWL, PRODUCT = engine.SURFACES["bowl"], engine.SURFACES["product"]
UNIT = engine.network((1, 1))
MAP, RATES = ("map",), ("map", "rate")
REGIMES = ("monotone", "oscillating", "diverging")
# A thousandth of the distance counts as arrived.
ARRIVED = 1e-3
PLACES = ((1.0, 1.0), (2.0, 0.5), (4.0, 0.25))


def scaled(x):
    return (x - x.mean()) / x.std()


def _inputs(rng):
    """Four or five inputs, all on one side of 0."""
    return (rng.permutation(12)[:int(rng.integers(4, 6))].astype(float),)


def _by_curvature(x):
    """The inputs x' = (x - a) / b for which the Hessian of weight and bias is 2 on its diagonal and 0 beside it."""
    H = engine.NetworkLoss(UNIT, x[:, None], x[:, None], loss="mse").curvature(np.zeros(2)).hessian
    a = H[0, 1] / H[1, 1]
    return (x - a) / np.sqrt((H[0, 0] - a * H[0, 1]) / 2)


def _conditions():
    """The condition number of the unit with weight and bias, for each of the tables in the order of their names."""
    x = bp.datasets.weight_table().x
    tables = (x / 27, scaled(x), x, x - x.mean())
    losses = (engine.NetworkLoss(UNIT, table[:, None], x[:, None], loss="mse") for table in tables)
    bends = (loss.curvature(np.zeros(2)).eigenvalues for loss in losses)
    return [float(high / low) for low, high in bends]


def _why_round(lab):
    divided, both, raw, centered = map(in_words, _conditions())
    return (f"The condition numbers are {raw}, {centered}, {divided} and {both}. Where do curvatures come from? That "
            "of the weight is twice the mean *square* of its input, that of the bias twice 1. Dividing makes the input "
            "small; but with all inputs on one side of 0 weight and bias still do the same work in part, and the "
            "valley lies at an angle. The mean has to go as well (LeCun and others). Tick the box: the bowl becomes "
            "round.")


def _steps(rate, condition=10):
    """How many steps at this rate until a thousandth of the distance is left in the bowl."""
    path = engine.descend(BOWL.replace(condition=condition), [1.0, 1.0], learning_rate=rate, steps=100)
    return int((engine.norm(path.thetas[:], axis=-1) < ARRIVED * math.sqrt(2)).argmax())


def _steps_at_best(lab):
    """The same at the best rate for the condition of the lab, which leaves the same part along both directions."""
    return math.ceil(math.log(ARRIVED) / math.log(lab.result.best_plain.factor))


def _why_so_many(lab):
    condition = lab.settings.condition
    return (f"The best rate, 2/(1 + {condition:g}), leaves the same part of the distance along both directions, "
            f"{factor_in_words(lab.result.best_plain.factor)} in each step: (κ − 1)/(κ + 1) for the condition number "
            "κ. Ten times the condition number, ten times the steps. (The valley is only √10 times as narrow.) A round "
            "bowl, κ = 1, needs a single one.")


def _why_so_narrow(lab):
    low, high = map(in_words, lab.result.eigenvalues)
    return (f"Along a contour line x² + {high}·y² stays the same, so it reaches √{high} times as far along x as along "
            f"y. The **condition number** is {high}/{low}, the ratio of the curvatures; the ratio of the *axes* is its "
            "square root. What you see on a map is milder than what the rate has to cope with.")


def _limits():
    """The largest stable rate at each of the places on the floor of the valley."""
    return [float(PRODUCT.curvature(place).rate_limit) for place in PLACES]


def _why_in_the_middle(lab):
    limits = ", ".join(in_words(limit) for limit in _limits())
    end = [in_words(value) for value in engine.descend(PRODUCT, [2.0, 0.45], learning_rate=0.3, steps=400).thetas[-1]]
    return (f"The limits are {limits}: along the floor the eigenvalue is 0, across it 2·(w1² + w2²). So this loss has "
            "no single largest stable rate; every place has its own. And a large rate *chooses*: from (2, 0.45) the "
            f"rate 0.3 jumps across the valley and along it, until at ({end[0]}, {end[1]}) the floor is flat enough "
            "for it. (Lewkowycz and others describe this in larger nets. Do not rely on it: still larger rates "
            "diverge.)")


def _why_it_waits(lab):
    low, high = lab.result.prospects[:2]
    best = 1 / low.curvature
    return (f"The steep direction, curvature {in_words(high.curvature)}, sets the rate; the flat one, "
            f"{in_words(low.curvature)}, makes you wait: each step leaves {factor_in_words(low.factor)} of its "
            f"distance. The rate that suits it, {in_words(best)}, is {best / lab.result.rate_limit:.0f} times too "
            "large for the weight, which is multiplied by inputs of up to 27; the bias is always multiplied by 1.")


def _rate(answer, lab):
    return Guess("rate", x=math.log10(answer) if answer > 0 else None)


LESSON = Lesson(
    "choose-the-rate-by-the-curvature", "Choose the rate by the curvature", 12,
    needs=("teach-one-weight", "walk-down-the-surface"), minutes=25,
    outcomes=("read the largest stable rate off the eigenvalues", "say which direction limits and which one makes you "
                                                                  "wait",
              "scale inputs so that one step is enough"),
    items=(
        Prediction(
            "along-y", "At the rate {rate}: what does y do, step by step?",
            Choice(("it comes to 0 from one side", "it jumps over 0 each time, and comes to rest there",
                    "it jumps over 0 each time, further and further")),
            lab=lambda rate: bp.CurvatureLab(condition=10, learning_rate=rate, more=False,
                                             question="What does y do, step by step?",
                                             controls=("learning_rate", "step"), views=MAP),
            outcome=lambda lab: REGIMES.index(lab.result.regime[1]),
            cases=({"rate": 0.15}, {"rate": 0.21}, {"rate": 0.08}),
            why=lambda lab: f"A step multiplies y by 1 − 10 × rate = {in_words(1 - 10 * lab.settings.learning_rate)}, "
                            f"and x by 1 − rate = {in_words(1 - lab.settings.learning_rate)}: two copies of lesson 1, "
                            "with *one* rate for both. Move the rate slowly from 0.05 to 0.21."),
        Prediction(
            "limit", "L = ½(x² + {condition}·y²). Up to which rate does a run come to rest?",
            Number("learning rate", within=0.05, low=0), cases=({"condition": 10}, {"condition": 25}, {"condition": 4}),
            lab=lambda condition: bp.CurvatureLab(condition=condition, learning_rate=0.5 / condition, more=False,
                                                  controls=("condition", "learning_rate"), views=(*RATES, "verdict")),
            outcome=lambda lab: lab.result.rate_limit, guess=_rate,
            why=lambda lab: "Each direction allows 2 / its curvature, and the smallest of these counts: 2/"
                            f"{in_words(lab.result.largest)}. A run diverges as soon as *one* direction does."),
        Question(
            "faster", f"With L = ½(x² + 10y²) the rate 0.15 needs {_steps(0.15)} steps to a thousandth of the "
            "distance. And 0.19?",
            (Option("Fewer: its steps are longer.", "Along y they are too long.", "larger-rate-is-faster"),
             Option("More: it jumps too far along y.", f"{_steps(0.19)}. Along x a step leaves {in_words(1 - 0.19)} of "
                    f"the distance, along y {in_words(10 * 0.19 - 1)}: the larger one makes you wait. They are equal "
                    f"at 2/(1 + 10) = {in_words(2 / 11)}.")),
            right=lambda: int(_steps(0.19) > _steps(0.15))),
        Prediction(
            "narrow", "How many times as long as wide are the contour lines of ½(x² + {condition}·y²)?",
            Number("times", within=0.1, low=0), cases=({"condition": 100}, {"condition": 25}),
            lab=lambda condition: bp.CurvatureLab(condition=condition, learning_rate=0.01, more=False,
                                                  controls=("condition",), views=MAP,
                                                  question="How narrow is the valley?"),
            outcome=lambda lab: math.sqrt(lab.result.eigenvalues[1] / lab.result.eigenvalues[0]), why=_why_so_narrow),
        Prediction(
            "best-rate-steps", "At the best rate a bowl with curvatures 1 and 10 takes 35 steps to a thousandth of the "
            "distance. And one with 1 and {condition}?", Number("steps", within=0.1, low=1),
            cases=({"condition": 100}, {"condition": 1000}),
            lab=lambda condition: bp.CurvatureLab(condition=condition, learning_rate=2 / (1 + condition), steps=500,
                                                  more=False, controls=("condition", "learning_rate", "step"),
                                                  question="How many steps does the best rate take?",
                                                  views=(*RATES, "verdict")),
            outcome=_steps_at_best, why=_why_so_many),
        Prediction(
            "which-place", "Where on the floor w1·w2 = 1 is the largest stable rate largest?",
            Choice(tuple(f"at ({in_words(w1)}, {in_words(w2)})" for w1, w2 in PLACES)),
            lab=lambda: bp.CurvatureLab(objective="product", theta=(2, 0.5), span=3, learning_rate=0.1, more=False,
                                        question="How large may the rate be, here?",
                                        controls=("theta", "learning_rate"), views=RATES),
            outcome=lambda lab: int(np.argmax(_limits())), why=_why_in_the_middle),
        Prediction(
            "bias-left", "The rate is 0.0045, just below the limit. Where is the bias after {steps} steps?",
            Number("bias", apart=0.12, within=0), cases=({"steps": 30}, {"steps": 300}),
            lab=lambda steps: bp.CurvatureLab(objective="1-1", theta=(0, 1), learning_rate=0.0045, steps=steps,
                                              question="Where is the bias by now?",
                                              controls=("learning_rate", "step"), views=(*RATES, "verdict")),
            outcome=lambda lab: float(lab.result.path.thetas[-1][1]), why=_why_it_waits,
            guess=lambda answer, lab: Guess("map", y=answer)),
        Prediction(
            "which-table", "Four ways to present the table. In which order do the valleys lie, the narrowest first?",
            Ranking("from the narrowest to the roundest", ("inputs of at most 1: all divided by 27",
                                                           "inputs of mean 0 and mean square 1",
                                                           "inputs as they are", "inputs of mean 0")),
            lab=lambda: bp.CurvatureLab(objective="1-1", theta=(0, 0), span=30, learning_rate=0.004, more=False,
                                        controls=("scaled", "learning_rate"), views=MAP,
                                        question="How round is the valley?"),
            outcome=lambda lab: np.argsort(_conditions())[::-1].tolist(), why=_why_round),
        Exercise(
            "scaled", "Write `scaled(x)`: the inputs, moved and stretched so that their mean is 0 and their mean "
                      "square 1.",
            reference=scaled, cases=_inputs, oracle=_by_curvature, returns="the right input", tolerance=1e-7,
            wrong=(Wrong("mean left in", lambda x: x / x.std(), "Their mean is not 0 yet: take it away first."),
                   Wrong("divided by the largest", lambda x: x / x.max(),
                         "That makes the largest 1, as dividing by 27 did; neither the mean nor the mean square is "
                         "right."),
                   Wrong("not stretched", lambda x: x - x.mean(), "The mean is 0; the mean square is not 1 yet."),
                   Wrong("variance in place of deviation", lambda x: (x - x.mean()) / x.var(),
                         "You divided by the mean square; to make it 1, divide by its root."),
                   Wrong("mean of the stretched taken twice", lambda x: x / x.std() - x.mean(),
                         "After the division the mean is another one: take the mean away before.")),
            hints=("Two operations: one moves all inputs, one stretches them.",
                   "numpy has `x.mean()` and `x.std()`, the standard deviation.",
                   "The deviation is the root of the mean square of x − mean.")),
        Prediction(
            "one-step", "With such inputs both curvatures are 2. Which rate reaches the best weights in a single step?",
            Number("learning rate", within=0.02, low=0),
            lab=lambda: bp.CurvatureLab(objective="1-1", scaled=True, theta=(0, 0), span=30, learning_rate=0.1,
                                        more=False, controls=("learning_rate", "scaled", "step"), views=RATES,
                                        question="Which rate arrives in one step?"),
            outcome=lambda lab: 1 / lab.result.largest, guess=_rate,
            why=lambda lab: f"1/{in_words(lab.result.largest)}: both factors, 1 − rate × curvature, are 0 there. Set "
                            "it, and look at step 1. Then untick the box: with the raw inputs this rate is "
                            f"{1 / lab.result.largest / lab.result.raw_limit:.0f} times the limit. (In a deep net "
                            "scaling helps less: what the later layers get, they make themselves.)"),
    ))
