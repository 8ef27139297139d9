"""What a flow is measured by, layer by layer, and what that means."""
from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np

from ...flow.layer_rows import layer_names
from ...text import in_line


@dataclass(frozen=True, eq=False)
class FlowResult:
    """What flows, by layer; entry 0 is the first hidden layer.

    With the output layer as last entry, (depth + 1,) each:
    activation_size, delta_size: root mean square over batch and units. weight_gradient_size: Frobenius norm of dW.
    activation_spread: root mean square of the activations after taking out each unit's mean over the batch: what of
    them depends on the input.

    For the hidden layers alone, (depth,) each; e = dL/da is the error that arrives at the units of a layer:
    theory_delta: the size of delta that mean-field theory predicts, from the last hidden layer on; nan where it does
    not apply (cures, starts that are not random). weight_gain: |e_l| / |delta_(l+1)|, what the weights do (with the
    skip connection and the normalization, where there are any). slope_gain: |delta_l| / |e_l|, the slope weighted by
    the squared error arriving. factors: weight_gain slope_gain = |delta_l| / |delta_(l+1)|. slope_rms: the plain root
    mean square of the slopes. dead_fraction: units whose slope is 0 for every example. saturated_fraction: (example,
    unit) whose slope is below 5 % of the steepest slope of their activation, 0 for activations with kinks.

    shrink_per_layer: geometric mean of delta_size[l] / delta_size[l + 1] over the hidden layers, towards the input;
    nan with a single hidden layer. weight_gradient_shrink, theory_shrink: the same mean for dW and for the theory;
    activation_growth, spread_growth: towards the output.

    band: lowest and highest delta_size of the draws asked for, (2, depth + 1), or None.
    condition: healthy, vanishing, exploding, dead, saturated, blocked or overflow (the rule stands in `verdict.py`).
    cause: "weights", "slope" or "". layer: the number of the hidden layer from which on it is so, 0 if all is well.
    cure: settings that would help. verdict: all of that in words.
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
        """Over how many layers theory lets the mean square of delta fall or grow by e: 1 / |ln chi|, with chi =
        theory_shrink^2 (Schoenholz et al. 2017); inf where it keeps its size, nan where theory does not apply."""
        log = abs(2 * math.log(self.theory_shrink)) if self.theory_shrink > 0 else math.nan
        return math.nan if math.isnan(log) else math.inf if log < 1e-12 else 1 / log

    def summary(self) -> str:
        """The main number, in a line."""
        hidden = self.delta_size[:-1]
        return f"δ {in_line(hidden[0])} at layer 1, {in_line(hidden[-1])} at {len(hidden)}"

    def layer_summary(self, layer: int) -> str:
        """The sizes of one layer, 1 to depth + 1, in a line."""
        named = {"activations": self.activation_size, "δ": self.delta_size, "dW": self.weight_gradient_size}
        sizes = ", ".join(f"{name} {in_line(values[layer - 1], 2)}" for name, values in named.items())
        return f"layer {layer_names(len(self.factors))[layer - 1]}: {sizes}"
