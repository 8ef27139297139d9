"""Wrong ideas about what a wrong line of a program does (lesson 8)."""
from __future__ import annotations

from typing import Any

import bpwidgets as bp

from .misconception import OFTEN_HEARD, Misconception, cited

VIEWS = ("program", "losses", "table", "verdict")


def _small_and_no_rounding(lab: Any) -> bool:
    """After one update the two losses differ, by far more than doubles are rounded, and by far less than anybody
    sees."""
    apart = abs(lab.result.losses[1] / lab.result.healthy.losses[1] - 1)
    return bool(1e-12 < apart < 1e-6)


def _first_right_then_wrong(lab: Any) -> bool:
    """After one update the losses are the same, after two they are not."""
    wrong, right = lab.result.losses, lab.result.healthy.losses
    return bool(wrong[1] == right[1] and wrong[2] != right[2])


OF_WRONG_LINES = (
    Misconception(
        "a-small-difference-is-rounding", "A difference in the seventh digit is rounding.",
        "The numbers have sixteen digits: a difference in the seventh has a cause, such as an update during the pass.",
        "the printed error of " + cited("Mazur", "A Step by Step Backpropagation Example", 2015,
                                        "https://mattmazur.com/2015/03/17/a-step-by-step-backpropagation-example/"),
        lambda: bp.ClinicLab(fault="update_during_pass", accused="line 9", controls=("steps",), views=VIEWS),
        _small_and_no_rounding),
    Misconception(
        "a-fault-shows-at-once", "A wrong line spoils the first update.",
        "Gradients that are not cleared leave the first update right: there is nothing yet that they add to.",
        OFTEN_HEARD,
        lambda: bp.ClinicLab(fault="gradients_not_cleared", accused="line 3", probes=("W1[0,0]", "W2[1,0]"),
                             controls=("steps",), views=VIEWS),
        _first_right_then_wrong),
)
