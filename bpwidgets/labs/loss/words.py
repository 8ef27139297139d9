"""The text twin of `LossLab`, and its numbers for files and collections."""
from __future__ import annotations

from typing import Any

from ...text import columns, elide, in_line, number
from .kinds import KINDS
from .outlier import LINES
from .result import LossResult
from .settings import LossSettings

HEAD = "loss function", "output", "loss", "dL/dz", "error halved"
RUN = ("step", *(f"{what}, {kind.title}" for kind in KINDS.values() for what in ("output", "loss", "dL/dz")))


def summarize_loss(settings: LossSettings, result: LossResult) -> str:
    """The first line of the text twin."""
    squared, entropy = (in_line(result.runs[name].outputs[settings.step]) for name in KINDS)
    return (f"LossLab: step {settings.step} of {settings.steps}: output {squared} with squared error, {entropy} with "
            f"cross-entropy, target {in_line(settings.target)}")


def brief_softmax(settings: LossSettings, result: LossResult) -> str:
    """The status line where only the three classes are shown."""
    right = int(result.softmax.targets.argmax())
    squared, entropy = (in_line(result.softmax.deltas[name][right]) for name in KINDS)
    scores = ", ".join(map(in_line, settings.scores))
    return (f"LossLab: scores {scores}; dL/dz of class {right + 1}, the right one: {squared} with squared error, "
            f"{entropy} with cross-entropy")


def brief_outlier(settings: LossSettings, result: LossResult) -> str:
    """The status line where only the lines beside an outlier are shown."""
    slopes = ", ".join(f"{in_line(slope)} by {LINES[name]}" for name, (slope, _) in result.outlier.lines.items())
    return f"LossLab: last point at {in_line(settings.outlier)}; slopes {slopes}"


def describe_loss(settings: LossSettings, result: LossResult) -> str:
    """The text twin: both runs, three classes, and the lines beside an outlier."""
    unit = f"one unit after {settings.hidden} hidden ones" if settings.hidden else "one unit"
    softmax = result.softmax
    classes = [(str(k + 1), *(number(row[k]) for row in (
        settings.scores, softmax.probabilities, softmax.targets, softmax.deltas["squared"], softmax.deltas["entropy"])))
        for k in range(len(softmax.targets))]
    lines = [(LINES[name], number(slope, 3, 1e-6), number(height, 3, 1e-6))
             for name, (slope, height) in result.outlier.lines.items()]
    return "\n".join([
        summarize_loss(settings, result), result.verdict,
        f"{unit}: input {in_line(settings.input)}, weight {in_line(settings.weight)}, bias {in_line(settings.bias)}, "
        f"z {in_line(result.runs['entropy'].z[0])}, learning rate {in_line(settings.learning_rate)}",
        "", columns(HEAD, _rows(settings, result)), "", columns(RUN, elide(_steps(result))), "",
        "softmax of three scores:",
        columns(("class", "z", "p", "target", "dL/dz, squared error", "dL/dz, cross-entropy"), classes), "",
        f"lines through points of which the last has the height {in_line(settings.outlier)}; slope "
        f"{number(result.outlier.clean[0])} and height {number(result.outlier.clean[1])} without it:",
        columns(("loss function", "slope", "height at 0"), lines)])


def table_shown(settings: LossSettings, result: LossResult) -> dict[str, Any]:
    """Both runs at the step shown."""
    return {"caption": f"step {settings.step}", "head": list(HEAD), "rows": _rows(settings, result)}


def _rows(settings: LossSettings, result: LossResult) -> list[tuple[str, ...]]:
    k = settings.step
    return [(run.title, number(run.outputs[k], 4), number(run.losses[k], 4), number(run.deltas[k], 4),
             f"step {run.half_at}" if run.half_at is not None else "not yet") for run in result.runs.values()]


def _steps(result: LossResult) -> list[tuple[str, ...]]:
    return [(str(step), *map(number, numbers)) for step, *numbers in records_of_loss(None, result)[1]]


def records_of_loss(settings: LossSettings | None, result: LossResult) -> tuple[tuple[str, ...], list[tuple]]:
    """Every step of both runs: head and rows."""
    head = ("step", *(f"{name}_{what}" for name in result.runs for what in ("output", "loss", "gradient")))
    series = [values.tolist() for run in result.runs.values() for values in (run.outputs, run.losses, run.deltas)]
    return head, list(zip(range(len(series[0])), *series))


def measures_of_loss(settings: LossSettings, result: LossResult) -> dict[str, float]:
    """Numbers to be gathered over many settings."""
    squared, entropy = result.runs["squared"], result.runs["entropy"]
    return {"z": float(entropy.z[0]), "output": float(entropy.outputs[0]),
            "squared_error_gradient": float(squared.deltas[0]), "cross_entropy_gradient": float(entropy.deltas[0]),
            "squared_error_last_output": float(squared.outputs[-1]),
            "cross_entropy_last_output": float(entropy.outputs[-1])}
