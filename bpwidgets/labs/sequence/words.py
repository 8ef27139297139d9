"""The text twin of `SequenceLab`, and its numbers for files and collections."""
from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from ...engine.check import WRONG
from ...text import columns, counted, elide, in_line, in_words, number, off_by, percent
from .cells import CELLS
from .looking_back import Sight
from .result import SequenceResult
from .rhyme import ALPHABET
from .settings import OF, SequenceSettings
from .tasks import Task

SPACE = "␣"


class Input(NamedTuple):
    """What a step gets, in few letters; strong: it counts."""

    text: str
    strong: bool


def letter(k: int) -> str:
    """A letter of the rhyme, with a sign for the space."""
    return ALPHABET[k].replace(" ", SPACE)


def inputs_of(task: Task, length: int, example: int) -> list[Input]:
    """What each step of a sequence gets, counted from 1."""
    x = task.one(length, example - 1)[0][0]
    if task.outputs > 1:
        return [Input(letter(k), True) for k in x.argmax(axis=1)]
    return [Input(f"{value:.2f}".lstrip("0"), bool(mark)) for value, mark in x]


def probabilities(scores: np.ndarray) -> np.ndarray:
    """Softmax of the scores of letters."""
    raised = np.exp(scores - scores.max())
    return raised / raised.sum()


def said(task: Task, sight: Sight) -> str:
    """What a net says of the sequence shown."""
    if task.outputs == 1:
        return in_words(sight.says[0])
    p = probabilities(sight.says)
    return in_words(p[0]) if np.isnan(p).any() else f"{letter(int(p.argmax()))}, {percent(p.max())}"


def wanted_of(task: Task, sight: Sight) -> str:
    """What it should say."""
    return f"target {in_words(sight.wanted[0])}" if task.outputs == 1 else f"comes {letter(int(sight.wanted.argmax()))}"


def summarize_sequence(settings: SequenceSettings, result: SequenceResult) -> str:
    """The first line of the text twin."""
    sights, at = result.sights(settings), result.at(settings.update)
    first = ", ".join(f"{CELLS[name].title} {in_line(sight.reach[0], 2)}" for name, sight in sights.items())
    return (f"SequenceLab: update {at} of {settings.updates}: gradient of {OF[settings.of]}, "
            f"{counted(settings.asked - 1, 'step')} back: {first}")


def checked(settings: SequenceSettings, result: SequenceResult) -> str:
    """The gradient check of what is shown."""
    worst = max(sight.check for sight in result.sights(settings).values())
    return f"gradient check, off by {in_words(worst, 2)} at most"


def describe_sequence(settings: SequenceSettings, result: SequenceResult) -> str:
    """The text twin: what arrives at each step, the gates, and how the nets learned."""
    sights, task = result.sights(settings), result.row
    gated = result.sight(settings.gates_of, settings)
    cell = CELLS[settings.gates_of]
    return "\n".join([
        summarize_sequence(settings, result), result.verdict,
        f"task: {task.title}; {settings.length} steps, {settings.units} units, gain {in_line(settings.gain)}, forget "
        f"bias {in_line(settings.forget_bias)}, seed {settings.seed}; Adam, rate {in_line(settings.learning_rate)}, "
        f"batch {settings.batch_size}, error cut off after {counted(settings.truncate, 'step')}, "
        f"{f'clipped at {in_line(settings.clip)}' if settings.clip else 'not clipped'}",
        "", f"sequence {settings.example}, output at step {settings.asked}: "
        + "; ".join(f"{CELLS[name].title} says {said(task, sight)}" for name, sight in sights.items())
        + f"; {wanted_of(task, sights['plain'])}",
        "", f"gradient of {OF[settings.of]} with respect to each input:",
        columns(_REACH, _steps(settings, result)),
        "", f"gates of the {cell.title}, mean over its units, and what is kept after each step in the best one:",
        columns(("step", *cell.gates.values(), "kept"), [
            (str(t + 1), *(number(gated.gates[name][t].mean()) for name in cell.gates), number(gated.kept[t].max()))
            for t in range(settings.asked)]),
        "", columns(_RUN, _moments(settings, result)), "", columns(_LOSSES, elide(_losses(result))),
        "", "gradient check: largest difference from central differences, as a part of the largest gradient:",
        columns(("cell", "off by"), [(CELLS[name].title, off_by(sight.check, WRONG))
                                     for name, sight in sights.items()])])


TITLES = tuple(cell.title for cell in CELLS.values())
_REACH = ("step", "back", "input", *(f"{title}, all" for title in TITLES), *(f"{title}, here" for title in TITLES))
_RUN = ("cell", "loss", "right", "whole gradient", "clipped")
_LOSSES = ("update", *(f"loss, {title}" for title in TITLES))


def _steps(settings: SequenceSettings, result: SequenceResult) -> list[tuple[str, ...]]:
    sights, inputs = result.sights(settings), inputs_of(result.row, result.length, settings.example)
    mark = "*" if result.row.outputs == 1 else ""
    return [(str(t + 1), str(settings.asked - 1 - t), one.text + (mark if one.strong else ""),
             *(number(sight.reach[t]) for sight in sights.values()),
             *(number(sight.one[t]) for sight in sights.values()))
            for t, one in enumerate(inputs[:settings.asked])]


def _moments(settings: SequenceSettings, result: SequenceResult) -> list[tuple[str, ...]]:
    """At the update shown, of the output that is asked; the gradient is that of the update before it."""
    at, rows = result.at(settings.update), []
    for name, sight in result.sights(settings).items():
        length = float(result.runs[name].lengths[at - 1]) if at else float("nan")
        clipped = "yes" if settings.clip and length > settings.clip else "no"
        rows.append((CELLS[name].title, number(sight.loss), percent(sight.right), number(length) if at else "none",
                     clipped if at else "none"))
    return rows


def _losses(result: SequenceResult) -> list[tuple[str, ...]]:
    return [(str(update), *(number(run.losses[k]) for run in result.runs.values()))
            for k, update in enumerate(result.measured_at)]


def table_shown(settings: SequenceSettings, result: SequenceResult) -> dict[str, Any]:
    """What each net has learned at the update shown."""
    return {"caption": f"update {result.at(settings.update)}, output at step {settings.asked}", "head": list(_RUN),
            "rows": _moments(settings, result)}


def records_of_sequence(settings: SequenceSettings,
                        result: SequenceResult) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
    """What arrives at each step, at the update shown: head and rows."""
    sights = result.sights(settings)
    head = ("step", "steps_back", *(f"gradient_{name}" for name in sights),
            *(f"gradient_here_{name}" for name in sights))
    return head, [(t + 1, settings.asked - 1 - t, *(float(sight.reach[t]) for sight in sights.values()),
                   *(float(sight.one[t]) for sight in sights.values())) for t in range(settings.asked)]


def measures_of_sequence(settings: SequenceSettings, result: SequenceResult) -> dict[str, float]:
    """Numbers to be gathered over many settings."""
    sights = result.sights(settings)
    return {**{f"first_step_{name}": float(sight.reach[0]) for name, sight in sights.items()},
            **{f"loss_{name}": sight.loss for name, sight in sights.items()},
            **{f"right_{name}": sight.right for name, sight in sights.items()}}
