"""How are the values spread in each layer of a fresh net? Activations, z, delta and dW counted by layer, a census of
the units, the singular values of the input-output Jacobian, and how far one step would move the weights of each layer.

A size per layer says how large a signal is; it does not say whether half of it is 0, whether it sits on the flat ends
of its activation, or whether a few units carry all. Pictures of this kind made the case for better starts (Glorot and
Bengio 2010, figures 2, 3, 6 and 7); the singular values are those of Saxe et al. 2014 and Pennington et al. 2017.
"""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from ...flow import large
from ...flow.passes import Passes, clipping, length, run_with_rests
from ...flow.rests import Rests, finished, showing
from ...memo import Computing, compute
from ...one_thread import on_one_thread
from .counted import Counted
from .dead_units import dead_units_with_rests
from .jacobian import jacobian, singular_values
from .result import DistributionResult
from .settings import DistributionSettings
from .verdict import judge


@on_one_thread
def distributions(settings: DistributionSettings, memo: Computing = compute) -> DistributionResult:
    """One pass there and back, counted.

    >>> result = distributions(DistributionSettings(depth=20, activation="relu"))
    >>> bool(result.deltas.deviation[0] < 0.1 * result.deltas.deviation[-2])      # the error signal vanishes ...
    True
    >>> bool(0.4 < result.activations.small[10] < 0.7)      # ... and half of the activations are exactly 0
    True
    >>> linear = distributions(DistributionSettings(activation="identity", initializer="orthogonal"))
    >>> linear.jacobian_singular_values.round(9).tolist()
    [1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0]
    """
    *_, result = growing_distributions(settings, memo)
    return result


@on_one_thread
def growing_distributions(settings: DistributionSettings, memo: Computing = compute) -> Iterator[DistributionResult]:
    """The same; of a large net, first what a narrower one shows, which comes again while nothing better is ready.

    >>> len(list(growing_distributions(DistributionSettings())))
    1
    """
    narrow, rough = large.narrower(settings), None
    if narrow:
        rough = finished(_counted(narrow, compute))
        rough = replace(rough, verdict=large.approximate(narrow, rough.verdict))
        yield rough
    yield (yield from showing(_counted(settings, memo), rough))


def _counted(settings: DistributionSettings, memo: Computing) -> Rests[DistributionResult]:
    seen = yield from run_with_rests(settings, settings.seed, memo)
    hidden, output = seen.hidden(), (seen.trace[-1], seen.back[-1])
    dW = [part.dW for part in hidden] + [output[1].gradients["W"]]
    values = {
        "activation": [part.a for part in hidden] + [output[0].a],
        "z": [part.z for part in hidden] + [output[0].z],
        "delta": [part.delta for part in hidden] + [output[1].delta],
        "weight_gradient": dW}
    found = Counted(values, settings.bins)
    for quantity in values if found.large else (settings.quantity,):
        yield
        yield from found.count(quantity)
    yield
    units, ratio = (yield from dead_units_with_rests(settings, seen, memo)), update_ratio(settings, seen, dW)
    yield
    stretches = singular_values(jacobian(seen.net, seen.theta, seen.x[0], seen.statistics))
    return DistributionResult(counted=found, **units._asdict(), jacobian_singular_values=stretches, update_ratio=ratio,
                              verdict=judge(settings, found, units, stretches, ratio))


def update_ratio(settings: DistributionSettings, seen: Passes, dW: list[np.ndarray]) -> np.ndarray:
    """learning_rate |dW| / |W| of each layer, after clipping; the biases are left out."""
    # The first layer of a block is dense, and its first parameter is W, with a skip connection or without.
    places = np.cumsum([0, *seen.sizes])
    W = [next(iter(seen.trace.parameters[place].values())) for place in places]
    with np.errstate(all="ignore"):
        steps = settings.learning_rate * clipping(settings.clip, seen.back.dtheta) * np.array([length(g) for g in dW])
        return steps / np.array([length(w) for w in W])
