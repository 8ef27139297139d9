"""What each way reads of the new digits, and what it has forgotten of the old ones, in sentences."""
from __future__ import annotations

from typing import Any

import numpy as np

from ...text import counted, in_words, off_by, share, typeset
from .old_task import LAYERS
from .passing import Passing
from .result import FineTuneResult
from .sweep import COUNTS, Sweep
from .ways import ORDER, WAYS

# A check that is off by more than this part is a wrong gradient.
WRONG = 1e-4


def verdict_of(result: FineTuneResult, examples: int) -> str:
    """Both tasks at the last epoch."""
    if result.ways is None:
        return (f"After {counted(result.known, 'epoch')} the net reads {share(result.old.accuracy[-1])} of the old "
                "digits, 0 to 4. The new task has not begun.")
    new = {way: float(result.new_accuracy(way)[-1]) for way in ORDER}
    old = {way: float(result.old_accuracy(way)[-1]) for way in ORDER}
    best, *others = sorted(("all_new", "head_only", "fine_tuned"), key=lambda way: -new[way])
    then = ", ".join(f"{WAYS[way]} {share(new[way])}" for way in others)
    before = float(result.old.accuracy[-1])
    return (f"With {counted(examples, 'example')} of each new digit, {WAYS[best]} reads {share(new[best])} of the new "
            f"digits, {then}. {_forgotten(before, old)}")


def _forgotten(before: float, old: dict[str, float]) -> str:
    """What all fine-tuned, and head only, are left with."""
    tuned, kept = old["fine_tuned"], old["head_only"]
    if tuned < before:
        lost = f"All fine-tuned now reads {share(tuned)} of the old digits instead of {share(before)}"
    else:
        lost = f"All fine-tuned has forgotten nothing: {share(tuned)} of the old digits"
    return f"{lost}; head only still reads {share(kept)}."


def verdict_of_sweep(settings: Any, result: FineTuneResult) -> str:
    """Where head only beats all new, and what fine-tuning forgets, over the seeds that are trained."""
    sweep = result.sweep
    if not sweep.trained:
        return "The four ways are not trained with other numbers of examples yet."
    new, old = sweep.band(sweep.new)[1], sweep.band(sweep.old)[1]
    kept, lost = (old[:, ORDER.index(way)].mean() for way in ("head_only", "fine_tuned"))
    return (f"{_crossing(sweep, new)} Over all numbers of examples head only reads {share(kept)} of the old digits, "
            f"all fine-tuned {share(lost)} (mean of {counted(sweep.trained, 'seed')}).")


def _crossing(sweep: Sweep, new: np.ndarray) -> str:
    head, fresh = new[:, ORDER.index("head_only")], new[:, ORDER.index("all_new")]
    ahead = [count for count, a, b in zip(COUNTS, head, fresh) if a > b]
    if not ahead:
        return "Head only beats all new nowhere: what the old net kept is not what the new task needs."
    if len(ahead) == len(COUNTS):
        return "Head only beats all new with every number of examples."
    last = ahead[-1]
    if ahead == list(COUNTS[:len(ahead)]):
        return (f"Head only beats all new up to {counted(last, 'example')} of each new digit; from "
                f"{COUNTS[len(ahead)]} on all new is ahead.")
    return f"Head only beats all new with {', '.join(map(str, ahead))} examples of each new digit."


def verdict_of_passing(settings: Any, result: FineTuneResult) -> str:
    """What a frozen layer hands on, and whether the numbers can be believed."""
    found, checks = (of(settings.way, settings.epoch) for of in (result.passing, result.checks))
    if found is None:
        return "The new task has not begun: there is no error of its own to hand on."
    frozen = settings.frozen_here
    agree = "agree" if checks.worst < WRONG else "do not agree"
    checked = typeset(f"Central differences of the loss {agree}: relative error {off_by(checks.worst, WRONG)}")
    if not frozen:
        return f"Nothing is frozen here: every layer hands its error on, and every layer moves. {checked}."
    return f"{_of_frozen(frozen, found, result.update(settings.way, settings.epoch))} {checked}."


def _of_frozen(frozen: tuple[int, ...], found: Passing, update: np.ndarray) -> str:
    """What the highest frozen layer below the head hands on, or the head if it alone is frozen."""
    k = max((layer for layer in frozen if layer < len(LAYERS) - 1), default=frozen[-1])
    name = "The head" if k == len(LAYERS) - 1 else f"Layer {k + 1}"
    if not found.handed_on[k] > 0:
        return f"{name} is frozen; at this epoch no error arrives at it that it could hand on."
    below = "the pixels get" if k == 0 else f"{LAYERS[k - 1]} gets"
    return (f"{name} is frozen, its last update is {in_words(update[k])}, and still the error passes through: {below} "
            f"|dL/da| {in_words(found.handed_on[k])} from it.")
