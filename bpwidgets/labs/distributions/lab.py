"""The lab of distributions: what the sizes of `GradientFlowLab` do not tell."""
from __future__ import annotations

from types import MappingProxyType

from ...flow.layer_rows import layer_names
from ...widgets.lab import Lab
from ...widgets.plan import Plan, Question
from .pictures.one_layer import OneLayer
from .pictures.singular_values import SingularValues
from .pictures.units import Units
from .pictures.updates import Updates
from .pictures.violins import Violins
from .settings import DistributionSettings
from .study import growing_distributions
from .words import (
    HEAD_OF_LAYER,
    describe_distributions,
    measures_of_distributions,
    records_of_distributions,
    rows_of_layer,
    summarize_distributions,
)


def _selected(settings, result) -> dict:
    if not settings.layer:
        return {}
    return {"caption": f"layer {layer_names(settings.depth)[settings.layer - 1]}", "head": list(HEAD_OF_LAYER),
            "rows": rows_of_layer(settings, result)}


class DistributionLab(Lab):
    """How are the values spread in each layer? Distributions of activations, z, delta and dW, and what they mean for
    learning.

    >>> lab = DistributionLab(depth=10, activation="tanh", initializer="orthogonal")
    >>> lab.set(quantity="activation", layer=10)
    >>> print(lab.to_csv().splitlines()[0][:50])
    layer,activations_mean,activations_deviation,activ
    """

    plan = Plan(
        settings=DistributionSettings, study=growing_distributions, summary=summarize_distributions,
        describe=describe_distributions,
        table=_selected, question="How are the values spread in each layer?",
        questions=(Question("Which units are dead or saturated?", ("units",)),
                   Question("How far does one step move the weights of each layer?", ("updates",)),
                   Question("How strongly does the output respond to the input?", ("stretches",)),
                   Question("Can every layer learn?", ("units", "updates", "stretches"))),
        opens_with="The distributions of all layers with one enlarged, and below them what they mean for learning; "
                   "size and gain make the values, quantity and layer choose which are seen. The numbers of one "
                   "layer stand in the status line; its table can be switched on.",
        optional_views=("table",),
        controls=("depth", "activation", "gain", "quantity", "layer"),
        records=records_of_distributions, measures=measures_of_distributions,
        pictures=MappingProxyType({"violins": Violins, "one_layer": OneLayer, "units": Units, "updates": Updates,
                                   "stretches": SingularValues}),
        rows=((196, {"violins": 2.2, "one_layer": 1}), (134, {"units": 1, "updates": 1, "stretches": 1})),
        beside=((190, {"violins": 1}), (130, {"units": 1, "updates": 1}), (130, {"one_layer": 1, "stretches": 1})),
        alone=("one_layer", "stretches"))
