"""The simplest result there is: curves over one axis. A custom study can return it and has a picture at once."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from ...errors import argument_error
from ...text import columns, elide, number

MOST_CURVES = 4


@dataclass(frozen=True, eq=False)
class Curves:
    """Curves over x, with a verdict: the sentence that answers the question of the lab.

    x: (n,). curves: name -> (n,), at most four. x_label, y_label: the words at the axes. Numbers that are not finite leave gaps.

    Raises ArgumentError if a curve has another length than x, or there are none or more than four.

    >>> Curves([0, 1, 2], {"square": [0, 1, 4]}).summary()
    'square ends at 4'
    """

    x: np.ndarray
    curves: Mapping[str, np.ndarray]
    verdict: str = ""
    x_label: str = ""
    y_label: str = ""

    def __post_init__(self):
        object.__setattr__(self, "x", np.array(self.x, float))
        object.__setattr__(self, "curves", MappingProxyType({name: np.array(y, float) for name, y in self.curves.items()}))
        if not 1 <= len(self.curves) <= MOST_CURVES:
            raise argument_error("curves", "Curves", f"one to {MOST_CURVES} curves", len(self.curves))
        if self.x.ndim != 1 or self.x.size == 0:
            raise argument_error("x", "Curves", "shape (n,), n at least 1", self.x)
        for name, y in self.curves.items():
            if y.shape != self.x.shape:
                raise argument_error(f"curve {name!r}", "Curves", f"shape {self.x.shape}, as x", y)

    def summary(self) -> str:
        """The verdict, or where each curve ends if there is none."""
        return self.verdict or ", ".join(f"{name} ends at {number(y[-1])}" for name, y in self.curves.items())

    def table(self) -> str:
        """The numbers of all curves as text, shortened in the middle."""
        rows = [tuple(number(v) for v in row) for row in zip(self.x, *self.curves.values())]
        shown = [row or ("...",) * (1 + len(self.curves)) for row in elide(rows)]
        return columns((self.x_label or "x", *self.curves), shown)
