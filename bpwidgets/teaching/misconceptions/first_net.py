"""Wrong ideas about what a trained net is (lesson 0)."""
from __future__ import annotations

from typing import Any

import numpy as np

import bpwidgets as bp

from .misconception import OFTEN_HEARD, Misconception


def two_spirals(**arranged: Any) -> bp.Lab:
    """A net that has learned its points of two spirals nearly by heart."""
    return bp.TrainingLab(data="two_spirals", hidden=(16, 16), optimizer="adam", epochs=300, **arranged)


def sure_where_wrong(lab: Any) -> float:
    """How sure a net is, on the average, of its wrong answers about test points."""
    run = lab.result.run
    outputs = run.outputs(run.theta(run.epochs), run.parts.test.points)
    wrong = run.parts.targets.answers(outputs) != run.parts.test.numbers
    return float(np.mean(run.parts.targets.shares(outputs).max(axis=-1)[wrong]))


def _right_by_heart(lab: Any) -> bool:
    """It is right about nine of ten points it was trained on, about new ones no more than a coin, and sure."""
    run = lab.result.run
    return bool(run.train_accuracy[-1] > 0.9 and run.test_accuracy[-1] < 0.5 and sure_where_wrong(lab) > 0.8)


OF_A_FIRST_NET = (
    Misconception(
        "a-net-understands", "A net that is right has understood what it does.",
        "It has fitted its weights to examples. Where there were none it says just anything, and just as surely.",
        OFTEN_HEARD,
        lambda: two_spirals(controls=("epoch",), views=("learned", "accuracy")),
        _right_by_heart),
)
