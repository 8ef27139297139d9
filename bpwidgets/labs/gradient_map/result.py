"""A map of nets, the lines through one of them, and what theory says."""
from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from .grid import Grid


class Cut(NamedTuple):
    """The nets along a line through the point, the point among them: all (n,).

    at: their gain, depth or bias scale. decades: log10 of the delta ratio. theory: the same as mean-field theory has
    it, nan where it does not apply. layers: how many layers lie between the first and the last hidden one.
    """

    at: np.ndarray
    decades: np.ndarray
    theory: np.ndarray
    layers: np.ndarray


@dataclass(frozen=True, eq=False)
class GradientMapResult:
    """A map of nets, the lines through one of them, and what theory says.

    grid: the map, with `gains` (G,), `others` (Y,) and `decades` (Y, G) = log10( |delta_1| / |delta_depth| ); -inf
    where nothing arrives, nan where numbers overflow. across, upward: the lines through the point, over gain and over
    depth or bias scale, each with `at, decades, theory, layers`. decades, theory: those of the point itself. edge: gain
    and depth or bias scale of points of the line chi = 1, (E, 2), none where theory has no such line. critical_gain:
    the gain of that line at the bias scale of the point, or nan. condition: vanishing, exploding, healthy, blocked or
    overflow. verdict: in words.
    """

    grid: Grid
    across: Cut
    upward: Cut
    decades: float
    theory: float
    edge: np.ndarray
    critical_gain: float
    condition: str
    verdict: str


def factor(decades: float, layers: int) -> float:
    """The factor of delta per layer, from the decades it changes by over all layers; inf where it overflows."""
    with np.errstate(over="ignore"):
        return float(np.power(10.0, decades / layers))
