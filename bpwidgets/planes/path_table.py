"""A path in a plane as a table: a row for every step, what it is and what the plane shows of it."""
from __future__ import annotations

from typing import Any

import numpy as np

from ..settings import Settings
from .problems import names_of

HEAD = ("step", "u", "v", "loss", "plane loss", "gap", "distance")
MOST_COLUMNS = 200


def records_of_path(settings: Settings, result: Any) -> tuple[tuple[str, ...], list[tuple[float, ...]]]:
    """Names of the columns, and a row for every step, to the last digit: for a file.

    Up to 200 weights are among the columns.
    """
    names = names_of(settings)
    names = names if len(names) <= MOST_COLUMNS else ()
    seen = np.column_stack([result.on_plane, result.path.values[:], result.plane_values, result.gap, result.distance,
                            result.path.thetas[:][:, :len(names)]])
    return (*HEAD, *names), [(step, *row) for step, row in enumerate(seen.tolist())]
