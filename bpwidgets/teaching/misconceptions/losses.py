"""Wrong ideas about the choice of a loss (lesson 10)."""
from __future__ import annotations

from typing import Any

import numpy as np

import bpwidgets as bp

from .misconception import OFTEN_HEARD, Misconception, cited

NIELSEN = cited("Nielsen", "Neural Networks and Deep Learning, chapter 3", 2015,
                "http://neuralnetworksanddeeplearning.com/chap3.html")
RUNS = ("gradient", "outputs", "verdict")


def _waits(lab: Any) -> bool:
    """With squared error half of the error is left after all steps, with cross-entropy after a fifth of them."""
    squared, entropy = lab.result.runs.values()
    return bool(squared.half_at is None and entropy.half_at < lab.settings.steps / 5)


def _more_wrong_and_flatter(lab: Any) -> bool:
    """Here the squared error has a smaller gradient than where the unit is undecided, at z = 0."""
    run, middle = lab.result.runs["squared"], len(lab.result.z) // 2
    return bool(abs(run.deltas[0]) < 0.2 * abs(run.curve_deltas[middle]))


def _slope_gone(lab: Any) -> bool:
    """δ of softmax with cross-entropy is p - y, and not that times p (1 - p)."""
    found = lab.result.softmax
    p, y, delta = found.probabilities, found.targets, found.deltas["entropy"]
    return bool(np.allclose(delta, p - y) and not np.allclose(delta, (p - y) * p * (1 - p), atol=0.1))


def _dragged(lab: Any) -> bool:
    """The line of the mean squared error is turned by more than ten times as much as that of the absolute one."""
    found = lab.result.outlier
    turned = {name: abs(slope - found.clean[0]) for name, (slope, _) in found.lines.items()}
    return bool(turned["mse"] > 10 * turned["mae"])


OF_LOSSES = (
    Misconception(
        "squared-error-fits-all", "The squared error fits every net.",
        "With a sigmoid at the output it has hardly any gradient where the unit is surely wrong.",
        "what speaks against it: " + NIELSEN,
        lambda: bp.LossLab(views=RUNS, controls=("weight", "bias", "step")), _waits),
    Misconception(
        "more-wrong-learns-faster", "The more wrong a unit is, the faster it learns.",
        "That depends on the loss: with squared error the slope of the unit takes the gradient away.",
        OFTEN_HEARD, lambda: bp.LossLab(weight=3.0, bias=2.0, views=RUNS, controls=("weight", "bias")),
        _more_wrong_and_flatter),
    Misconception(
        "a-larger-rate-repairs-the-loss", "If learning is slow, a larger rate repairs it.",
        "A rate only multiplies: next to nothing stays next to nothing, and where the slope is back it is too large.",
        OFTEN_HEARD,
        lambda: bp.LossLab(weight=5.0, bias=5.0, learning_rate=10.0, views=RUNS, controls=("learning_rate", "step")),
        _waits),
    Misconception(
        "the-slope-is-always-there", "At the output δ is always the error times the slope of the unit.",
        "With cross-entropy that slope cancels: δ = p − y, for sigmoid and for softmax.",
        OFTEN_HEARD,
        lambda: bp.LossLab(views=("softmax",), controls=("score_1", "score_2", "score_3")),
        _slope_gone),
    Misconception(
        "an-outlier-counts-as-one", "One point of many hardly moves the line.",
        "The squared error counts the square of its distance: far off, one point outweighs all others.",
        OFTEN_HEARD, lambda: bp.LossLab(views=("outlier",), controls=("outlier", "bend")), _dragged),
)
