"""The text twin of a collection, and its records for a file."""
from __future__ import annotations

from collections.abc import Mapping

from ...settings import Settings
from ...text import columns, elide, number
from .result import Gathered


def shown(measure: str) -> str:
    """The name of a measure as people read it."""
    return measure.replace("_", " ")


def describe_gathered(settings: Settings, result: Gathered) -> str:
    """The text twin: every record's two numbers."""
    rows = [(str(k), number(x), number(y)) for k, (x, y) in enumerate(zip(result.x, result.y), start=1)]
    table = columns(("", shown(settings.x), shown(settings.y)), elide(rows, 40))
    return "\n".join([summarize_gathered(settings, result), result.verdict, *(["", table] if rows else [])])


def summarize_gathered(settings: Settings, result: Gathered) -> str:
    """The first line."""
    return f"{settings.lab}: {shown(settings.y)} against {shown(settings.x)}, {len(result.x)} gathered"


def records_gathered(settings: Settings, result: Gathered) -> tuple[tuple[str, ...], list[tuple]]:
    """All numbers of all records, for CSV."""
    rows: list[Mapping] = [dict(record) for record in settings.records]
    head = tuple(dict.fromkeys(name for row in rows for name in row))
    return head, [tuple(row.get(name, "") for name in head) for row in rows]
