"""What the two passes keep: all that forward computed, layer by layer, and all that backward computed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np


class Context(NamedTuple):
    """What a layer may know besides its parameters and its input: the step of training, its own place, its statistics.

    The place is 0 for the first layer, 1 for the second; the first layer inside the second has the place (1, 0).
    """

    step: int | None
    layer: object
    statistics: object


class LayerTrace(NamedTuple):
    """What one layer saw and made: its input x, z = g(x), and its output a = f(z)."""

    x: np.ndarray
    z: np.ndarray
    a: np.ndarray


class LayerBack(NamedTuple):
    """The way back through one layer: delta = dL/dz, the gradients of its parameters by name, and dx = dL/dx.

    dx is None where nobody asked for it.
    """

    delta: np.ndarray
    gradients: dict[str, np.ndarray]
    dx: np.ndarray | None


@dataclass(frozen=True)
class Trace:
    """Everything a forward pass computed: trace[l].x, .z and .a of layer l (from 0), and the `output` of the last."""

    layers: tuple[LayerTrace, ...] = field(repr=False)
    theta: np.ndarray = field(repr=False)
    parameters: tuple[dict[str, np.ndarray], ...] = field(repr=False)
    contexts: Sequence[Context | None] = field(repr=False)

    def __getitem__(self, layer: int) -> LayerTrace:
        return self.layers[layer]

    def __len__(self) -> int:
        return len(self.layers)

    def __iter__(self) -> Iterator[LayerTrace]:
        return iter(self.layers)

    @property
    def output(self) -> np.ndarray:
        """The output of the network, (..., batch, outputs)."""
        return self.layers[-1].a


@dataclass(frozen=True)
class Back:
    """Everything a backward pass computed: back[l].delta, .gradients and .dx of layer l, dtheta (..., n), and dx."""

    layers: tuple[LayerBack, ...] = field(repr=False)
    dtheta: np.ndarray = field(repr=False)
    dx: np.ndarray | None = field(repr=False)

    def __getitem__(self, layer: int) -> LayerBack:
        return self.layers[layer]

    def __len__(self) -> int:
        return len(self.layers)

    def __iter__(self) -> Iterator[LayerBack]:
        return iter(self.layers)
