"""How far numbers spread."""
from __future__ import annotations

import numpy as np


def deviation(a: np.ndarray) -> np.ndarray:
    """The standard deviation of each column, also of numbers whose squares would overflow."""
    largest = np.abs(a).max(axis=0)
    unit = np.where(largest > 1e150, largest, 1.0)
    return unit * (a / unit).std(axis=0)
