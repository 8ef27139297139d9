"""Whether the net learned or memorized, in sentences."""
from __future__ import annotations

import numpy as np

from ...text import counted, in_words
from .result import MemorizingResult

# The validation loss has turned if it is so much higher at the end than at its lowest.
TURNED = 1.1


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
    return f"After {counted(last, 'epoch')} the validation loss has hardly risen since its lowest, epoch {best}: {both}."


def _early(result: MemorizingResult, patience: int) -> str:
    if result.stopped_at is None:
        return f"Early stopping with a patience of {counted(patience, 'epoch')} would not have ended the run."
    kept = f"and kept epoch {result.kept}" + ("" if result.kept == result.best else f", not {result.best}, which came later")
    return f"Early stopping would have ended the run after epoch {result.stopped_at} {kept}."


def _test(result: MemorizingResult) -> str:
    if result.test_loss is None:
        return ""
    lowest = int(np.nanargmin(result.test_loss)) if np.isfinite(result.test_loss).any() else 0
    return (f"The test loss is {in_words(result.test_loss[result.best])} at epoch {result.best} and "
            f"{in_words(result.test_loss[-1])} at the end; it was lowest after epoch {lowest}.")
