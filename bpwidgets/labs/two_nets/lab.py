"""TwoNetsLab: what does each net want?"""
from __future__ import annotations

from types import MappingProxyType

from ...widgets.actions import stop
from ...widgets.lab import Lab
from ...widgets.part import Part
from ...widgets.plan import Plan, Question
from .pictures.course import Covered, Losses
from .pictures.numbers import Circle, Distance
from .pictures.passed import Passed
from .pictures.stage import Stage
from .settings import TwoNetsSettings
from .study import two_nets
from .verdict import verdict_of_gradients, verdict_of_numbers
from .words import (
    brief_numbers,
    describe_two_nets,
    measures_of_two_nets,
    records_of_two_nets,
    summarize_two_nets,
    table_shown,
)

PLAY, GRADIENT, NUMBERS = ("stage", "losses", "covered"), ("stage", "passed"), ("circle", "distance")


class TwoNetsLab(Lab):
    """What does each net want? A generator and a discriminator play against each other, and every step is kept.

    >>> lab = TwoNetsLab(steps=600)
    >>> print(lab)      # doctest: +ELLIPSIS
    TwoNetsLab: step 600 of 600: L_D 1.3..., L_G 0.7...; fakes cover 8 of 8 clusters
    >>> lab.set(step=300)
    >>> lab.result.moment(300).moves.shape      # where the generator would send each of its fakes
    (512, 2)
    >>> lab.result.checks(300).right
    True
    >>> lab.set(number_rate=0.1)
    >>> round(float(lab.result.orbits["at_once"].radius[100]), 6)
    1.644632
    """

    plan = Plan(
        settings=TwoNetsSettings, study=two_nets, summary=summarize_two_nets, describe=describe_two_nets,
        records=records_of_two_nets, measures=measures_of_two_nets, table=table_shown, clock="step", length="steps",
        actions=MappingProxyType({"stop": stop("steps")}),
        question="What does each net want?",
        questions=(Question("What does each net want?", PLAY),
                   Question("How much of a gradient reaches the fakes?", GRADIENT),
                   Question("Does a game of two come to rest?", NUMBERS)),
        own_words=(Part(GRADIENT[1:], verdict_of_gradients), Part(GRADIENT, verdict_of_gradients),
                   Part(NUMBERS, verdict_of_numbers, brief_numbers)),
        opens_with="Fakes on all clusters, and beside them two losses that stand where they began: that is the "
                   "question. The step goes back to where the fakes are chased from cluster to cluster; other data, or "
                   "another rate of either net, is what makes them collapse.",
        controls=("data", "g_rate", "d_rate", "step"),
        pictures=MappingProxyType({"stage": Stage, "losses": Losses, "covered": Covered, "passed": Passed,
                                   "circle": Circle, "distance": Distance}),
        tabs=MappingProxyType({"the game": PLAY, "its gradient": GRADIENT, "two numbers": NUMBERS}),
        tab_controls=MappingProxyType({"its gradient": ("data", "g_loss", "d_rate", "step"),
            "two numbers": ("number_rate", "number_penalty", "number_step")}),
        rows=((330, {"stage": 1, ("losses", "covered"): 1, "passed": 1}), (320, {"circle": 1, "distance": 1.3})),
        optional_views=("passed", "circle", "distance", "table"))
