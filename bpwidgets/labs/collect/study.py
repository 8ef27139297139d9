"""Numbers gathered one by one, and any two of them against each other: a law that is found, not told."""
from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from ...settings import Settings
from .result import Gathered


def gather(settings: Settings) -> Gathered:
    """The two chosen numbers of all records."""
    rows = [dict(record) for record in settings.records]
    x, y = (np.array([float(row.get(name, np.nan)) for row in rows]) for name in (settings.x, settings.y))
    count = f"{len(rows)} gathered." if rows else "Nothing is gathered yet: set the lab, then press Collect."
    return Gathered(x, y, count)


def with_record(measure: Callable[[], Mapping[str, float]]) -> Callable[[Settings, Gathered], dict]:
    """(settings, result) -> the change that adds what `measure()` gives now."""
    return lambda settings, result: {"records": (*settings.records, measure())}


def without_last(settings: Settings, result: Gathered) -> dict:
    """The change that takes the last record back."""
    return {"records": settings.records[:-1]} if settings.records else {}
