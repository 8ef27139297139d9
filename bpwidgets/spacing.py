"""Round numbers and even distances: where ticks and levels stand, and which rows of a long table are shown."""

from __future__ import annotations

import math

import numpy as np

# A number that is larger than a round one by this part of it counts as that: what a division leaves is rounding.
ROUNDING = 1e-9


def round_up(x: float) -> float:
    """The smallest of 1, 2 and 5 times the powers of ten that is not below x, which is above 0.

    matplotlib's `MaxNLocator` knows no rounding here: of an axis whose length is a multiple of the step it sometimes
    takes the next longer step; and it takes 25 times as long.

    Examples
    --------
    >>> round_up(0.3), round_up(20.0), round_up(6)
    (0.5, 20.0, 10.0)
    """
    k = math.floor(math.log10(x))
    return next(number for digit in (1, 2, 5, 10) if (number := float(f"{digit}e{k}")) >= x * (1 - ROUNDING))


def multiples(step: float, first: int, last: int) -> list[float]:
    """first * step, ..., last * step, without the last bits of the multiplication: 0.3 and not 0.30000000000000004.

    Examples
    --------
    >>> multiples(0.1, 2, 4)
    [0.2, 0.3, 0.4]
    """
    return [float(f"{k * step:.12g}") for k in range(first, last + 1)]


def evenly(count: int, most: int) -> np.ndarray:
    """At most `most` of the indices 0, ..., count - 1 at even distances, the first and the last among them.

    Examples
    --------
    >>> evenly(5, 9).tolist(), evenly(101, 5).tolist()
    ([0, 1, 2, 3, 4], [0, 25, 50, 75, 100])
    """
    return np.linspace(0, count - 1, min(count, most)).round().astype(int)
