"""Lesson 6: a gradient against differences of the loss, the step that tells most, and what a kink does to it."""
from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

import bpwidgets as bp
from bpwidgets.studies import GradientCheckSettings, gradient_check

from ...pictures.guess import Guess
from ...text import in_words
from .. import Choice, Decade, Exercise, Lesson, Option, Prediction, Question, SayIt, Wrong

SWEEP = ("sweep", "closeup")


@dataclass(frozen=True)
class Loss:
    """A loss of two weights, a w₀³ + b w₀ w₁ + w₁²; it prints as that."""

    a: int
    b: int

    def __call__(self, w):
        return self.a * w[0] ** 3 + self.b * w[0] * w[1] + w[1] ** 2

    def __repr__(self):
        return f"{self.a} w0³ + {self.b} w0 w1 + w1²"

    def gradient(self, w):
        """By hand."""
        return np.array([3 * self.a * w[0] ** 2 + self.b * w[1], self.b * w[0] + 2 * w[1]])


def differences(loss, w, h):
    slopes = np.zeros(len(w))
    for k in range(len(w)):
        step = np.zeros(len(w))
        step[k] = h
        slopes[k] = (loss(w + step) - loss(w - step)) / (2 * h)
    return slopes


def _loss_case(rng):
    """A loss, two weights, and a large step, so that forward and central differences differ."""
    return Loss(int(rng.integers(1, 5)), int(rng.integers(1, 5))), rng.integers(1, 5, size=2) / 2, 0.5


def _by_hand(loss, w, h):
    """A central difference of a cube has an error of a h², and of the rest none."""
    return loss.gradient(w) + np.array([loss.a * h ** 2, 0.0])


def _other(loss, w, h, right=1, left=1, by=2, keep=False):
    """Differences with other steps than h to both sides, another divisor, or steps that are not taken back."""
    slopes, at = np.zeros(len(w)), np.array(w)
    for k, step in enumerate(h * np.eye(len(w))):
        slopes[k] = (loss(at + right * step) - loss(at - left * step)) / (by * h)
        at = at + step if keep else at
    return slopes


def best_step(bend, loss, unit):
    return (3 * unit * loss / bend) ** (1 / 3)


def _bend_case(rng):
    """Third derivative, loss and unit roundoff."""
    return float(rng.integers(1, 9)), float(rng.integers(1, 9)) / 4, float(rng.choice([1e-16, 6e-8]))


def _by_trying(bend, loss, unit):
    """The lowest of many steps, and then of many near it."""
    low, high = 1e-9, 1.0
    for _ in range(6):
        h = np.geomspace(low, high, 2001)
        k = int(np.argmin(h ** 2 * bend / 6 + unit * loss / h))
        low, high = h[max(k - 1, 0)], h[min(k + 1, 2000)]
    return float(np.sqrt(low * high))


def _program(hidden=True, output=True, db=np.sum):
    """A backward pass of the net 2-3-1 (tanh, sigmoid, mean squared error); with a slope left out, or another db."""
    def my_gradient(p, x, y):
        a1 = np.tanh(x @ p["W1"] + p["b1"])
        a2 = 1 / (1 + np.exp(-(a1 @ p["W2"] + p["b2"])))
        d2 = 2 * (a2 - y) / y.size * (a2 * (1 - a2) if output else 1)
        d1 = d2 @ p["W2"].T * (1 - a1 ** 2 if hidden else 1)
        return {"W1": x.T @ d1, "b1": db(d1, axis=0), "W2": a1.T @ d2, "b2": db(d2, axis=0)}
    return my_gradient


FAULTS: Mapping[str, Any] = {
    "the slope of the hidden units is left out": _program(hidden=False),
    "db is the mean over the examples, though dW is their sum": _program(db=np.mean),
    "the slope of the output unit is left out": _program(output=False)}
BLAMED = ("all four", "W1 and b1", "W2 and b2", "b1 and b2")


def _blamed(lab):
    """Which parameters have a wrong derivative."""
    groups = {name.partition("[")[0] for name, off in zip(lab.result.names, lab.result.agreement.wrong) if off}
    return [{"W1", "b1", "W2", "b2"}, {"W1", "b1"}, {"W2", "b2"}, {"b1", "b2"}].index(groups)


def _why_blamed(lab):
    return {0: "The fault stands where the way back begins, so all that is computed behind it inherits it.",
            1: "The way back begins at the output: what is computed before the fault is still right. So the check says "
               "where to look.",
            2: "Only what the last layer computes is off: the error that goes back is right.",
            3: "Weights are right and biases are not: the error is right, and the line for db is to blame."
            }[_blamed(lab)]


TOLD = ("it is right", "it is wrong", "nothing yet")
VERDICTS = ("Passes", "Fails", "Cannot be told at this step")


def _told(lab):
    """What the verdict of the lab says."""
    return next(k for k, word in enumerate(VERDICTS) if lab.result.verdict.startswith(word))


def _check(step, precision, fault):
    return bp.GradientCheckLab(step=step, precision=precision, gradient=FAULTS.get(fault, "backprop"),
                               controls=("step", "precision"), views=("sweep", "agreement", "verdict"), actions=())


def _case(step, precision, fault=""):
    """The numbers of a check, with the largest relative difference that it finds."""
    *_, found = gradient_check(GradientCheckSettings(step=step, precision=precision,
                                                     gradient=FAULTS.get(fault, "backprop")))
    worst = float(np.max(found.agreement.relative))
    return {"step": step, "precision": precision, "fault": fault, "h": in_words(step), "worst": in_words(worst, 1)}


def _why_told(lab):
    found = lab.result.agreement
    k = int(np.argmax(found.relative))
    return (f"At this step the difference itself may be off by {in_words(found.doubt[k], 1)} (the column), and "
            f"{in_words(found.relative[k], 1)} was found (the sign). " + (
                "The sign is above its column: no doubt explains it.", "A sign inside its column can accuse nobody.")[
                    int(not found.wrong.any())] + " Move the step and watch both.")


def _unit_at(distance):
    """One ReLU unit, whose bias stands so far above the value at which it switches."""
    return bp.GradientCheckLab(net=bp.engine.network((1, 1, 1), "relu"), x=[[1.0]], y=[[2.0]],
                               theta=(0.5, distance - 0.5, 1.5, 0.25), selected="b1[0]", step=0.5,
                               controls=("step",), views=SWEEP, actions=())


def _why_kink(lab):
    r = lab.result
    return (f"Up to {in_words(r.kink)} both points lie on one side of the kink, and the difference is good to many "
            "digits. One step further the left point lies on the flat side: the difference mixes two slopes, and its "
            "error jumps. Move the step across the dotted line and watch the picture on the right.")


def _why_best(lab):
    r = lab.result
    error = in_words(10.0 ** round(math.log10(r.best_error)))
    return (f"A V: as the step shrinks the error falls, down to about {error} near the star; then it grows again. Look "
            "at the loss from near by (right; its tangent is taken out) while you move the step: first a bend, in the "
            "end nothing but rounding.")


def _tiny_is_worse():
    """1 if the error at 1e-12 is larger than that at 1e-5, else 0."""
    sweep = bp.GradientCheckLab().result.sweep
    tiny, small = (np.interp(math.log10(h), np.log10(sweep.h), sweep.central_error) for h in (1e-12, 1e-5))
    return int(tiny > small)


LESSON = Lesson(
    "check-a-gradient", "Check a gradient", 6, needs=("write-backpropagation",), minutes=25,
    outcomes=("write a gradient check with central differences", "choose its step, and say why a smaller one is worse",
              "read its outcome: right, wrong, or undecided at this step"),
    items=(
        Exercise(
            "differences", "Write `differences(loss, w, h)`: for each weight the slope of the line through the losses "
            "at w − h and w + h, with all other weights as they are. `loss(w)` gives a number.",
            reference=differences, cases=_loss_case, oracle=_by_hand, returns="the list of slopes", tolerance=1e-8,
            wrong=(Wrong("forward difference", lambda loss, w, h: _other(loss, w, h, left=0, by=1),
                         "Yours goes from w to w + h: a slope of one side. Go as far to the left, too."),
                   Wrong("divided by h", lambda loss, w, h: _other(loss, w, h, by=1),
                         "The two points are 2 h apart."),
                   Wrong("sign", lambda loss, w, h: -_other(loss, w, h),
                         "Right minus left: a loss that rises has a slope above 0."),
                   Wrong("step not taken back", lambda loss, w, h: _other(loss, w, h, keep=True),
                         "When the next weight moves, the one before must stand where it stood.")),
            hints=("One weight at a time: copy w, or add a list with h at place k and 0 elsewhere.",
                   "Two losses: one at `w + step`, one at `w - step`.", "The points are 2 h apart.")),
        Prediction(
            "best-step", "The net 2-3-1 is to learn XOR in {precision}, numbers of {digits} digits. All derivatives "
            "are compared with central differences. With which step h do these come nearest?",
            Decade("step h", -12, 0, apart=1),
            lab=lambda precision, digits: bp.GradientCheckLab(precision=precision, controls=("step", "activation"),
                                                              views=SWEEP, actions=()),
            outcome=lambda lab: lab.result.step_in_theory,
            cases=({"precision": "float64", "digits": 16}, {"precision": "float32", "digits": 7}),
            guess=lambda answer, lab: Guess("sweep", x=float(answer)), why=_why_best),
        Question(
            "why-not-smaller", "Of the steps 10⁻¹² and 10⁻⁵, the second came nearer. What is wrong with 10⁻¹²?",
            (Option("Nothing: the nearer the points, the better.", "That would be so with all digits of all numbers.",
                    misconception="the-smaller-the-step-the-better"),
             Option("The two losses differ in their last digits only, and these are rounded.",
                    "Of 16 digits, 12 are alike and vanish in the subtraction; the step then divides what is left.")),
            right=_tiny_is_worse),
        Exercise(
            "best-step-formula", "The error of a central difference is about h² T/6 + u L/h: T is the third "
            "derivative, L the loss, u the rounding of one number (10⁻¹⁶). Write `best_step(bend, loss, unit)`, with "
            "T, L and u: the h at which the error is smallest.",
            reference=best_step, cases=_bend_case, oracle=_by_trying, returns="the step", tolerance=1e-4,
            wrong=(Wrong("arms set equal", lambda bend, loss, unit: (6 * unit * loss / bend) ** (1 / 3),
                         "Where both parts are equal is not where their sum is smallest: set the derivative of the sum "
                         "to 0."),
                   Wrong("square root", lambda bend, loss, unit: (3 * unit * loss / bend) ** 0.5,
                         "The derivative is h T/3 − u L/h²: times h² it has the third power of h."),
                   Wrong("upside down", lambda bend, loss, unit: (bend / (3 * unit * loss)) ** (1 / 3),
                         "A loss that bends more needs a smaller step: T stands below.")),
            hints=("Where a curve is lowest its slope is 0: differentiate by h.", "h T/3 − u L/h² = 0.",
                   "Multiply by h²: h³ = 3 u L/T.")),
        Prediction(
            "what-is-told", "A check in {precision}, with the step {h}: the largest relative difference is {worst}. "
            "What does that tell you about the gradient?", Choice(TOLD),
            lab=lambda step, precision, fault, h, worst: _check(step, precision, fault), outcome=_told,
            cases=(_case(0.1, "float64"), _case(1e-5, "float64", "the slope of the hidden units is left out"),
                   _case(0.01, "float32")), why=_why_told),
        Question(
            "how-many-digits", "With the best step, about ten digits of each derivative agree, the other six do not. "
            "Is the gradient right?",
            (Option("No: right is what agrees in all digits.", "Then no gradient in the world would be right.",
                    misconception="all-digits-must-agree"),
             Option("Yes: no difference can tell more.", "The check can only be as good as the difference; the "
                    "gradient is the better one of the two.")),
            right=lambda: int(bp.GradientCheckLab(step=1e-5).result.verdict.startswith("Passes"))),
        Prediction(
            "where-is-it", "In a program for this net {fault}. Of which parameters will the check say that their "
            "derivatives are wrong?", Choice(BLAMED),
            lab=lambda fault: bp.GradientCheckLab(gradient=FAULTS[fault], step=1e-5, controls=("step",),
                                                  views=("agreement", "verdict"), actions=()),
            outcome=_blamed, cases=tuple({"fault": fault} for fault in FAULTS), why=_why_blamed),
        Prediction(
            "across-the-kink", "The bias of a ReLU unit stands {distance} above the value at which the unit switches "
            "off. Up to which step is the central difference of this bias good?",
            Decade("step h", -8, 0, apart=0), lab=_unit_at,
            outcome=lambda lab: lab.result.kink,
            cases=({"distance": 0.01}, {"distance": 0.0001}), guess=lambda answer, lab: Guess("sweep", x=float(answer)),
            why=_why_kink),
        SayIt(
            "two-of-a-thousand", "Your ReLU net passes, but for 2 of 1000 weights, at which gradient and difference "
            "are 30 % apart. What do you do before you look for a fault?",
            "See whether a unit switches within the step: check these two again with a smaller step, or at other "
            "weights. If they agree then, it was a kink. If the difference stays, it is a fault."),
    ))
