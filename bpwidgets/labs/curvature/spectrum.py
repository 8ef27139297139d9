"""The curvatures of all directions at a point: the largest at once, all of them when they are asked for."""
from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from ... import engine
from ...engine.landscapes.lanczos import largest_eigenvalue

# Up to FEW parameters all eigenvalues are as quick as the largest one; up to MANY they can be had at all.
FEW, MANY = 16, 128


@dataclass(frozen=True, eq=False)
class Spectrum:
    """The curvature of an objective at theta (n,).

    >>> Spectrum(engine.SURFACES["bowl"], np.ones(2)).largest
    10.0
    """

    objective: Any
    theta: np.ndarray

    @cached_property
    def largest(self) -> float:
        """The strongest curvature upwards: exact for a few parameters, by Lanczos' method for more."""
        n = len(self.theta)
        if n <= FEW:
            return float(self.eigenvalues[-1])
        return largest_eigenvalue(lambda v: engine.hessian_vector_product(self.objective, self.theta, v), n)

    @cached_property
    def eigenvalues(self) -> np.ndarray:
        """All curvatures, (n,), ascending; (0,) where there are too many."""
        return engine.Curvature(self.objective, self.theta).eigenvalues if len(self.theta) <= MANY else np.empty(0)

    @property
    def known(self) -> bool:
        """True if asking for all of them costs nothing any more."""
        return "eigenvalues" in vars(self) or len(self.theta) > MANY
