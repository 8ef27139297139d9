"""What reaches the first layer? One forward and one backward pass through a fresh net, measured layer by layer.

The error signal delta = dL/dz passes, on its way to the input, through one weight matrix and one slope per layer;
its size is multiplied each time, so it shrinks or grows like a power of the depth. The gradient of the weights,
dW = x^T delta, carries the size of the activations besides, and in linear and ReLU nets the two cancel: dW alone
does not show that the signal vanishes (Glorot and Bengio 2010, eq. 14).
"""
from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from .. import engine
from ..settings import Settings, choice, slider
from ..text import columns, number

# With 16 rows no product is large enough for a BLAS to hand it to threads, which stall for tens of ms on a busy machine.
SAMPLES, OUTPUTS = 16, 10
# Within this factor between first and last hidden layer delta keeps its size; beyond the second it explodes.
KEEPS, EXPLODES = 4.0, 10.0


class FlowSettings(Settings):
    """What can be chosen in `GradientFlowLab`."""

    lab = "GradientFlowLab"
    depth: int = slider(20, 1, 50, step=1, label="depth", question="How deep, how wide?", unit="hidden layers",
                        help="number of hidden layers")
    width: int = slider(32, 1, 128, step=1, label="width", question="How deep, how wide?", unit="units",
                        help="inputs, and units in each hidden layer")
    activation: str = choice("sigmoid", tuple(engine.ACTIVATIONS), label="activation", question="Which units, which start?",
                             help="of the hidden layers; the output layer is linear")
    initializer: str = choice("lecun_normal", tuple(engine.INITIALIZERS), label="initializer",
                              question="Which units, which start?", help="how the weights are drawn; biases start at 0")
    gain: float = slider(1.0, 0.05, 5.0, step=0.05, label="gain", question="Which units, which start?",
                         help="multiplies every weight")
    seed: int = slider(0, 0, 99, step=1, label="seed", question="Which draw?", help="another draw of weights and data")


@dataclass(frozen=True, eq=False)
class FlowResult:
    """Sizes by layer; entry 0 is the first hidden layer, the last entry the output layer: (depth + 1,) each.

    activation_size, delta_size: root mean square over batch and units. weight_gradient_size: Frobenius norm of dW.
    shrink_per_layer: geometric mean of delta_size[l] / delta_size[l + 1] over the hidden layers, towards the input;
    nan with a single hidden layer. weight_gradient_shrink, activation_growth: the same mean for dW towards the input,
    for the activations towards the output. verdict: what happens to delta, in words.
    """

    activation_size: np.ndarray
    delta_size: np.ndarray
    weight_gradient_size: np.ndarray
    shrink_per_layer: float
    weight_gradient_shrink: float
    activation_growth: float
    verdict: str

    def summary(self) -> str:
        """The main number, in a line."""
        hidden = self.delta_size[:-1]
        return f"delta {number(hidden[0])} at layer 1, {number(hidden[-1])} at {len(hidden)}"


def gradient_flow(settings: FlowSettings) -> FlowResult:
    """One forward and one backward pass, and the size of what flows in each layer.

    >>> result = gradient_flow(FlowSettings(depth=20, activation="relu", gain=0.5))
    >>> bool(result.delta_size[0] < 1e-6 * result.delta_size[-1])      # the error signal vanishes ...
    True
    >>> bool(0.1 < result.weight_gradient_size[0] / result.weight_gradient_size[-2] < 10)      # ... and dW does not show it
    True
    """
    depth, width = settings.depth, settings.width
    net = engine.network((width,) * (depth + 1) + (OUTPUTS,), hidden=settings.activation, output="identity")
    x, y = _gaussian(settings.seed, width)
    theta = net.initialize(settings.initializer, seed=settings.seed, gain=settings.gain, x=x)
    trace = net.forward(theta, x)
    back = net.backward(theta, trace, engine.LOSSES["quadratic"].gradient(trace[-1].a, y))
    layers = range(depth + 1)
    activation = np.array([engine.root_mean_square(trace[l].a) for l in layers])
    delta = np.array([engine.root_mean_square(back[l].delta) for l in layers])
    dW = np.array([engine.norm(back[l].gradients["W"]) for l in layers])
    shrink, dW_shrink = _mean_factor(delta[-2::-1]), _mean_factor(dW[-2::-1])
    return FlowResult(activation_size=activation, delta_size=delta, weight_gradient_size=dW, shrink_per_layer=shrink,
                      weight_gradient_shrink=dW_shrink, activation_growth=_mean_factor(activation[:-1]),
                      verdict=_verdict(activation, delta, dW, shrink))


@lru_cache(maxsize=8)
def _gaussian(seed: int, width: int) -> tuple[np.ndarray, np.ndarray]:
    """Standard normal inputs (16, width) and targets (16, 10)."""
    # The second word keeps the data apart from the weights, which start from the same seed.
    draw = np.random.default_rng([seed, 1])
    return draw.standard_normal((SAMPLES, width)), draw.standard_normal((SAMPLES, OUTPUTS))


def _mean_factor(sizes: np.ndarray) -> float:
    """Geometric mean of the factors from each entry to the next; nan where there is none."""
    if len(sizes) < 2:
        return math.nan
    with np.errstate(all="ignore"):
        return float(np.exp((np.log(sizes[-1]) - np.log(sizes[0])) / (len(sizes) - 1)))


def _verdict(activation: np.ndarray, delta: np.ndarray, dW: np.ndarray, shrink: float) -> str:
    """What happens to delta on its way to the first layer, from the sizes alone."""
    depth = len(delta) - 1
    if not np.isfinite(activation).all():
        return f"overflow: the activations leave the range of numbers at layer {int(np.argmin(np.isfinite(activation))) + 1}."
    if not np.isfinite(delta).all():
        last = int(np.flatnonzero(~np.isfinite(delta))[-1]) + 1
        return f"overflow: delta leaves the range of numbers at layer {last}, on its way to the input."
    if (delta[:-1] == 0).any():
        layer = int(np.flatnonzero(delta[:-1] == 0)[-1]) + 1
        return f"blocked: delta is exactly 0 from layer {layer} down to layer 1; nothing there learns."
    if depth == 1:
        return f"one hidden layer: delta has size {number(delta[0])} there; add layers to see what depth does."
    ratio = float(delta[0] / delta[-2])
    if ratio >= KEEPS:
        word = "explodes: it grows" if ratio >= EXPLODES else "grows"
        return (f"delta {word} by {number(shrink)} per layer; at layer 1 it is {number(ratio)} times that at layer {depth}."
                f"{_hidden(dW, depth)}")
    reaches = f"{number(ratio)} of delta at layer {depth} reaches layer 1."
    if ratio > 1 / KEEPS:
        return f"delta keeps its size: times {number(shrink)} per layer; {reaches}"
    return f"delta shrinks by {number(shrink)} per layer: {reaches}{_hidden(dW, depth)}"


def _hidden(dW: np.ndarray, depth: int) -> str:
    """A warning where the weight gradients look healthy although delta does not keep its size."""
    ratio = float(dW[0] / dW[-2]) if dW[-2] > 0 else math.nan
    if 1 / KEEPS < ratio < KEEPS:
        return f" dW hides it: at layer 1 it is {number(ratio)} times that at layer {depth}."
    return ""


def describe_flow(settings: FlowSettings, result: FlowResult) -> str:
    """The text twin of `GradientFlowLab`: the verdict and the profile."""
    rows = [(name, number(a, 2), number(d, 2), number(g, 2)) for name, a, d, g in
            zip(layer_names(settings.depth), result.activation_size, result.delta_size, result.weight_gradient_size)]
    step = math.ceil(len(rows) / 14)
    shown = rows[::step] if (len(rows) - 1) % step == 0 else rows[::step] + rows[-1:]
    return "\n".join([
        summarize_flow(settings, result), result.verdict,
        f"per layer: delta times {number(result.shrink_per_layer)} and dW times {number(result.weight_gradient_shrink)} towards the input, "
        f"activations times {number(result.activation_growth)} towards the output",
        "", columns(("layer", "activations", "delta", "dW"), shown)])


def summarize_flow(settings: FlowSettings, result: FlowResult) -> str:
    """The first line of the text twin."""
    return (f"GradientFlowLab: {settings.depth} x {settings.width} {settings.activation}, {settings.initializer}, "
            f"gain {number(settings.gain)}: {result.summary()}")


def layer_names(depth: int) -> list[str]:
    """1, 2, ..., depth, out."""
    return [*map(str, range(1, depth + 1)), "out"]
