"""CurvatureLab: how large may the rate be?"""
from __future__ import annotations

from types import MappingProxyType

from ...planes.path_table import records_of_path
from ...widgets.actions import Action
from ...widgets.lab import Lab
from ...widgets.plan import Plan, Question
from .fastest_pair import fastest_pair
from .pictures.curvature_map import CurvatureMap
from .pictures.rate_and_momentum import RateAndMomentum
from .pictures.regime_scale import RegimeScale
from .settings import CurvatureSettings
from .study import curvature_study
from .words import (
    PROSPECTS,
    describe_curvature,
    measures_of_curvature,
    rows_of_prospects,
    summarize_curvature,
)

# The columns of the text twin's table that stand beside the picture: direction, curvature, per step, stable below.
SHOWN = (0, 2, 3, 6)


def _rows_shown(settings, result) -> dict:
    return {"caption": "what a step makes of the distance", "head": [PROSPECTS[k] for k in SHOWN],
            "rows": [[row[k] for k in SHOWN] for row in rows_of_prospects(result)]}


class CurvatureLab(Lab):
    """How large may the rate be? The curvature at a point, and what a rate and a momentum do along each of its
    directions.

    >>> lab = CurvatureLab(condition=100, learning_rate=0.019)
    >>> print(lab)
    CurvatureLab: bowl at (1, 1): curvatures 1 and 100, rate 0.019 of 0.02: oscillating
    >>> lab.set(scaled=True)
    >>> lab.result.regime, round(lab.result.rate_limit, 6)
    (('monotone', 'monotone'), 2.0)
    """

    plan = Plan(
        settings=CurvatureSettings, study=curvature_study, summary=summarize_curvature, describe=describe_curvature,
        records=records_of_path, measures=measures_of_curvature, table=_rows_shown, clock="step",
        question="How large may the learning rate be?",
        questions=(Question("Where is the loss flat, and how does it curve there?", ("map",),
                            ("learning_rate", "momentum")),
                   Question("What does the learning rate do along each direction?", ("map",))),
        opens_with="Curvature, rate and momentum alone decide whether a descent is stable; the map shows the "
                   "directions, the two scales how far the rate is from its limit.",
        controls=("objective", "condition", "learning_rate", "momentum", "step"),
        actions=MappingProxyType({"take_fastest_pair": Action("Take the fastest pair", fastest_pair,
                                                                    ("learning_rate", "momentum"))}),
        pictures=MappingProxyType({"map": CurvatureMap, "pairs": RateAndMomentum, "rate": RegimeScale}),
        rows=((200, {"map": 1, "pairs": 1}), (100, {"rate": 1})),
        beside=((184, {"map": 1, "pairs": 1}), (100, {"rate": 1})))
