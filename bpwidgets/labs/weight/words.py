"""The text twin of `WeightLab`: where it stands, the rows of the table, the run; and its numbers for files."""
from __future__ import annotations

import numpy as np

from ...text import columns, elide, in_line, number
from .result import NOISE, WeightResult
from .settings import WeightSettings


def describe_weight(settings: WeightSettings, result: WeightResult) -> str:
    """The text twin of `WeightLab`: where it stands, what the rate does, the rows and the run."""
    head = tuple(name.replace("_", " ") for name in result.table)
    run = [(str(k), *result.text_at(k)) for k in range(len(result.weights))]
    return "\n".join([
        summarize_weight(settings, result),
        result.verdict,
        f"{settings.fields()['loss'].words(settings.loss)}; curvature {in_line(result.curvature, 4)}, largest stable "
        f"rate {in_line(result.rate_limit)}",
        "", columns(head, rows_of_step(result, settings.step)),
        "", columns(("step", "weight", "loss", "gradient"), elide(run))])


def summarize_weight(settings: WeightSettings, result: WeightResult) -> str:
    """The first line of the text twin."""
    return f"WeightLab: {result.summary(settings.step)}, learning rate {in_line(settings.learning_rate)}"


def rows_of_step(result: WeightResult, step: int) -> list[tuple[str, ...]]:
    """The rows of one step as text, at most twelve, and their sums."""
    table = result.table_at(step)
    error, steep = NOISE * float(np.abs(result.y).max()), NOISE * result.curvature * max(abs(result.best_weight),
                                                                                         abs(float(result.weights[0])))
    noise = (0.0, 0.0, 0.0, error, error**2, steep)
    rows = [tuple(map(number, row, (4,) * len(noise), noise)) for row in zip(*table.values())]
    shown = [row or ("...",) * len(table) for row in elide(rows)]
    sums = [number(table[name].sum(), 4, level) for name, level
            in (("squared_error", error**2), ("gradient_share", steep))]
    return [*shown, ("sum", "", "", "", *sums)]


def records_of_weight(settings: WeightSettings, result: WeightResult) -> tuple[tuple[str, ...], list[tuple]]:
    """Every step of the run: head and rows."""
    rows = zip(range(len(result.weights)), result.weights.tolist(), result.losses.tolist(), result.gradients.tolist())
    return ("step", "weight", "loss", "gradient"), list(rows)


def measures_of_weight(settings: WeightSettings, result: WeightResult) -> dict[str, float]:
    """Numbers to be gathered over many settings."""
    return {"learning_rate": settings.learning_rate, "start": settings.weight, "last_weight": float(result.weights[-1]),
            "last_loss": float(result.losses[-1]), "factor_per_step": result.factor, "curvature": result.curvature}
