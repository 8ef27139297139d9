"""Arrays as they are given: of floats, or refused."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from ...errors import argument_error

# The C library of Linux gives freed memory back to the system and gets it again page by page, which costs more than the
# arithmetic done with it. Once a large block has been freed, the library keeps arrays up to that size, and twice as
# much in all: see mallopt(3). Both passes of a net of 50 layers of 64 units with a batch of 256 take 25 MB.
np.empty(16 << 20, dtype=np.uint8)


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
