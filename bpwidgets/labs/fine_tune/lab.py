"""FineTuneLab: what to freeze?"""
from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from ...widgets.actions import Action
from ...widgets.lab import Lab
from ...widgets.part import Part
from ...widgets.plan import Plan, Question
from .pictures.curves import NewDigits, OldDigits
from .pictures.examples import Examples
from .pictures.net import Net, Passing
from .pictures.sweep_curves import NewOverExamples, OldOverExamples
from .settings import FineTuneSettings
from .study import fine_tuning
from .verdict import verdict_of_passing, verdict_of_sweep
from .words import (
    brief_passing,
    brief_sweep,
    describe_fine_tune,
    measures_of_fine_tune,
    records_of_fine_tune,
    summarize_fine_tune,
    table_shown,
)

RUN, PASS = ("net", "examples", "new_digits", "old_digits"), ("passing",)
SWEEP = ("new_over_examples", "old_over_examples")
DRAWS = 5


def _train(settings: FineTuneSettings, result: Any) -> Mapping[str, Any]:
    return {} if settings.sweep_seeds else {"sweep_seeds": DRAWS}


def _stop(settings: FineTuneSettings, result: Any) -> Mapping[str, Any]:
    """Keep what there is: the epochs so far, or the seeds that are trained with all numbers of examples."""
    if result.known < settings.epochs:
        return {"epochs": result.known}
    trained = result.sweep.trained
    return {"sweep_seeds": trained} if trained < settings.sweep_seeds else {}


class FineTuneLab(Lab):
    """What to freeze? A net that learned 0 to 4 is reused for 5 to 9, of which there are few examples, in four ways.

    >>> lab = FineTuneLab(old_epochs=6, epochs=30)
    >>> print(lab)      # doctest: +ELLIPSIS
    FineTuneLab: epoch 30 of 30: head only, 3 examples of each: new digits ...%, old ones ...%
    >>> lab.result.moved("head_only", 30)[:2].tolist()
    [0.0, 0.0]
    >>> lab.set(way="some", frozen=("layer 2",))
    >>> moved, passed = lab.result.moved("some", 30), lab.result.passing("some", 30)
    >>> bool(moved[0] > 0), float(moved[1]), bool(passed.handed_on[1] > 0)
    (True, 0.0, True)
    """

    plan = Plan(
        settings=FineTuneSettings, study=fine_tuning, summary=summarize_fine_tune, describe=describe_fine_tune,
        records=records_of_fine_tune, measures=measures_of_fine_tune, table=table_shown, clock="epoch",
        length="epochs", question="What to freeze?",
        own_words=(Part(SWEEP, verdict_of_sweep, brief_sweep), Part(PASS, verdict_of_passing, brief_passing)),
        questions=(Question("What to freeze?", RUN),
                   Question("How many examples does each way need?", SWEEP),
                   Question("Does a frozen layer pass the error on?", PASS)),
        opens_with="The layers, to be pressed, over both tasks: what is frozen, what has moved, what is learned and "
                   "what is forgotten are seen at once. The number of examples, and whether digits are moved, "
                   "decide who wins; the way is who is looked at; the epoch goes back to before the new task.",
        controls=("examples", "way", "moved", "epoch"),
        pictures=MappingProxyType({"net": Net, "examples": Examples, "new_digits": NewDigits, "old_digits": OldDigits,
                                   "new_over_examples": NewOverExamples, "old_over_examples": OldOverExamples,
                                   "passing": Passing}),
        tabs=MappingProxyType({"four ways": RUN, "how many examples": SWEEP, "the error below": PASS}),
        tab_controls=MappingProxyType({"how many examples": ("examples", "sweep_seeds"),
            "the error below": ("way", "examples", "epoch")}),
        rows=((92, {"net": 1}), (34, {"examples": 1}), (214, {"new_digits": 1, "old_digits": 1}),
              (300, {"new_over_examples": 1, "old_over_examples": 1}), (200, {"passing": 1})),
        beside=((212, {"net": 1}), (64, {"examples": 1}), (180, {"new_digits": 1}), (180, {"old_digits": 1}),
                (200, {"new_over_examples": 1}), (200, {"old_over_examples": 1}), (440, {"passing": 1})),
        optional_views=(*SWEEP, *PASS, "table"),
        actions=MappingProxyType({
            "train": Action("Train five nets each way", _train, ("sweep_seeds",), views=SWEEP,
                            help=f"trains {DRAWS} nets in each of the four ways with 1 to 50 examples, which takes "
                                 "some seconds"),
            "stop": Action("Stop", _stop, ("epochs", "sweep_seeds"), views=(*RUN, *SWEEP),
                           help="keeps what is trained so far", passing=True)}))
