"""More initializers: an orthogonal matrix, and one that is scaled by what it makes of the data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt
from typing import Any

import numpy as np
from numpy import ndarray as Array

from ..initializers import Initializer
from ..support.data import read_only


@dataclass(frozen=True)
class Orthogonal:
    """Q of the QR decomposition of a normal matrix, signs fixed so that Q is uniform (Saxe et al., 2014)."""

    def __call__(self, generator: np.random.Generator, n_in: int, n_out: int) -> Array:
        tall = generator.standard_normal((max(n_in, n_out), min(n_in, n_out)))
        Q, R = np.linalg.qr(tall)
        Q = Q * np.copysign(1.0, np.diagonal(R))
        return Q if n_in >= n_out else Q.T

    def variance(self, n_in: int, n_out: int) -> float:
        """1/max(n_in, n_out): each column, or each row if they are longer, has the length 1."""
        return 1 / max(n_in, n_out)


@np.errstate(all="ignore")
def _unit_variance(network: Any, theta: Array, x: Array) -> Array:
    """Divide each W by the standard deviation of what it makes of the data (Mishkin & Matas, 2016, algorithm 1).

        u = a_(l-1) W,    W <- W / std(u),    a_l = f(u / std(u) + b)

    From the input to the output. The variance is taken over all examples and units, as in the program of the paper, and
    of W's own part of z, so that one division is exact: biases and recurrent weights stay as they were drawn, and so do
    layers without a W. The gain, with which W was drawn, is taken out first and multiplies every W once all are done.
    """
    a, scaled = read_only(x, "x", "Network.initialize", (x.ndim,)), []
    network.layers[0].check_input(a)
    for layer, drawn in zip(network.layers, network.unpack(theta)):
        unit, gain = _unit_layer(layer, drawn, a)
        scaled.append({key: gain * value if key == "W" else value for key, value in unit.items()})
        a = layer.forward(unit, a).a
    return network.pack(scaled)


def _unit_layer(layer: Any, drawn: Mapping[str, Array], a: Array) -> tuple[Mapping[str, Array], float]:
    """The parameters with W / std(u), and the gain: g of W = g Q, where each column (or row) of Q has the length 1."""
    if "W" not in drawn:
        return drawn, 1.0
    W = drawn["W"]
    gain = np.linalg.norm(W) / sqrt(min(W.size // W.shape[-1], W.shape[-1]))
    only_W = {key: value if key == "W" else np.zeros_like(value) for key, value in drawn.items()}
    u = layer.forward(only_W, a).z
    std = u.std()
    # else u is the same number everywhere, but for rounding, or overflows
    varies = 1e-12 * np.abs(u).max() < std < np.inf
    return {**drawn, "W": W / (std if varies else gain or 1.0)}, float(gain)


ROWS = (
    Initializer("orthogonal", Orthogonal(), "orthonormal columns (or rows, if they are fewer)",
                summary="A rotation: lengths pass unchanged, forward and backward"),
    Initializer("lsuv", Orthogonal(), "orthogonal, divided by the standard deviation of z over the data",
                _unit_variance, title="LSUV (scaled by the data)",
                summary="z has deviation 1 in every layer, on these data"),
)
