"""What reaches the first layer? One forward and one backward pass through a fresh net, measured layer by layer.

The error signal delta = dL/dz passes, on its way to the input, through one weight matrix and one slope per layer;
its size is multiplied each time, so it shrinks or grows like a power of the depth. The gradient of the weights,
dW = x^T delta, carries the size of the activations besides, and in linear and ReLU nets the two cancel: dW alone
does not show that the signal vanishes (Glorot and Bengio 2010, eq. 14).
"""
from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np

from ... import engine
from ...flow import mean_field
from ...flow.layer_rows import layer_names, thinned
from ...flow.passes import Flow, flow
from ...flow.settings import GAUSSIAN, FlowSettings
from ...text import columns, number
from .verdict import judge


@dataclass(frozen=True, eq=False)
class FlowResult:
    """What flows, by layer; entry 0 is the first hidden layer.

    With the output layer as last entry, (depth + 1,) each:
    activation_size, delta_size: root mean square over batch and units. weight_gradient_size: Frobenius norm of dW.
    activation_spread: root mean square of the activations after taking out each unit's mean over the batch: what of them depends
    on the input.

    For the hidden layers alone, (depth,) each; e = dL/da is the error that arrives at the units of a layer:
    theory_delta: the size of delta that mean-field theory predicts, from the last hidden layer on; nan where it does not
    apply (cures, starts that are not random). weight_gain: |e_l| / |delta_(l+1)|, what the weights do (with the skip connection and the
    normalization, where there are any). slope_gain: |delta_l| / |e_l|, the slope weighted by the squared error arriving.
    factors: weight_gain slope_gain = |delta_l| / |delta_(l+1)|. slope_rms: the plain root mean square of the slopes.
    dead_fraction: units whose slope is 0 for every example. saturated_fraction: (example, unit) whose slope is below 5 %
    of the steepest slope of their activation, 0 for activations with kinks.

    shrink_per_layer: geometric mean of delta_size[l] / delta_size[l + 1] over the hidden layers, towards the input;
    nan with a single hidden layer. weight_gradient_shrink, theory_shrink: the same mean for dW and for the theory;
    activation_growth, spread_growth: towards the output.

    band: lowest and highest delta_size of the draws asked for, (2, depth + 1), or None.
    condition: healthy, vanishing, exploding, dead, saturated, blocked or overflow (the rule stands in `flow_verdict`). cause:
    "weights", "slope" or "". layer: the number of the hidden layer from which on it is so, 0 if all is well. cure: settings that
    would help. verdict: all of that in words.
    """

    activation_size: np.ndarray
    activation_spread: np.ndarray
    delta_size: np.ndarray
    weight_gradient_size: np.ndarray
    theory_delta: np.ndarray
    weight_gain: np.ndarray
    slope_gain: np.ndarray
    slope_rms: np.ndarray
    factors: np.ndarray
    dead_fraction: np.ndarray
    saturated_fraction: np.ndarray
    shrink_per_layer: float
    weight_gradient_shrink: float
    theory_shrink: float
    activation_growth: float
    spread_growth: float
    condition: str
    cause: str
    layer: int
    verdict: str
    cure: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))
    band: np.ndarray | None = None

    @property
    def depth_scale(self) -> float:
        """Over how many layers theory lets the mean square of delta fall or grow by e: 1 / |ln chi|, with chi = theory_shrink^2
        (Schoenholz et al. 2017); inf where it keeps its size, nan where theory does not apply."""
        log = abs(2 * math.log(self.theory_shrink)) if self.theory_shrink > 0 else math.nan
        return math.nan if math.isnan(log) else math.inf if log < 1e-12 else 1 / log

    def summary(self) -> str:
        """The main number, in a line."""
        hidden = self.delta_size[:-1]
        return f"delta {number(hidden[0])} at layer 1, {number(hidden[-1])} at {len(hidden)}"

    def layer_summary(self, layer: int) -> str:
        """The sizes of one layer, 1 to depth + 1, in a line."""
        named = {"a": self.activation_size, "delta": self.delta_size, "dW": self.weight_gradient_size}
        sizes = ", ".join(f"{name} {number(values[layer - 1], 2)}" for name, values in named.items())
        return f"layer {layer_names(len(self.factors))[layer - 1]}: {sizes}"


def gradient_flow(settings: FlowSettings) -> FlowResult:
    """One forward and one backward pass, and the size of what flows in each layer.

    >>> result = gradient_flow(FlowSettings(depth=20, activation="relu", gain=0.5))
    >>> bool(result.delta_size[0] < 1e-6 * result.delta_size[-1])      # the error signal vanishes ...
    True
    >>> bool(0.1 < result.weight_gradient_size[0] / result.weight_gradient_size[-2] < 10)      # ... and dW does not show it
    True
    >>> result.condition, result.cause, dict(result.cure)
    ('vanishing', 'weights', {'initializer': 'he_normal', 'gain': 1.0})
    """
    seen = flow(settings, settings.seed)
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
    variances = [mean_field.weight_variance(settings.initializer, n, width) for n in (inputs, width)]
    if settings.normalization != "none" or settings.residual or None in variances:
        return np.full(depth, np.nan)
    first, other = (settings.gain ** 2 * variance for variance in variances)
    rows = tuple(engine.ACTIVATIONS[name] for name in settings.activations())
    factors = mean_field.shrink(rows, (first * inputs,) + (other * width,) * (depth - 1), (other * width,) * depth, m,
                                settings.bias_scale ** 2)
    with np.errstate(all="ignore"):
        return last * np.append(np.cumprod(factors[::-1])[::-1], 1.0)


def _own(settings: FlowSettings) -> tuple[int, float]:
    """The number of inputs of a data set, and their mean square."""
    x = settings.data.x.reshape(len(settings.data), -1)
    return x.shape[1], float(engine.root_mean_square(settings.input_scale * x)) ** 2


def _band(settings: FlowSettings, seen: Flow) -> np.ndarray | None:
    """Lowest and highest size of delta over a number of seeds, the present one first."""
    if settings.band_seeds == 0:
        return None
    draws = [seen.delta_size] + [flow(settings, settings.seed + k).delta_size for k in range(1, settings.band_seeds)]
    return np.array([np.min(draws, axis=0), np.max(draws, axis=0)])


def mean_factor(sizes: np.ndarray) -> float:
    """Geometric mean of the factors from each entry to the next; nan where there is none."""
    if len(sizes) < 2:
        return math.nan
    with np.errstate(all="ignore"):
        return float(np.exp((np.log(sizes[-1]) - np.log(sizes[0])) / (len(sizes) - 1)))


HEAD = ("layer", "activations", "spread", "delta", "theory", "dW", "weights", "slope", "rms", "dead", "saturated")


def describe_flow(settings: FlowSettings, result: FlowResult) -> str:
    """The text twin of `GradientFlowLab`: the verdict, the selected layer and the profile."""
    return "\n".join([
        summarize_flow(settings, result), result.verdict,
        *([_selected(settings, result)] if settings.layer else []),
        f"per layer: delta times {number(result.shrink_per_layer)} and dW times {number(result.weight_gradient_shrink)} "
        f"towards the input, "
        f"activations times {number(result.activation_growth)} towards the output{_theory(result)}",
        "", columns(HEAD, thinned(_rows(settings.depth, result)))])


def _selected(settings: FlowSettings, result: FlowResult) -> str:
    """All numbers of the selected layer, under the names that stand over the columns."""
    row = _rows(settings.depth, result)[settings.layer - 1]
    return f"layer {row[0]}: " + ", ".join(f"{name} {value}" for name, value in zip(HEAD[1:], row[1:]) if value)


def _rows(depth: int, result: FlowResult) -> list[tuple[str, ...]]:
    """One row of the table for each layer; the output layer has no factors."""
    with_output = zip(layer_names(depth), result.activation_size, result.activation_spread, result.delta_size,
                      np.append(result.theory_delta, np.nan), result.weight_gradient_size)
    hidden = zip(result.weight_gain, result.slope_gain, result.slope_rms)
    parts = zip(result.dead_fraction, result.saturated_fraction)
    left = [(name, *map(_short, sizes)) for name, *sizes in with_output]
    right = [(*map(_short, gains), *map(_percent, shares)) for gains, shares in zip(hidden, parts)]
    return [one + other for one, other in zip(left, [*right, ("",) * 5])]


def _theory(result: FlowResult) -> str:
    if math.isnan(result.theory_shrink):
        return ""
    return f"; theory: delta times {number(result.theory_shrink)}, depth scale {number(result.depth_scale, 2)} layers"


def _short(value: float) -> str:
    return "" if math.isnan(value) else number(value, 2)


def _percent(part: float) -> str:
    return f"{100 * part:.0f}%"


def summarize_flow(settings: FlowSettings, result: FlowResult) -> str:
    """The first line of the text twin: how delta fares or, where a layer is selected, that layer."""
    net, gain = f"GradientFlowLab: {settings.depth} x {settings.width} {settings.activation}", f"gain {number(settings.gain)}"
    if settings.layer:
        return f"{net}, {gain}: {result.layer_summary(settings.layer)}"
    return f"{net}, {settings.initializer}, {gain}: {result.summary()}"
