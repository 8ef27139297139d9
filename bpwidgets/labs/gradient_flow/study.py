"""What reaches the first layer? One forward and one backward pass through a fresh net, measured layer by layer.

The error signal delta = dL/dz passes, on its way to the input, through one weight matrix and one slope per layer;
its size is multiplied each time, so it shrinks or grows like a power of the depth. The gradient of the weights,
dW = x^T delta, carries the size of the activations besides, and in linear and ReLU nets the two cancel: dW alone
does not show that the signal vanishes (Glorot and Bengio 2010, eq. 14).
"""
from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from ... import engine
from ...flow import large, mean_field
from ...flow.passes import Flow, flow, flow_with_rests
from ...flow.rests import showing
from ...flow.settings import GAUSSIAN, FlowSettings, activation_rows
from ...memo import Computing, compute
from ...one_thread import on_one_thread
from .result import FlowResult
from .verdict import judge

# Draws are made together up to this number of weights, about a tenth of a second; a unit has costs of its own besides
# its weights.
DRAWN_WORK, OVERHEAD = 5e6, 100


@on_one_thread
def gradient_flow(settings: FlowSettings, memo: Computing = compute) -> FlowResult:
    """One forward and one backward pass, and the size of what flows in each layer.

    >>> result = gradient_flow(FlowSettings(depth=20, activation="relu", gain=0.5))
    >>> bool(result.delta_size[0] < 1e-6 * result.delta_size[-1])      # the error signal vanishes ...
    True
    >>> bool(0.1 < result.weight_gradient_size[0] / result.weight_gradient_size[-2] < 10)      # ... dW does not show it
    True
    >>> result.condition, result.cause, dict(result.cure)
    ('vanishing', 'weights', {'initializer': 'he_normal', 'gain': 1.0})
    """
    *_, result = flow_by_draws(settings, memo)
    return result


@on_one_thread
def flow_by_draws(settings: FlowSettings, memo: Computing = compute) -> Iterator[FlowResult]:
    """The same, first without the other draws of the band, then with more and more of them.

    Of a large net, first what a narrower one shows; its result comes again while nothing better is ready.

    >>> [result.band is None for result in flow_by_draws(FlowSettings())]
    [True]
    """
    rough = _of_narrower(settings)
    if rough:
        yield rough
    seen = yield from showing(flow_with_rests(settings, settings.seed, memo), rough)
    result = _of_one_draw(settings, seen)
    if settings.n_draws == 0:
        yield result
        return
    low = high = seen.delta_size
    together = max(int(DRAWN_WORK / (settings.depth * (settings.width + OVERHEAD) ** 2)), 1)
    for k in range(settings.n_draws):
        if k:
            delta = (yield from showing(flow_with_rests(settings, settings.seed + k), result)).delta_size
            low, high = np.minimum(low, delta), np.maximum(high, delta)
        if k % together == 0 or k == settings.n_draws - 1:
            result = replace(result, band=np.array([low, high]))
            yield result


def _of_narrower(settings: FlowSettings) -> FlowResult | None:
    """What a net shows that is quickly computed, where this one is not."""
    narrow = large.narrower(settings)
    if narrow is None:
        return None
    result = _of_one_draw(narrow, flow(narrow, narrow.seed))
    return replace(result, verdict=large.approximate(narrow, result.verdict))


def _of_one_draw(settings: FlowSettings, seen: Flow) -> FlowResult:
    activation, spread, delta, dW = seen[:4]
    with np.errstate(all="ignore"):
        weight_gain, slope_gain = seen.error_size / delta[1:], delta[:-1] / seen.error_size
        factors = delta[:-1] / delta[1:]
    theory = predict(settings, delta[-2])
    judgment = judge(settings, seen, weight_gain, slope_gain)
    return FlowResult(
        activation_size=activation, activation_spread=spread, delta_size=delta, weight_gradient_size=dW,
        theory_delta=theory,
        weight_gain=weight_gain, slope_gain=slope_gain, slope_rms=seen.slope_rms, factors=factors,
        dead_fraction=seen.dead_fraction, saturated_fraction=seen.saturated_fraction,
        shrink_per_layer=mean_factor(delta[-2::-1]), weight_gradient_shrink=mean_factor(dW[-2::-1]),
        theory_shrink=mean_factor(theory[::-1]),
        activation_growth=mean_factor(activation[:-1]), spread_growth=mean_factor(spread[:-1]),
        **judgment._asdict())


def predict(settings: FlowSettings, last: float) -> np.ndarray:
    """The size of delta in each hidden layer by mean-field theory, from that of the last one; nan where it does not
    apply."""
    depth, width = settings.depth, settings.width
    inputs, m = (width, settings.input_scale ** 2) if settings.data == GAUSSIAN else _own(settings)
    variances = [mean_field.weight_variance(settings.row("initializer"), n, width) for n in (inputs, width)]
    if settings.normalization != "none" or settings.residual or None in variances:
        return np.full(depth, np.nan)
    first, other = (settings.gain ** 2 * variance for variance in variances)
    factors = mean_field.shrink(activation_rows(settings), (first * inputs,) + (other * width,) * (depth - 1),
                                (other * width,) * depth, m,
                                settings.bias_scale ** 2)
    with np.errstate(all="ignore"):
        return last * np.append(np.cumprod(factors[::-1])[::-1], 1.0)


def _own(settings: FlowSettings) -> tuple[int, float]:
    """The number of inputs of a data set, and their mean square."""
    x = settings.data.x.reshape(len(settings.data), -1)
    with np.errstate(over="ignore"):
        return x.shape[1], float(np.square(engine.root_mean_square(settings.input_scale * x)))


def mean_factor(sizes: np.ndarray) -> float:
    """Geometric mean of the factors from each entry to the next; nan where there is none."""
    if len(sizes) < 2:
        return math.nan
    with np.errstate(all="ignore"):
        return float(np.exp((np.log(sizes[-1]) - np.log(sizes[0])) / (len(sizes) - 1)))
