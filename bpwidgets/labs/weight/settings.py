"""What can be chosen for one weight: the table, the loss, the start and the rate."""
from __future__ import annotations

import math

from ... import engine
from ...datasets import ONE_WEIGHT, Dataset
from ...settings import Settings, choice, dataset, slider, toggle
from .parabola import best_weight, loss_and_curvature, no_sum_of_squares

LOSSES = "sse", "half_sse", "mse", "half_mse"


def weight_range(settings: WeightSettings) -> tuple[float, float]:
    """The weights a hand can reach: as far to both sides of the best weight as twice its size."""
    best = best_weight(settings.data)
    reach = 2 * abs(best) or 1.0
    return _round(best - reach), _round(best + reach)


def rate_range(settings: WeightSettings) -> tuple[float, float]:
    """Whole decades around the largest stable rates of all loss conventions, scaled and not; the same for each of
    them."""
    losses = *LOSSES, settings.loss
    limits = [2 / loss_and_curvature(settings.data, loss, scaled)[1] for loss in losses for scaled in (False, True)]
    return 10.0 ** (math.floor(math.log10(min(limits))) - 1), 10.0 ** math.ceil(math.log10(max(limits)))


class WeightSettings(Settings):
    """What can be chosen in `WeightLab`."""

    lab = "WeightLab"
    data: Dataset = dataset("weight_table", ONE_WEIGHT, label="data", question="Which table, which loss?",
                            help="inputs and desired outputs, or your own arrays: x=..., y=...")
    weight: float = slider(4.0, -1e30, 1e30, step=0.05, slider_range=weight_range, resets=("step",), label="weight",
                           question="Where to start, how far to step?", help="the weight before the first step")
    learning_rate: float = slider(0.001, 1e-30, 1e30, step=0.02, log=True, slider_range=rate_range,
                                  label="learning rate",
                                  question="Where to start, how far to step?",
                                  help="new weight = weight - learning rate * gradient")
    loss: str = choice("mse", LOSSES, rows=engine.LOSSES, objection=no_sum_of_squares, label="loss",
                       question="Which table, which loss?", help="how the errors of the rows become one number")
    scaled: bool = toggle(False, label="divide x and y by max |x|", question="Which table, which loss?",
                          help="leaves the best weight where it is and changes the largest stable rate")
    steps: int = slider(20, 1, 500, step=1, label="steps", question="How long?",
                        help="steps of gradient descent that are computed")
    step: int = slider(0, 0, "steps", step=1, cursor=True, label="step shown", question="Which step is shown?",
                       help="0 is the start")


def _round(value: float) -> float:
    """Two significant digits: the ends of a slider."""
    return float(f"{value:.1e}")
