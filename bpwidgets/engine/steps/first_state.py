"""What an optimizer remembers before its first step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy import ndarray as Array

from ..support.arrays import as_floats


@dataclass(frozen=True)
class Start:
    """The state before the first step: zeros in the shape of theta, and counters."""

    zeros: tuple[str, ...] = ()
    counters: tuple[tuple[str, float], ...] = ()

    def __call__(self, theta: Array) -> Mapping[str, Any]:
        return {name: np.zeros_like(as_floats(theta)) for name in self.zeros} | dict(self.counters)
