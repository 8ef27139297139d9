"""Does one variance keep both sizes? A linear net that halves its width in each layer, started by three recipes."""
from __future__ import annotations

from types import MappingProxyType

import numpy as np

import bpwidgets as bp
from bpwidgets import engine

WIDTHS, EXAMPLES = (512, 256, 128, 64, 32, 16), 256
RECIPES = MappingProxyType({"lecun_normal": "LeCun, 1/n_in", "glorot_normal": "Glorot, 2/(n_in + n_out)",
                            "he_normal": "He, 2/n_in"})
# Each against what it began with: the size of the inputs, that of δ in the last layer.
FORWARD, BACKWARD = "activations", "δ"


class NarrowingNet(bp.Settings):
    """By which recipe the weights are drawn, and which draw it is."""

    initializer: str = bp.choice("lecun_normal", RECIPES, label="recipe", help="what the variance of the weights is")
    seed: int = bp.slider(0, 0, 19, step=1, label="seed", help="another draw of the weights")


def narrowing_net(chosen: NarrowingNet) -> bp.Curves:
    """The size of the activations on the way up and of δ on the way back, as powers of ten."""
    net = engine.network(WIDTHS, hidden="identity")
    x, d_output = (np.random.default_rng(k).standard_normal((EXAMPLES, n))
                   for k, n in ((1, WIDTHS[0]), (2, WIDTHS[-1])))
    theta = net.initialize(chosen.initializer, seed=chosen.seed)
    trace = net.forward(theta, x)
    up = np.array([engine.root_mean_square(layer.a) for layer in trace]) / engine.root_mean_square(x)
    down = np.array([engine.root_mean_square(layer.delta) for layer in net.backward(theta, trace, d_output)])
    down /= down[-1]
    told = (f"Per layer the activations are multiplied by {up[-1] ** (1 / len(up)):.2f} on the way up, δ by "
            f"{down[0] ** (1 / (len(down) - 1)):.2f} on the way back.")
    return bp.Curves(np.arange(1, len(up) + 1), {FORWARD: np.log10(up), BACKWARD: np.log10(down)}, verdict=told,
                     x_label="layer", y_label="log10 of the part that is kept")


def narrowing(initializer: str = "lecun_normal") -> bp.Lab:
    """The lab."""
    return bp.make_lab("Which sizes does a recipe keep in a net that narrows?", NarrowingNet, narrowing_net)(
        initializer=initializer)
