"""Wrong ideas about a net that reads digits well (lesson 23)."""
from __future__ import annotations

from typing import Any

import bpwidgets as bp

from .misconception import OFTEN_HEARD, Misconception, cited

GUO = cited("Guo and others", "On Calibration of Modern Neural Networks", 2017, "https://arxiv.org/abs/1706.04599")
PLUS = "50,10 50,90; 10,50 90,50"


def _half_is_lost(lab: Any) -> bool:
    """Moved by one pixel, the digits are misread more often than one in three; as they are, hardly one of 40 is."""
    return bool(lab.result.exam(lab.settings.epoch).accuracy < 2 / 3 and lab.result.test_accuracy[-1] > 0.95)


def _sure_of_no_digit(lab: Any) -> bool:
    """A plus sign is read as a digit with more than nine tenths."""
    return bool(lab.result.reading(lab.settings.epoch).probabilities.max() > 0.9)


def _pixels_have_slopes(lab: Any) -> bool:
    """More ink in some pixels makes the answer more probable, in others less."""
    reading = lab.result.reading(lab.settings.epoch)
    slopes = reading.slopes[reading.answer]
    return bool(slopes.max() > 0 > slopes.min())


OF_READING = (
    Misconception(
        "accuracy-says-it-all", "An accuracy of 98 % says how good a net is.",
        "It says how often it is right on digits like those of the test; not which it confuses, nor what else it fails "
        "on.", OFTEN_HEARD,
        lambda: bp.DigitsLab(right=1.0, views=("right", "noise", "verdict"), controls=("right", "noise")),
        _half_is_lost),
    Misconception(
        "a-probability-is-a-promise", "A net that says 99 % is right in 99 of 100 cases.",
        "Softmax shares 100 % among the ten classes it knows, whatever it is shown.",
        "what speaks against it: " + GUO,
        lambda: bp.DigitsLab(strokes=PLUS, views=("board", "seen", "probabilities"), controls=("noise",)),
        _sure_of_no_digit),
    Misconception(
        "only-weights-have-gradients", "Gradients are for weights; inputs have none.",
        "The chain rule goes on to the inputs, one step past the first layer: dp/dx says what each pixel does.",
        OFTEN_HEARD,
        lambda: bp.DigitsLab(views=("board", "looked", "probabilities"), controls=("epoch",)), _pixels_have_slopes),
)
