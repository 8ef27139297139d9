"""The text twin of `DistributionLab`, its moments and shares as records, and single numbers to be gathered over many
nets."""
from __future__ import annotations

import numpy as np

from ...flow.layer_rows import layer_names, records_by_layer, thinned
from ...settings.rows import short_of
from ...text import columns, elide, in_line, number, percent, typeset
from .histogram import Histogram
from .result import FIELDS, DistributionResult
from .settings import NAMES, DistributionSettings

# A mean that is so small a part of the deviation is rounding, and so is a singular value that is so small a part of the
# largest.
NOISE, ROUNDING = 1e-9, 1e-12
HEAD = ("layer", "activations", "mean", "at 0", "z", "δ", "dW", "dead", "saturated", "update")
HEAD_OF_LAYER = ("quantity", "mean", "deviation", "negative", "about 0", "positive")
PARTS = ("mean", "deviation", "small", "beyond")
BY_LAYER = ("dead_fraction", "saturated_fraction", "update_ratio")


def describe_distributions(settings: DistributionSettings, result: DistributionResult) -> str:
    """The text twin: the verdict, the selected layer, the profile (deviations, but where it says mean), the singular
    values."""
    selected = ["", columns(HEAD_OF_LAYER, rows_of_layer(settings, result))] if settings.layer else []
    return "\n".join([summarize_distributions(settings, result), result.verdict, *selected,
                      "", columns(HEAD, thinned(_rows(settings.depth, result))),
                      "", f"singular values of d output / d input: {_stretches(result.jacobian_singular_values)}"])


def _stretches(values: np.ndarray) -> str:
    if not np.isfinite(values).all():
        return "not defined, the Jacobian overflows"
    return ", ".join("..." if value is None else number(value, 2, ROUNDING * values[0])
                     for value in elide(values, most=9))


def summarize_distributions(settings: DistributionSettings, result: DistributionResult) -> str:
    """The first line of the text twin: the quantity shown in the selected layer, or in the first and the last hidden
    layer."""
    seen, name = result.of(settings.quantity), NAMES[settings.quantity]
    if settings.layer:
        k = settings.layer - 1
        told = f"layer {layer_names(settings.depth)[k]}: {name} {_spread(seen, k, _mean(seen, k))}"
    else:
        told = f"{name} {_spread(seen, 0)} at layer 1, {_spread(seen, -2)} at {settings.depth}"
    return (
        f"DistributionLab: {settings.depth} x {settings.width} {short_of(settings.row('activation'))}, "
        f"gain {in_line(settings.gain)}: {told}")


def rows_of_layer(settings: DistributionSettings, result: DistributionResult) -> list[tuple[str, ...]]:
    """The four quantities of the selected layer as text."""
    k = settings.layer - 1
    return [(name, _mean(seen, k), _short(seen.deviation[k]),
             *(percent(part[k].sum()) for part in (seen.negative, seen.small, seen.positive)))
            for name, seen in ((name, result.of(quantity)) for quantity, name in NAMES.items())]


def _rows(depth: int, result: DistributionResult) -> list[tuple[str, ...]]:
    """One row of the profile for each layer; the output layer has no units to count."""
    shares = [*zip(map(percent, result.dead_fraction), map(percent, result.saturated_fraction)), ("", "")]
    a = result.activations
    return [(name, _short(a.deviation[k]), _mean(a, k), percent(a.small[k]),
             *(_short(seen.deviation[k]) for seen in (result.z, result.deltas, result.gradients)), *shares[k],
             _short(result.update_ratio[k])) for k, name in enumerate(layer_names(depth))]


def _spread(seen: Histogram, k: int, mean: str = "") -> str:
    """The mean, if given, and the deviation of one layer, in a sentence."""
    return f"{mean} ± {in_line(seen.deviation[k], 2)}".strip() if np.isfinite([seen.mean[k],
                                                                           seen.deviation[k]]).all() else "overflow"


def moments_in_words(seen: Histogram, k: int) -> str:
    """Mean and deviation of one layer, in a sentence of the page."""
    return typeset(_spread(seen, k, _mean(seen, k)))


def _mean(seen: Histogram, k: int) -> str:
    return number(seen.mean[k], 2, NOISE * seen.deviation[k])


def _short(value: float) -> str:
    return number(value, 2)


def records_of_distributions(settings: DistributionSettings, result: DistributionResult) -> tuple[tuple[str, ...],
                                                                                                  list[tuple]]:
    """One row for each layer, the output last; "" where a quantity belongs to the hidden layers alone."""
    moments = {f"{field}_{part}": getattr(result.of(field), part) for field in FIELDS.values() for part in PARTS}
    return records_by_layer(settings.depth, moments | {name: getattr(result, name) for name in BY_LAYER})


def measures_of_distributions(settings: DistributionSettings, result: DistributionResult) -> dict[str, float]:
    """Numbers to be gathered over many nets; the ratio of updates is that of the first hidden layer to the last, as
    log10.

    >>> from bpwidgets.studies import distributions
    >>> settings = DistributionSettings(depth=9, activation="identity", initializer="orthogonal", gain=0.1)
    >>> measures = measures_of_distributions(settings, distributions(settings))
    >>> round(measures["log10_largest_stretch"], 9)      # ten layers, a tenth each
    -10.0
    """
    hidden, stretches = result.update_ratio[:-1], result.jacobian_singular_values
    with np.errstate(all="ignore"):
        ratio, largest = float(np.log10(hidden[0]) - np.log10(hidden[-1])), float(np.log10(stretches[0]))
    return {"depth": settings.depth, "width": settings.width, "gain": settings.gain, "bias_scale": settings.bias_scale,
            "seed": settings.seed,
            "log10_update_ratio": ratio, "log10_largest_stretch": largest, "dead": float(result.dead_fraction.mean()),
            "saturated": float(result.saturated_fraction.mean())}
