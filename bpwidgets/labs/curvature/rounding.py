"""Numbers of the curvature as text, with 0 for what is only rounding."""
from __future__ import annotations

import numpy as np

from ...text import factor_digits, number
from .result import CurvatureResult

# Parts of the window and of the first loss that are only rounding.
NOISE = 1e-9


def factor_text(factor: float) -> str:
    """With as many digits as it takes to tell it from 1.

    >>> factor_text(0.85), factor_text(0.99994), factor_text(1.0000012)
    ('0.85', '0.99994', '1.0000012')
    """
    return number(factor, factor_digits(factor))


def loss_text(result: CurvatureResult, loss: float) -> str:
    """A loss as text; what is only rounding beside the first one is 0."""
    return number(loss, 3, loss_noise(result))


def loss_noise(result: CurvatureResult) -> float:
    """The loss that is only rounding beside the first one."""
    return NOISE**2 * abs(float(result.path.values[0]))


def vector_text(vector: np.ndarray) -> str:
    """Two coordinates in brackets."""
    return f"({', '.join(number(value, 3, NOISE) for value in vector)})"
