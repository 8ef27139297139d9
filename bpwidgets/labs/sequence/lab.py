"""SequenceLab: how far back does the error reach?"""
from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from ...widgets.actions import stop
from ...widgets.lab import Lab
from ...widgets.part import Part
from ...widgets.plan import Plan, Question
from ...widgets.sharing import Shared
from .pictures.gates import Gates, Kept
from .pictures.over_updates import Lengths, Losses
from .pictures.reach import Reach
from .pictures.unrolled import Unrolled
from .settings import LONGEST, SequenceSettings
from .study import error_through_time
from .verdict import verdict_of_clipping, verdict_of_gates
from .words import (
    checked,
    describe_sequence,
    measures_of_sequence,
    records_of_sequence,
    summarize_sequence,
    table_shown,
)

BACK, GATES = ("unrolled", "reach", "losses"), ("unrolled", "kept", "gates")
CLIPPING = ("losses", "lengths")


def _take_depth(settings: Any, depth: int) -> Mapping[str, int]:
    """The steps in time of another lab, as far as sequences are that long here."""
    return {"length": depth} if 2 <= depth <= LONGEST else {}


class SequenceLab(Lab):
    """How far back does the error reach? A plain recurrent net, an LSTM and a GRU learn the same task in front of you:
    to add two marked numbers of a sequence, or the next letter of a rhyme.

    Linked with a `FlowOverTrainingLab(net="time")`, the length of a sequence is its depth.

    >>> lab = SequenceLab(length=10, units=8, updates=60)
    >>> lab.set(update=0)
    >>> sights = lab.result.sights(lab.settings)
    >>> bool(sights["plain"].reach[0] < 0.02 * sights["plain"].reach[-1])
    True
    >>> lab.set(truncate=3)
    >>> lab.result.sight("lstm", lab.settings).reach[:7].tolist()
    [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]
    """

    plan = Plan(
        settings=SequenceSettings, study=error_through_time, summary=summarize_sequence, describe=describe_sequence,
        records=records_of_sequence, measures=measures_of_sequence, table=table_shown, badge=checked,
        clock="update", length="updates",
        actions=MappingProxyType({"stop": stop("updates")}),
        question="How far back does the error reach?",
        questions=(Question("How far back does the error reach?", BACK),
                   Question("What do the gates keep on the way?", GATES),
                   Question("What does clipping bound, and what does it not?", CLIPPING)),
        own_words=(Part(BACK), Part(GATES, verdict_of_gates), Part(CLIPPING, verdict_of_clipping)),
        opens_with="The three gradients over the steps back, beside the losses: a net learns what its error reaches. "
                   "The update goes back to before they learned; the length and the cut decide how far there is to go.",
        controls=("task", "length", "truncate", "update"),
        pictures=MappingProxyType({"unrolled": Unrolled, "reach": Reach, "losses": Losses, "kept": Kept,
                                   "gates": Gates, "lengths": Lengths}),
        tabs=MappingProxyType({"back in time": BACK, "gates": GATES, "clipping": CLIPPING}),
        tab_controls=MappingProxyType({"gates": ("gates_of", "forget_bias", "asked", "update"),
            "clipping": ("clip", "learning_rate", "length", "update")}),
        rows=((132, {"unrolled": 1}), (194, {"reach": 1.15, "losses": 1}), (194, {"kept": 1, "gates": 1.1}),
              (150, {"lengths": 1})),
        beside=((132, {"unrolled": 1}), (190, {"reach": 1}), (150, {"losses": 1}), (170, {"lengths": 1}),
                (180, {"kept": 1}), (180, {"gates": 1})),
        optional_views=("kept", "gates", "lengths", "table"),
        shared=MappingProxyType({"depth": Shared(give=lambda settings: settings.length, take=_take_depth)}))
