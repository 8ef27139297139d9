"""What is measured of the slopes f'(z): the way back computes them anyway, and they are measured there, layer by layer,
and let go."""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Generic, TypeVar

import numpy as np

from .. import engine

T = TypeVar("T")


class Listener(Generic[T]):
    """measure(row, slopes): what is wanted of the slopes of a layer with this activation."""

    def __init__(self, measure: Callable[[engine.Activation, np.ndarray], T]):
        self._measure = measure
        self._heard: dict[int, tuple[np.ndarray, T]] = {}       # by the identity of z, which is kept with it

    def net(self, net: engine.Network) -> engine.Network:
        """The same net for the way back, whose dense layers are heard."""
        rows = {layer.activation for layer in net.layers if isinstance(layer, engine.Dense)}
        heard = {row: replace(row, slope=self._heard_slope(row), check=False) for row in rows if row.name != "identity"}
        return engine.Network(tuple(
            replace(layer, activation=heard[layer.activation])
            if isinstance(layer, engine.Dense) and layer.activation in heard else layer for layer in net.layers))

    def of(self, row: engine.Activation, z: np.ndarray) -> T:
        """What was measured where f'(z) was computed; else it is computed for it."""
        kept, measured = self._heard.get(id(z), (None, None))
        return measured if kept is z else self._measure(row, row.slope(z))

    def _heard_slope(self, row: engine.Activation) -> Callable[[np.ndarray], np.ndarray]:
        def slope(z: np.ndarray) -> np.ndarray:
            found = row.slope(z)
            self._heard[id(z)] = z, self._measure(row, found)
            return found

        return slope
