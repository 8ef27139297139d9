"""What a layer may know besides its parameters and its input."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from ...errors import argument_error


class Context(NamedTuple):
    """The step of training, the place of the layer, and its frozen statistics; None for what does not apply.

    The place is 0 for the first layer, 1 for the second; the first layer inside the second has the place (1, 0).
    """

    step: int | None
    layer: object
    statistics: Any


Contexts = Sequence[Context | None]


def contexts(layers: int, step: int | None = None, statistics: Sequence[object] | None = None,
             inside: object = None) -> Contexts:
    """One `Context` for each of a number of layers, or None for each if there is nothing to know.

    Examples
    --------
    >>> contexts(2), contexts(1, step=5)
    ((None, None), (Context(step=5, layer=0, statistics=None),))
    """
    if step is None and statistics is None:
        return (None,) * layers
    frozen = (None,) * layers if statistics is None else statistics
    if len(frozen) != layers:
        raise argument_error("statistics", "the network", f"one entry for each of {layers} layers", statistics,
                             "net.statistics(theta, x) makes them.")
    return tuple(Context(step, l if inside is None else (inside, l), entry) for l, entry in enumerate(frozen))


def measured(traces: Sequence[Any]) -> tuple[object, ...]:
    """The statistics of each layer, None for those that measure nothing."""
    return tuple(getattr(trace, "statistics", None) for trace in traces)
