"""How large an array is: root mean square and norm, right also for numbers like 1e201 and 1e-198."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

Axis = int | tuple[int, ...] | None


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


def _scaled_sum_of_squares(a: ArrayLike, axis: Axis) -> tuple[np.ndarray, np.ndarray, int]:
    a = np.abs(a)
    largest = np.max(a, axis=axis, keepdims=True, initial=0)
    m = np.where((largest > 0) & np.isfinite(largest), largest, 1.0)
    a = a / m
    squares = np.sum(a * a, axis=axis)
    return m.reshape(squares.shape), squares, a.size // max(squares.size, 1)
