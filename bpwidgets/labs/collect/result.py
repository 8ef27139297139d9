"""Two numbers of each of the gathered records."""
from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, eq=False)
class Gathered:
    """x, y (n,): the two chosen numbers of each record, nan where a record has none. verdict: how many there are."""

    x: np.ndarray
    y: np.ndarray
    verdict: str
