"""Nets that take longer than a hand waits: a narrower net in their place for the first picture, and their passes with
rests."""
from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from .. import engine
from ..engine import passes
from .rests import Rests, stretches

# Of the work of a net: above the first, some 0.3 s, a narrower net is shown before it, which has at most the second.
LARGE, NARROW = 3e6, 8e5
# A layer has costs besides its units: those of this number of weights.
OVERHEAD = 2000
# The weights of the layers between two rests, about a tenth of a second.
TOGETHER = 3e6


def work(settings: Any, width: int) -> float:
    """What a net of this width costs, counted in weights; an example counts as one weight of each unit."""
    return settings.depth * (width * (width + settings.n_samples) + OVERHEAD)


def narrower(settings: Any) -> Any:
    """The settings of a narrower net that is quickly computed; None where these are quick themselves."""
    if work(settings, settings.width) <= LARGE:
        return None
    width = next(width for width in range(settings.width, 0, -1) if work(settings, width) <= NARROW or width == 1)
    return settings.replace(width=width)


def approximate(settings: Any, verdict: str) -> str:
    """The verdict on a narrower net that stands in the place of a larger one."""
    return f"Approximate, from a net with {settings.width} units in each layer: {verdict}"


def first_theta(net: engine.Network, initializer: engine.Initializer, seed: int, gain: float, bias_scale: float,
                x: np.ndarray) -> Rests[np.ndarray]:
    """What `Network.initialize` gives, bit for bit."""
    theta = np.empty(net.n)
    streams, parts = (np.random.default_rng(seed), np.random.default_rng([seed, 1])), net.unpack(theta)
    for stretch in _stretches(net):
        for layer, part in zip(net.layers[stretch], parts[stretch]):
            for name, drawn in layer.initialize(initializer, *streams, gain, bias_scale).items():
                part[name][...] = drawn
        yield
    return theta if initializer.rescale is None else initializer.rescale(net, theta, x)


def forward(net: engine.Network, theta: np.ndarray, x: np.ndarray) -> Rests[engine.Trace]:
    """What `Network.forward` gives, bit for bit."""
    parameters, traces, a = net.unpack(theta), [], x
    contexts = (None,) * len(net.layers)
    for stretch in _stretches(net, len(x)):
        if stretch.start:
            yield
        with np.errstate(all="ignore"):
            traces += passes.forward(net.layers[stretch], parameters[stretch], a, contexts[stretch])
        a = traces[-1].a
    return engine.Trace(tuple(traces), theta, parameters, contexts)


def backward(net: engine.Network, trace: engine.Trace, d_output: np.ndarray) -> Rests[engine.Back]:
    """What `Network.backward` gives, bit for bit."""
    dtheta, backs, da = np.empty(net.n), [], d_output
    parts = net.unpack(dtheta)
    for stretch in reversed(list(_stretches(net, len(d_output)))):
        if backs:
            yield
        with np.errstate(all="ignore"):
            new = passes.backward(net.layers[stretch], trace.parameters[stretch], trace.layers[stretch], da,
                                  trace.contexts[stretch])
        for part, back in zip(parts[stretch], new):
            for name, gradient in back.gradients.items():
                part[name][...] = gradient
        backs, da = [*new, *backs], new[0].dx
    return engine.Back(tuple(backs), dtheta, da)


def _stretches(net: engine.Network, examples: int = 0) -> Iterator[slice]:
    """Layers that are computed together; a hundred examples cost as much as reading the weights once."""
    return stretches(len(net.layers), int(TOGETHER * len(net.layers) / (net.n * (1 + examples / 100))))
