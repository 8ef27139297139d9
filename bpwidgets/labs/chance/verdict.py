"""What the run, and each view of it, says in a sentence or two."""
from __future__ import annotations

import numpy as np

from ...text import counted, in_words, off_by, typeset
from .check import WRONG
from .one_number import COSTS, OneNumber
from .result import COLLAPSED, ChanceResult
from .settings import WRITTEN, ChanceSettings
from .spread import COORDINATES

LOST = "The numbers of the net have overflowed: the learning rate is too high."
NAMES = {"reparameterization": "reparameterization", "score": "the score function"}


def verdict_of(settings: ChanceSettings, result: ChanceResult) -> str:
    """How far one sample misses the gradient either way, at the chosen digit after the last epoch."""
    last = result.known
    spread, k = result.spread(last, settings.example), COORDINATES.index(settings.by)
    path, score = (spread.deviations[way][k] for way in NAMES)
    if not np.isfinite([path, score, spread.exact[k]]).all():
        return LOST
    ratio, better = spread.ratio(k), spread.ratio(k, "score_baseline")
    said = (f"After {counted(last, 'epoch')} both estimates average {in_words(spread.exact[k])}, the derivative by "
            f"{WRITTEN[settings.by]}. But one sample misses it by {in_words(path, 2)} with reparameterization and by "
            f"{in_words(score, 2)} with the score function")
    if not 1 <= ratio < np.inf:
        return " ".join(filter(None, (f"{said}.", _not_yet(result))))
    return (f"{said}: {in_words(ratio, 2)} times as far, so it takes {in_words(ratio**2, 2)} samples to say as much as "
            f"one. {_not_yet(result) or f'A baseline leaves {in_words(better, 2)} times.'}")


def verdict_of_beta(settings: ChanceSettings, result: ChanceResult) -> str:
    """Reconstruction and KL after the last epoch, what a change of beta did, and which number has collapsed."""
    run, last = result.run, result.known
    if not (np.isfinite(run.error[last]) and np.isfinite(run.kl[last]).all()):
        return LOST
    kl = " + ".join(in_words(part, 2) for part in run.kl[last])
    error_before, kl_before = _before(result)
    said = (f"After {counted(last, 'epoch')} a test digit costs {in_words(run.error[last])} nats to reconstruct"
            f"{error_before}; its KL is {kl} nats{kl_before}.")
    return " ".join(filter(None, (said, collapse_in_words(result, last), _not_yet(result))))


def _not_yet(result: ChanceResult) -> str:
    """That beta is to change later than the run is long."""
    task = result.task
    if task.trunk is None or result.known > task.since:
        return ""
    return f"β becomes {in_words(task.beta)} only after epoch {task.since}."


def _before(result: ChanceResult) -> tuple[str, str]:
    """What it was before beta changed, for both numbers."""
    task, run, last = result.task, result.run, result.known
    if task.trunk is None or last <= task.since:
        return "", ""
    return (f" ({in_words(run.error[task.since])} before β went from {in_words(task.first_beta)} to "
            f"{in_words(task.beta)})", f" ({in_words(run.kl[task.since].sum(), 2)} in all before)")


def collapse_in_words(result: ChanceResult, epoch: int) -> str:
    """Which of the two numbers carries nothing, "" for none."""
    found = result.collapsed(epoch)
    if not found:
        return ""
    if len(found) == 2:
        return (f"Both numbers have collapsed, KL below {COLLAPSED:g} nats each: every digit gets nearly N(0, 1), and "
                "the same picture.")
    return (f"z{'₁₂'[found[0] - 1]} has collapsed, KL below {COLLAPSED:g} nats: every digit gets nearly N(0, 1) there, "
            "so it says nothing.")


def one(digit: int) -> str:
    """A digit with its article.

    >>> one(3), one(8)
    ('a 3', 'an 8')
    """
    return f"{'an' if digit == 8 else 'a'} {digit}"


def verdict_of_number(settings: ChanceSettings, result: ChanceResult) -> str:
    """The same for one number."""
    found = result.one_number(COSTS[settings.cost], settings.mean, settings.sigma)
    path, score = (found.deviations[way] for way in NAMES)
    if found.biased:
        return (f"The derivative is {in_words(found.exact)}, but the slope of a step is 0 wherever there is one: "
                f"reparameterization says 0, with no spread at all, and is wrong. The score function misses by "
                f"{in_words(score, 2)}, and is right on average.")
    return (f"Both average {in_words(found.exact)}. A single sample misses that by {in_words(path, 2)} with "
            f"reparameterization, by {in_words(score, 2)} with the score function{_compared(found)}.")


def _compared(found: OneNumber) -> str:
    path, score = (found.deviations[way] for way in NAMES)
    if not (path > 0 and score > 0):
        return ""
    if score >= path:
        return f": {in_words(score / path, 2)} times as far"
    return f": here the score function is the better one, {in_words(path / score, 2)} times"


def verdict_of_walk(settings: ChanceSettings, result: ChanceResult) -> str:
    """Which digit lives nearest to the hand."""
    mu = result.latent(settings.epoch).mu
    away = np.hypot(*(mu - np.array(settings.at)).T)
    if not np.isfinite(away).any():
        return LOST
    near = int(np.nanargmin(away))
    x, y = (in_words(part, 2) for part in settings.at)
    return (f"At z = ({x}, {y}) the decoder draws this picture, of two numbers. The nearest test digit is "
            f"{one(result.test.labels[near])}, {in_words(away[near], 2)} away; the net was never told what it means.")


def verdict_of_check(settings: ChanceSettings, result: ChanceResult) -> str:
    """Whether backpropagation through encoder, sample and decoder agrees with differences, and if not, why."""
    found = result.checked(settings.epoch, settings.same_noise)
    count, wrong = len(found.names), int(found.wrong.sum())
    if not np.isfinite(found.backpropagation).all():
        return LOST
    if not wrong:
        return typeset(
            f"Through encoder, sample and decoder backpropagation agrees with central differences in all {count} "
            f"weights that were checked: the largest relative error is {off_by(found.errors.max(), WRONG)}.")
    where = "all of them in the encoder" if found.of_encoder[found.wrong].all() else "in both nets"
    said = f"{wrong} of {count} weights do not agree with central differences, {where}."
    if not settings.same_noise:
        return (f"{said} Each loss was drawn with new noise, so a difference is that of two samples, divided by 2 × "
                "10⁻⁵. With the noise given the loss is an ordinary function.")
    through = result.task.through
    if through.name == "blocked":
        return f"{said} The error of the decoder stops at the sample; differences of the loss say that it need not."
    if not through.unbiased:
        return f"{said} What comes through the sample is not the derivative of this loss."
    return (f"{said} {through.title.capitalize()}: right on average over many samples, but no derivative of the loss "
            "of these ones.")
