"""What can be chosen in `LossLab`: where the unit starts, what it should say; three scores; a point far off a line."""
from __future__ import annotations

import math

from ...settings import Settings, choice, slider

START, STEP = "Where does the unit start?", "How does it learn?"
SOFTMAX, OUTLIER = "Which scores do three classes have?", "How far off is one point?"
CLASSES = 1, 2, 3


def reach_of(settings: LossSettings) -> float:
    """Half the width of the maps: a round number around the weight and the bias of the start."""
    return max(5.0, float(math.ceil(1.2 * max(abs(settings.weight), abs(settings.bias)))))


class LossSettings(Settings):
    """What can be chosen in `LossLab`."""

    lab = "LossLab"
    weight: float = slider(2.0, -20, 20, step=0.05, slider_range=lambda settings: (-4, 4), resets=("step",),
                           label="weight", question=START,
                           help="of the unit at the start; with hidden units each weight of the output unit")
    bias: float = slider(2.0, -40, 40, step=0.05, slider_range=lambda settings: (-6, 6), resets=("step",), label="bias",
                         question=START, help="of the unit at the start")
    input: float = slider(1.0, -5, 5, step=0.05, slider_range=lambda settings: (-2, 2), resets=("step",), label="input",
                          question=START, help="the only example has this input")
    target: float = slider(0.0, 0, 1, step=0.01, resets=("step",), label="target", question=START,
                           help="what the unit should say")
    hidden: int = slider(0, 0, 8, step=1, resets=("step",), label="hidden units", question=START,
                         help="sigmoid units before the output unit; 0 for one unit alone")
    seed: int = slider(0, 0, 99, step=1, resets=("step",), label="seed", question=START,
                       help="another draw of the weights of the hidden units")
    learning_rate: float = slider(0.15, 1e-4, 100, step=0.02, log=True, slider_range=lambda settings: (0.01, 10),
                                  label="learning rate", question=STEP, help="the same for both losses")
    steps: int = slider(150, 1, 1000, step=1, slider_range=lambda settings: (10, 600), label="steps", question=STEP,
                        help="steps of gradient descent that are computed")
    step: int = slider(0, 0, "steps", step=1, cursor=True, label="step shown", question=STEP, help="0 is the start")
    score_1: float = slider(-2.0, -30, 30, step=0.1, slider_range=lambda settings: (-6, 6), label="score 1",
                            question=SOFTMAX, help="z of class 1, before softmax")
    score_2: float = slider(4.0, -30, 30, step=0.1, slider_range=lambda settings: (-6, 6), label="score 2",
                            question=SOFTMAX, help="z of class 2, before softmax")
    score_3: float = slider(0.0, -30, 30, step=0.1, slider_range=lambda settings: (-6, 6), label="score 3",
                            question=SOFTMAX, help="z of class 3, before softmax")
    wanted: str = choice("1", tuple(map(str, CLASSES)), label="right class", question=SOFTMAX,
                         help="the class whose probability should be 1")
    outlier: float = slider(-6.0, -50, 50, step=0.1, slider_range=lambda settings: (-10, 10), label="last point",
                            question=OUTLIER, help="how high the last point lies; the others lie along a line")
    bend: float = slider(2.0, 0.01, 100, step=0.02, log=True, slider_range=lambda settings: (0.05, 10),
                         label="bend at", question=OUTLIER,
                         help="up to this error the Huber loss is a parabola, beyond it a straight line")

    @property
    def scores(self) -> tuple[float, ...]:
        """z of the three classes."""
        return self.score_1, self.score_2, self.score_3
