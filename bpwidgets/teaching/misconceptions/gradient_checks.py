"""Wrong ideas about the check of a gradient (lesson 6)."""
from __future__ import annotations

from typing import Any

import bpwidgets as bp

from .misconception import OFTEN_HEARD, Misconception


def _passes_with_other_digits(lab: Any) -> bool:
    """The gradient is right, and hardly one difference has all of its digits."""
    found = lab.result.agreement
    return lab.result.verdict.startswith("Passes") and (found.gradient != found.central).mean() > 0.5


def _a_tiny_step_is_worse(lab: Any) -> bool:
    error = lab.result.sweep.central_error
    return bool(error[0] > 1e3 * error.min())


def _only_the_kink_is_to_blame(lab: Any) -> bool:
    """The difference is far off, and with a step that does not reach the kink it is not."""
    smaller = lab.settings.replace(step=lab.result.kink / 10)
    found = lab.result.agreement
    *_, near = lab.plan.study(smaller)
    return bool(found.relative[lab.result.at] > 0.1 and near.verdict.startswith("Passes"))


OF_CHECKS = (
    Misconception(
        "all-digits-must-agree", "A gradient is right only if it agrees with the difference in all digits.",
        "The difference itself is never exact: bend and rounding spoil its last digits. Agreement up to its own doubt "
        "is all there can be.",
        OFTEN_HEARD,
        lambda: bp.GradientCheckLab(step=1e-5, controls=("step",), views=("agreement", "table", "verdict")),
        _passes_with_other_digits),
    Misconception(
        "the-smaller-the-step-the-better", "The smaller the step, the nearer the difference comes to the derivative.",
        "So it would be with exact numbers. With 16 digits, rounding grows as the step shrinks: below some step the "
        "error rises again.",
        OFTEN_HEARD,
        lambda: bp.GradientCheckLab(step=1e-13, controls=("step",), views=("sweep", "closeup", "verdict")),
        _a_tiny_step_is_worse),
    Misconception(
        "a-difference-proves-the-fault", "Where gradient and difference disagree, the gradient is wrong.",
        "If a kink lies within the step, the difference mixes the slopes of both sides: a smaller step tells.",
        OFTEN_HEARD,
        lambda: bp.GradientCheckLab(net=bp.engine.network((1, 1, 1), "relu"), x=[[1.0]], y=[[2.0]],
                                    theta=(0.5, -0.48, 1.5, 0.25), selected="b1[0]", step=0.1, controls=("step",),
                                    views=("sweep", "closeup", "verdict")),
        _only_the_kink_is_to_blame),
)
