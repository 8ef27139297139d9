"""RepresentationLab: what do hidden layers hold?"""
from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from ...widgets.actions import Action, stop
from ...widgets.lab import Lab
from ...widgets.part import Part
from ...widgets.plan import Plan, Question
from .pictures.answers import Answers
from .pictures.codes import Codes
from .pictures.drawn import Drawn
from .pictures.errors import Errors
from .pictures.layer_maps import LayerMaps
from .pictures.mirror import MirrorWeights
from .pictures.near_by_pixels import NearByPixels
from .pictures.plane import CodePlane
from .pictures.probes import Probes
from .pictures.small_runs import EncoderRuns, SymmetryRuns
from .pictures.top_digits import TopDigits
from .pictures.unit_tiles import UnitTiles
from .settings import RepresentationSettings
from .study import hidden_layers
from .verdict import (
    badge,
    verdict_of_encoder,
    verdict_of_maps,
    verdict_of_probes,
    verdict_of_symmetry,
    verdict_of_units,
)
from .words import (
    brief_encoder,
    brief_symmetry,
    brief_units,
    describe_encoder,
    describe_maps,
    describe_plane,
    describe_probes,
    describe_representation,
    describe_symmetry,
    describe_units,
    measures_of_representation,
    records_of_representation,
    summarize_representation,
    table_shown,
)

PLANE, PROBES, UNITS = ("plane", "drawn", "near_by_pixels"), ("probes", "errors"), ("units", "answers", "top_digits")
MAPS, SYMMETRY, ENCODER = ("maps",), ("mirror", "symmetry_runs"), ("codes", "encoder_runs")


def _with_labels(settings: RepresentationSettings, result: Any) -> Mapping[str, Any]:
    return {} if settings.with_labels else {"with_labels": True}


class RepresentationLab(Lab):
    """What do hidden layers hold? An autoencoder learns digits in front of you, without a label; its layers are looked
    at, and each map has a meter that says how far to trust it.

    >>> lab = RepresentationLab(epochs=12)
    >>> print(lab)      # doctest: +ELLIPSIS
    RepresentationLab: epoch 12 of 12: error 0.0... (PCA 0.05...); of neighbors ...% the same digit, ...% kept
    >>> lab.result.hand(12, (1.0, -2.0)).drawn.shape
    (64,)
    >>> lab.set(draw=3)
    >>> lab.result.symmetry.learned(2500).tolist().count(True)
    6
    """

    plan = Plan(
        settings=RepresentationSettings, study=hidden_layers, summary=summarize_representation,
        describe=describe_representation, records=records_of_representation, measures=measures_of_representation,
        table=table_shown, clock="epoch", length="epochs", badge=badge,
        question="What do hidden layers hold?",
        own_words=(Part(PLANE, describe=describe_plane), Part(MAPS, verdict_of_maps, describe=describe_maps),
                   Part(PROBES, verdict_of_probes, describe=describe_probes),
                   Part(UNITS, verdict_of_units, brief_units, describe_units),
                   Part(SYMMETRY, verdict_of_symmetry, brief_symmetry, describe_symmetry),
                   Part(ENCODER, verdict_of_encoder, brief_encoder, describe_encoder)),
        questions=(Question("What is left of a digit in two numbers?", PLANE),
                   Question("How far can a map of a layer be trusted?", MAPS),
                   Question("What can be read off each layer?", PROBES),
                   Question("What does a unit answer to?", UNITS),
                   Question("How do two hidden units see symmetry?", SYMMETRY),
                   Question("How do eight patterns go through three units?", ENCODER)),
        opens_with="A hand on the plane, and the decoder draws what is there: what a code is, before any word. The "
                   "lines to the nearest neighbors by pixels say how far nearness on the plane can be trusted. The "
                   "epoch goes back to where nothing was there; without labels it is what the net itself knows.",
        controls=("hidden", "neighbors", "labeled", "epoch"),
        pictures=MappingProxyType({
            "plane": CodePlane, "drawn": Drawn, "near_by_pixels": NearByPixels, "maps": LayerMaps, "probes": Probes,
            "errors": Errors, "units": UnitTiles, "answers": Answers, "top_digits": TopDigits, "mirror": MirrorWeights,
            "symmetry_runs": SymmetryRuns, "codes": Codes, "encoder_runs": EncoderRuns}),
        tabs=MappingProxyType({"the plane": PLANE, "layers": MAPS, "probes": PROBES, "units": UNITS,
                               "six bits": SYMMETRY, "8-3-8": ENCODER}),
        tab_controls=MappingProxyType({"probes": ("hidden", "activation", "epoch"),
            "units": ("layer", "unit", "hidden", "epoch"), "six bits": ("draw", "sweep"),
            "8-3-8": ("draw", "sweep")}),
        rows=((346, {"plane": 1.3, ("drawn", "near_by_pixels"): 1}), (290, {"maps": 1}),
              (300, {"probes": 1.35, "errors": 1}), (346, {"units": 1, ("answers", "top_digits"): 1.1}),
              (300, {"mirror": 1.25, "symmetry_runs": 1}), (300, {"codes": 1.1, "encoder_runs": 1})),
        beside=((290, {"plane": 1}), (150, {"drawn": 1}), (170, {"near_by_pixels": 1}), (420, {"maps": 1}),
                (220, {"probes": 1}), (200, {"errors": 1}), (300, {"units": 1}), (190, {"answers": 1}),
                (160, {"top_digits": 1}), (250, {"mirror": 1}), (200, {"symmetry_runs": 1}), (280, {"codes": 1}),
                (200, {"encoder_runs": 1})),
        optional_views=(*MAPS, *PROBES, *UNITS, *SYMMETRY, *ENCODER, "table"),
        actions=MappingProxyType({
            "stop": stop("epochs"),
            "labels": Action("Train with labels, too", _with_labels, ("with_labels",), views=PROBES,
                             help="trains the same layers to say the digit, and draws its curves thin beside the "
                                  "others")}))
