"""The numbers of the distributions to take away: moments and shares by layer, and single numbers to be gathered over many nets."""
from __future__ import annotations

import numpy as np

from ...flow.layer_rows import layer_names
from .settings import QUANTITIES, DistributionSettings
from .study import DistributionResult

PARTS = ("mean", "deviation", "small", "beyond")
BY_LAYER = ("dead_fraction", "saturated_fraction", "update_ratio")


def records_of_distributions(settings: DistributionSettings, result: DistributionResult) -> tuple[tuple[str, ...], list[tuple]]:
    """One row for each layer, the output last; "" where a quantity belongs to the hidden layers alone."""
    moments = {f"{quantity}_{part}": getattr(result.of(quantity), part) for quantity in QUANTITIES for part in PARTS}
    columns = {**moments, **{name: getattr(result, name) for name in BY_LAYER}}
    rows = [(layer, *(float(column[k]) if k < len(column) else "" for column in columns.values()))
            for k, layer in enumerate(layer_names(settings.depth))]
    return ("layer", *columns), rows


def measures_of_distributions(settings: DistributionSettings, result: DistributionResult) -> dict[str, float]:
    """Numbers to be gathered over many nets; the ratio of updates is that of the first hidden layer to the last, as log10.

    >>> from bpwidgets.studies import distributions
    >>> settings = DistributionSettings(depth=9, activation="identity", initializer="orthogonal", gain=0.1)
    >>> round(measures_of_distributions(settings, distributions(settings))["log10 largest stretch"], 9)      # ten layers, a tenth each
    -10.0
    """
    hidden, stretches = result.update_ratio[:-1], result.jacobian_singular_values
    with np.errstate(all="ignore"):
        ratio, largest = float(np.log10(hidden[0]) - np.log10(hidden[-1])), float(np.log10(stretches[0]))
    return {"depth": settings.depth, "width": settings.width, "gain": settings.gain, "bias scale": settings.bias_scale, "seed": settings.seed,
            "log10 update ratio": ratio, "log10 largest stretch": largest, "dead": float(result.dead_fraction.mean()),
            "saturated": float(result.saturated_fraction.mean())}
