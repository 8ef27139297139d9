"""Wrong ideas about learning and memorizing (lesson 22)."""
from __future__ import annotations

from typing import Any

import numpy as np

import bpwidgets as bp

from .misconception import OFTEN_HEARD, Misconception, cited

ZHANG = cited("Zhang, Bengio, Hardt, Recht and Vinyals", "Understanding deep learning requires rethinking "
              "generalization", 2017, "https://arxiv.org/abs/1611.03530")
BELKIN = cited("Belkin, Hsu, Ma and Mandal", "Reconciling modern machine-learning practice and the classical "
               "bias-variance trade-off", 2019, "https://doi.org/10.1073/pnas.1903070116")
RUN, SWEEP, DIGITS = ("fit", "curves", "verdict"), ("capacity", "features_fit"), ("label_curves", "digit_labels")


def _parted(lab: Any) -> bool:
    """The training loss falls to a tenth, and the validation loss rises by half."""
    found = lab.result
    train, validation = found.run.train_loss, found.validation_loss
    return bool(train[-1] < train[found.best] / 10 and validation[-1] > 1.5 * validation[found.best])


def _rose_before(lab: Any) -> bool:
    """The validation loss rose, and still fell to a new lowest value later."""
    validation, best = lab.result.validation_loss, lab.result.best
    return bool((np.diff(validation[:best]) > 0).any())


def _descends_again(lab: Any) -> bool:
    """Far beyond the peak the validation loss is less than a tenth of it."""
    sweep = lab.result.fits.sweep
    middle = sweep.band(sweep.validation)[1]
    return bool(middle[-1] < middle[sweep.peak_at] / 10)


def _by_heart(lab: Any) -> bool:
    """All labels by chance are learned, and hardly any other digit is read."""
    random = lab.result.labels.random
    return bool(random.learned_at is not None and random.test_accuracy[-1] < 0.2)


OF_MEMORIZING = (
    Misconception(
        "falling-training-loss-is-success", "As long as the training loss falls, the net is getting better.",
        "It may be learning the noise of its examples: what counts is the loss on examples that it was not trained on.",
        OFTEN_HEARD, lambda: bp.MemorizingLab(views=RUN, controls=("epoch",)), _parted),
    Misconception(
        "the-first-rise-is-the-end", "Stop at the first epoch that makes the validation loss rise.",
        "It goes up and down on its way: patience tells a wave from the turn.",
        OFTEN_HEARD, lambda: bp.MemorizingLab(views=("curves", "verdict"), controls=("epoch", "patience")),
        _rose_before),
    Misconception(
        "more-weights-memorize-more", "The more weights a model has, the worse it does on new examples.",
        "Up to as many weights as points; beyond, the shortest of many fits can be a calm one again.",
        "what speaks against it: " + BELKIN,
        lambda: bp.MemorizingLab(views=SWEEP, controls=("features", "examples"), epochs=1), _descends_again),
    Misconception(
        "what-is-learned-is-a-rule", "A net that learns all of its examples has found what they have in common.",
        "The same net learns labels by chance, in which there is nothing to find.",
        "what speaks against it: " + ZHANG,
        lambda: bp.MemorizingLab(views=DIGITS, controls=("random_labels",), digit_epochs=60,
                                 epochs=1), _by_heart),
)
