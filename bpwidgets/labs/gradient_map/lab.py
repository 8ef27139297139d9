"""GradientMapLab: where does delta keep its size?"""
from __future__ import annotations

from types import MappingProxyType

from ...widgets.lab import Lab
from ...widgets.plan import Plan, Question
from .pictures.factor_cuts import Across, Upward
from .pictures.factor_map import FactorMap
from .pictures.factor_scale import FactorKey
from .settings import GradientMapSettings
from .study import gradient_map
from .words import describe_map, measures_of_map, records_of_map, summarize_map


class GradientMapLab(Lab):
    """Where does delta keep its size? A map of fresh nets over gain and depth, or over gain and bias scale: order,
    chaos, and the line between them.

    >>> lab = GradientMapLab(activation="relu", resolution=8)
    >>> round(lab.result.critical_gain, 6)
    1.414214
    """

    plan = Plan(
        settings=GradientMapSettings, study=gradient_map, summary=summarize_map, describe=describe_map,
        records=records_of_map,
        measures=measures_of_map, question="Where does δ keep its size?",
        questions=(Question("How does the size of δ change along one line of the map?", ("across", "upward")),),
        opens_with="Gain and depth, or gain and biases, span the map, and the activation shapes it: with the two lines "
                   "through the point and the key these show where δ keeps its size.",
        controls=("plane", "gain", "depth", "bias_scale", "activation", "measure"),
        pictures=MappingProxyType({"map": FactorMap, "upward": Upward, "across": Across, "key": FactorKey}),
        rows=((210, {"map": 1.6, "upward": 1}), (140, {"across": 1.6, "key": 1})),
        beside=((190, {"map": 1.2, "upward": 1}), (120, {"across": 1}), (128, {"key": 1})), alone=("across",))
