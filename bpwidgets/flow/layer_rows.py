"""The rows of a table of layers: their names, and few enough of them to be read."""
from __future__ import annotations

import math

MOST_ROWS = 14


def layer_names(depth: int) -> list[str]:
    """1, 2, ..., depth, out."""
    return [*map(str, range(1, depth + 1)), "out"]


def thinned(rows: list) -> list:
    """Rows at even distances, the first and the last among them."""
    step = math.ceil(len(rows) / MOST_ROWS)
    return rows[::step] if (len(rows) - 1) % step == 0 else rows[::step] + rows[-1:]
