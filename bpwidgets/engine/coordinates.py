"""Where each parameter of a list of layers stands in the one flat vector theta.

theta holds the layers from the input to the output, in each layer the parameters in the order of its `shapes` (W, then b),
and each parameter row by row.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import prod
from typing import Protocol

import numpy as np

Blocks = tuple[tuple[str, slice, tuple[int, ...]], ...]


class HasShapes(Protocol):
    """Anything whose parameters have names and shapes, such as a layer."""

    @property
    def shapes(self) -> Mapping[str, tuple[int, ...]]: ...


def names(layers: Sequence[HasShapes]) -> tuple[str, ...]:
    """The name of every coordinate; layers count from 1, indices from 0.

    Examples
    --------
    >>> from bpwidgets.engine import Dense
    >>> names([Dense(2, 1), Dense(1, 1)])
    ('W1[0,0]', 'W1[1,0]', 'b1[0]', 'W2[0,0]', 'b2[0]')
    """
    return tuple(f"{key}{number}[{','.join(map(str, index))}]"
                 for number, layer in enumerate(layers, start=1)
                 for key, shape in layer.shapes.items() for index in np.ndindex(shape))


def blocks(layers: Sequence[HasShapes]) -> tuple[Blocks, ...]:
    """For each layer: the name, the place in theta and the shape of each parameter.

    Examples
    --------
    >>> from bpwidgets.engine import Dense
    >>> blocks([Dense(2, 3)])
    ((('W', slice(0, 6, None), (2, 3)), ('b', slice(6, 9, None), (3,))),)
    """
    found, start = [], 0
    for layer in layers:
        of_layer = []
        for key, shape in layer.shapes.items():
            of_layer.append((key, slice(start, start + prod(shape)), shape))
            start += prod(shape)
        found.append(tuple(of_layer))
    return tuple(found)


def join(blocks: Sequence[Blocks], arrays: Sequence[Mapping[str, np.ndarray]]) -> np.ndarray:
    """The flat vector (..., n) of arrays (..., *shape) that stand in the blocks."""
    parts = []
    for block, of_layer in zip(blocks, arrays):
        for key, part, shape in block:
            array = of_layer[key]
            lead = array.shape[:array.ndim - len(shape)]
            parts.append(array.reshape(lead + (part.stop - part.start,)))
    return np.concatenate(parts, axis=-1)
