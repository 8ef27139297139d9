"""The numbers of gradient flow to take away: the profile by layer, and single numbers to be gathered over many nets."""
from __future__ import annotations

import numpy as np

from ...flow.layer_rows import layer_names
from ...flow.settings import FlowSettings
from .study import FlowResult

BY_LAYER = ("activation_size", "activation_spread", "delta_size", "weight_gradient_size", "theory_delta", "weight_gain", "slope_gain",
            "factors", "slope_rms", "dead_fraction", "saturated_fraction")


def records_of_flow(settings: FlowSettings, result: FlowResult) -> tuple[tuple[str, ...], list[tuple]]:
    """One row for each layer, the output last; "" where a quantity belongs to the hidden layers alone."""
    columns = [getattr(result, name).tolist() for name in BY_LAYER]
    rows = [(layer, *(column[k] if k < len(column) else "" for column in columns)) for k, layer in enumerate(layer_names(settings.depth))]
    return ("layer", *BY_LAYER), rows


def measures_of_flow(settings: FlowSettings, result: FlowResult) -> dict[str, float]:
    """Numbers to be gathered over many nets; a ratio is that of the first hidden layer to the last, as log10.

    >>> from bpwidgets.studies import gradient_flow
    >>> settings = FlowSettings(depth=9, activation="identity", initializer="orthogonal", gain=0.1)
    >>> round(measures_of_flow(settings, gradient_flow(settings))["log10 delta ratio"], 9)      # eight layers, a tenth each
    -8.0
    """
    with np.errstate(all="ignore"):
        ratio, dW_ratio = (float(np.log10(sizes[0]) - np.log10(sizes[-2])) for sizes in (result.delta_size, result.weight_gradient_size))
    return {"depth": settings.depth, "width": settings.width, "gain": settings.gain, "bias scale": settings.bias_scale, "seed": settings.seed,
            "log10 delta ratio": ratio, "log10 dW ratio": dW_ratio, "delta per layer": result.shrink_per_layer,
            "dW per layer": result.weight_gradient_shrink, "theory per layer": result.theory_shrink,
            "theory depth scale": result.depth_scale}
