"""WeightLab: how far should one step go?"""
from __future__ import annotations

from types import MappingProxyType

from ...pictures.loss_curve import LossCurve
from ...text import in_words
from ...widgets.lab import Lab
from ...widgets.plan import Plan, Question
from .pictures.parabola import Parabola
from .pictures.rate_scale import RateScale
from .settings import WeightSettings
from .study import one_weight
from .words import describe_weight, measures_of_weight, records_of_weight, rows_of_step, summarize_weight


def _rows_shown(settings, result) -> dict:
    return {"caption": f"step {settings.step}, weight {in_words(result.weights[settings.step], 4)}",
            "head": [name.replace("_", " ") for name in result.table],
            "rows": rows_of_step(result, settings.step)}


class WeightLab(Lab):
    """One weight, one table, one parabola: what a gradient step does, and when it does too much.

    >>> lab = WeightLab(learning_rate=0.002)
    >>> lab.set(step=1)
    >>> print(lab)
    WeightLab: step 1 of 20: weight 2.362, loss 26.83, gradient 148.2, learning rate 0.002
    """

    plan = Plan(
        settings=WeightSettings, study=one_weight, summary=summarize_weight, describe=describe_weight,
        table=_rows_shown, clock="step", question="How far should one step go?",
        questions=(Question("Which weight fits the table?", ("parabola",), ("learning_rate",)),
                   Question("How does the loss fall, step by step?", ("loss",)),
                   Question("Which learning rates are stable?", ("parabola", "rate"), ("weight", "step")),
                   Question("Which learning rates are stable?", ("rate",))),
        opens_with="Weight and rate are all that a first step depends on, and loss and scaling move the largest stable "
                   "rate: with the step shown these answer how far one step should go.",
        controls=("weight", "learning_rate", "step", "loss", "scaled"), records=records_of_weight,
        measures=measures_of_weight,
        pictures=MappingProxyType({"parabola": Parabola, "loss": LossCurve, "rate": RateScale}),
        rows=((196, {"parabola": 1.5, "loss": 1}), (74, {"rate": 1})),
        beside=((158, {"parabola": 1}), (108, {"loss": 1}), (74, {"rate": 1})))
