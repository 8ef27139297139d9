"""Wrong ideas about weights that are shared over an image (lesson 24)."""
from __future__ import annotations

from typing import Any

import numpy as np

import bpwidgets as bp

from .misconception import OFTEN_HEARD, Misconception, cited

AZULAY = cited("Azulay and Weiss", "Why do deep convolutional networks generalize so poorly to small image "
               "transformations?", 2019, "https://arxiv.org/abs/1805.12177")
# So short a training shows it.
EPOCHS = 4
BACK, BOTH = ("image", "deltas", "shares", "gradient", "running", "verdict"), ("progress", "by_shift", "verdict")


def _check(lab: Any) -> Any:
    return lab.result.passes(lab.settings).check(lab.settings.f, *lab.settings.cell)


def _shares(lab: Any) -> np.ndarray:
    return lab.result.passes(lab.settings).shares(lab.settings.f, *lab.settings.cell)


def _plain_sum(lab: Any) -> bool:
    """The plain sum of the shares is what differences say; the largest share is not."""
    shares, check = _shares(lab), _check(lab)
    largest = shares.flat[np.abs(shares).argmax()]
    return bool(np.isclose(shares.sum(), check.difference, rtol=1e-5)
                and not np.isclose(largest, check.difference, rtol=0.05))


def _no_mean(lab: Any) -> bool:
    """Differences give 36 times the mean."""
    return bool(np.isclose(36 * _shares(lab).mean(), _check(lab).difference, rtol=1e-5))


def _lost_when_moved(lab: Any) -> bool:
    """Moved by two pixels, fewer than half of the digits are read that were read before."""
    moved = lab.result.by_shift(lab.settings.epoch)["convolutional net"]
    return bool(moved[-1] < moved[len(moved) // 2] / 2)


OF_SHARED_WEIGHTS = (
    Misconception(
        "convolutions-need-another-backpropagation", "Convolutional nets need another backpropagation.",
        "A weight that is used at many positions gets the sum of what they send: the chain rule, as ever.",
        OFTEN_HEARD, lambda: bp.ConvolutionLab(epochs=EPOCHS, views=BACK, controls=("position", "weight")), _plain_sum),
    Misconception(
        "shared-weights-are-averaged", "The gradient of a shared weight is the mean over its uses.",
        "All uses move together, so their effects on the loss add up: it is the sum.", OFTEN_HEARD,
        lambda: bp.ConvolutionLab(epochs=EPOCHS, views=BACK, controls=("position", "weight")), _no_mean),
    Misconception(
        "convolution-forgets-the-place", "A convolutional net reads a digit wherever it stands.",
        "Its maps move along with the digit; the layers behind them have learned where to look.",
        "what speaks against it: " + AZULAY,
        lambda: bp.ConvolutionLab(epochs=EPOCHS, views=BOTH, controls=("epoch", "moved")), _lost_when_moved),
)
