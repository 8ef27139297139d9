"""Data as they are given: checked read-only copies, and a digest of their content."""

from __future__ import annotations

import hashlib

import numpy as np
from numpy.typing import ArrayLike

from ...errors import Verbatim, argument_error
from .arrays import as_array


def read_only(given: ArrayLike, parameter: str, of: str, dimensions: tuple[int, ...] = (1, 2)) -> np.ndarray:
    """A read-only float64 copy of an array of finite numbers.

    Parameters
    ----------
    given : array_like
        Numbers, of any shape with one of the `dimensions` allowed.
    parameter, of
        How a refusal names the argument.
    dimensions
        The numbers of axes that are accepted.

    Raises
    ------
    ArgumentError
        For texts and other things that are not real numbers, rows of unequal length, NaN and infinity, an empty
        array, and a wrong number of axes.
    """
    numbers = np.array(as_array(given, parameter, of), dtype=np.float64, order="C")
    if numbers.ndim not in dimensions:
        allowed = " or ".join(map(str, dimensions)) + (" axis" if dimensions == (1,) else " axes")
        given = Verbatim(f"{numbers.ndim}, shape {numbers.shape}")
        raise argument_error(parameter, of, f"an array with {allowed}", given,
                             f"A single column is {parameter}[:, None]." if numbers.ndim == 1 else "")
    if numbers.size == 0:
        raise argument_error(parameter, of, "at least one number", numbers)
    bad = np.argwhere(~np.isfinite(numbers))
    if len(bad):
        place = tuple(int(i) for i in bad[0])
        raise argument_error(parameter, of, "finite numbers", Verbatim(f"{numbers[place]} at index {list(place)}"),
                      f"Remove or replace {len(bad)} such entr{'y' if len(bad) == 1 else 'ies'}.")
    numbers.flags.writeable = False
    return numbers


def digest(*parts: object) -> str:
    """A short text that is equal exactly for equal content; the same in every process.

    Examples
    --------
    >>> digest(np.zeros(2)) == digest(np.zeros(2)), digest(np.zeros(2)) == digest(np.zeros((2, 1)))
    (True, False)
    """
    content = hashlib.sha256()
    for part in parts:
        array = np.asarray(part)
        content.update(f"{array.dtype.str}{array.shape}".encode())
        content.update(np.ascontiguousarray(array).tobytes())
    return content.hexdigest()[:16]
