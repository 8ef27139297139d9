"""Lesson 10: squared error or cross-entropy? Where a unit is surely wrong, only one of them has a gradient."""
from __future__ import annotations

import numpy as np

import bpwidgets as bp
from bpwidgets import engine

from ...text import in_words
from .. import Choice, Decade, Exercise, Factor, FillIn, Lesson, Option, Prediction, Question, Ranking, SayIt, Wrong

RATE, STEPS = 0.15, 300
LINES = {"huber": "Huber loss", "mae": "mean absolute error", "mse": "mean squared error"}
ERROR, SLOPE, INPUT = "derivative of the loss", "slope of the unit", "input of the weight"


def delta_softmax(z, y):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    return (p - y) / len(y)


def _probabilities(z, axis=1):
    e = np.exp(z - z.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)


def _scores(rng):
    """Scores of two or three rows and three classes, and the right classes."""
    rows = int(rng.integers(2, 4))
    return rng.normal(size=(rows, 3)).round(2) * 2, np.eye(3)[rng.integers(0, 3, size=rows)]


def _from(weight, bias, **more):
    return bp.LossLab(**{"weight": weight, "bias": bias, "learning_rate": RATE, "steps": STEPS, **more})


def _from_both(unsure, sure):
    """When half of the error is gone with squared error, from either start; never counts as after all steps."""
    ends = [_from(*start).result.runs["squared"].half_at for start in (unsure, sure)]
    return [STEPS + 1 if end is None else end for end in ends]


def _sooner(lab):
    first, second = _from_both((0.6, 0.9), (lab.settings.weight, lab.settings.bias))
    return 0 if first < second else 1 if second < first else 2


def _why_sooner(lab):
    first, second = _from_both((0.6, 0.9), (lab.settings.weight, lab.settings.bias))
    later = f"after {second} steps" if second <= STEPS else f"not in {STEPS} steps"
    said = in_words(lab.result.runs["squared"].outputs[0])
    return (f"From 0.82 half of the error is gone after {first} steps, from {said} {later}: the dashed curve. A person "
            "who is badly wrong learns fast; this unit waits. (The other curve has another loss. Its turn comes soon.)")


def _at(z, target):
    return bp.LossLab(weight=0.0, bias=z, target=target, views=("gradient", "verdict"), controls=("bias",),
                      question="How large is the gradient where the unit is surely wrong?")


def _why_small(lab):
    run = lab.result.runs["squared"]
    a, y = float(run.outputs[0]), lab.settings.target
    return (f"a = {a:.4f}, so the error a − y is {in_words(a - y)}, but the slope a (1 − a) is only "
            f"{in_words(engine.ACTIVATIONS['sigmoid'].slope(run.z[:1])[0])}; dL/dz is their product, "
            f"{in_words(run.deltas[0])}. Where the sigmoid is flat no error comes through. Drag the start along z.")


def _unit(seed):
    """One unit with short numbers."""
    rng = np.random.default_rng(seed)
    x, w, b = (round(rng.uniform(low, high), 1) for low, high in ((0.5, 2), (-1.5, 1.5), (-1, 1)))
    return bp.LossLab(weight=w, bias=b, input=x, target=float(seed % 2), steps=20, views=("gradient", "table"),
                      controls=("bias",), question="What is left of the three factors?")


def _factors(lab):
    run, y = lab.result.runs["entropy"], lab.settings.target
    a = float(run.outputs[0])
    slope = float(engine.ACTIVATIONS["sigmoid"].slope(run.z[:1])[0])
    return (Factor("dL/da", (a - y) / slope, ERROR, from_=f"(a − y) / (a (1 − a)), with a = {a:.4f}."),
            Factor("da/dz", slope, SLOPE, from_=f"a (1 − a), with a = {a:.4f}."),
            Factor("x", lab.settings.input, INPUT, from_="It is given."))


def _given(lab):
    a = lab.result.runs["entropy"].outputs[0]
    return (f"x = {lab.settings.input:g}, a = {a:.4f}, y = {lab.settings.target:g}. The loss is the cross-entropy, "
            "dL/da = (a − y) / (a (1 − a)); the unit has the sigmoid.")


def _weight_gradient(lab):
    """From the first step of the run: how far the weight moved, by the rate."""
    weights = lab.result.runs["entropy"].path[:2, 0]
    return float(weights[0] - weights[1]) / lab.settings.learning_rate


def _flat_where_wrong():
    """The option that says what the gradients of a unit that is surely wrong are like."""
    squared, entropy = bp.LossLab().result.runs.values()
    return 2 if abs(entropy.deltas[0]) > 10 * abs(squared.deltas[0]) else 0


def _classes(scores, right):
    return bp.LossLab(**{f"score_{k + 1}": score for k, score in enumerate(scores)}, wanted=right,
                      views=("softmax",), controls=("score_1", "score_2", "score_3"),
                      question="What do the scores of three classes get back?")


def _of_right_class(lab):
    k = int(lab.settings.wanted) - 1
    return {name: abs(float(delta[k])) for name, delta in lab.result.softmax.deltas.items()}


def _why_times(lab):
    found = _of_right_class(lab)
    p = lab.result.softmax.probabilities[int(lab.settings.wanted) - 1]
    return (f"p of the right class is {in_words(p)}. Cross-entropy sends back p − 1, "
            f"{in_words(found['entropy'])} in size; squared error {in_words(found['squared'])}. Softmax is flat, too, "
            "where it is sure, and again cross-entropy cancels its slope: δ = p − y, class by class.")


def _turned(lab):
    """The losses from the line that is turned most to the one that is turned least."""
    found = lab.result.outlier
    turns = [abs(found.lines[name][0] - found.clean[0]) for name in LINES]
    return np.argsort(turns)[::-1].tolist()


def _why_turned(lab):
    slopes = {name: in_words(slope) for name, (slope, _) in lab.result.outlier.lines.items()}
    return (f"Without the last point the slope is about {lab.result.outlier.clean[0]:g}. With it: squared "
            f"{slopes['mse']}, Huber {slopes['huber']}, absolute {slopes['mae']}. The pull of a point is dL/da: with "
            "squares it grows with the distance, with Huber it stops growing at the bend, with absolute errors it is "
            "the same for all. Drag the last point.")


def _share_of_last():
    """1 if at the line of the others the square of the last point is more than half of the sum."""
    found = bp.LossLab().result.outlier
    squares = (found.clean[0] * found.x + found.clean[1] - found.y)**2
    return int(squares[-1] > squares[:-1].sum())


LESSON = Lesson(
    "choose-a-loss", "Choose a loss", 10, needs=("send-the-error-back",), minutes=25,
    outcomes=("say why squared error learns slowly where a sigmoid unit is surely wrong",
              "show how cross-entropy cancels the slope, and write δ of softmax",
              "choose a loss for a number, a yes or no, one of several classes, and data with outliers"),
    items=(
        Prediction(
            "sooner", "A unit should say 0. It begins at 0.82 (weight 0.6, bias 0.9) or surely wrong (weight {weight}, "
            "bias {bias}). With squared error: from which start is half of the error gone sooner?",
            Choice(("from the first", "from the second, where it is more wrong", "after as many steps from both")),
            lab=lambda weight, bias: _from(weight, bias, views=("outputs",), controls=("weight", "bias", "step"),
                                           question="How does the output fall, step by step?"),
            outcome=_sooner, why=_why_sooner, cases=({"weight": 2, "bias": 2}, {"weight": 3, "bias": 2.5})),
        Prediction(
            "how-flat", "A sigmoid unit has z = {z}, its target is {target}. How large is |dL/dz| with squared error, "
            "½ (a − y)²?", Decade("|dL/dz|", -5, 0), lab=_at, why=_why_small,
            outcome=lambda lab: abs(float(lab.result.runs["squared"].deltas[0])),
            cases=({"z": 7, "target": 0}, {"z": -5, "target": 1}, {"z": 9, "target": 0})),
        FillIn(
            "cancels", "dL/dw of one unit with cross-entropy. What is left of the first two factors?",
            lab=_unit, factors=_factors, given=_given, result="dL/dw", rules=("the activation", "the bias"),
            agrees=_weight_gradient, lab_after=True),
        Question(
            "which-loss", "A sigmoid unit should say yes or no. On some examples it is surely wrong. Which loss?",
            (Option("Squared error: it is largest where the unit is most wrong.",
                    "The loss is, but what learns is its gradient, and that has the slope of the unit in it.",
                    misconception="squared-error-fits-all"),
             Option("Either, with a rate that suits it.", "The slope changes by powers of ten along one run; no "
                    "constant rate makes up for that.", misconception="a-larger-rate-repairs-the-loss"),
             Option("Cross-entropy: dL/dz = a − y, however flat the sigmoid is.",
                    "The slope a (1 − a) cancels: the more wrong, the larger the gradient.")),
            right=_flat_where_wrong),
        Prediction(
            "softmax-times", "Three classes have the scores {scores}; class {right} is right. How many times as large "
            "as with squared error is |dL/dz| of the right class with cross-entropy?", Decade("times", 0, 4),
            lab=_classes, why=_why_times,
            outcome=lambda lab: _of_right_class(lab)["entropy"] / _of_right_class(lab)["squared"],
            cases=({"scores": (-2, 4, 0), "right": "1"}, {"scores": (3, 1, 0), "right": "3"})),
        Exercise(
            "delta-softmax", "Write `delta_softmax(z, y)`: dL/dz of softmax with cross-entropy, a mean over the rows. "
            "z are scores, one row for each example; each row of y has a 1 at the right class.",
            reference=delta_softmax, cases=_scores, returns="δ", tolerance=1e-9,
            oracle=engine.LOSSES["softmax_cross_entropy"].gradient,
            wrong=(Wrong("slope left in", lambda z, y: (_probabilities(z) - y) * _probabilities(z)
                         * (1 - _probabilities(z)) / len(y), "The slope cancels: it must not stand there."),
                   Wrong("sign", lambda z, y: (y - _probabilities(z)) / len(y),
                         "The gradient points uphill: p − y, not y − p."),
                   Wrong("mean forgotten", lambda z, y: _probabilities(z) - y,
                         "The loss is a mean over the rows: each row has a share of 1/N."),
                   Wrong("wrong axis", lambda z, y: (_probabilities(z, 0) - y) / len(y),
                         "The probabilities of each *row* add up to 1: sum over axis 1."),
                   Wrong("scores for probabilities", lambda z, y: (z - y) / len(y),
                         "z are scores; first make probabilities of them.")),
            hints=("First p: `np.exp(z)`, divided by its sum along each row.",
                   "`keepdims=True` keeps the sums as a column.", "δ is p − y, divided by the number of rows.")),
        Question(
            "delta-of-output", "A program has δ = (p − y) · p (1 − p) at a softmax with cross-entropy. Is it right?",
            (Option("Yes: δ is always the error times the slope.", "With cross-entropy that slope has cancelled.",
                    misconception="the-slope-is-always-there"),
             Option("No: δ = p − y.", "A check with differences would tell; the loss may fall all the same."),
             Option("Only with a larger rate.", "A rate multiplies all of δ; the slope differs from class to class.",
                    misconception="a-larger-rate-repairs-the-loss")),
            right=lambda lab: int(np.allclose(lab.result.softmax.deltas["entropy"],
                                              lab.result.softmax.probabilities - lab.result.softmax.targets)),
            lab=lambda: _classes((1.0, 0.0, -1.0), "2")),
        Prediction(
            "outlier", "Nine points lie near a line of slope 3, until the last is moved to the height {height}. Which "
            "loss has the line that turns most?", Ranking("the most turned line first", tuple(LINES.values())),
            lab=lambda height: bp.LossLab(outlier=height, views=("outlier",), controls=("outlier", "bend"),
                                          question="How far does one point drag the line?"),
            outcome=_turned, why=_why_turned, cases=({"height": -6}, {"height": -9})),
        Question(
            "one-point", "Of nine points one lies far off the line of the others. How much does it count in the sum of "
            "squares?",
            (Option("About a ninth.", "Its square counts, and it is many times as far off.",
                    misconception="an-outlier-counts-as-one"),
             Option("More than all others together.", "At the line of the others it is nearly all of the sum.")),
            right=_share_of_last),
        SayIt(
            "your-choice", "Which loss do you take for (a) a temperature, (b) yes or no, (c) one of ten digits, (d) a "
            "temperature from a sensor that sometimes fails? A few words each.",
            "(a) squared error with a linear output: there δ is a − y; (b) cross-entropy with a sigmoid; (c) "
            "cross-entropy with softmax; (d) Huber or the absolute error. In (a) to (c) δ of the output is output "
            "minus target: loss and output unit belong together."),
    ))
