"""ChanceLab: how does a gradient pass through a sample?"""
from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from ...widgets.actions import Action, stop
from ...widgets.lab import Lab
from ...widgets.part import Part
from ...widgets.plan import Plan, Question
from .estimators import ESTIMATORS
from .one_number import COSTS
from .pictures.checked import Checked
from .pictures.curves import ErrorCurve, KLCurves
from .pictures.one_number import Bell, NumberSpread, OverSigma
from .pictures.plane import Plane
from .pictures.spread import SpreadAt
from .pictures.through import OnItsWay
from .pictures.walk import Decoded, NewDigits, Walk
from .settings import MOST_EPOCHS, ChanceSettings
from .study import chance
from .verdict import verdict_of_beta, verdict_of_check, verdict_of_number, verdict_of_walk
from .words import (
    brief_beta,
    brief_check,
    brief_number,
    brief_walk,
    describe_chance,
    measures_of_chance,
    records_of_chance,
    summarize_chance,
    table_shown,
)

GRADIENT, WALK, BETA = ("plane", "spread"), ("walk", "decoded", "drawn"), ("ellipses", "error", "kl", "through")
NUMBER, CHECK = ("bell", "number_spread", "over_sigma"), ("check",)
MORE = 20


def _go_on(settings: ChanceSettings, result: Any) -> Mapping[str, Any]:
    more = min(settings.epochs + MORE, MOST_EPOCHS)
    return {"epochs": more} if more > settings.epochs else {}


def _cost(settings: ChanceSettings, result: Any) -> Mapping[str, Any]:
    return {"cost": _after(settings.cost, tuple(COSTS))}


def _noise(settings: ChanceSettings, result: Any) -> Mapping[str, Any]:
    return {"same_noise": not settings.same_noise}


def _way(settings: ChanceSettings, result: Any) -> Mapping[str, Any]:
    return {"through": _after(settings.row("through").name, tuple(ESTIMATORS))}


def _after(name: str, names: tuple[str, ...]) -> str:
    """The next one; the first after the last, and after one that is not among them."""
    return names[(names.index(name) + 1) % len(names)] if name in names else names[0]


def _draw(settings: ChanceSettings, result: Any) -> Mapping[str, Any]:
    return {"draw": (settings.draw + 1) % 100}


class ChanceLab(Lab):
    """How does a gradient pass through a sample? A variational autoencoder learns the digits in two latent numbers.

    >>> lab = ChanceLab(epochs=12)
    >>> print(lab)      # doctest: +ELLIPSIS
    ChanceLab: epoch 12 of 12, digit 1: dR/dμ₁ ..., one sample ± ..., score function ± ...
    >>> spread = lab.result.spread(12, 1)
    >>> bool(spread.ratio(0, "score") > 5 * spread.ratio(0, "score_baseline") > 5)
    True
    >>> lab.set(beta=20, since=4)
    >>> lab.result.collapsed(12)
    (1, 2)
    """

    plan = Plan(
        settings=ChanceSettings, study=chance, summary=summarize_chance, describe=describe_chance,
        records=records_of_chance, measures=measures_of_chance, table=table_shown, clock="epoch", length="epochs",
        question="How does a gradient pass through a sample?",
        own_words=(Part(BETA, verdict_of_beta, brief_beta), Part(WALK, verdict_of_walk, brief_walk),
                   Part(NUMBER, verdict_of_number, brief_number), Part(CHECK, verdict_of_check, brief_check)),
        questions=(Question("How does a gradient pass through a sample?", GRADIENT),
                   Question("What lies between the digits?", WALK),
                   Question("What does β buy, and what does it cost?", BETA),
                   Question("Which estimate of a gradient is the better one?", NUMBER),
                   Question("Is the gradient through the sample right?", CHECK)),
        opens_with="The same derivative at the same digit, estimated in two right ways, one of which spreads far more: "
                   "that is why samples are reparameterized. The digit is chosen on the plane; β, the epoch and what "
                   "is derived by change it.",
        controls=("beta", "example", "by", "epoch"),
        pictures=MappingProxyType({"plane": Plane, "spread": SpreadAt, "ellipses": Plane, "error": ErrorCurve,
                                   "kl": KLCurves, "through": OnItsWay, "walk": Walk, "decoded": Decoded,
                                   "drawn": NewDigits, "bell": Bell, "number_spread": NumberSpread,
                                   "over_sigma": OverSigma, "check": Checked}),
        tabs=MappingProxyType({"gradient": GRADIENT, "walk": WALK, "β": BETA, "one number": NUMBER, "check": CHECK}),
        tab_controls=MappingProxyType({"walk": ("beta", "draw", "epoch"), "β": ("beta", "example", "epoch"),
            "one number": ("cost", "mean", "sigma"), "check": ("through", "same_noise", "beta", "epoch")}),
        rows=((316, {"plane": 1, "spread": 1}), (282, {"ellipses": 1, ("error", "kl"): 1}), (84, {"through": 1}),
              (316, {"walk": 1, "decoded": 1, "drawn": 1}),
              (280, {"bell": 1, "number_spread": 1.25, "over_sigma": 1.1}), (250, {"check": 1})),
        optional_views=(*BETA, *WALK, *NUMBER, *CHECK, "table"),
        actions=MappingProxyType({
            "stop": stop("epochs"),
            "more": Action(f"{MORE} epochs more", _go_on, ("epochs",), views=("error", "kl"),
                           help="the run goes on from where it is"),
            "draw": Action("Draw others", _draw, ("draw",), views=("drawn",), help="other z of N(0, 1)"),
            "cost": Action("Another cost", _cost, ("cost",), views=NUMBER, help="the square, the wave, the step"),
            "noise": Action("Fresh or same noise", _noise, ("same_noise",), views=CHECK,
                            help="whether each loss of a difference is drawn with noise of its own"),
            "way": Action("Another way through", _way, ("through",), views=CHECK,
                          help="trains with the next way through the sample, and checks that")}))
