"""How large an array is: root mean square and norm, right also for numbers like 1e201 and 1e-198."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from .arrays import as_floats

Axis = int | tuple[int, ...] | None
# Sums of squares, by precision, that are right as they are: squares that vanish or lose digits are below tiny,
# nothing beside tiny^(2/3).
SAFE = MappingProxyType({of: (np.finfo(of).tiny ** (2 / 3), np.finfo(of).max ** (2 / 3)) for of in "efdg"})


def root_mean_square(a: ArrayLike, axis: Axis = None) -> np.ndarray:
    """The typical size of the entries: the square root of the mean of their squares.

        rms(a) = m sqrt( mean( (a / m)^2 ) ),   m = max |a|

    Dividing by the largest entry first keeps the squares from overflowing (1e201^2) or vanishing (1e-198^2); the idea
    is that of the BLAS routine nrm2 (Blue, 1978).

    Parameters
    ----------
    a : (...)
        Numbers; inf and nan are allowed and pass into the result.
    axis
        The axis or axes that are averaged away; all of them if None.

    Returns
    -------
    (...) without the axes averaged; nan where there is nothing to average.

    Examples
    --------
    >>> print(f"{root_mean_square([3e200, -4e200]):.4g}")
    3.536e+200
    """
    with np.errstate(all="ignore"):
        m, squares, count = _scaled_sum_of_squares(a, axis)
        return m * np.sqrt(np.divide(squares, count))


def norm(a: ArrayLike, axis: Axis = None) -> np.ndarray:
    """The length of a vector, or the Frobenius norm of a matrix: the square root of the sum of squares.

        ||a|| = m sqrt( sum( (a / m)^2 ) ),   m = max |a|

    Parameters
    ----------
    a : (...)
        Numbers; inf and nan are allowed and pass into the result.
    axis
        The axis or axes that are summed away; all of them if None.

    Returns
    -------
    (...) without the axes summed; 0 where there is nothing to sum.

    Examples
    --------
    >>> float(norm([3e-198, 4e-198]))
    5e-198
    >>> norm([[3, 4], [5, 12]], axis=-1).tolist()
    [5.0, 13.0]
    """
    with np.errstate(all="ignore"):
        m, squares, _ = _scaled_sum_of_squares(a, axis)
        return m * np.sqrt(squares)


def _scaled_sum_of_squares(a: ArrayLike, axis: Axis) -> tuple[Any, Any, int]:
    """m, the sum of (a / m)^2, and how many are summed.

    Where the plain squares are safe m is 1, which spares three passes.
    """
    a = as_floats(a)
    squares = np.add.reduce(a * a, axis=axis)
    m: Any = 1.0
    count = a.size // max(squares.size, 1)
    low, high = SAFE[a.dtype.char]
    if not ((low < squares) & (squares < high)).all():
        a = np.abs(a)
        largest = np.max(a, axis=axis, keepdims=True, initial=0)
        scale = np.where((largest > 0) & np.isfinite(largest), largest, 1.0)
        a = a / scale
        m, squares = scale.reshape(squares.shape), np.add.reduce(a * a, axis=axis)
    return m, squares, count
