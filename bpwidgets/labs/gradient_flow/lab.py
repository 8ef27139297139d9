"""GradientFlowLab: what reaches the first layer?"""
from __future__ import annotations

from types import MappingProxyType

from ...flow.settings import FlowSettings
from ...widgets.actions import Action
from ...widgets.lab import Lab
from ...widgets.plan import Plan, Question
from .pictures.factors import Factors
from .pictures.profile import Profile
from .study import flow_by_draws
from .words import describe_flow, measures_of_flow, records_of_flow, summarize_flow


class GradientFlowLab(Lab):
    """What reaches the first layer of a deep net, and what took the rest? Activations, delta and dW, layer by layer.

    >>> lab = GradientFlowLab(depth=10, activation="tanh", gain=0.5)
    >>> bool(lab.result.shrink_per_layer < 0.6)
    True
    """

    plan = Plan(
        settings=FlowSettings, study=flow_by_draws, summary=summarize_flow, describe=describe_flow,
        question="What reaches the first layer, and what takes the rest?",
        questions=(Question("What reaches the first layer?", ("profile",)),
                   Question("What changes δ from layer to layer: weights or slope?", ("factors",))),
        opens_with="The profile shows what reaches the first layer of a net, and these are the choices that decide it "
                   "before the first step; the factors, which say why, are for a second look.",
        controls=("depth", "width", "activation", "initializer", "gain"),
        pictures=MappingProxyType({"profile": Profile, "factors": Factors}),
        rows=((320, {"profile": 1}), (200, {"factors": 1})),
        beside=((180, {"profile": 1}), (160, {"factors": 1})), optional_views=("factors",), records=records_of_flow,
        measures=measures_of_flow,
        actions=MappingProxyType({"apply_cure": Action("Apply the cure", lambda settings, result: result.cure,
                                                       ("initializer", "gain", "residual", "normalization"))}))
