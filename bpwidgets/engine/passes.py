"""The two passes through layers in a row: of a network, or of a residual block."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from .trace import LayerBack, LayerTrace

Parameters = Sequence[Mapping[str, np.ndarray]]


def forward(layers: Sequence[Any], parameters: Parameters, a: np.ndarray,
            contexts: Sequence[Any]) -> tuple[LayerTrace, ...]:
    """From the input to the output, keeping what each layer saw; the a of one layer is the x of the next."""
    traces = []
    for layer, of_layer, context in zip(layers, parameters, contexts):
        trace = layer.forward(of_layer, a, context)
        traces.append(trace)
        a = trace.a
    return tuple(traces)


def output(layers: Sequence[Any], parameters: Parameters, a: np.ndarray, contexts: Sequence[Any]) -> np.ndarray:
    """The a of the last layer alone. Nothing is kept, so that many settings at once stay in the processor's cache."""
    for layer, of_layer, context in zip(layers, parameters, contexts):
        a = layer.forward(of_layer, a, context).a
    return a


def backward(layers: Sequence[Any], parameters: Parameters, traces: Sequence[LayerTrace], da: np.ndarray,
             contexts: Sequence[Any]) -> tuple[LayerBack, ...]:
    """From the output to the input, keeping every delta and gradient; the dx of a layer is the da of the one before."""
    backs = []
    for layer, of_layer, trace, context in reversed(list(zip(layers, parameters, traces, contexts))):
        back = layer.backward(of_layer, trace, da, context)
        backs.append(back)
        da = back.dx
    return tuple(reversed(backs))
