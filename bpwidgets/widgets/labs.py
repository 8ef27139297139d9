"""The named labs: each joins settings, a study and pictures; and `make_lab`, which does it for a study of one's own."""
from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType

from ..pictures.curves import CurvesPicture
from ..pictures.factors import Factors
from ..pictures.loss_curve import LossCurve
from ..pictures.parabola import Parabola
from ..pictures.profile import Profile
from ..pictures.rate_scale import RateScale
from ..settings import Settings
from ..studies.curves import Curves, describe_curves, summarize_curves
from ..studies.flow_settings import FlowSettings
from ..studies.flow_records import measures_of_flow, records_of_flow
from ..studies.gradient_flow import describe_flow, gradient_flow, summarize_flow
from ..studies.one_weight import (WeightSettings, describe_weight, measures_of_weight, one_weight, records_of_weight, rows_of_step,
                                  summarize_weight)
from ..text import number
from .lab import Lab
from .plan import Plan


def _rows_shown(settings, result) -> dict:
    return {"caption": f"step {settings.step}, weight {number(result.weights[settings.step], 4)}",
            "head": [name.replace("_", " ") for name in result.table],
            "rows": rows_of_step(result, settings.step)}


class WeightLab(Lab):
    """One weight, one table, one parabola: what a gradient step does, and when it does too much.

    Fields: data (or x=..., y=...), weight, learning_rate, loss, scaled, steps, and the cursor step.

    >>> lab = WeightLab(learning_rate=0.002)
    >>> lab.set(step=1)
    >>> print(lab)
    WeightLab: step 1 of 20: weight 2.362, loss 26.83, gradient 148.2, learning rate 0.002
    """

    plan = Plan(
        settings=WeightSettings, study=one_weight, summary=summarize_weight, describe=describe_weight,
        table=_rows_shown, clock="step", question="How far should one step go?",
        controls=("weight", "learning_rate", "step", "loss", "scaled"), records=records_of_weight, measures=measures_of_weight,
        pictures=MappingProxyType({"parabola": Parabola, "loss": LossCurve, "rate": RateScale}),
        rows=((262, {"parabola": 1.5, "loss": 1}), (84, {"rate": 1})))


class GradientFlowLab(Lab):
    """What reaches the first layer of a deep net, and what took the rest? Activations, delta and dW, layer by layer.

    Fields: depth, width, activation, layer_activations, initializer, gain, bias_scale; input_scale, data (or x=..., y=...), samples,
    loss, seed, band_seeds; and the cures residual, normalization, clip. Views: profile; factors, for those who ask.

    >>> lab = GradientFlowLab(depth=10, activation="tanh", gain=0.5)
    >>> bool(lab.result.shrink_per_layer < 0.6)
    True
    """

    plan = Plan(
        settings=FlowSettings, study=gradient_flow, summary=summarize_flow, describe=describe_flow,
        question="What reaches the first layer?", controls=("depth", "width", "activation", "initializer", "gain"),
        pictures=MappingProxyType({"profile": Profile, "factors": Factors}),
        rows=((320, {"profile": 1}), (200, {"factors": 1})), waiting=("factors",), records=records_of_flow, measures=measures_of_flow,
        actions=MappingProxyType({"Apply the cure": lambda settings, result: result.cure}))


def make_lab(question: str, settings: type[Settings], study: Callable[[Settings], Curves]) -> type[Lab]:
    """A lab of one's own: a question, what can be chosen, and a study that answers with `Curves`.

    The class that comes back is a lab like all others: keywords are fields, with controls, text twin and `set`.

    >>> import numpy as np
    >>> from bpwidgets import Curves, Settings, slider
    >>> class Swing(Settings):
    ...     damping: float = slider(0.1, 0, 1, step=0.05)
    >>> def swing(chosen):
    ...     t = np.linspace(0, 20, 201)
    ...     return Curves(t, {"height": np.exp(-chosen.damping * t) * np.cos(t)}, x_label="time")
    >>> SwingLab = make_lab("When does it stop?", Swing, swing)
    >>> SwingLab(damping=0.5)
    Swing: height ends at 1.85e-5
    """
    fields = settings.fields()
    plan = Plan(question=question, settings=settings, study=study, summary=summarize_curves, describe=describe_curves,
                controls=tuple(fields), pictures=MappingProxyType({"curves": CurvesPicture}), rows=((330, {"curves": 1}),))
    return type(settings.lab, (Lab,), {"plan": plan, "__doc__": question})
