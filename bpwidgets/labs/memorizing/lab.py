"""MemorizingLab: learned, or memorized?"""
from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from ...widgets.actions import Action
from ...widgets.lab import Lab
from ...widgets.part import Part
from ...widgets.plan import Plan, Question
from .pictures.capacity import Capacity
from .pictures.curves import Curves
from .pictures.digit_labels import DigitLabels
from .pictures.features_fit import FeaturesFit
from .pictures.fit import Fit
from .pictures.labels import LabelCurves
from .settings import MemorizingSettings
from .study import memorizing
from .verdict import verdict_of_labels, verdict_of_sweep
from .words import (
    brief_capacity,
    brief_labels,
    describe_memorizing,
    measures_of_memorizing,
    records_of_memorizing,
    summarize_memorizing,
    table_shown,
)

RUN, SWEEP, DIGITS = ("fit", "curves"), ("capacity", "features_fit"), ("label_curves", "digit_labels")
NETS, EPOCHS = 3, 60


def _open(settings: MemorizingSettings, result: Any) -> Mapping[str, Any]:
    return {} if settings.opened else {"opened": True}


def _stop(settings: MemorizingSettings, result: Any) -> Mapping[str, Any]:
    return {} if settings.epoch == result.kept else {"epoch": result.kept}


def _train_nets(settings: MemorizingSettings, result: Any) -> Mapping[str, Any]:
    return {} if settings.nets else {"nets": NETS}


def _train_digits(settings: MemorizingSettings, result: Any) -> Mapping[str, Any]:
    return {} if settings.digit_epochs else {"digit_epochs": EPOCHS}


class MemorizingLab(Lab):
    """Learned, or memorized? A net on few noisy points of a curve, and the loss on points that it never saw.

    >>> lab = MemorizingLab(examples=12, label_noise=0.3)
    >>> print(lab)      # doctest: +ELLIPSIS
    MemorizingLab: epoch 1000 of 1000: training 1.4...e-4, validation 0.27... (lowest at 101), test sealed
    >>> lab.press("stop")
    >>> lab.settings.epoch, lab.result.stopped_at
    (101, 201)
    >>> lab.press("open")
    >>> bool(lab.result.test_loss[101] < lab.result.test_loss[-1])
    True
    >>> lab.set(l2=0.01)
    >>> lab.settings.opened
    False
    """

    plan = Plan(
        settings=MemorizingSettings, study=memorizing, summary=summarize_memorizing, describe=describe_memorizing,
        records=records_of_memorizing, measures=measures_of_memorizing, table=table_shown, clock="epoch",
        question="Learned, or memorized?",
        own_words=(Part(SWEEP, verdict_of_sweep, brief_capacity), Part(DIGITS, verdict_of_labels, brief_labels)),
        questions=(Question("Learned, or memorized?", RUN),
                   Question("Is a larger net a worse one?", SWEEP),
                   Question("Can it learn labels that mean nothing?", DIGITS)),
        opens_with="The function through every point, beside the two losses that part: that is memorizing. The epoch "
                   "goes back to where it had not begun; examples, units and L2 are what changes it most; the test set "
                   "is opened once, by a button.",
        controls=("examples", "units", "l2", "epoch"),
        pictures=MappingProxyType({"fit": Fit, "curves": Curves, "capacity": Capacity, "features_fit": FeaturesFit,
                                   "label_curves": LabelCurves, "digit_labels": DigitLabels}),
        rows=((300, {"fit": 1, "curves": 1.1}), (290, {"capacity": 1.15, "features_fit": 1}),
              (270, {"label_curves": 1.4, "digit_labels": 1})),
        beside=((190, {"fit": 1}), (180, {"curves": 1}), (200, {"capacity": 1}), (180, {"features_fit": 1}),
                (200, {"label_curves": 1}), (200, {"digit_labels": 1})),
        optional_views=(*SWEEP, *DIGITS, "table"),
        actions=MappingProxyType({
            "stop": Action("Stop early", _stop, ("epoch",), views=RUN,
                           help="goes to the epoch that early stopping keeps"),
            "open": Action("Open the test set", _open, ("opened",), views=RUN,
                           help="shows the loss on points that nobody has used; another run closes it again"),
            "nets": Action("Train nets, too", _train_nets, ("nets",), views=SWEEP,
                           help=f"trains {NETS} nets of each of ten sizes, which takes some seconds"),
            "digits": Action("Train on 300 digits", _train_digits, ("digit_epochs",), views=DIGITS,
                             help="trains two nets, one with the right labels, one with labels by chance")}))
