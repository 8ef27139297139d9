"""Arrays as they are given: of floats, or refused."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from ...errors import argument_error

# The C library of Linux gives a freed array of 128 kB or more back to the system and gets the next one page by page,
# which costs four times the arithmetic done with it. Once a larger block has been freed it keeps all up to that size:
# see mallopt(3).
np.empty(4 << 20, dtype=np.uint8)


def as_floats(given: ArrayLike, parameter: str = "an array", of: str = "the engine") -> np.ndarray:
    """The array itself if it holds floats already, else a float64 copy; lists and whole numbers are welcome.

    Raises
    ------
    ArgumentError
        For texts and other things that are not real numbers, and for rows of unequal length.
    """
    array = as_array(given, parameter, of)
    return array if array.dtype.kind == "f" else array.astype(np.float64)


def as_array(given: ArrayLike, parameter: str, of: str) -> np.ndarray:
    """An array of real numbers of any kind; refused if it holds others, or rows of unequal length."""
    try:
        array = np.asarray(given)
    except ValueError:
        raise argument_error(parameter, of, "rows of equal length", given) from None
    if array.dtype.kind not in "fiub":
        raise argument_error(parameter, of, "real numbers", given, "Convert the values to numbers first.")
    return array
