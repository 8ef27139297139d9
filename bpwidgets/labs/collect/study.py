"""Numbers gathered one by one, and any two of them against each other: a law that is found, not told."""
from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ...settings import Settings, choice, records
from ...text import columns, elide, number


@dataclass(frozen=True, eq=False)
class Gathered:
    """x, y (n,): the two chosen numbers of each record, nan where a record has none. verdict: how many there are."""

    x: np.ndarray
    y: np.ndarray
    verdict: str


def gathered_settings(of: str, names: Sequence[str], x: str, y: str) -> type[Settings]:
    """The settings of a register for the lab `of`: which of the names stand across and up, and the records so far."""
    annotations = {"x": str, "y": str, "records": tuple}
    fields = {"x": choice(x, names, label="across", question="What against what?", help="the number along the lower axis"),
              "y": choice(y, names, label="up", question="What against what?", help="the number along the upright axis"),
              "records": records(label="gathered", help="one mapping from names to numbers for each press of the button")}
    return type("Register", (Settings,), {"__annotations__": annotations, "lab": f"Register of {of}", **fields})


def gather(settings: Settings) -> Gathered:
    """The two chosen numbers of all records."""
    rows = [dict(record) for record in settings.records]
    x, y = (np.array([float(row.get(name, np.nan)) for row in rows]) for name in (settings.x, settings.y))
    count = f"{len(rows)} gathered." if rows else "Nothing is gathered yet: set the lab, then press Register."
    return Gathered(x, y, count)


def describe_gathered(settings: Settings, result: Gathered) -> str:
    """The text twin: every record's two numbers."""
    rows = [(str(k), number(x), number(y)) for k, (x, y) in enumerate(zip(result.x, result.y), start=1)]
    table = columns(("", settings.x, settings.y), [row or ("...",) * 3 for row in elide(rows, 40)])
    return "\n".join([summarize_gathered(settings, result), result.verdict, *(["", table] if rows else [])])


def summarize_gathered(settings: Settings, result: Gathered) -> str:
    """The first line."""
    return f"{settings.lab}: {settings.y} against {settings.x}, {len(result.x)} gathered"


def records_gathered(settings: Settings, result: Gathered) -> tuple[tuple[str, ...], list[tuple]]:
    """All numbers of all records, for CSV."""
    rows: list[Mapping] = [dict(record) for record in settings.records]
    head = tuple(dict.fromkeys(name for row in rows for name in row))
    return head, [tuple(row.get(name, "") for name in head) for row in rows]


def with_record(measure: Callable[[], Mapping[str, float]]) -> Callable[[Settings, Gathered], dict]:
    """(settings, result) -> the change that adds what `measure()` gives now."""
    return lambda settings, result: {"records": (*settings.records, measure())}


def without_last(settings: Settings, result: Gathered) -> dict:
    """The change that takes the last record back."""
    return {"records": settings.records[:-1]} if settings.records else {}
