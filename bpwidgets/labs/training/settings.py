"""What can be chosen in `TrainingLab`: a run of training, and what is shown of it."""
from __future__ import annotations

from typing import Any

from ...datasets import Dataset
from ...settings import choice, like, slider
from ...training.data import DATA
from ...training.natural import usual_rate
from ...training.settings import TrainingSettings
from .hand import NONE, NOTHING, TOOLS, last_row
from .units import OUTPUT, unit_names

SHOWN, HAND = "What is shown?", "What does a hand do?"
# What the strip and the net show within an epoch.
PARTS = {"all": "the whole loop", "inputs": "inputs and desired outputs", "error": "the error of a batch",
         "gradient": "making it smaller: the gradient", "update": "the update"}

# Plain descent on the sets of a plane goes well with this rate.
CALM = 0.1


def calm_rate(settings: Any) -> float:
    """A learning rate that suits the optimizer."""
    return CALM if settings.row("optimizer").name == "sgd" else usual_rate(settings)


class TrainingLabSettings(TrainingSettings):
    """What can be chosen in `TrainingLab`."""

    lab = "TrainingLab"
    data: Dataset = like(TrainingSettings, "data", default=DATA["playground_circle"])
    hidden: tuple = like(TrainingSettings, "hidden", default=(6, 4), label="hidden")
    epochs: int = like(TrainingSettings, "epochs", default=80)
    learning_rate: float = like(TrainingSettings, "learning_rate", default_from=calm_rate)
    part: str = choice("all", PARTS, cursor=True, label="stage", question=SHOWN,
                       help="which part of the loop is looked at, of the update that follows")
    unit: str = choice(None, {}, options_from=unit_names, default_from=lambda settings: OUTPUT, cursor=True,
                       label="large map", question=SHOWN, help="whose map is shown large: the output's, or that of a "
                                                               "hidden unit")
    point: int = slider(NONE, NONE, last_row, step=1, integer=True, cursor=True, label="point", question=HAND,
                        help="the number of the chosen point for training; -1 for none")
    tool: str = choice(NOTHING, TOOLS, cursor=True, label="press", question=HAND,
                        help="what a press on a place without a point does")
