"""What the two passes keep: all that forward computed, layer by layer, and all that backward computed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np


class LayerTrace(NamedTuple):
    """What one layer saw and made: its input x, z = g(x), and its output a = f(z)."""

    x: np.ndarray
    z: np.ndarray
    a: np.ndarray


class LayerBack(NamedTuple):
    """What backward computed in one layer: delta = dL/dz, the gradients of its parameters by name, and dx = dL/dx.

    dx is None if the layer left it out.
    """

    delta: np.ndarray
    gradients: dict[str, np.ndarray]
    dx: np.ndarray | None


@dataclass(frozen=True)
class Trace(Sequence[LayerTrace]):
    """Everything a forward pass computed: trace[l].x, .z and .a of layer l (from 0), and the `output` of the last."""

    layers: tuple[LayerTrace, ...] = field(repr=False)
    theta: np.ndarray = field(repr=False)
    parameters: tuple[dict[str, np.ndarray], ...] = field(repr=False)
    contexts: Sequence[Any] = field(repr=False)

    def __getitem__(self, layer: int) -> LayerTrace:  # type: ignore[override]  # no slices: a part is no trace
        return self.layers[layer]

    def __len__(self) -> int:
        return len(self.layers)

    @property
    def output(self) -> np.ndarray:
        """The output of the network, (batch, outputs)."""
        return self.layers[-1].a


@dataclass(frozen=True)
class Back(Sequence[LayerBack]):
    """Everything a backward pass computed: back[l].delta, .gradients and .dx of layer l, dtheta (n,), and dx."""

    layers: tuple[LayerBack, ...] = field(repr=False)
    dtheta: np.ndarray = field(repr=False)
    dx: np.ndarray | None = field(repr=False)

    def __getitem__(self, layer: int) -> LayerBack:  # type: ignore[override]  # no slices, as above
        return self.layers[layer]

    def __len__(self) -> int:
        return len(self.layers)
