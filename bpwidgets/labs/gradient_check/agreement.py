"""Gradient and central differences at one step, parameter by parameter, and how far the differences can be trusted."""
from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ... import engine
from .gradients import Claim
from .kinks import switched

# Differences count relative to this part of the largest derivative where they are smaller.
SMALL = 1e-3
# The rounding that is allowed for: so many units of the last digit of a value. And a difference counts only beyond so
# many times what the step leaves in doubt.
ROUNDINGS, BEYOND = 8, 3
# A relative difference up to this one is no error in a gradient.
WRONG = 1e-5


@dataclass(frozen=True, eq=False)
class Agreement:
    """The check at one step.

    gradient, central: (n,) what is checked, and the central differences. relative: (n,) |gradient - central| over the
    larger of both, or over a thousandth of the largest derivative where that is more. bend, rounding: (n,) what the
    step leaves in doubt of the differences, in the same unit: by the bend of the loss, as half and a quarter
    of the step tell (Richardson, 1911), and by rounding. at_kink: (n,) True where something switches within the step.
    """

    gradient: np.ndarray
    central: np.ndarray
    relative: np.ndarray
    bend: np.ndarray
    rounding: np.ndarray
    at_kink: np.ndarray

    @property
    def doubt(self) -> np.ndarray:
        """What the step leaves in doubt, by bend and rounding together, (n,)."""
        return self.bend + self.rounding

    @property
    def wrong(self) -> np.ndarray:
        """True where gradient and differences differ by more than any doubt, (n,)."""
        with np.errstate(invalid="ignore"):
            off = ~(self.relative <= np.maximum(BEYOND * self.doubt, WRONG))
        return off & ~self.at_kink


def agreement(claim: Claim, theta: np.ndarray, h: float) -> Agreement:
    """Compare at one step; theta (n,) in the precision of the check."""
    at = engine.sweep_steps(claim, theta, [h, h / 2, h / 4])
    (central, half, quarter), gradient = at.central, at.analytic
    unit = float(np.finfo(theta.dtype).eps) / 2
    with np.errstate(all="ignore"):
        steep = np.maximum(np.abs(at.left[0]), np.abs(at.right[0]))
        value = abs(float(claim.value(theta)))
        rounding = ROUNDINGS * unit * (value + np.abs(theta) * steep) / h
        # What h misses, with h^2 and more, h / 2 misses to a quarter. Told twice, for it may be 0 by accident.
        bend = 4 / 3 * np.maximum(np.maximum(np.abs(central - half) - rounding, 0),
                                  4 * np.maximum(np.abs(half - quarter) - 4 * rounding, 0))
        size = np.maximum(np.abs(gradient), np.abs(central))
        scale = np.maximum(size, SMALL * np.max(size, initial=0, where=np.isfinite(size)))
        scale = np.where(scale > 0, scale, 1.0)
        relative = np.where(gradient == central, 0.0, np.abs(gradient - central) / scale)
        return Agreement(gradient, central, relative, bend / scale, rounding / scale,
                         switched(claim.objective, theta.astype(np.float64), h))
