"""The text twin of `ClinicLab`: program, training, probes, and what an accusation has brought."""
from __future__ import annotations

from typing import Any

from ...text import columns, in_line, number
from .result import ClinicResult, Reading
from .settings import PROBES, ClinicSettings
from .verdict import accusations_in_words, off_in_words


def summarize_clinic(settings: ClinicSettings, result: ClinicResult) -> str:
    """The first line of the text twin."""
    accused = "no line accused" if not result.accused else \
        f"line {result.accused} accused, {'rightly' if result.solved else 'wrongly'}"
    if len(result.cleared) > (0 if result.solved else 1) or (result.cleared and not result.accused):
        accused += f", {accusations_in_words(result.cleared)} {'before' if result.solved else 'so far'}"
    return (f"ClinicLab: patient {settings.patient}, {result.program.title}; {len(result.readings)} of {PROBES} "
            f"probes, {accused}")


def describe_clinic(settings: ClinicSettings, result: ClinicResult) -> str:
    """The text twin: where it stands, what is known, the lines by number."""
    width = len(str(len(result.lines)))
    lines = [f"{k:{width}}  {line}" for k, line in enumerate(result.lines, 1)]
    fix = [f"fix: {line.strip()}" for line in result.fix]
    table = ["", columns(*_columns(result))] if result.readings else []
    return "\n".join([
        summarize_clinic(settings, result), result.verdict, *([result.fault.symptom] if result.fault else []),
        result.program.says, "", *lines, *fix, "", *_accused_so_far(result),
        f"learning rate {in_line(settings.learning_rate)}; loss {_some(result.losses)}",
        f"{size_name(result)} by layer: {', '.join(in_line(size) for size in result.sizes)}",
        *([f"with the right program: loss {_some(result.healthy.losses)}"] if result.healthy else []), *table])


def _accused_so_far(result: ClinicResult) -> list[str]:
    """The lines that were accused in vain, in order."""
    return [f"accused in vain: {', '.join(f'line {number}' for number in result.cleared)}"] if result.cleared else []


def size_name(result: ClinicResult) -> str:
    """What is shown layer by layer."""
    return "length of dW" if result.program.measure == "gradient" else "length of first update"


def _some(losses) -> str:
    """The loss at the start, half way and at the end."""
    last = len(losses) - 1
    return ", ".join(f"{in_line(losses[k])} at step {k}" for k in dict.fromkeys((0, last // 2, last)))


def _columns(result: ClinicResult) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    reference = "differences" if result.program.measure == "gradient" else "reference"
    timed = len(result.program.moments) > 1
    head = ("parameter", *(("moment",) if timed else ()), "program", reference, "relative difference")
    return head, [row for one in result.readings for row in _rows(one, result.program.moments, timed)]


def _rows(one: Reading, moments: tuple[str, ...], timed: bool) -> list[tuple[str, ...]]:
    return [(one.name, *((moment,) if timed else ()), number(given, 4), number(right, 4), off_in_words(off))
            for moment, given, right, off in zip(moments, one.given, one.right, one.off)]


def table_shown(settings: ClinicSettings, result: ClinicResult) -> dict[str, Any]:
    """For the page: what the probes have shown."""
    head, rows = _columns(result)
    left = PROBES - len(result.readings)
    return {"caption": f"{left} of {PROBES} probes left", "head": list(head), "rows": rows}


def records_of_clinic(settings: ClinicSettings, result: ClinicResult) -> tuple[tuple[str, ...], list[tuple]]:
    """Every step of the training: head and rows."""
    head, columns_ = ("step", "loss"), [range(len(result.losses)), result.losses.tolist()]
    if result.healthy:
        head, columns_ = (*head, "loss_with_the_right_program"), [*columns_, result.healthy.losses.tolist()]
    return head, list(zip(*columns_))


def measures_of_clinic(settings: ClinicSettings, result: ClinicResult) -> dict[str, float]:
    """Numbers to be gathered over many patients."""
    return {"learning_rate": settings.learning_rate, "first_loss": float(result.losses[0]),
            "last_loss": float(result.losses[-1]), "probes": float(len(result.readings)),
            "wrong_accusations": float(len(result.cleared))}
