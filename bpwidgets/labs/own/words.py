"""A lab made by `make_lab` as text, and its numbers to take away."""
from __future__ import annotations

from ...settings import Settings
from .result import Curves


def summarize_curves(settings: Settings, result: Curves) -> str:
    """The first line of the text twin."""
    return f"{settings.lab}: {result.ends()}"


def describe_curves(settings: Settings, result: Curves) -> str:
    """The text twin: where the curves end, verdict, settings, numbers."""
    said = [result.verdict] if result.verdict else []
    return "\n".join([summarize_curves(settings, result), *said, repr(settings), "", result.table()])


def records_of_curves(settings: Settings, result: Curves) -> tuple[tuple[str, ...], list[tuple[float, ...]]]:
    """One row for each x."""
    return (result.x_label or "x", *result.curves), list(zip(result.x.tolist(),
                                                             *(y.tolist() for y in result.curves.values())))
