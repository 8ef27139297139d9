"""GradientCheckLab: is it right, and with which step?"""
from __future__ import annotations

import math
from types import MappingProxyType
from typing import Any

from ...widgets.actions import Action
from ...widgets.lab import Lab
from ...widgets.plan import Plan, Question
from .pictures.agreement import AgreementByParameter
from .pictures.closeup import LossNearBy
from .pictures.precision import TwoPrecisions
from .pictures.sweep import StepErrors
from .result import GradientCheckResult
from .settings import GradientCheckSettings
from .study import gradient_check
from .words import describe_check, measures_of_check, records_of_check, summarize_check, table_shown


def _to_best_step(settings: GradientCheckSettings, result: GradientCheckResult) -> dict[str, Any]:
    best = result.step_in_theory
    step = float(f"{best:.1g}") if math.isfinite(best) else result.best_step
    return {} if math.isclose(step, settings.step) else {"step": step}


class GradientCheckLab(Lab):
    """Is it right, and with which step? A gradient against differences of the loss: all weights at one step, all steps
    at once, and one weight from near by. The gradient may be your own function: it gets the parameters by name, x and
    y, and returns gradients by name.

    >>> lab = GradientCheckLab(step=1e-5)
    >>> lab.result.verdict
    'Passes. All 13 derivatives agree with central differences to 7 digits or more.'
    >>> lab.set(step=1e-5, activation="relu", precision="float32")
    >>> lab.result.best_step > 1e-4
    True
    >>> def my_gradient(parameters, x, y):
    ...     return {name: 0 * value for name, value in parameters.items()}
    >>> GradientCheckLab(step=1e-5, gradient=my_gradient).result.verdict[:42]
    'Fails. All 13 derivatives are wrong, the w'
    """

    plan = Plan(
        settings=GradientCheckSettings, study=gradient_check, summary=summarize_check, describe=describe_check,
        records=records_of_check, measures=measures_of_check, table=table_shown,
        question="Is the gradient right, and with which step is that told?",
        questions=(Question("With which step do differences come nearest?", ("sweep",)),
                   Question("What does a difference miss of the loss?", ("closeup",)),
                   Question("Which derivatives are right?", ("agreement",)),
                   Question("What do digits cost?", ("precision",)),
                   Question("Which step is best, and why?", ("sweep", "closeup"))),
        opens_with="The errors of all steps, the loss from near by and all derivatives at one step belong together: "
                   "the step moves all three. Units and precision are what the best step depends on most.",
        controls=("step", "activation", "precision"),
        pictures=MappingProxyType({"sweep": StepErrors, "closeup": LossNearBy, "agreement": AgreementByParameter,
                                   "precision": TwoPrecisions}),
        rows=((230, {"sweep": 1.25, "closeup": 1}), (120, {"agreement": 1}), (210, {"precision": 1})),
        beside=((190, {"sweep": 1}), (150, {"closeup": 1}), (110, {"agreement": 1}), (180, {"precision": 1})),
        optional_views=("precision", "table"), alone=("agreement",),
        actions=MappingProxyType({"best_step": Action("Best step", _to_best_step, ("step",),
                                                      help="the step that is best in theory")}))
