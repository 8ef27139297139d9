"""The loss along one weight, from as near as the step: what the tangent leaves out of it."""
from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ... import engine
from .gradients import Claim
from .kinks import Side, has_kinks, names_of_sides, sides

# Points of the curve, and how many steps it goes to both sides.
POINTS, STEPS = 193, 1.5


@dataclass(frozen=True, eq=False)
class Closeup:
    """The loss along a weight w, without its value at w and without the slope that is checked.

    away: (p,) distances from w. rest: (p,) loss(w + away) - loss(w) - gradient * away. left, right: the same at w - h
    and w + h. gradient, forward, central: the slope that is checked, and both differences. kinks: where something
    switches, and what.
    """

    away: np.ndarray
    rest: np.ndarray
    left: float
    right: float
    gradient: float
    forward: float
    central: float
    kinks: tuple[tuple[float, Side], ...]


def closeup(claim: Claim, theta: np.ndarray, k: int, h: float) -> Closeup:
    """Along coordinate k; theta (n,) in the precision of the check."""
    away = np.linspace(-STEPS * h, STEPS * h, POINTS)
    axis = np.eye(len(theta), dtype=theta.dtype)[k]
    with np.errstate(all="ignore"):
        thetas = theta + np.concatenate([away, [-h, h, 0.0]]).astype(theta.dtype)[:, None] * axis
        *values, left, right, here = np.asarray(claim.value(thetas), dtype=np.float64)
        slope = float(claim.gradient(theta)[k])
        return Closeup(away, np.array(values) - here - slope * away, float(left - here + slope * h),
                       float(right - here - slope * h), slope, float((right - here) / h),
                       float((right - left) / (2 * h)), _kinks(claim.objective, theta, away, axis))


def _kinks(objective: engine.NetworkLoss, theta: np.ndarray, away: np.ndarray,
           axis: np.ndarray) -> tuple[tuple[float, Side], ...]:
    """The places in the window where something switches, at most one for each gap of the curve's points."""
    if not has_kinks(objective):
        return ()
    found = sides(objective, theta.astype(np.float64) + away[:, None] * axis)
    gaps, which = np.nonzero(found[1:] != found[:-1])
    names = names_of_sides(objective)
    first = {int(gap): names[int(one)] for gap, one in zip(gaps[::-1], which[::-1])}
    return tuple((float(away[gap] + away[gap + 1]) / 2, side) for gap, side in sorted(first.items()))
