"""Two numbers of each of the gathered records."""
from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, eq=False)
class Fit:
    """A law through gathered points, and a point that was measured afterwards.

    x, y (n,): the curve of the law; nan where it has no number. at, measured: the point. logarithmic: it is drawn over
    decades.
    """

    x: np.ndarray
    y: np.ndarray
    at: float
    measured: float
    logarithmic: bool = False


@dataclass(frozen=True, eq=False)
class Gathered:
    """x, y (n,): the two chosen numbers of each record, nan where a record has none. verdict: how many there are. fit:
    a law through them, once somebody committed to one."""

    x: np.ndarray
    y: np.ndarray
    verdict: str
    fit: Fit | None = None

    @property
    def logarithmic(self) -> bool:
        """y is drawn over decades."""
        return self.fit is not None and self.fit.logarithmic
