"""The text twin of `TrainingLab`, and its numbers for files and collections."""
from __future__ import annotations

from typing import Any

import numpy as np

from ...settings.rows import title_of
from ...spacing import evenly
from ...text import columns, counted, in_line, number
from ...training.table import records
from ...training.why import findings
from .hand import held_point
from .probe import in_words_of
from .result import TrainingResult
from .settings import TrainingLabSettings
from .steps import STEPS, running
from .units import OUTPUT, name_of
from .verdict import MOST as MOST_TOLD

# Rows of the table of curves, layers whose units are told.
MOST = 12
CURVES = ("train_loss", "test_loss", "train_accuracy", "test_accuracy")
HEAD = ("epoch", "training loss", "test loss", "training accuracy", "test accuracy")


def summarize_training(settings: TrainingLabSettings, result: TrainingResult) -> str:
    """The first line of the text twin: the net, and where the moment shown stands."""
    sizes = "-".join(map(str, result.sizes))
    return f"TrainingLab: {sizes} on {title_of(settings.data)}, {status_of_training(settings, result)}"


def status_of_training(settings: TrainingLabSettings, result: TrainingResult) -> str:
    """Where the moment shown stands."""
    now = result.moment(settings)
    update = f", update {now.update}" if now.update else ""
    losses = [f"loss {in_line(now.train_loss)} in training"]
    if now.test_loss is not None:
        losses.append(f"{in_line(now.test_loss)} in testing")
    return f"epoch {now.epoch} of {result.known}{update}: {', '.join(losses)}"


def describe_training(settings: TrainingLabSettings, result: TrainingResult) -> str:
    """The text twin: the moment, the curves as a table, the sizes of the gradients, the units, the chosen point."""
    run = result.run
    lit = " and ".join(list(STEPS)[k] for k in running(settings, result))
    layers = tuple(f"layer {layer}" for layer in range(1, len(run.layers) + 1))
    epochs = _epochs(settings, result)
    return "\n".join([
        summarize_training(settings, result), result.verdict, f"running now: {lit}",
        f"{counted(len(run.parts.train), 'point')} for training, {len(run.parts.test or ())} for testing; "
        f"{counted(run.per_epoch, 'update')} each epoch", *(finding.words for finding in findings(run)[MOST_TOLD:]), "",
        columns(HEAD, [(str(epoch), *_row(run, epoch)) for epoch in epochs]), "",
        "lengths of dW over the epoch, layer by layer:",
        columns(("epoch", *layers), [(str(epoch), *map(number, run.gradient_sizes[epoch].tolist()))
                                     for epoch in epochs]), "",
        *_units(settings, result), *_point(settings, result)])


def _epochs(settings: TrainingLabSettings, result: TrainingResult) -> list[int]:
    """Some epochs from the first to the last, the one shown among them."""
    return sorted({*np.asarray(evenly(result.known + 1, MOST)).tolist(), result.moment(settings).epoch})


def _row(run: Any, epoch: int) -> list[str]:
    return ["" if curve is None else number(float(curve[epoch]), 4) for curve in (getattr(run, n) for n in CURVES)]


def _units(settings: TrainingLabSettings, result: TrainingResult) -> list[str]:
    """What the units give over the plane, at the moment shown."""
    ground = result.ground(settings)
    rows = [(name_of(layer, k), number(float(values[k].min()), 3, 1e-9), number(float(values[k].max()), 3, 1e-9))
            for layer, values in enumerate(ground.units, 1) for k in range(min(len(values), MOST))]
    large = "the output" if settings.unit == OUTPUT else settings.unit
    kept = f"; a slice, with {counted(result.sliced, 'further input')} at the mean" if result.sliced else ""
    said = f"large map: {large}{kept}"
    return [said, columns(("unit", "lowest", "highest"), rows)] if rows else [said]


def _point(settings: TrainingLabSettings, result: TrainingResult) -> list[str]:
    """The way of the chosen point through the net."""
    way = way_of(settings, result)
    return ["", way["caption"], columns(way["head"], way["rows"])] if way else []


def way_of(settings: TrainingLabSettings, result: TrainingResult) -> dict[str, Any]:
    """The chosen point on its way through the net, layer by layer; {} if none is chosen."""
    found = held_point(settings, result)
    if found is None:
        return {}
    run = result.run
    train = run.parts.train
    trace = run.network.forward(result.moment(settings).theta, train.x[found:found + 1])
    said = in_words_of(result, trace.output[0])
    wanted = ", ".join(number(one) for one in train.y[found].tolist())
    place = ", ".join(number(one) for one in train.points[found].tolist())
    rows = [("inputs", _some(train.x[found]))]
    rows += [(str(layer), _some(one.a[0])) for layer, one in enumerate((trace[l] for l in run.layers[:-1]), 1)]
    rows += [("output", _some(trace.output[0]))]
    return {"caption": f"point {settings.point} at {place}, target {wanted}: {said}", "head": ["layer", "values"],
            "rows": [list(row) for row in rows]}


def _some(values: np.ndarray) -> str:
    shown = [number(value, 3, 1e-9) for value in values[:MOST].tolist()]
    return "  ".join([*shown, *(["..."] if len(values) > MOST else [])])


def table_shown(settings: TrainingLabSettings, result: TrainingResult) -> dict[str, Any]:
    """The way of the chosen point; without one, the curves at the moment shown and at the end."""
    if way := way_of(settings, result):
        return way
    epochs = sorted({0, result.moment(settings).epoch, result.known})
    return {"caption": "", "head": list(HEAD), "rows": [[str(epoch), *_row(result.run, epoch)] for epoch in epochs]}


def records_of_training(settings: TrainingLabSettings, result: TrainingResult) -> tuple[tuple[str, ...], list[tuple]]:
    """Every epoch of the run: head and rows."""
    return records(result.run)


def measures_of_training(settings: TrainingLabSettings, result: TrainingResult) -> dict[str, float]:
    """Numbers to be gathered over many settings."""
    run = result.run
    return {"epochs": float(run.epochs), **{name: float(curve[-1]) for name in CURVES
                                            if (curve := getattr(run, name)) is not None}}
