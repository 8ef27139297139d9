"""The two passes through a row of layers: a network takes them through its layers, a residual block through those inside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from ..errors import argument_error
from .dense import Dense
from .layers.protocol import Layer
from .trace import Context, LayerBack, LayerTrace

Parameters = Sequence[Mapping[str, np.ndarray]]
Contexts = Sequence[Context | None]


def forward(layers: Sequence[Layer], parameters: Parameters, a: np.ndarray, contexts: Contexts) -> tuple[LayerTrace, ...]:
    """From the input to the output, keeping what each layer saw; the a of one layer is the x of the next."""
    traces = []
    for layer, of_layer, context in zip(layers, parameters, contexts):
        trace = layer.forward(of_layer, a, context)
        traces.append(trace)
        a = trace.a
    return tuple(traces)


def backward(layers: Sequence[Layer], parameters: Parameters, traces: Sequence[LayerTrace], da: np.ndarray,
             contexts: Contexts, to_input: bool = True) -> tuple[LayerBack, ...]:
    """From the output to the input, keeping every delta and gradient; the dx of one layer is the da of the one before it.

    to_input=False leaves out the dx of the first layer if that is a dense one.
    """
    steps = list(zip(layers, parameters, traces, contexts))
    backs = []
    for layer, of_layer, trace, context in reversed(steps[1:]):
        back = layer.backward(of_layer, trace, da, context)
        backs.append(back)
        da = back.dx
    layer, of_layer, trace, context = steps[0]
    options = {} if to_input or not isinstance(layer, Dense) else {"to_input": False}
    backs.append(layer.backward(of_layer, trace, da, context, **options))
    backs.reverse()
    return tuple(backs)


def contexts(layers: int, step: int | None = None, statistics: Sequence[object] | None = None,
             inside: object = None) -> Contexts:
    """One `Context` for each of so many layers, or None for each if there is nothing to know.

    Examples
    --------
    >>> contexts(2), contexts(1, step=5)
    ((None, None), (Context(step=5, layer=0, statistics=None),))
    """
    if step is None and statistics is None:
        return (None,) * layers
    frozen: Iterable[object] = (None,) * layers if statistics is None else statistics
    if len(frozen) != layers:
        raise argument_error("statistics", "the network", f"one entry for each of {layers} layers", statistics,
                      "net.statistics(theta, x) makes them.")
    return tuple(Context(step, l if inside is None else (inside, l), entry) for l, entry in enumerate(frozen))


def statistics(traces: Sequence[LayerTrace]) -> tuple[object, ...]:
    """What each layer measured, None for those that measure nothing."""
    return tuple(getattr(trace, "statistics", None) for trace in traces)
