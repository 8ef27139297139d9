"""What objectives given by a formula have in common: many values, a plane, the curvature."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from ..support.chunking import in_pieces
from .curvature import Curvature
from .plane import plane_of_values


class ClosedForm:
    """An objective with `value` and `gradient` that take leading axes; what follows from them is the same for all."""

    def value(self, theta: ArrayLike, step: int | None = None) -> np.ndarray:
        """f(theta): theta (..., n) -> (...)."""
        raise NotImplementedError

    def values(self, thetas: ArrayLike) -> np.ndarray:
        """f at many settings, thetas (..., n) -> (...), in pieces that fit into the processor's cache."""
        return in_pieces(self.value, thetas)

    def plane(self, theta: ArrayLike, directions: ArrayLike, u: ArrayLike, v: ArrayLike) -> np.ndarray:
        """f over the plane theta + u d_0 + v d_1: (len(u), len(v))."""
        return plane_of_values(self, theta, directions, u, v)

    def curvature(self, theta: ArrayLike, step: int | None = None) -> Curvature:
        """The Hessian at theta (..., n), its eigenvalues, and the learning rate that they allow."""
        return Curvature(self, theta, step)
