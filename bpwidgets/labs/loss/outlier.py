"""A line through points of which one is far off: three losses, three lines."""
from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np

from ... import engine
from .result import OutlierResult

X = np.linspace(-1, 1, 9)
# The line of the other points, and how far each of them is off it.
CLEAN = 3.0, 4.0
OFF = np.array([0.2, -0.3, 0.1, 0.3, -0.2, -0.1, 0.3, -0.3])
NET = engine.network((1, 1))
STEPS, RATE, MOMENTUM = 120, 0.25, engine.OPTIMIZERS["momentum"].replace(momentum=0.8)
LINES: Mapping[str, str] = MappingProxyType({"mse": "mean squared error", "huber": "Huber loss",
                                             "mae": "mean absolute error"})


def outlier_of(last: float, bend: float) -> OutlierResult:
    """The lines of the three losses; last: how high the last point lies."""
    y = np.append(CLEAN[0] * X[:-1] + CLEAN[1] + OFF, last)
    rows = {"mse": engine.LOSSES["mse"], "huber": engine.huber(bend), "mae": engine.LOSSES["mae"]}
    return OutlierResult(X, y, CLEAN, MappingProxyType({name: _line(y, row) for name, row in rows.items()}))


def _line(y: np.ndarray, loss: engine.Loss) -> tuple[float, float]:
    """Where a descent with ever smaller steps ends, which begins at the line of the other points."""
    objective = engine.NetworkLoss(NET, X[:, None], y[:, None], loss=loss)
    path = engine.descend(objective, np.array(CLEAN), MOMENTUM, RATE, STEPS, schedule="cosine")
    slope, height = path.thetas[STEPS].tolist()
    return slope, height
