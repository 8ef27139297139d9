"""The text twin of `BackpropLab`: the complete pass as a table, the formula in words; its numbers for files."""
from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from ... import engine
from ...text import columns, elide, in_line, number
from .chain import place_of
from .edits import edits_in_words
from .known_errors import note_of
from .result import BackpropResult
from .settings import BackpropSettings
from .substeps import Moment
from .tracer import in_a_line

# What of a unit is told, each with the sub-step that computes it.
OF_UNITS = (("z", "z"), ("a", "a"), ("dL/da", "error"), ("slope", "slope"), ("δ", "delta"))
UNIT_HEAD = ("layer", "unit", *(name for name, _ in OF_UNITS))
WEIGHT_HEAD = ("parameter", "value", "this example", "gradient", "after update")
MOST_UNITS, MOST_WEIGHTS, MOST_IN_TABLE = 24, 48, 12


def summarize_backprop(settings: BackpropSettings, result: BackpropResult) -> str:
    """The first line of the text twin."""
    moment = result.moment(settings.moment)
    loss = f"; loss {in_line(result.at(moment.update).loss, 4)}" if moment.knows("loss") else ""
    edited = edits_in_words(settings.edits)
    return (f"BackpropLab: update {moment.update + 1} of {result.updates}, step {moment.index + 1} of "
            f"{len(moment.substeps)}, {moment.now.words.partition(',')[0]}{loss}" + (f"; {edited}" if edited else ""))


def status_of_backprop(settings: BackpropSettings, result: BackpropResult) -> str:
    """The same for the page, so short that the check has room in one line with it."""
    moment = result.moment(settings.moment)
    now, edited = moment.now.words.partition(",")[0].rpartition(": ")[2], edits_in_words(settings.edits)
    step = edited or f"step {moment.index + 1} of {len(moment.substeps)}"
    loss = f"; loss {in_line(result.at(moment.update).loss)}" if moment.knows("loss") else ""
    return f"Update {moment.update + 1} of {result.updates}, {step}, {now}{loss}"


def describe_backprop(settings: BackpropSettings, result: BackpropResult) -> str:
    """The text twin of `BackpropLab`: where it stands, the check, every number known by now, the formula."""
    moment = result.moment(settings.moment)
    shown = result.shown_example(moment.update)
    fields = settings.fields()
    fixed = ", ".join(name for name, held in zip(result.names, result.held) if held)
    lines = "\n".join([
        summarize_backprop(settings, result),
        result.verdict,
        f"{result.task.row.title}, {fields['loss'].words(settings.loss)}, "
        f"{fields['optimizer'].words(settings.optimizer)}, learning rate {in_line(settings.learning_rate)}; "
        f"example {shown} of {len(settings.data)}" + (f"; fixed: {fixed}" if fixed else ""),
        "", columns(UNIT_HEAD, elide(list(_units(settings, result, moment)), MOST_UNITS)),
        "", columns(WEIGHT_HEAD, elide(_weights(result, moment, result.names), MOST_WEIGHTS)),
        "", in_a_line(settings, result), *(["", note] if (note := note_of(settings, result)) else [])])
    return "\n".join(line.rstrip() for line in lines.splitlines())


def _units(settings: BackpropSettings, result: BackpropResult, moment: Moment) -> Iterator[tuple[str, ...]]:
    """A row for each input and each unit: what is known of it, blank where nothing is known yet."""
    passes = result.at(moment.update)
    for k, x in enumerate(passes.x[passes.row]):
        yield ("input", str(k), "", number(x, 4), "", "", "")
    for layer in range(1, len(result.network.layers) + 1):
        told = [[number(one, 4) for one in passes.shown(kind, layer)] if moment.knows(kind, layer) else None
                for _, kind in OF_UNITS]
        for k in range(result.network.sizes[layer]):
            yield (str(layer), str(k), *("" if column is None else column[k] for column in told))
    targets = passes.y[passes.row]
    yield ("target", "", "", ", ".join(number(y, 4) for y in targets), "", "", "")


def _weights(result: BackpropResult, moment: Moment, names: tuple[str, ...]) -> list[tuple[str, ...]]:
    """A row for each of these parameters: its value, what the example and all of them say, and where it goes."""
    passes, after = result.at(moment.update), result.after(moment.update)
    rows = []
    for name in names:
        k, known = result.names.index(name), moment.knows("gradient", place_of(name).layer)
        told = [number(one, 4) for one in (passes.by_example[passes.row, k], passes.gradient[k])] if known else ["", ""]
        rows.append((name, number(passes.theta[k], 6), *told,
                     number(after[k], 6) if moment.knows("update") else ""))
    return rows


def table_shown(settings: BackpropSettings, result: BackpropResult) -> dict[str, Any]:
    """W, b and their gradients in the layer of the selected parameter, which is marked; the last row has lengths."""
    moment = result.moment(settings.moment)
    passes, layer = result.at(moment.update), place_of(settings.selected).layer
    names = tuple(name for name in result.names if place_of(name).layer == layer)
    at = names.index(settings.selected)
    first = min(max(at - MOST_IN_TABLE // 2, 0), max(len(names) - MOST_IN_TABLE, 0))
    rows = [(f"▸ {row[0]}" if row[0] == settings.selected else row[0], *row[1:])
            for row in _weights(result, moment, names[first:first + MOST_IN_TABLE])]
    of_layer = [result.names.index(name) for name in names]
    lengths = [passes.theta, passes.by_example[passes.row], passes.gradient, result.after(moment.update)]
    blank = [False, *[not moment.knows("gradient", layer)] * 2, not moment.knows("update")]
    last = ["" if hide else number(float(engine.norm(one[of_layer])), 4) for one, hide in zip(lengths, blank)]
    return {"caption": f"layer {layer}, example {result.shown_example(moment.update)}", "head": list(WEIGHT_HEAD),
            "rows": [*rows, ("length", *last)]}


def records_of_backprop(settings: BackpropSettings, result: BackpropResult) -> tuple[tuple[str, ...], list[tuple]]:
    """A row for each update, to the last digit: its number, the loss, every parameter, every derivative."""
    head = ("update", "loss", *result.names, *(f"dL/d{name}" for name in result.names))
    path = result.path
    rows = np.column_stack([path.values[:], path.thetas[:], path.gradients[:]])
    return head, [(k, *row) for k, row in enumerate(rows.tolist())]


def measures_of_backprop(settings: BackpropSettings, result: BackpropResult) -> dict[str, float]:
    """What a collection can gather."""
    k = result.names.index(settings.selected)
    return {"loss": result.loss, "selected_gradient": float(result.gradient[k]),
            "selected_weight": float(result.theta[k]),
            "length_of_the_gradient": float(engine.norm(result.gradient)),
            "last_loss": float(result.path.values[-1])}
