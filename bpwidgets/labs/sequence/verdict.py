"""How much of the gradient is left at the first step, and what the nets have learned, in sentences."""
from __future__ import annotations

from collections.abc import Mapping
from types import SimpleNamespace

import numpy as np

from ...text import counted, in_words, number, typeset
from .cells import CELLS
from .looking_back import Sight
from .result import SequenceResult
from .settings import SequenceSettings


def left(sight: Sight) -> float:
    """The gradient at the first step, as a part of that at the last one that is asked; nan where that is 0."""
    known = sight.reach[~np.isnan(sight.reach)]
    return float(known[0] / known[-1]) if len(known) and known[-1] > 0 else float("nan")


def verdict_of(result: SequenceResult, settings: SequenceSettings) -> str:
    """At the last update, of the output at the last step."""
    at_the_end = SimpleNamespace(update=result.known, asked=result.length, of="output", example=settings.example)
    sights = result.sights(at_the_end)
    return f"{_reached(result, sights)} {_learned(result, sights)}"


def _reached(result: SequenceResult, sights: Mapping[str, Sight]) -> str:
    back = result.length - 1
    if result.truncate < result.length:
        return (f"The error is cut off after {counted(result.truncate, 'step')}: what came before gets a gradient of "
                "exactly 0.")
    parts = _both([f"{in_words(left(sight), 2)} in the {_net(name)}" for name, sight in sights.items()])
    return f"Of the output's gradient this part is left {counted(back, 'step')} back: {parts}."


def _net(name: str) -> str:
    return "plain net" if name == "plain" else CELLS[name].title


def _learned(result: SequenceResult, sights: Mapping[str, Sight]) -> str:
    """The losses after all updates, and what they are worth."""
    task = result.row
    losses = ", ".join(f"{CELLS[name].title} {in_words(sight.loss, 2)}" for name, sight in sights.items())
    return (f"After {counted(result.known, 'update')} the {task.loss_title} is {losses}; that of a net that "
            f"{task.ignoring} is {number(task.baseline)}.")


def verdict_of_gates(settings: SequenceSettings, result: SequenceResult) -> str:
    """What is kept from the first step to the output that is asked, at the update shown."""
    cell, sight = CELLS[settings.gates_of], result.sight(settings.gates_of, settings)
    kept, gate = sight.kept[0], cell.gates[cell.keep]
    best, middle = in_words(kept.max(), 2), in_words(np.median(kept), 2)
    return (f"Over {counted(settings.asked - 1, 'step')}, from step 1 to step {settings.asked}, the {gate}s of the "
            f"{cell.title} keep {best} in the best unit, {middle} in the median one. Averaged over units and steps the "
            f"{gate} is {in_words(np.nanmean(sight.gates[cell.keep]), 2)}.")


def verdict_of_clipping(settings: SequenceSettings, result: SequenceResult) -> str:
    """How many gradients were clipped, and how long the longest was."""
    runs = result.runs.items()
    longest = _both([f"{in_words(run.lengths.max(), 2)} ({_net(name)})" for name, run in runs])
    if not settings.clip:
        return f"The longest of {counted(result.known, 'gradient')} had length {longest}. Nothing is clipped."
    clipped = _both([f"{int((run.lengths > settings.clip).sum())} in the {_net(name)}" for name, run in runs])
    return (f"Of {counted(result.known, 'gradient')} those longer than {in_words(settings.clip)} were clipped: "
            f"{clipped}. The longest had length {longest}. None was made longer.")


def _both(words: list[str]) -> str:
    return typeset(" and ".join(filter(None, (", ".join(words[:-1]), words[-1]))))
