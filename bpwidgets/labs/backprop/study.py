"""What happens in both passes, number by number? A small net, every number of its passes, and the updates that follow.

All of it is the engine's: `Network.forward` and `backward`, `descend` and `check_gradient`.
"""
from __future__ import annotations

from ... import engine
from ...nets.task import Task
from ...nets.weights import theta_of
from ...one_thread import on_one_thread
from .passes import Passes, passes_of
from .result import BackpropResult
from .run import objective_of, rows_of
from .settings import BackpropSettings, task
from .verdict import is_flat, verdict_of


@on_one_thread
def backprop(settings: BackpropSettings) -> BackpropResult:
    """Run the updates, look into the first one, and check its gradient.

    >>> result = backprop(BackpropSettings(net="mazur"))
    >>> round(result.loss, 9), result.gradient[:2].round(9).tolist(), result.path.values[1].round(9).tolist()
    (0.298371109, [0.000438568, 0.000497713], 0.291027774)
    """
    of, theta = task(settings), theta_of(settings)
    objective = objective_of(of, settings.batch, settings.example)
    path = engine.descend(objective, theta, settings.optimizer, settings.learning_rate, settings.updates)
    rows, row = rows_of(objective, 0, settings.example)
    first = passes_of(of.objective, theta, rows, row)
    check = engine.check_gradient(of.objective, theta)
    return BackpropResult(task=of, example=settings.example, theta=theta, path=path, objective=objective, first=first,
                          check=check, verdict=verdict_of(path, check, flat_units(of, first)))


def flat_units(of: Task, passes: Passes) -> tuple[int, int]:
    """How many units have hardly any slope for the example that is shown, and how many units there are."""
    flat = [is_flat(slope, layer.activation) for k, layer in enumerate(of.network.layers, 1)
            for slope in passes.shown("slope", k)]
    return sum(flat), len(flat)
