"""How wrong are differences, for each size of their step? Large steps miss the bend, tiny ones round it away."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from ..errors import argument_error
from .support.arrays import as_floats
from .support.norms import norm

# So many numbers of theta are moved at once.
AT_ONCE = 1 << 14


@dataclass(frozen=True, eq=False)
class StepSweep:
    """The outcome of `sweep_steps`: the differences, and how wrong they are, for each size of their step.

    Parameters
    ----------
    h : (k,)
        The steps, in the unit of theta.
    analytic : (n,)
        The gradient.
    left, right, central : (k, n)
        The differences along each coordinate: from theta - h to theta, from theta to theta + h (forward differences),
        from theta - h to theta + h.
    forward_error, central_error : (k,)
        |numeric - analytic| / |analytic|, lengths of the whole gradient; |numeric| where it is 0. Dimensionless.
    """

    h: np.ndarray = field(repr=False)
    analytic: np.ndarray = field(repr=False)
    left: np.ndarray = field(repr=False)
    right: np.ndarray = field(repr=False)
    central: np.ndarray = field(repr=False)
    forward_error: np.ndarray = field(repr=False)
    central_error: np.ndarray = field(repr=False)

    @property
    def best_forward(self) -> tuple[float, float]:
        """The step with the smallest error of forward differences, and that error."""
        return self._best(self.forward_error)

    @property
    def best_central(self) -> tuple[float, float]:
        """The step with the smallest error of central differences, and that error."""
        return self._best(self.central_error)

    def _best(self, error: np.ndarray) -> tuple[float, float]:
        k = np.argmin(np.nan_to_num(error, nan=np.inf))
        return float(self.h[k]), float(error[k])

    def __str__(self) -> str:
        return "; ".join(f"{name} differences are best at h = {h:.1e}: relative error {error:.1e}"
                         for name, (h, error) in dict(forward=self.best_forward, central=self.best_central).items())


def sweep_steps(objective: Any, theta: ArrayLike, h: ArrayLike = np.logspace(-12, -1, 45),
                step: int | None = None) -> StepSweep:
    """How the error of differences depends on their step: large ones miss the bend, tiny ones round it away.

        forward_i = ( f(theta + h e_i) - f(theta) ) / h                 error  h f'' / 2    + eps f / h,  best near 1e-8
        central_i = ( f(theta + h e_i) - f(theta - h e_i) ) / (2 h)     error  h^2 f''' / 6 + eps f / h,  best near 1e-5

    (Nocedal & Wright, 2006, section 8.1.) In float32 eps is 1.2e-7, and both are best at larger steps; see
    `sweep_theory`.

    Parameters
    ----------
    objective
        Anything with `value(theta, step)` and `gradient(theta, step)` that takes leading axes.
    theta : (n,)
        Where. In float32 all is computed in float32, else in float64.
    h : (k,)
        The steps to try, above 0, in the unit of theta.
    step
        Passed on to both, so that mini-batches and dropout are the same.

    Raises
    ------
    ArgumentError
        If theta is not one setting, or a step is not above 0.

    Examples
    --------
    >>> from bpwidgets import engine
    >>> sweep = sweep_steps(engine.SURFACES["rosenbrock"], [-1.2, 1.0], h=[1e-12, 1e-8, 1e-5, 1e-1])
    >>> sweep.best_forward[0], sweep.best_central[0]
    (1e-08, 1e-05)
    """
    theta, h = as_floats(theta), as_floats(h).astype(np.float64)
    theta = theta if theta.dtype == np.float32 else theta.astype(np.float64)
    if theta.ndim != 1 or theta.size == 0:
        raise argument_error("theta", "sweep_steps", "shape (n,) with at least one number", theta)
    if h.ndim != 1 or h.size == 0 or not (np.isfinite(h) & (h > 0)).all():
        raise argument_error("h", "sweep_steps", "a list of finite numbers above 0", h)
    with np.errstate(all="ignore"):
        here = np.float64(objective.value(theta, step))
        analytic = np.array(objective.gradient(theta, step), dtype=np.float64)
        above, below = (_along_axes(objective, theta, distances, step) for distances in (h, -h))
        left, right = (here - below) / h[:, None], (above - here) / h[:, None]
        central = (above - below) / (2 * h[:, None])
        size = norm(analytic) or 1.0
        errors = [norm(numeric - analytic, axis=-1) / size for numeric in (right, central)]
    return StepSweep(h, analytic, left, right, central, *errors)


def _along_axes(objective: Any, theta: np.ndarray, distances: np.ndarray, step: int | None) -> np.ndarray:
    """The values at these distances (k,) along each coordinate, (k, n), in float64; computed as theta is."""
    away, axes = distances.astype(theta.dtype)[:, None, None], np.eye(theta.size, dtype=theta.dtype)
    many = max(1, AT_ONCE // (distances.size * theta.size))
    values = [objective.value(theta + away * axes[i:i + many], step) for i in range(0, theta.size, many)]
    return np.concatenate(values, axis=-1).astype(np.float64)
