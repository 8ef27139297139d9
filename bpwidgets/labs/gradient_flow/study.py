"""What reaches the first layer? One forward and one backward pass through a fresh net, measured layer by layer.

The error signal delta = dL/dz passes, on its way to the input, through one weight matrix and one slope per layer;
its size is multiplied each time, so it shrinks or grows like a power of the depth. The gradient of the weights,
dW = x^T delta, carries the size of the activations besides, and in linear and ReLU nets the two cancel: dW alone
does not show that the signal vanishes (Glorot and Bengio 2010, eq. 14).
"""
from __future__ import annotations

import math

import numpy as np

from ... import engine
from ...flow import mean_field
from ...flow.passes import Flow, flow
from ...flow.settings import GAUSSIAN, FlowSettings, activation_rows
from ...memo import Computing, compute
from ...one_thread import on_one_thread
from .result import FlowResult
from .verdict import judge


@on_one_thread
def gradient_flow(settings: FlowSettings, memo: Computing = compute) -> FlowResult:
    """One forward and one backward pass, and the size of what flows in each layer.

    >>> result = gradient_flow(FlowSettings(depth=20, activation="relu", gain=0.5))
    >>> bool(result.delta_size[0] < 1e-6 * result.delta_size[-1])      # the error signal vanishes ...
    True
    >>> bool(0.1 < result.weight_gradient_size[0] / result.weight_gradient_size[-2] < 10)      # ... and dW does not show it
    True
    >>> result.condition, result.cause, dict(result.cure)
    ('vanishing', 'weights', {'initializer': 'he_normal', 'gain': 1.0})
    """
    seen = flow(settings, settings.seed, memo)
    activation, spread, delta, dW = seen[:4]
    with np.errstate(all="ignore"):
        weight_gain, slope_gain = seen.error_size / delta[1:], delta[:-1] / seen.error_size
        factors = delta[:-1] / delta[1:]
    theory = predict(settings, delta[-2])
    judgment = judge(settings, seen, weight_gain, slope_gain)
    return FlowResult(
        activation_size=activation, activation_spread=spread, delta_size=delta, weight_gradient_size=dW, theory_delta=theory,
        weight_gain=weight_gain, slope_gain=slope_gain, slope_rms=seen.slope_rms, factors=factors,
        dead_fraction=seen.dead_fraction, saturated_fraction=seen.saturated_fraction,
        shrink_per_layer=mean_factor(delta[-2::-1]), weight_gradient_shrink=mean_factor(dW[-2::-1]),
        theory_shrink=mean_factor(theory[::-1]),
        activation_growth=mean_factor(activation[:-1]), spread_growth=mean_factor(spread[:-1]),
        band=_band(settings, seen), **judgment._asdict())


def predict(settings: FlowSettings, last: float) -> np.ndarray:
    """The size of delta in each hidden layer by mean-field theory, from that of the last one; nan where it does not apply."""
    depth, width = settings.depth, settings.width
    inputs, m = (width, settings.input_scale ** 2) if settings.data == GAUSSIAN else _own(settings)
    variances = [mean_field.weight_variance(settings.row("initializer"), n, width) for n in (inputs, width)]
    if settings.normalization != "none" or settings.residual or None in variances:
        return np.full(depth, np.nan)
    first, other = (settings.gain ** 2 * variance for variance in variances)
    factors = mean_field.shrink(activation_rows(settings), (first * inputs,) + (other * width,) * (depth - 1), (other * width,) * depth, m,
                                settings.bias_scale ** 2)
    with np.errstate(all="ignore"):
        return last * np.append(np.cumprod(factors[::-1])[::-1], 1.0)


def _own(settings: FlowSettings) -> tuple[int, float]:
    """The number of inputs of a data set, and their mean square."""
    x = settings.data.x.reshape(len(settings.data), -1)
    with np.errstate(over="ignore"):
        return x.shape[1], float(np.square(engine.root_mean_square(settings.input_scale * x)))


def _band(settings: FlowSettings, seen: Flow) -> np.ndarray | None:
    """Lowest and highest size of delta over a number of seeds, the present one first."""
    if settings.n_draws == 0:
        return None
    draws = [seen.delta_size] + [flow(settings, settings.seed + k).delta_size for k in range(1, settings.n_draws)]
    return np.array([np.min(draws, axis=0), np.max(draws, axis=0)])


def mean_factor(sizes: np.ndarray) -> float:
    """Geometric mean of the factors from each entry to the next; nan where there is none."""
    if len(sizes) < 2:
        return math.nan
    with np.errstate(all="ignore"):
        return float(np.exp((np.log(sizes[-1]) - np.log(sizes[0])) / (len(sizes) - 1)))
