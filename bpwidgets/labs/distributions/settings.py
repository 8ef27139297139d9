"""What can be chosen for the distributions in a fresh net: what `FlowSettings` has, a learning rate, and how to
look."""
from __future__ import annotations

from types import MappingProxyType

from ...datasets import Dataset
from ...flow.settings import LAYER, FlowSettings
from ...settings import Settings, choice, like, slider

QUANTITIES = MappingProxyType({"activation": "activations", "z": "z, what the nonlinearity gets",
                               "delta": "δ = dL/dz",
                               "weight_gradient": "dW = dL/dW"})
# Their short names, on axes and in sentences.
NAMES = MappingProxyType({"activation": "activations", "z": "z", "delta": "δ", "weight_gradient": "dW"})
FORMER_QUANTITIES = MappingProxyType({"activations": "activation", "deltas": "delta", "gradients": "weight_gradient"})
# Enough for a shape; and with up to 64 units no product is so large that a BLAS hands it to threads.
SAMPLES = 64
LOOK, RATE = "What to look at?", "How far does one step go?"


class DistributionSettings(Settings):
    """What can be chosen in `DistributionLab`."""

    lab = "DistributionLab"
    depth: int = like(FlowSettings, "depth")
    width: int = like(FlowSettings, "width")
    # A unit that can die, since one of the pictures counts the dead.
    activation: str = like(FlowSettings, "activation", default="relu")
    layer_activations: tuple = like(FlowSettings, "layer_activations")
    initializer: str = like(FlowSettings, "initializer")
    gain: float = like(FlowSettings, "gain")
    bias_scale: float = like(FlowSettings, "bias_scale")
    input_scale: float = like(FlowSettings, "input_scale")
    data: Dataset = like(FlowSettings, "data")
    n_samples: int = like(FlowSettings, "n_samples", default=SAMPLES)
    loss: str = like(FlowSettings, "loss")
    seed: int = like(FlowSettings, "seed")
    residual: bool = like(FlowSettings, "residual")
    normalization: str = like(FlowSettings, "normalization")
    clip: float = like(FlowSettings, "clip")
    learning_rate: float = slider(0.1, 1e-6, 1e3, step=0.05, log=True, label="learning rate", question=RATE,
                                  slider_range=lambda settings: (1e-4, 10.0),
                                  help="of the one plain gradient step that is compared to the weights")
    bins: int = slider(60, 10, 200, step=2, label="bins", question=LOOK, help="how finely the values are counted")
    quantity: str = choice("delta", QUANTITIES, renamed=FORMER_QUANTITIES, cursor=True, label="quantity", question=LOOK,
                           help="whose distribution is drawn, layer by layer")
    layer: int = like(FlowSettings, "layer", default=1, question=LAYER,
                      help="the layer that is marked and enlarged; 0 for none, the last is the output layer")

    activations = FlowSettings.activations
