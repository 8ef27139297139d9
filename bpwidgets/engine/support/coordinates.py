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


def marked(key: str, number: int | str) -> str:
    """The name of a parameter with the number of its layer, before the numbers of layers inside that one.

    Examples
    --------
    >>> marked("W", 2), marked("W.1", 2), marked("W", ".1"), marked("W.3", ".1")
    ('W2', 'W2.1', 'W.1', 'W.1.3')
    """
    letters, dot, inside = key.partition(".")
    return f"{letters}{number}{dot}{inside}"


def names(layers: Sequence[HasShapes]) -> tuple[str, ...]:
    """The name of every coordinate; layers count from 1, indices from 0.

    Examples
    --------
    >>> from bpwidgets.engine import Dense
    >>> names([Dense(2, 1), Dense(1, 1)])
    ('W1[0,0]', 'W1[1,0]', 'b1[0]', 'W2[0,0]', 'b2[0]')
    """
    return tuple(f"{marked(key, number)}[{','.join(map(str, index))}]"
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


def split(blocks: Sequence[Blocks], theta: np.ndarray) -> tuple[dict[str, np.ndarray], ...]:
    """The parts of theta (..., n) that stand in the blocks, as views (..., *shape)."""
    lead = theta.shape[:-1]
    return tuple({key: theta[..., part] if len(shape) == 1 else theta[..., part].reshape(lead + shape)
                  for key, part, shape in block} for block in blocks)


def join(blocks: Sequence[Blocks], arrays: Sequence[Mapping[str, np.ndarray]]) -> np.ndarray:
    """The flat vector (..., n) of arrays (..., *shape) that stand in the blocks."""
    parts = []
    for block, of_layer in zip(blocks, arrays):
        for key, part, shape in block:
            array = of_layer[key]
            if len(shape) != 1:
                array = array.reshape(array.shape[:array.ndim - len(shape)] + (part.stop - part.start,))
            parts.append(array)
    return np.concatenate(parts, axis=-1) if parts else np.empty(0)
