"""Numbers of the data that a hand has changed: by row and column, so that the data themselves stay what they are."""
from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from ...datasets import Dataset
from ...text import in_line

Edits = tuple[tuple[str, float], ...]
# How far from 0 a number of the data may be brought.
FARTHEST = 1e6


def columns_of(data: Dataset) -> dict[str, np.ndarray]:
    """Inputs x (N, inputs) and targets y (N, columns) of data."""
    return {name: array.reshape(len(data), -1) for name, array in (("x", data.x), ("y", data.y))}


@lru_cache(maxsize=32)
def names_in(data: Dataset) -> tuple[str, ...]:
    """A name for each number of data.

    >>> names_in(Dataset([[0.5, 2.0]], [[1.0]]))
    ('x[0,0]', 'x[0,1]', 'y[0,0]')
    """
    return tuple(f"{name}[{row},{column}]" for name, array in columns_of(data).items()
                 for row in range(array.shape[0]) for column in range(array.shape[1]))


def edited(data: Dataset, edits: Edits) -> Dataset:
    """The data with these numbers in place of their own."""
    if not edits:
        return data
    arrays = {name: array.copy() for name, array in columns_of(data).items()}
    for name, value in edits:
        arrays[name[0]][place_in(name)] = value
    return Dataset(arrays["x"].reshape(data.x.shape), arrays["y"].reshape(data.y.shape), data.name, data.title,
                   data.summary)


def place_in(name: str) -> tuple[int, int]:
    """Row and column of a number of the data.

    >>> place_in("x[2,1]")
    (2, 1)
    """
    row, column = name[2:-1].split(",")
    return int(row), int(column)


def with_edit(edits: Sequence[tuple[str, float]], data: Dataset, name: str, value: Any) -> dict[str, Any]:
    """The edits with one more; a number that is brought back to what the data have is none."""
    kept = {**dict(edits), name: value}
    if value == float(columns_of(data)[name[0]][place_in(name)]):
        del kept[name]
    return kept


def edits_in_words(edits: Edits) -> str:
    """What is edited, in a few words, "" for nothing.

    >>> edits_in_words((("x[0,1]", 0.3),)), edits_in_words((("x[0,0]", 1.0), ("x[0,1]", 0.3), ("y[0,0]", 0.5)))
    ('edited: x[0,1] = 0.3', 'edited: x[0,0] = 1 and 2 more')
    """
    if not edits:
        return ""
    (name, value), more = edits[0], len(edits) - 1
    return f"edited: {name} = {in_line(value)}" + (f" and {more} more" if more else "")
