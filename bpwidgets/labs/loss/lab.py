"""LossLab: squared error or cross-entropy?"""
from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from ...widgets.actions import Action
from ...widgets.lab import Lab
from ...widgets.part import Part
from ...widgets.plan import Plan, Question
from .pictures.loss_map import EntropyMap, SquaredMap
from .pictures.outlier_lines import OutlierLines
from .pictures.output_curves import OutputCurves
from .pictures.over_z import GradientOverZ, LossOverZ
from .pictures.softmax_bars import SoftmaxBars
from .settings import LossSettings
from .study import loss_choice
from .words import (
    brief_outlier,
    brief_softmax,
    describe_loss,
    measures_of_loss,
    records_of_loss,
    summarize_loss,
    table_shown,
)

RUNS = ("gradient", "outputs", "losses", "squared_map", "entropy_map")


def _start(weight: float, bias: float) -> Callable[[Any, Any], Mapping[str, float]]:
    def changes(settings: LossSettings, result: Any) -> Mapping[str, float]:
        there = (settings.weight, settings.bias) == (weight, bias)
        return {} if there else {"weight": weight, "bias": bias}
    return changes


class LossLab(Lab):
    """Squared error or cross-entropy? One unit, one start, two losses: the gradient at its z, and a run with either.

    >>> lab = LossLab(weight=2.0, bias=2.0)
    >>> lab.set(step=100)
    >>> print(lab)
    LossLab: step 100 of 150: output 0.964 with squared error, 0.0411 with cross-entropy, target 0
    >>> lab.result.runs["squared"].half_at, lab.result.runs["entropy"].half_at
    (None, 17)
    """

    plan = Plan(
        settings=LossSettings, study=loss_choice, summary=summarize_loss, describe=describe_loss,
        records=records_of_loss, measures=measures_of_loss, table=table_shown, clock="step",
        question="Squared error or cross-entropy?",
        own_words=(Part(("softmax",), status=brief_softmax), Part(("outlier",), status=brief_outlier)),
        questions=(Question("How large is the gradient where the unit is surely wrong?", ("gradient",)),
                   Question("Which of both learns at once?", ("outputs",)),
                   Question("Where is either loss flat?", ("losses", "squared_map", "entropy_map")),
                   Question("What do the scores of three classes get back?", ("softmax",)),
                   Question("How far does one point drag the line?", ("outlier",))),
        opens_with="The gradient at the start and both runs from there are the whole argument; weight and bias are "
                   "the start, the rate is what one would blame. Maps, classes and outliers are for a second look.",
        controls=("weight", "bias", "learning_rate", "step"),
        pictures=MappingProxyType({"gradient": GradientOverZ, "outputs": OutputCurves, "losses": LossOverZ,
                                   "squared_map": SquaredMap, "entropy_map": EntropyMap, "softmax": SoftmaxBars,
                                   "outlier": OutlierLines}),
        rows=((300, {"gradient": 1, "outputs": 1.1}), (250, {"losses": 1}),
              (300, {"squared_map": 1, "entropy_map": 1}), (280, {"softmax": 1}), (280, {"outlier": 1})),
        beside=((170, {"gradient": 1}), (160, {"outputs": 1}), (160, {"losses": 1}), (200, {"squared_map": 1}),
                (200, {"entropy_map": 1}), (200, {"softmax": 1}), (200, {"outlier": 1})),
        optional_views=("losses", "squared_map", "entropy_map", "softmax", "outlier", "table"),
        actions=MappingProxyType({
            "unsure": Action("Start less wrong", _start(0.6, 0.9), ("weight", "bias"), views=RUNS,
                             help="weight 0.6, bias 0.9: the unit begins at 0.82"),
            "sure": Action("Start surely wrong", _start(2.0, 2.0), ("weight", "bias"), views=RUNS,
                           help="weight 2, bias 2: the unit begins at 0.98")}))
