"""Lesson 1: one weight learns a table, and a step can be too long."""
from __future__ import annotations

import math

import numpy as np

import bpwidgets as bp

from ...pictures.guess import Guess
from ...text import in_words
from .. import Choice, Exercise, Lesson, Number, Option, Prediction, Question, SayIt, Wrong

ROWS = ("the row with input 0", "the row with input 3", "the row with input 27", "none: it depends on the weight")


def gradient(w, x, y):
    error = w * x - y
    return np.mean(2 * error * x)


def _cases(rng):
    """A weight and a table."""
    rows = int(rng.integers(3, 6))
    return float(rng.normal()), rng.normal(size=rows), rng.normal(size=rows)


def _by_differences(w, x, y):
    """The slope of the loss between a little below and a little above."""
    def loss(weight):
        return np.mean((weight * x - y) ** 2)
    return (loss(w + 1e-4) - loss(w - 1e-4)) / 2e-4


def _never_wrong(lab):
    """Which row has no error at any weight: tried at weights far apart."""
    errors = np.array([bp.WeightLab(weight=weight).result.table["error"] for weight in (-3.0, 0.5, 4.0)])
    always = np.flatnonzero((errors == 0).all(axis=0))
    return [0, 1, 3].index(always[0]) if len(always) else 3


def _longer(lab):
    """Whether the second step is longer than the first (0), shorter (1) or as long (2)."""
    first, second = np.abs(np.diff(lab.result.weights[:3]))
    return 2 if math.isclose(first, second) else int(second < first)


def _one_rate_for_both():
    """Whether a step of length 1 from 4 and one from 3 need the same rate: 0 for yes, 1 for no."""
    rates = [1 / bp.WeightLab(weight=weight).result.gradients[0] for weight in (4, 3)]
    return int(not math.isclose(*rates))


def _ratio(lab):
    """The largest stable rate of half the mean squared error, in units of that of the sum."""
    return bp.WeightLab(loss="half_mse").result.rate_limit / bp.WeightLab(loss="sse").result.rate_limit


LESSON = Lesson(
    "teach-one-weight", "Teach one weight a table", 1, minutes=25,
    outcomes=("compute the gradient of one weight by hand and in code", "say which way a step goes, and how long it is",
              "find the largest learning rate that works, and say what it depends on"),
    items=(
        Prediction(
            "never-wrong", "Weight 4 gives the outputs 0, 12, 36 and 108. Which row has no error at any weight?",
            Choice(ROWS), outcome=_never_wrong,
            lab=lambda: bp.WeightLab(weight=4, controls=("weight",), views=("parabola", "table"), more=False),
            why="Its output is weight × 0, whatever the weight is. A row that is always right cannot teach: move the "
                "weight and watch the last column."),
        Question(
            "way-down", "The weight is 1. Which way lowers the loss?",
            (Option("To smaller weights: large weights are what makes errors large.",
                    "At weight 1 all outputs are too small.", misconception="smaller-is-right"),
             Option("To larger weights: the gradient there is below 0.",
                    "Against the gradient is right wherever the weight stands.")),
            right=lambda: int(bp.WeightLab(weight=1).result.gradients[0] < 0)),
        Exercise(
            "gradient", "Write `gradient(w, x, y)`: the slope of the loss, the mean of (w·x − y)², at weight `w`.",
            reference=gradient, cases=_cases, oracle=_by_differences, returns="the gradient", tolerance=1e-6,
            wrong=(Wrong("mean forgotten", lambda w, x, y: np.sum(2 * (w * x - y) * x),
                         "You added the shares of all rows; the loss is their mean."),
                   Wrong("factor 2 left out", lambda w, x, y: np.mean((w * x - y) * x),
                         "The slope of a square is twice what is squared."),
                   Wrong("sign", lambda w, x, y: np.mean(2 * (y - w * x) * x),
                         "That is the slope turned round: the error is output − desired."),
                   Wrong("input left out", lambda w, x, y: np.mean(2 * (w * x - y)),
                         "A weight moves the output by its input: each share is multiplied by x.")),
            hints=("The loss of one row is (w·x − y)². How does it change with w?",
                   "The slope of a square is 2 × what is squared × the slope of what is squared.",
                   "Each row's share is 2 × error × x; the loss is the mean of the rows.")),
        Prediction(
            "second-step", "From weight 4, at the learning rate 0.001, the first step has the length 0.819. The second "
            "one is ...", Choice(("longer", "shorter", "just as long")), outcome=_longer,
            lab=lambda: bp.WeightLab(weight=4, learning_rate=0.001, controls=("learning_rate", "step"),
                                     views=("parabola", "loss")),
            why=lambda lab: f"Nearer to the bottom the curve is flatter, so the gradient is smaller, and so is the "
                            f"step. Each leaves {in_words(lab.result.factor)} of the distance to 2."),
        Question(
            "four-three-two", "An introduction lets this weight go 4 → 3 → 2. Is there one learning rate that does it?",
            (Option("Yes: the rate that makes the first step 1 long.", "From 3 the gradient is half as large: the same "
                    "rate makes a step half as long.", misconception="steps-stay-as-long"),
             Option("No: the second step would need another rate.", "A rate that halves the distance once halves it "
                    "every time: 4, 3, 2.5, 2.25 ...")),
            right=_one_rate_for_both),
        Prediction(
            "largest-rate", "Steps may be so long that they jump over the best weight, {best}. Up to which learning "
            "rate does the weight still come to rest there, with the inputs {x}?",
            Number("largest learning rate", within=0.1, low=0),
            lab=lambda best, x: bp.WeightLab(x=x, y=[best * one for one in x], weight=best + 2, learning_rate=0.001,
                                             controls=("learning_rate", "step")),
            outcome=lambda lab: lab.result.rate_limit,
            cases=({"best": 2, "x": (0, 3, 9, 27)}, {"best": 5, "x": (0, 1, 2, 4)}, {"best": 3, "x": (1, 2, 5)}),
            guess=lambda answer, lab: Guess("rate", x=math.log10(answer) if answer > 0 else None),
            why=lambda lab: "A step multiplies the distance by 1 − rate × L''. This L'' is the **curvature**: how fast "
                            f"the slope changes, here {in_words(lab.result.curvature, 4)}. From the rate 1/L'' = "
                            f"{in_words(lab.result.rate_limit / 2)} on steps jump over the bottom: that is the "
                            "warning. From 2/L'' on each jump is longer than the last."),
        Prediction(
            "whose-limit", "Somebody takes half the *mean* of the squared errors as loss, somebody else their *sum*. "
            "How many times as large is the first one's largest stable rate?",
            Number("times", within=0.01), outcome=_ratio,
            lab=lambda: bp.WeightLab(weight=4, learning_rate=0.001, controls=("learning_rate", "loss", "scaled"),
                                     views=("parabola", "rate", "verdict")),
            why="The sum is 2 × 4 rows = 8 times as large, and so are its slopes and its curvature; the bottom stays "
                "where it is. Now tick “divide x and y by max |x|”, which is 27: the curvature becomes 27² = 729 times "
                "as small."),
        SayIt(
            "rate-without-loss", "Somebody tells you: “My learning rate is 0.001.” What else must you know to say "
            "whether that is much? One or two sentences.",
            "The loss it belongs to (a sum has larger slopes than a mean) and the size of the inputs: together they "
            "make the curvature, and the largest stable rate is 2 divided by it."),
    ))
