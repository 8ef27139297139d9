"""Can one weight learn a table? The smallest network there is: output = weight * input, no bias.

The loss is a parabola in the weight, so all of gradient descent can be said in closed form: with the curvature
L'' one step takes the distance to the best weight times (1 - learning_rate * L''), and the rate 2 / L'' is the
largest that does not diverge.
"""
from __future__ import annotations

import numpy as np

from ... import engine
from ...one_thread import on_one_thread
from .parabola import best_weight, loss_and_curvature, used_arrays
from .result import WeightResult, rows_at
from .settings import WeightSettings, weight_range
from .verdict import verdict_of

CURVE_POINTS = 201


@on_one_thread
def one_weight(settings: WeightSettings) -> WeightResult:
    """Run gradient descent on the one weight and say what its rate does.

    Raises ArgumentError if the data are not one row of inputs and one of desired outputs, or if every input is zero.

    >>> result = one_weight(WeightSettings(learning_rate=1 / 819, steps=3))
    >>> result.weights.round(12).tolist(), result.curvature
    ([4.0, 3.0, 2.5, 2.25], 409.5)
    """
    objective, curvature = loss_and_curvature(settings.data, settings.loss, settings.scaled)
    x, y = used_arrays(settings.data, settings.scaled)
    rate = settings.learning_rate
    path = engine.descend(objective, np.array([settings.weight]), optimizer="sgd", learning_rate=rate,
                          steps=settings.steps)
    weights, losses = path.thetas[:, 0], path.values
    best = best_weight(settings.data)
    curve = np.linspace(*weight_range(settings), CURVE_POINTS)
    factor = 1 - rate * curvature
    diverges_at = _first_growth(losses) if abs(factor) > 1 else None
    return WeightResult(
        x=x, y=y, learning_rate=rate, weights=weights, losses=losses, gradients=path.gradients[:, 0],
        curvature=curvature,
        rate_limit=2 / curvature, best_weight=best, best_loss=float(objective.value(np.array([best]))), factor=factor,
        diverges_at=diverges_at, curve_weights=curve, curve_losses=objective.values(curve[:, None]),
        table=rows_at(x, y, settings.weight, curvature), verdict=verdict_of(factor, 2 / curvature, best, diverges_at))


def _first_growth(losses: np.ndarray) -> int | None:
    with np.errstate(invalid="ignore"):
        grows = ~(losses[1:] <= losses[:-1])
    return int(np.argmax(grows)) + 1 if grows.any() else None
