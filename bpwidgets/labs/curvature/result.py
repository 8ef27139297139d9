"""How an objective bends at a point, and what that means for a rate and a momentum."""
from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...planes.projected import Projected
from ...planes.sections import PlaneSection
from .critical_points import CriticalPoint
from .regimes import Direction, Tuning


@dataclass(frozen=True, eq=False)
class CurvatureResult(Projected):
    """How an objective bends at a point, and what that means for a rate and a momentum.

    eigenvalues: (2,), ascending: the curvatures within the plane at theta. eigenvectors: (2, 2), column k in the
    coordinates (u, v) of the plane. largest: the largest curvature of all directions. spectrum: (n,), all of them,
    ascending; (0,) if there are too many.
    rate_limit: 2 / largest, above which plain descent diverges; inf where nothing curves upwards. stable_limit: the
    same with this momentum. raw_limit: rate_limit without scaled features.
    regime: what happens along each eigenvector, a name of `REGIMES` each; overall: of all directions looked at.
    prospects: the same in full, for the two eigenvectors and, with more than two parameters, the steepest direction of
    all. best, best_plain: the rate and the momentum that shrink both directions fastest, None where there are not two
    that curve upwards.
    critical_points: those in the window; searched: False while they are still to be found.
    span: half the width of the window, along u. u, v, surface, labels, section, levels, low, high, log_color: the loss
    over it. theta, gradient: (n,).
    path, on_plane, plane_values, gap, distance, hollow: the descent, and what the plane shows of it (see `Projected`).
    verdict: what the rate does, and which rates are stable.
    """

    eigenvalues: np.ndarray
    eigenvectors: np.ndarray
    largest: float
    spectrum: np.ndarray
    rate_limit: float
    stable_limit: float
    raw_limit: float
    regime: tuple[str, str]
    overall: str
    prospects: tuple[Direction, ...]
    best: Tuning | None
    best_plain: Tuning | None
    critical_points: tuple[CriticalPoint, ...]
    searched: bool
    span: float
    u: np.ndarray
    v: np.ndarray
    surface: np.ndarray
    labels: tuple[str, str]
    section: PlaneSection
    levels: np.ndarray
    low: float
    high: float
    log_color: bool
    theta: np.ndarray
    gradient: np.ndarray
    verdict: str = ""
