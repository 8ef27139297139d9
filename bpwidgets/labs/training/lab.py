"""TrainingLab: what does it learn, and when?"""
from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from ...widgets.actions import Action
from ...widgets.lab import Lab
from ...widgets.plan import Plan, Question
from .code import code_shown
from .pictures.curves import AccuracyCurves, LossCurves
from .pictures.gradients import GradientSizes
from .pictures.learned import Learned
from .pictures.net import Net
from .pictures.six_steps import SixSteps
from .settings import TrainingLabSettings
from .sharing import SHARED
from .study import train_a_net
from .words import (
    describe_training,
    measures_of_training,
    records_of_training,
    status_of_training,
    summarize_training,
    table_shown,
)

# The smallest rate that can be chosen.
LEAST = 1e-6


def _stopped(settings: TrainingLabSettings, result: Any) -> Mapping[str, Any]:
    """What there is of a run that is still growing."""
    return {} if result.run.whole or result.known >= settings.stop_at else {"stop_at": result.known}


def _new_rate(settings: TrainingLabSettings, result: Any) -> Mapping[str, Any]:
    """A tenth of the rate, from the epoch shown on."""
    epoch = result.run.place(settings.epoch)[0]
    within = 0 < epoch < settings.stop_at and epoch != settings.change_at
    return {"change_at": epoch, "changed_rate": max(settings.learning_rate / 10, LEAST)} if within else {}


def _another_start(settings: TrainingLabSettings, result: Any) -> Mapping[str, Any]:
    return {"seed": (settings.seed + 1) % 100}


class TrainingLab(Lab):
    """What does a net learn, and when? A run of training, kept whole: what the net says of the plane and what each of
    its units sees there, at any epoch and after any update; points can be moved, added and taken away.

    >>> lab = TrainingLab(hidden=(3,), epochs=30)
    >>> lab.set(epoch=10)
    >>> lab.result.run.train_accuracy.shape, len(lab.result.run.parts.train)
    ((31,), 250)
    >>> lab.set(points={0: (0.0, 0.0, -1.0)})       # the net is trained anew, with the first point elsewhere
    >>> lab.result.run.parts.train.points[0].tolist()
    [0.0, 0.0]
    """

    plan = Plan(
        settings=TrainingLabSettings, study=train_a_net, summary=summarize_training, describe=describe_training,
        records=records_of_training, measures=measures_of_training, table=table_shown, clock="epoch", length="stop_at",
        question="What does it learn, and when?",
        questions=(Question("What has it learned?", ("learned",)),
                   Question("What does each unit see?", ("net", "learned")),
                   Question("Does it learn, or does it memorize?", ("loss", "accuracy")),
                   Question("Which step of training runs now?", ("steps",)),
                   Question("Does the error reach the first layer?", ("gradients",))),
        opens_with="The six steps, the net with what each unit sees, what it says of the plane, and both losses are "
                   "the whole story; data, hidden layers and rate are what one tries first. Sizes of gradients, the "
                   "way of a point and the code are for a second look.",
        controls=("data", "hidden", "learning_rate", "epoch"),
        pictures=MappingProxyType({"steps": SixSteps, "net": Net, "learned": Learned, "loss": LossCurves,
                                   "accuracy": AccuracyCurves, "gradients": GradientSizes}),
        rows=((40, {"steps": 1}), (294, {"net": 1.5, "learned": 1, ("loss", "accuracy"): 1}),
              (140, {"gradients": 1})),
        beside=((250, {"learned": 1}), (120, {"loss": 1}), (120, {"accuracy": 1}), (170, {"net": 1}),
                (42, {"steps": 1}), (120, {"gradients": 1})),
        alone=("steps", "net"),
        optional_views=("gradients", "code", "table"),
        code=code_shown, shared=SHARED, status=status_of_training,
        actions=MappingProxyType({
            "stop": Action("Stop", _stopped, ("stop_at",), help="keep what is learned so far", passing=True),
            "fork": Action("New rate from here", _new_rate, ("change_at", "changed_rate"),
                           help="from the epoch shown on with a tenth of the rate; the run before stays as a ghost"),
            "start": Action("Other start", _another_start, ("seed",), help="the same net with other first weights")}))
