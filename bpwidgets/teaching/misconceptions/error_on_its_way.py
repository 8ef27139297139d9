"""Wrong ideas about how the error comes back, and about what the numbers are worth (lessons 3 and 5)."""
from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

import bpwidgets as bp
from bpwidgets import engine

from .misconception import OFTEN_HEARD, Misconception, cited

# What the post prints as the loss after the first update, and half of its last digit.
PRINTED, HALF_A_DIGIT = 0.291027924, 5e-10
MAZUR = cited("Mazur", "A Step by Step Backpropagation Example", 2015,
              "https://mattmazur.com/2015/03/17/a-step-by-step-backpropagation-example/")


def _mazur(**shown: Any) -> bp.Lab:
    return bp.BackpropLab(net="mazur", controls=("moment", "learning_rate"), views=("diagram", "verdict"), **shown)


def _agrees(lab: Any) -> bool:
    """Backpropagation and central differences agree as far as differences go."""
    return bool(lab.result.check.relative_error < 1e-7)


def _more_than_a_digit(lab: Any) -> bool:
    """The printed loss is off by a hundred times what printing nine digits leaves open."""
    return bool(abs(lab.result.path.values[1] - PRINTED) > 100 * HALF_A_DIGIT)


def _back_through(lab: Any, matrix: Callable[[np.ndarray], np.ndarray]) -> bool:
    """Whether δ of layer 2 times this matrix, made of W2, is the error that arrives at layer 1."""
    r = lab.result
    through = matrix(r.network.unpack(r.theta)[1]["W"])
    fits = r.delta[1].shape[-1] == len(through)
    return bool(fits and np.allclose(r.delta[1] @ through, r.error[0], rtol=1e-9))


def _new_weights_mislead(lab: Any) -> bool:
    """Whether the error that comes back through the new W2 is off by more than a thousandth."""
    r, rate = lab.result, lab.settings.learning_rate
    W, dW = (r.network.unpack(vector)[1]["W"] for vector in (r.theta, r.gradient))
    off = r.delta[1] @ (W - rate * dW).T - r.error[0]
    return bool(engine.norm(off) > 1e-3 * engine.norm(r.error[0]))


OF_THE_WAY_BACK = (
    Misconception(
        "backpropagation-is-approximate", "Backpropagation finds the gradient only approximately.",
        "It is the chain rule, exact but for the rounding of the machine; it is differences that are approximate.",
        OFTEN_HEARD, lambda: _mazur(question="How exact is the gradient?"), _agrees),
    Misconception(
        "seventh-digit-is-rounding", "If two programs differ in the seventh digit, that is rounding.",
        "Numbers here have nearly sixteen digits: a difference in the seventh is another formula.",
        OFTEN_HEARD, lambda: _mazur(moment=20, question="What is the loss after one update?"), _more_than_a_digit),
    Misconception(
        "same-product-both-ways", "The error goes back through the same product, δ W.",
        "Backwards each unit hears from the units it feeds: δ times the transpose of W.",
        OFTEN_HEARD,
        lambda: bp.BackpropLab(net="xor_2_3_1", moment=10, selected="W1[0,0]", controls=("moment", "example"),
                               views=("diagram", "formula"), question="Which weights bring the error back?"),
        lambda lab: _back_through(lab, np.transpose) and not _back_through(lab, np.asarray)),
    Misconception(
        "going-back-inverts", "Going back undoes the forward pass, so it needs the inverse of W.",
        "The way back computes derivatives, not inputs: the error goes through the transpose of W.",
        OFTEN_HEARD,
        lambda: bp.BackpropLab(net="mazur", moment=10, selected="W1[0,0]", controls=("moment", "theta"),
                               views=("diagram", "formula"), question="What does the error go back through?"),
        lambda lab: _back_through(lab, np.transpose) and not _back_through(lab, np.linalg.inv)),
    Misconception(
        "weights-change-during-the-pass", "Each weight may be changed as soon as its gradient is known.",
        "The error still has to go back through the old weights; through the new ones it is another error.",
        "a warning against it: " + MAZUR,
        lambda: _mazur(moment=10, question="Through which weights does the error go back?"), _new_weights_mislead),
)
