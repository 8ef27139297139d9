"""Two runs from one start, one for each loss; what three scores and a point far off a line have to do with losses."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ...planes.levels import Levels


@dataclass(frozen=True, eq=False)
class LossRun:
    """A descent on one loss. All of its arrays have (steps + 1,) entries; entry 0 is the start.

    z: the weighted sum of the output unit. outputs: a = sigmoid(z). losses. deltas: dL/dz. half_at: the first step at
    which half of the first error is left, None if there is none.
    curve_losses, curve_deltas: loss and dL/dz at the z of the curves.
    path: (steps + 1, 2), the weight and the bias of the map. surface: (U, V), the loss over both, with all else as at
    the start. hollow: True where the map does not show the loss of the path.
    """

    title: str
    z: np.ndarray
    outputs: np.ndarray
    losses: np.ndarray
    deltas: np.ndarray
    half_at: int | None
    curve_losses: np.ndarray
    curve_deltas: np.ndarray
    path: np.ndarray
    hollow: np.ndarray
    surface: np.ndarray
    levels: Levels


@dataclass(frozen=True, eq=False)
class SoftmaxResult:
    """Three classes. probabilities, targets: (3,). deltas: by loss, dL/dz of each class, (3,)."""

    probabilities: np.ndarray
    targets: np.ndarray
    deltas: Mapping[str, np.ndarray]


@dataclass(frozen=True, eq=False)
class OutlierResult:
    """Points (n,) of which the last one is far off, and for each loss the line (slope, height at 0) that has the
    smallest one. clean: the line along which the others lie."""

    x: np.ndarray
    y: np.ndarray
    clean: tuple[float, float]
    lines: Mapping[str, tuple[float, float]]


@dataclass(frozen=True, eq=False)
class LossResult:
    """Both losses side by side. z: (k,) of the curves. reach: half the width of the maps. u, v: the weights and biases
    of the maps. runs: by loss. verdict: how both begin, and how long they take."""

    z: np.ndarray
    reach: float
    u: np.ndarray
    v: np.ndarray
    target: float
    runs: Mapping[str, LossRun]
    softmax: SoftmaxResult
    outlier: OutlierResult
    verdict: str
