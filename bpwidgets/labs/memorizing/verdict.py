"""Whether the net learned or memorized, in sentences."""
from __future__ import annotations

import numpy as np

from ...text import counted, in_words, percent
from .result import MemorizingResult
from .settings import MemorizingSettings

# The validation loss has turned if it is so much higher at the end than at its lowest.
TURNED = 1.1
# So near, as parts of the number of points, the peak is at as many features as points.
NEAR = 0.8, 1.4


def verdict_of(result: MemorizingResult, patience: int) -> str:
    """What both losses did, whether early stopping would have helped, and what the test set says once it is opened."""
    run = result.run
    if run.stopped:
        return run.stopped
    said = [_course(result), _early(result, patience) if turned(result) else "", _test(result)]
    return " ".join(filter(None, said))


def turned(result: MemorizingResult) -> bool:
    """Whether the validation loss has clearly risen since it was lowest."""
    return bool(result.validation_loss[-1] > TURNED * result.validation_loss[result.best])


def _course(result: MemorizingResult) -> str:
    train, validation, best, last = result.run.train_loss, result.validation_loss, result.best, result.known
    rise = f"from {in_words(validation[best])} to {in_words(validation[-1])}"
    if turned(result) and train[-1] < train[best]:
        below = ", far below the noise" if result.noise and train[-1] < result.noise / 2 else ""
        return (f"From epoch {best} on the net memorizes: the training loss falls from {in_words(train[best])} to "
                f"{in_words(train[-1])}{below}, the validation loss rises {rise}.")
    if turned(result):
        return f"From epoch {best} on the validation loss rises {rise}, and the training loss does not fall either."
    both = f"training {in_words(train[-1])}, validation {in_words(validation[-1])}"
    if best == last:
        return f"After {counted(last, 'epoch')} the validation loss is still falling: {both}."
    return (f"After {counted(last, 'epoch')} the validation loss has hardly risen since its lowest, epoch {best}: "
            f"{both}.")


def _early(result: MemorizingResult, patience: int) -> str:
    if result.stopped_at is None:
        return f"A patience of {counted(patience, 'epoch')} would not have ended the run."
    later = "" if result.kept == result.best else f", not {result.best}, which came later"
    return (f"Early stopping would have ended the run after epoch {result.stopped_at} and kept epoch {result.kept}"
            f"{later}.")


def _test(result: MemorizingResult) -> str:
    if result.test_loss is None:
        return ""
    lowest = int(np.nanargmin(result.test_loss)) if np.isfinite(result.test_loss).any() else 0
    return (f"The test loss is {in_words(result.test_loss[result.best])} at epoch {result.best}, "
            f"{in_words(result.test_loss[-1])} at the end, lowest after epoch {lowest}.")


def verdict_of_sweep(settings: MemorizingSettings, result: MemorizingResult) -> str:
    """Down, up and down again, as far as the medians say so."""
    sweep, nets = result.fits.sweep, result.nets
    middle, points = sweep.band(sweep.validation)[1], counted(sweep.points, "point")
    if sweep.sizes[-1] <= sweep.points:
        return f"There are more points than features, {points}: all of these sizes lie before the peak."
    valley, top, last = middle[sweep.valley_at], middle[sweep.peak_at], middle[-1]
    at, beyond = counted(int(sweep.sizes[sweep.valley_at]), "feature"), int(sweep.sizes[-1])
    if top <= TURNED * max(valley, last):
        return (f"The validation loss has no peak at {points}: {in_words(valley)} with {at}, {in_words(last)} with "
                f"{beyond}.")
    end = "lower than ever" if last < valley else "but not as low as in the valley"
    said = (f"A U, and then a second descent: the validation loss is {in_words(valley)} with {at}, "
            f"{in_words(top)} with {sweep.peak}{_where(sweep)}, and with {beyond} it is "
            f"{in_words(last)}, {end}.")
    return f"{said} {_nets(nets, top)}".rstrip() if nets.sizes.size else said


def _where(sweep) -> str:
    return f", {'' if sweep.peak == sweep.points else 'about '}as many as points" \
        if NEAR[0] <= sweep.peak / sweep.points <= NEAR[1] else ""


def _nets(nets, top: float) -> str:
    highest = float(np.median(nets.validation, axis=1).max())
    return (f"Nets that are trained by descent stay below {in_words(highest)}: no peak like that." if highest < top / 2
            else f"Nets that are trained by descent reach {in_words(highest)}.")


def verdict_of_labels(settings: MemorizingSettings, result: MemorizingResult) -> str:
    """How long either labels take, and what they are worth for other digits."""
    if not settings.digit_epochs:
        return "300 digits, and as many labels by chance: can the same net learn both? Train it and see."
    right, random = result.labels.right, result.labels.random
    said = (f"With the right labels {_learned(right)}, and {percent(right.test_accuracy[-1])} of 300 others are read "
            f"correctly. ")
    share = "random labels" if settings.random_labels == 1 else f"{percent(settings.random_labels)} random labels"
    others = percent(random.test_accuracy[-1])
    return f"{said}With {share} {_learned(random)}, and {others} of the others are read correctly."


def _learned(run) -> str:
    return (f"all 300 digits are learned after {counted(run.learned_at, 'epoch')}" if run.learned_at is not None else
            f"{percent(run.train_accuracy[-1])} of 300 digits are learned after {counted(run.epochs, 'epoch')}")
