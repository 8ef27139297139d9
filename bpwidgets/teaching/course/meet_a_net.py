"""Lesson 0: a net that is trained already, to play with: what it can do, and where it fails."""
from __future__ import annotations

from typing import Any

import numpy as np

from ...text import percent
from .. import Choice, Lesson, Option, Prediction, Question
from ..misconceptions.first_net import sure_where_wrong, two_spirals

COIN, NEARLY_ALL = 0.5, 0.8
# Directions and distances from the middle in which the border of the net's answer is looked for.
AROUND = np.linspace(0, 2 * np.pi, 72, endpoint=False)
OUTWARDS = np.linspace(0.5, 5.5, 201)


def _new_points(lab: Any) -> int:
    """Nearly all of the new points are told apart (0), or no more than by a coin (1)."""
    share = lab.result.run.test_accuracy[-1]
    return 0 if share > NEARLY_ALL else 1 if share <= COIN else -1


def _as_told(lab: Any) -> str:
    run = lab.result.run
    return (f"It is right about {percent(run.train_accuracy[-1])} of the points that it learned from, and about "
            f"{percent(run.test_accuracy[-1])} of the new ones. Where it is wrong about these, it is "
            f"{percent(sure_where_wrong(lab))} sure all the same. Look between the points: it has bent its plane "
            "around each of them, and has not found the spirals.")


def border(lab: Any) -> np.ndarray:
    """How far from the middle the answer of the net changes, in each direction."""
    run = lab.result.run
    ways = np.stack([np.cos(AROUND), np.sin(AROUND)], axis=-1)
    points = (OUTWARDS[:, None, None] * ways).reshape(-1, 2)
    inside = run.parts.targets.answers(run.outputs(run.theta(run.epochs), points)).reshape(len(OUTWARDS), -1) == 1
    return OUTWARDS[inside.cumsum(axis=0).argmax(axis=0)]


def _no_circle() -> int:
    """Whether the border is a circle (0) or is at some places a tenth farther out than at others (1)."""
    import bpwidgets as bp
    found = border(bp.TrainingLab())
    return int(found.max() > 1.1 * found.min())


LESSON = Lesson(
    "meet-a-net", "Meet a net", 0, minutes=5,
    outcomes=("say what a trained net does with a place of the plane, and what its units see",
              "give an example of what a net cannot do, though it is right about all that it has seen"),
    items=(
        Question(
            "what-it-found", "It is right about every point, new ones too. What has this net found?",
            (Option("What a circle is.", "Look at the line around the blue part: it has corners.",
                    misconception="a-net-understands"),
             Option("Some lines that, added up, keep these points apart.",
                    "Each unit of the first layer draws one line. Their sum is a shape with corners, and it is good "
                    "enough.")),
            right=_no_circle),
        Prediction(
            "new-points", "Another net has learned two spirals, one around the other. It is right about nine of ten "
            "points that it learned from. How many **new** points of the same spirals does it tell apart?",
            Choice(("Nearly as many", "No more than a coin would")), outcome=_new_points,
            lab=lambda: two_spirals(controls=("epoch",), views=("learned", "accuracy"), more=False,
                                    question="How many new points does it tell apart?"),
            why=_as_told),
    ))
