"""Squared error or cross-entropy? The same unit, the same start, the same rate: a run with either."""
from __future__ import annotations

from types import MappingProxyType

import numpy as np

from ...memo import Computing, compute
from ...one_thread import on_one_thread
from .kinds import KINDS
from .outlier import outlier_of
from .result import LossResult
from .runs import RESOLUTION, Start, run_of
from .settings import LossSettings, reach_of
from .softmax import softmax_of
from .verdict import verdict_of

# The curves over z reach as far as this to both sides at least, and this far beyond all that is reached.
WIDEST, BEYOND, POINTS = 8.0, 1.0, 241


@on_one_thread
def loss_choice(settings: LossSettings, memo: Computing = compute) -> LossResult:
    """Descend on both losses from one start, and say how both begin.

    >>> result = loss_choice(LossSettings(weight=2.0, bias=2.0, steps=300))
    >>> squared, entropy = result.runs.values()
    >>> [float(f"{number:.3g}") for number in (squared.outputs[0], squared.deltas[0], entropy.deltas[0])]
    [0.982, 0.0173, 0.982]
    >>> squared.half_at, entropy.half_at
    (233, 17)
    """
    start = Start(settings.weight, settings.bias, settings.input, settings.target, settings.hidden, settings.seed)
    reach = reach_of(settings)
    across = np.linspace(-reach, reach, RESOLUTION)
    z = memo(curve_places, start)
    runs = MappingProxyType({name: memo(run_of, name, start, settings.learning_rate, settings.steps, z, across, across)
                             for name in KINDS})
    return LossResult(
        z=z, reach=reach, u=across, v=across, target=settings.target, runs=runs,
        softmax=memo(softmax_of, settings.scores, int(settings.wanted)),
        outlier=memo(outlier_of, settings.outlier, settings.bend), verdict=verdict_of(settings.target, runs))


def curve_places(start: Start) -> np.ndarray:
    """z of the curves, to both sides of 0, the start among them."""
    network = start.network(KINDS["entropy"])
    first = abs(float(network.forward(start.theta(), np.array([[start.input]])).output[0, 0]))
    return np.linspace(-1, 1, POINTS) * max(WIDEST, 2 * np.ceil((first + BEYOND) / 2))
