"""Elementary functions, entry by entry: numpy's, and faster ones for large arrays."""

from __future__ import annotations

from typing import Any

import numpy as np

LARGE = 2000    # from this number of entries on it pays


def tanh(z: Any) -> Any:
    """tanh z of any array or number, which is not changed.

    Examples
    --------
    >>> float(tanh(0.5).round(12)), tanh(np.full((2, 5000), 0.5)).shape
    (0.46211715726, (2, 5000))
    """
    if type(z) is np.ndarray and z.size >= LARGE and z.dtype == np.float64:
        from . import hyperbolic
        return hyperbolic.LARGE(z)
    return np.tanh(z)
