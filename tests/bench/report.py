"""What a benchmark answers: tables of numbers, and beside a promise whether it is kept."""
from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from bpwidgets.text import columns


@dataclass(frozen=True)
class Table:
    """A title, the columns' names, rows of text and numbers, and what one must know to read them."""

    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[object]]
    note: str = ""

    def __str__(self) -> str:
        lines = [self.title, "", columns(self.head, [[cell(value) for value in row] for row in self.rows])]
        return "\n".join([*lines, *(["", self.note] if self.note else [])])

    def plain(self) -> dict[str, object]:
        """For JSON."""
        return asdict(self)


def cell(value: object) -> str:
    """A number to three digits or one decimal, whichever is shorter to read; "-" for what was not measured."""
    if value is None:
        return "-"
    if isinstance(value, float):
        return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"
    return str(value)


def median(values: Sequence[float]) -> float | None:
    return statistics.median(values) if values else None


def p90(values: Sequence[float]) -> float | None:
    """Nine of ten values are at most this."""
    return sorted(values)[min(len(values) - 1, int(0.9 * len(values)))] if values else None


def ratio(upper: float | None, lower: float | None) -> float | None:
    return None if upper is None or not lower else upper / lower


def at_most(value: float | None, bound: float) -> str:
    """Whether a promise of the form "at most" is kept, in words."""
    return "not measured" if value is None else "kept" if value <= bound else f"NOT KEPT (at most {bound:g})"


def at_least(value: float | None, bound: float) -> str:
    return "not measured" if value is None else "kept" if value >= bound else f"NOT KEPT (at least {bound:g})"
