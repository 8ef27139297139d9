"""The text twin of `GradientFlowLab`, its profile as records, and single numbers to be gathered over many nets."""
from __future__ import annotations

import math

import numpy as np

from ...flow.healthy import KEPT
from ...flow.layer_rows import layer_names, records_by_layer, thinned
from ...flow.settings import FlowSettings
from ...settings.rows import short_of
from ...text import columns, in_line, number, percent, spoken
from .result import FlowResult

HEAD = ("layer", "activations", "spread", "δ", "theory", "dW", "weights", "slope", "rms", "dead", "saturated")
BY_LAYER = ("activation_size", "activation_spread", "delta_size", "weight_gradient_size", "theory_delta", "weight_gain",
            "slope_gain",
            "factors", "slope_rms", "dead_fraction", "saturated_fraction")


def describe_flow(settings: FlowSettings, result: FlowResult) -> str:
    """The text twin of `GradientFlowLab`: the verdict, the selected layer and the profile."""
    return "\n".join([
        summarize_flow(settings, result), result.verdict,
        *([_selected(settings, result)] if settings.layer else []),
        f"per layer: {_per_layer(settings, result)}{_theory(result)}",
        "", columns(HEAD, thinned(_rows(settings.depth, result)))])


def _per_layer(settings: FlowSettings, result: FlowResult) -> str:
    """By how much the sizes change from layer to layer."""
    if settings.depth == 1:
        return "with one hidden layer there is nothing to compare"
    delta, dW, activations = (_times(*one) for one in (("δ", result.shrink_per_layer),
                                                       ("dW", result.weight_gradient_shrink),
                                                       ("activations", result.activation_growth)))
    return f"{delta} and {dW} towards the input, {activations} towards the output{_since(result)}"


def _since(result: FlowResult) -> str:
    """The layer from which on delta is far from its size at the last hidden layer."""
    with np.errstate(all="ignore"):
        part = result.delta_size[:-1] / result.delta_size[-2]
    for words, far in (("below a tenth", part < 1 / KEPT), ("over ten times", part > KEPT)):
        if far[0]:
            return f"; δ {words} from layer {np.flatnonzero(far)[-1] + 1} down"
    return ""


def _times(name: str, factor: float) -> str:
    return f"{name} times {in_line(factor)}" if math.isfinite(factor) else f"{name} {in_line(factor)}"


def summarize_flow(settings: FlowSettings, result: FlowResult) -> str:
    """The first line of the text twin: how delta fares or, where a layer is selected, that layer."""
    net, gain = (f"GradientFlowLab: {settings.depth} x {settings.width} {short_of(settings.row('activation'))}",
                 f"gain {in_line(settings.gain)}")
    if settings.layer:
        return f"{net}, {gain}: {result.layer_summary(settings.layer)}"
    return f"{net}, {short_of(settings.row('initializer'))}, {gain}: {result.summary()}"


def _selected(settings: FlowSettings, result: FlowResult) -> str:
    """All numbers of the selected layer, under the names that stand over the columns."""
    row = _rows(settings.depth, result)[settings.layer - 1]
    return f"layer {row[0]}: " + ", ".join(f"{name} {spoken(value)}" for name, value in zip(HEAD[1:], row[1:]) if value)


def _rows(depth: int, result: FlowResult) -> list[tuple[str, ...]]:
    """One row of the table for each layer; the output layer has no factors."""
    with_output = zip(layer_names(depth), result.activation_size, result.activation_spread, result.delta_size,
                      np.append(result.theory_delta, np.nan), result.weight_gradient_size)
    hidden = zip(result.weight_gain, result.slope_gain, result.slope_rms)
    parts = zip(result.dead_fraction, result.saturated_fraction)
    left = [(name, *map(_short, sizes)) for name, *sizes in with_output]
    right = [(*map(_short, gains), *map(percent, shares)) for gains, shares in zip(hidden, parts)]
    return [one + other for one, other in zip(left, [*right, ("",) * 5])]


def _theory(result: FlowResult) -> str:
    if math.isnan(result.theory_shrink):
        return ""
    return f"; theory: {_times('δ', result.theory_shrink)}{_scale(result.depth_scale)}"


def _scale(layers: float) -> str:
    if math.isnan(layers):
        return ""
    return ", infinite depth scale" if math.isinf(layers) else f", depth scale {in_line(layers, 2)} layers"


def _short(value: float) -> str:
    return "" if math.isnan(value) else number(value, 2)


def records_of_flow(settings: FlowSettings, result: FlowResult) -> tuple[tuple[str, ...], list[tuple]]:
    """One row for each layer, the output last; "" where a quantity belongs to the hidden layers alone."""
    return records_by_layer(settings.depth, {name: getattr(result, name) for name in BY_LAYER})


def measures_of_flow(settings: FlowSettings, result: FlowResult) -> dict[str, float]:
    """Numbers to be gathered over many nets; a ratio is that of the first hidden layer to the last, as log10.

    >>> from bpwidgets.studies import gradient_flow
    >>> settings = FlowSettings(depth=9, activation="identity", initializer="orthogonal", gain=0.1)
    >>> measures = measures_of_flow(settings, gradient_flow(settings))
    >>> round(measures["log10_delta_ratio"], 9)      # eight layers, a tenth each
    -8.0
    """
    with np.errstate(all="ignore"):
        ratio, dW_ratio = (float(np.log10(sizes[0]) - np.log10(sizes[-2]))
                           for sizes in (result.delta_size, result.weight_gradient_size))
    return {"depth": settings.depth, "width": settings.width, "gain": settings.gain, "bias_scale": settings.bias_scale,
            "seed": settings.seed,
            "log10_delta_ratio": ratio, "log10_dW_ratio": dW_ratio, "delta_per_layer": result.shrink_per_layer,
            "dW_per_layer": result.weight_gradient_shrink, "theory_per_layer": result.theory_shrink,
            "theory_depth_scale": result.depth_scale}
