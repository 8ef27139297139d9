"""The text twin of `GradientCheckLab`: the verdict, each parameter, the sweep of the steps; its numbers for files."""
from __future__ import annotations

from typing import Any

import numpy as np

from ...text import columns, elide, in_line, in_words, number
from .result import GradientCheckResult
from .settings import GradientCheckSettings

HEAD = ("parameter", "gradient", "central difference", "relative difference", "in doubt", "check")
SWEEP_HEAD = ("step h", "central difference", "forward difference")
MOST_PARAMETERS, MOST_STEPS, MOST_IN_TABLE = 48, 20, 10


def summarize_check(settings: GradientCheckSettings, result: GradientCheckResult) -> str:
    """The first line of the text twin."""
    worst = float(np.max(result.agreement.relative))
    return (f"GradientCheckLab: step {in_line(settings.step)}, {settings.precision}, largest relative difference "
            f"{in_line(worst, 1)}")


def describe_check(settings: GradientCheckSettings, result: GradientCheckResult) -> str:
    """The text twin of `GradientCheckLab`: verdict, best steps, every parameter, the sweep."""
    fields, sweep = settings.fields(), result.sweep
    rows = [(number(h), number(central, 2), number(forward, 2)) for h, central, forward in zip(
        sweep.h[::2], sweep.central_error[::2], sweep.forward_error[::2])]
    lines = "\n".join([
        summarize_check(settings, result),
        result.verdict,
        f"{result.task.row.title}, {fields['activation'].titled(settings.activation)} hidden units, "
        f"{fields['loss'].words(settings.loss)}; checked: {fields['gradient'].titled(settings.gradient)}",
        *_best(result),
        _near_by(settings, result),
        f"Forward passes for one gradient: {result.passes['central']} by central differences, "
        f"{result.passes['forward']} by forward ones; backpropagation takes one forward and one backward pass",
        "", columns(HEAD, elide(rows_of(result, range(len(result.names))), MOST_PARAMETERS)),
        "", "Relative error of the whole gradient:", columns(SWEEP_HEAD, elide(rows, MOST_STEPS + 8))])
    return "\n".join(line.rstrip() for line in lines.splitlines())


def _best(result: GradientCheckResult) -> list[str]:
    told = []
    for name, one in result.sweeps.items():
        step, error = one.measured.best_central
        theory = one.theory.best_central
        expected = "any large one" if theory == np.inf else in_line(theory, 2)
        told.append(f"{name}: best step {in_line(step, 2)}, relative error {in_line(error, 1)}; in theory {expected}")
    return told


def _near_by(settings: GradientCheckSettings, result: GradientCheckResult) -> str:
    near = result.closeup
    kink = f"; a kink {in_line(result.kink)} away" if np.isfinite(result.kink) else ""
    return (f"{result.selected}: gradient {in_line(near.gradient, 6)}, central difference {in_line(near.central, 6)}, "
            f"forward difference {in_line(near.forward, 6)}{kink}")


def rows_of(result: GradientCheckResult, which: Any) -> list[tuple[str, ...]]:
    """A row for each of these parameters, by number."""
    found = result.agreement
    said = np.where(found.at_kink, "at a kink", np.where(found.wrong, "wrong", "agrees"))
    return [(result.names[k], number(found.gradient[k], 6), number(found.central[k], 6), number(found.relative[k], 1),
             number(found.doubt[k], 1), str(said[k])) for k in which]


def table_shown(settings: GradientCheckSettings, result: GradientCheckResult) -> dict[str, Any]:
    """The parameters with the largest relative differences, and the selected one, which is marked."""
    order = np.argsort(-np.nan_to_num(result.agreement.relative, nan=np.inf), kind="stable")[:MOST_IN_TABLE]
    chosen = order if result.at in order else [*order[:-1], result.at]
    rows = [(f"▸ {row[0]}" if row[0] == result.selected else row[0], *row[1:]) for row in rows_of(result, chosen)]
    return {"caption": f"largest differences at step {in_words(settings.step)}", "head": list(HEAD), "rows": rows}


def records_of_check(settings: GradientCheckSettings, result: GradientCheckResult) -> tuple[tuple[str, ...], list]:
    """A row for each step of the sweep, to the last digit: errors in both precisions, and the central differences."""
    head = ("h", *(f"{kind} error, {name}" for name in result.sweeps for kind in ("central", "forward")),
            *(f"central d/d{name}" for name in result.names))
    each = [one.measured for one in result.sweeps.values()]
    rows = np.column_stack([result.sweep.h, *(part for one in each for part in (one.central_error, one.forward_error)),
                            result.sweep.central])
    return head, [tuple(row) for row in rows.tolist()]


def measures_of_check(settings: GradientCheckSettings, result: GradientCheckResult) -> dict[str, float]:
    """What a collection can gather."""
    k = result.at
    return {"step": settings.step, "largest_relative_difference": float(np.max(result.agreement.relative)),
            "selected_relative_difference": float(result.agreement.relative[k]), "best_step": result.best_step,
            "best_error": result.best_error, "best_step_in_theory": result.step_in_theory}
