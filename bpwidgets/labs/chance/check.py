"""Is the gradient of the whole right, through encoder, sample and decoder? Central differences say so.

The loss is a function of theta only as long as the noise stays as it is: with the same eps in both values of a
difference it is smooth, and the chain rule must agree with it. With noise that is drawn anew in each value the
difference is that of two samples, divided by a tiny number.
"""
from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy import ndarray as Array

from .autoencoder import LATENT, Autoencoder
from .estimators import Estimator

# Coordinates of each weight matrix and each bias that are checked; examples; the step of the differences.
EACH, EXAMPLES, STEP = 8, 16, 1e-5
# From here on the two do not agree. Below this part of the largest number they are compared with that.
WRONG, SMALL = 1e-5, 1e-3


@dataclass(frozen=True, eq=False)
class Check:
    """names, backpropagation, difference: of the coordinates that were checked, (k,). of_encoder: (k,), True for the
    coordinates of the encoder."""

    names: tuple[str, ...]
    backpropagation: Array
    difference: Array
    of_encoder: Array

    @property
    def errors(self) -> Array:
        """The relative error of each coordinate, (k,)."""
        sizes = np.maximum(np.abs(self.backpropagation), np.abs(self.difference))
        largest = np.nan_to_num(sizes).max()
        with np.errstate(all="ignore"):
            found = np.abs(self.backpropagation - self.difference) / np.maximum(sizes, SMALL * largest)
        return np.where(sizes == 0, 0.0, np.nan_to_num(found, nan=np.inf))

    @property
    def worst(self) -> int:
        """The coordinate with the largest error."""
        return int(self.errors.argmax())

    @property
    def wrong(self) -> Array:
        """Those that do not agree, (k,)."""
        return self.errors > WRONG


def check(net: Autoencoder, theta: Array, x: Array, beta: float, through: Estimator, seed: int,
          same_noise: bool = True) -> Check:
    """Compare on the first EXAMPLES of x, with noise of this seed."""
    x, chance = x[:EXAMPLES], np.random.default_rng((seed, 3))
    noise = chance.normal(size=(len(x), LATENT))
    rows = checked(net)

    def loss(moved: Array) -> float:
        return net.loss(net.forward(moved, x, noise if same_noise else chance.normal(size=noise.shape)), beta)

    with np.errstate(all="ignore"):
        gradient = net.backward(theta, net.forward(theta, x, noise), x, beta, through)[rows]
        difference = np.array([_slope(loss, theta, row) for row in rows])
    return Check(tuple(net.names[row] for row in rows), gradient, difference, rows < net.encoder.n)


def _slope(loss, theta: Array, row: int) -> float:
    up, down = theta.copy(), theta.copy()
    up[row] += STEP
    down[row] -= STEP
    return (loss(up) - loss(down)) / (2 * STEP)


def checked(net: Autoencoder) -> Array:
    """Some coordinates of each matrix and of each bias, evenly over them."""
    rows, end = [], 0
    for part in (net.encoder, net.decoder):
        for layer in part.layers:
            for shape in layer.shapes.values():
                start, end = end, end + int(np.prod(shape))
                rows.append(np.unique(np.linspace(start, end - 1, EACH).round().astype(int)))
    return np.concatenate(rows)
