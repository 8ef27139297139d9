"""The rows of a table of layers: their names, and few enough of them to be read."""
from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

MOST_ROWS = 14


def layer_names(depth: int) -> list[str]:
    """1, 2, ..., depth, out."""
    return [*map(str, range(1, depth + 1)), "out"]


def records_by_layer(depth: int, numbers: Mapping[str, np.ndarray]) -> tuple[tuple[str, ...], list[tuple]]:
    """Head and one row for each layer, the output last; "" where a quantity, (depth,), belongs to the hidden layers
    alone.

    >>> records_by_layer(1, {"delta": np.array([0.5, 2.0]), "slope": np.array([0.25])})
    (('layer', 'delta', 'slope'), [('1', 0.5, 0.25), ('out', 2.0, '')])
    """
    columns = [values.tolist() for values in numbers.values()]
    return ("layer", *numbers), [(layer, *(column[k] if k < len(column) else "" for column in columns))
                                 for k, layer in enumerate(layer_names(depth))]


def thinned(rows: list) -> list:
    """Rows at even distances, the first and the last among them."""
    step = math.ceil(len(rows) / MOST_ROWS)
    return rows[::step] if (len(rows) - 1) % step == 0 else rows[::step] + rows[-1:]
