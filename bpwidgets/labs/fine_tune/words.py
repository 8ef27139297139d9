"""The text twin of `FineTuneLab`, and its numbers for files and collections."""
from __future__ import annotations

from typing import Any

from ...text import columns, counted, elide, in_line, number, off_by, share
from .old_task import LAYERS
from .result import FineTuneResult
from .settings import FineTuneSettings
from .sweep import COUNTS
from .verdict import WRONG, verdict_of_passing, verdict_of_sweep
from .ways import ORDER, WAYS, frozen_layers


def summarize_fine_tune(settings: FineTuneSettings, result: FineTuneResult) -> str:
    """The first line of the text twin."""
    at = result.at(settings.epoch)
    head = f"FineTuneLab: epoch {at} of {settings.epochs}: "
    if not result.is_new(at):
        return f"{head}the old task, old digits {share(result.old.accuracy[at])}"
    e = at - result.old_epochs
    new, old = result.new_accuracy(settings.way)[e], result.old_accuracy(settings.way)[e]
    return (f"{head}{WAYS[settings.way]}, {counted(settings.examples, 'example')} of each: new digits {share(new)}, "
            f"old ones {share(old)}")


def brief_sweep(settings: FineTuneSettings, result: FineTuneResult) -> str:
    """The status line where only the sweep is shown."""
    asked = counted(settings.sweep_seeds, "seed") if settings.sweep_seeds else "not trained yet"
    return f"FineTuneLab: {COUNTS[0]} to {COUNTS[-1]} examples of each new digit, four ways: {asked}"


def brief_passing(settings: FineTuneSettings, result: FineTuneResult) -> str:
    """The status line where only the backward pass is shown."""
    found = result.checks(settings.way, settings.epoch)
    said = "the old task" if found is None else (
        f"{WAYS[settings.way]}, frozen: {frozen_words(settings)}; worst check {off_by(found.worst, WRONG)}")
    return f"FineTuneLab: epoch {result.at(settings.epoch)} of {settings.epochs}: {said}"


def frozen_words(settings: FineTuneSettings) -> str:
    """The layers that are frozen in the chosen way."""
    return " and ".join(LAYERS[k] for k in settings.frozen_here) or "nothing"


def describe_fine_tune(settings: FineTuneSettings, result: FineTuneResult) -> str:
    """The text twin: both tasks over the epochs, what moved, what is handed on, the sweep."""
    lines = [
        summarize_fine_tune(settings, result), result.verdict,
        f"net 64-{settings.hidden}-{settings.hidden}-5, relu; old task 0 to 4 for {settings.old_epochs} epochs; new "
        f"task 5 to 9 by {settings.fields()['optimizer'].titled(settings.optimizer)}, rate "
        f"{in_line(settings.learning_rate)}; digits moved by up to {counted(settings.moved, 'pixel')}; 'some layers' "
        f"freezes {', '.join(settings.frozen) or 'nothing'}",
        "", columns(("epoch", *(f"new, {WAYS[way]}" for way in ORDER), *(f"old, {WAYS[way]}" for way in ORDER)),
                    elide(_epochs(result))),
        "", f"what moved up to epoch {result.at(settings.epoch)}, |W - W0| / |W0|:",
        columns(("way", "frozen", *LAYERS), _moves(settings, result)),
        "", *_passing(settings, result)]
    if settings.sweep_seeds:
        lines += ["", verdict_of_sweep(settings, result), *_sweep(result)]
    return "\n".join(lines)


def _epochs(result: FineTuneResult) -> list[tuple[str, ...]]:
    return [tuple("." if value is None else share(value) if k else str(value) for k, value in enumerate(row))
            for row in epochs_of(result)]


def epochs_of(result: FineTuneResult) -> list[tuple[Any, ...]]:
    """Each epoch with the accuracies of the four ways on new digits, then on old ones; None where there is none. While
    the old task is learned, its one net stands for all ways that reuse it."""
    rows: list[tuple[Any, ...]] = []
    for epoch in range(result.known + 1):
        if result.is_new(epoch):
            e = epoch - result.old_epochs
            new = [float(result.new_accuracy(way)[e]) for way in ORDER]
            old = [float(result.old_accuracy(way)[e]) for way in ORDER]
        else:
            new = [None] * len(ORDER)
            old = [None if way == "all_new" else float(result.old.accuracy[epoch]) for way in ORDER]
        rows.append((epoch, *new, *old))
    return rows


def _moves(settings: FineTuneSettings, result: FineTuneResult) -> list[tuple[str, ...]]:
    return [(WAYS[way], " ".join(LAYERS[k] for k in frozen_layers(way, settings.some)) or "nothing",
             *(number(value) for value in result.moved(way, settings.epoch))) for way in ORDER]


def _passing(settings: FineTuneSettings, result: FineTuneResult) -> list[str]:
    found, checks = (of(settings.way, settings.epoch) for of in (result.passing, result.checks))
    said = verdict_of_passing(settings, result)
    if found is None:
        return [said]
    update = result.update(settings.way, settings.epoch)
    rows = [(name, "frozen" if k in settings.frozen_here else "learns", number(found.delta[k]),
             number(found.handed_on[k]), number(found.gradient[k]), number(update[k]),
             *(off_by(check[k].relative_error, WRONG) for check in (checks.weights, checks.errors)))
            for k, name in enumerate(LAYERS)]
    return [said, columns(("layer", "", "|dL/dz| arrives", "|dL/da| handed on", "|dL/dW|", "|last update|",
                           "check of dL/dW", "check of dL/da"), rows)]


def _sweep(result: FineTuneResult) -> list[str]:
    sweep = result.sweep
    if not sweep.trained:
        return []
    tables = []
    for name, accuracies in (("new", sweep.new), ("old", sweep.old)):
        low, mean, high = sweep.band(accuracies)
        rows = [(str(count), *(f"{share(mean[c, w])} ({share(low[c, w])} to {share(high[c, w])})"
                               for w in range(len(ORDER)))) for c, count in enumerate(COUNTS)]
        tables += ["", f"{name} digits read, mean (lowest to highest) of {counted(sweep.trained, 'seed')}:",
                   columns(("examples", *WAYS.values()), rows)]
    return tables


def table_shown(settings: FineTuneSettings, result: FineTuneResult) -> dict[str, Any]:
    """The four ways at the epoch shown: what they read, what moved."""
    if not result.is_new(settings.epoch):
        return {"caption": f"epoch {result.at(settings.epoch)}", "head": ["way", "old digits read"],
                "rows": [("the old net", share(result.old.accuracy[result.at(settings.epoch)]))]}
    e = result.at(settings.epoch) - result.old_epochs
    rows = [(WAYS[way], share(result.new_accuracy(way)[e]), share(result.old_accuracy(way)[e]),
             *(number(value, 3) for value in result.moved(way, settings.epoch))) for way in ORDER]
    return {"caption": f"epoch {result.at(settings.epoch)}; moved: |W - W0| / |W0|",
            "head": ["way", "new digits read", "old digits read", *(f"{name} moved" for name in LAYERS)], "rows": rows}


def records_of_fine_tune(settings: FineTuneSettings, result: FineTuneResult) -> tuple[tuple[str, ...], list[tuple]]:
    """Every epoch: the accuracies of the four ways on both tasks."""
    head = ("epoch", *(f"new_{way}" for way in ORDER), *(f"old_{way}" for way in ORDER))
    nan = float("nan")
    return head, [tuple(nan if value is None else value for value in row) for row in epochs_of(result)]


def measures_of_fine_tune(settings: FineTuneSettings, result: FineTuneResult) -> dict[str, float]:
    """Numbers to be gathered over many settings, of the way and at the epoch that is looked at."""
    at = result.at(settings.epoch)
    moved = {f"moved_{name.replace(' ', '_')}": float(value)
             for name, value in zip(LAYERS, result.moved(settings.way, at))}
    if not result.is_new(at):
        return {"old_accuracy": float(result.old.accuracy[at]), "new_accuracy": float("nan"), **moved}
    e = at - result.old_epochs
    return {"new_accuracy": float(result.new_accuracy(settings.way)[e]),
            "old_accuracy": float(result.old_accuracy(settings.way)[e]), **moved}
