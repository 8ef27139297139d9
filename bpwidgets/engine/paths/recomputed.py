"""Arrays of a path too long to be kept: each piece is computed again when it is needed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np


@dataclass(frozen=True, eq=False)
class Recomputed:
    """What looks like an array (steps + 1, ...) and computes the steps that are looked at, a piece at a time.

    The first index chooses steps, and may be a number, a slice, or an array of numbers; the others are applied to
    each step. `np.asarray` computes all of it, if there is room.

    Parameters
    ----------
    piece
        number -> the steps number * length, ..., (number + 1) * length - 1 as an array; fewer at the end of the path.
    length
        How many steps a piece has.
    shape
        Of the whole.
    dtype
        Of the numbers.

    Examples
    --------
    >>> squares = Recomputed(lambda number: np.arange(10 * number, 10 * number + 10) ** 2, 10, (100,), np.dtype(int))
    >>> int(squares[-1]), squares[8:12].tolist()
    (9801, [64, 81, 100, 121])
    """

    piece: Callable[[int], np.ndarray] = field(repr=False)
    length: int
    shape: tuple[int, ...]
    dtype: np.dtype

    @property
    def ndim(self) -> int:
        """The number of axes."""
        return len(self.shape)

    def __len__(self) -> int:
        return self.shape[0]

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> np.ndarray:
        return self[:] if dtype is None else self[:].astype(dtype)

    def __getitem__(self, index: Any) -> np.ndarray:
        first, *others = self._written_out(index)
        if isinstance(first, (int, np.integer)):
            number, place = divmod(range(len(self))[first], self.length)
            return np.array(self.piece(number)[(place, *others)])[()]
        steps = np.arange(len(self))[first]
        numbers, places = np.divmod(steps.ravel(), self.length)
        of_one_step = np.broadcast_to(self.dtype.type(0), self.shape[1:])[tuple(others)].shape
        found = np.empty((steps.size, *of_one_step), self.dtype)
        for rows in _alike(numbers):
            found[rows] = self.piece(int(numbers[rows[0]]))[places[rows]][(slice(None), *others)]
        return found.reshape(steps.shape + of_one_step)

    def _written_out(self, index: Any) -> tuple[Any, ...]:
        """The index as a tuple without `...`, the steps first."""
        index = index if isinstance(index, tuple) else (index,)
        for i, entry in enumerate(index):
            if entry is Ellipsis:
                return index[:i] + (slice(None),) * (self.ndim + 1 - len(index)) + index[i + 1:]
        return index or (slice(None),)


def _alike(numbers: np.ndarray) -> list[np.ndarray]:
    """Where equal numbers stand, one array of places for each."""
    order = np.argsort(numbers)
    borders = np.flatnonzero(np.diff(numbers[order])) + 1
    return np.split(order, borders) if len(order) else []
