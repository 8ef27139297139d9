"""How many multiply-adds the two passes take: counted while the engine's own layers run.

The arrays that go through the layers count in place of multiplying: each product of two matrices, (m, k) times (k, n),
adds m k n multiply-adds and gives an array of the right shape. So the code that is counted is the code that runs, and
a net of millions of weights is counted as fast as a small one. Biases, activations and the loss are no products: they
take an operation for each unit, where the products take one for each weight.
"""
from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from math import prod
from typing import Any, NamedTuple

import numpy as np

from ... import engine


class PassCost(NamedTuple):
    """Multiply-adds of one forward and of one backward pass, for one example."""

    forward: int
    backward: int

    @property
    def ratio(self) -> float:
        """The work of both passes, in forward passes."""
        return (self.forward + self.backward) / self.forward


class Tally:
    """The multiply-adds so far."""

    def __init__(self) -> None:
        self.count = 0

    def array(self, *shape: int) -> Counting:
        """An array whose products are counted here. It takes no memory: all its numbers are the same zero."""
        array = np.broadcast_to(0.0, shape).view(Counting)
        array.tally = self
        return array


class Counting(np.ndarray):
    """An array whose products with others are counted and not computed; of all else it keeps the shape."""

    tally: Tally

    def __array_finalize__(self, source: Any) -> None:
        if isinstance(source, Counting):
            self.tally = source.tally

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **options: Any) -> Any:
        shapes = [np.shape(array) for array in inputs]
        if ufunc is np.matmul:
            (*_, m, k), (*_, n) = shapes
            lead = np.broadcast_shapes(*(shape[:-2] for shape in shapes))
            self.tally.count += prod(lead) * m * k * n
            return self.tally.array(*lead, m, n)
        plain = (array.view(np.ndarray) if isinstance(array, Counting) else array for array in inputs)
        return self.tally.array(*np.shape(getattr(ufunc, method)(*plain, **{**options, "out": None})))


@lru_cache(maxsize=512)
def pass_cost(widths: tuple[int, ...]) -> PassCost:
    """Count the multiply-adds of both passes through a fully connected net, for one example.

    As in training, the backward pass does not go on from the first layer to the inputs.

    >>> pass_cost((784, 30, 10))
    PassCost(forward=23820, backward=24120)
    """
    first, *others = engine.network(widths).layers
    layers = (replace(first, to_input=False), *others)
    tally = Tally()
    a, traces = tally.array(1, widths[0]), []
    parameters = [{name: tally.array(*shape) for name, shape in layer.shapes.items()} for layer in layers]
    for layer, of_layer in zip(layers, parameters):
        traces.append(layer.forward(of_layer, a))
        a = tally.array(*traces[-1].a.shape)
    forward, da = tally.count, tally.array(*a.shape)
    for layer, of_layer, trace in reversed(list(zip(layers, parameters, traces))):
        da = layer.backward(of_layer, trace, da).dx
    return PassCost(forward, tally.count - forward)
