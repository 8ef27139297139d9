"""Which step is best for differences, in theory? Where what they miss of the bend meets what rounding leaves."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from ..errors import argument_error
from .support.arrays import as_floats
from .support.differences import both_derivatives
from .support.norms import norm

# Below this part of the gradient a derivative from differences is rounding, as a difference of differences has it.
NO_BEND = 1e-7


@dataclass(frozen=True, eq=False)
class SweepTheory:
    """What theory expects of the error of differences, see `sweep_theory`. All lengths are of whole vectors (n,).

    Parameters
    ----------
    second, third : (n,)
        f'' and f''' along each coordinate; nan where f has no derivative near by.
    rounding : (n,)
        |f| + |theta_i g_i|: what one rounding of a value, and of theta + h, is in proportion to.
    size
        |g|, by which errors are divided.
    unit
        The largest relative error of one rounding: 1.1e-16 in float64, 6e-8 in float32.
    """

    second: np.ndarray = field(repr=False)
    third: np.ndarray = field(repr=False)
    rounding: np.ndarray = field(repr=False)
    size: float
    unit: float

    @np.errstate(all="ignore")
    def forward(self, h: ArrayLike) -> np.ndarray:
        """The relative error that forward differences have from the bend: h |f''| / (2 |g|)."""
        return np.asarray(h) * self._part(self.second) / 2

    @np.errstate(all="ignore")
    def central(self, h: ArrayLike) -> np.ndarray:
        """The relative error that central differences have from the bend: h^2 |f'''| / (6 |g|)."""
        return np.asarray(h) ** 2 * self._part(self.third) / 6

    @np.errstate(all="ignore")
    def rounded(self, h: ArrayLike) -> np.ndarray:
        """The relative error of central differences by rounding: unit |rounding| / (h |g|); of forward ones twice."""
        return self.unit * self._part(self.rounding) / np.asarray(h)

    @property
    def best_forward(self) -> float:
        """The step with the least sum of both errors; inf where nothing bends, nan where numbers overflow."""
        with np.errstate(all="ignore"):
            return float(np.sqrt(4 * self.unit * self._part(self.rounding) / self._part(self.second)))

    @property
    def best_central(self) -> float:
        """The step with the least sum of both errors; inf where no third derivative is, nan where numbers overflow."""
        with np.errstate(all="ignore"):
            return float(np.cbrt(3 * self.unit * self._part(self.rounding) / self._part(self.third)))

    def _part(self, vector: np.ndarray) -> np.float64:
        return np.float64(norm(np.nan_to_num(vector, posinf=np.inf, neginf=-np.inf)) / (self.size or 1.0))


def sweep_theory(objective: Any, theta: ArrayLike, precision: str = "float64", step: int | None = None,
                 without: ArrayLike | None = None) -> SweepTheory:
    """What the error of differences should be at each step, from the second and third derivatives of f.

        forward:  h |f''| / 2 + 2 u R / h,      best at  h = (4 u R / |f''|)^(1/2)
        central:  h^2 |f'''| / 6 + u R / h,     best at  h = (3 u R / |f'''|)^(1/3)

    with u the unit roundoff and R_i = |f| + |theta_i g_i|, as if each value were rounded once. (Nocedal & Wright, 2006,
    section 8.1; the second term of R is the rounding of theta + h.) A net rounds more often, so the truth is some
    times as large.

    Parameters
    ----------
    objective
        Anything with `value(theta, step)` and `gradient(theta, step)` that takes leading axes; its gradient is taken to
        be right.
    theta : (n,)
        Where.
    precision
        "float64" or "float32": in which the differences are computed.
    step
        Passed on to both.
    without : (n,)
        True for coordinates along which f has a kink near by.

    Examples
    --------
    >>> from bpwidgets import engine
    >>> theory = sweep_theory(engine.SURFACES["rosenbrock"], [-1.2, 1.0])
    >>> theory.third.round(3).tolist(), float(f"{theory.best_central:.0e}")
    ([-2880.0, 0.0], 3e-06)
    """
    theta = as_floats(theta).astype(np.float64)
    if theta.ndim != 1 or theta.size == 0:
        raise argument_error("theta", "sweep_theory", "shape (n,) with at least one number", theta)
    axes = np.eye(theta.size)

    def along(thetas: np.ndarray) -> np.ndarray:
        """g_i where theta has moved along coordinate i: (..., n, n) -> (..., n)."""
        return np.einsum("...ii->...i", objective.gradient(thetas, step))

    with np.errstate(all="ignore"):
        value, g = float(objective.value(theta, step)), np.asarray(objective.gradient(theta, step))
        second, third = both_derivatives(along, np.broadcast_to(theta, axes.shape), axes)
        size = float(norm(g))
        third = np.where(np.abs(third) <= NO_BEND * np.maximum(np.abs(g), size), 0.0, third)
        rounding = abs(value) + np.abs(theta * g)
    if without is not None:
        second, third = (np.where(without, np.nan, one) for one in (second, third))
    return SweepTheory(second, third, rounding, size, float(np.finfo(precision).eps) / 2)
