"""Wrong ideas about how the error comes back, and about what the numbers are worth (lessons 3 and 5)."""
from __future__ import annotations

from typing import Any

import bpwidgets as bp

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


OF_THE_WAY_BACK = (
    Misconception(
        "backpropagation-is-approximate", "Backpropagation finds the gradient only approximately.",
        "It is the chain rule, exact but for the rounding of the machine; it is differences that are approximate.",
        OFTEN_HEARD, lambda: _mazur(question="How exact is the gradient?"), _agrees),
    Misconception(
        "seventh-digit-is-rounding", "If two programs differ in the seventh digit, that is rounding.",
        "Numbers here have nearly sixteen digits: a difference in the seventh is another formula.",
        OFTEN_HEARD, lambda: _mazur(moment=20, question="What is the loss after one update?"), _more_than_a_digit),
)
