"""How far single estimates of a gradient lie from it, at one digit: drawn by chance, and integrated exactly.

The exact numbers come from Gauss-Hermite quadrature over both numbers of the noise: E[g(eps)] = sum_j w_j g(eps_j) for
eps ~ N(0, I), exact for polynomials of up to twice as many degrees as there are nodes.
"""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy import ndarray as Array

from .autoencoder import LATENT, Autoencoder
from .estimators import ESTIMATORS, Sample, mean_of_others

# What the expected error is derived by, in this order.
COORDINATES = "mu_1", "mu_2", "logvar_1", "logvar_2"
# Those that are compared.
COMPARED = tuple(name for name, row in ESTIMATORS.items() if row.unbiased)
NODES, DRAWS = 20, 2000


@dataclass(frozen=True, eq=False)
class Spread:
    """exact: the gradient of the expected error, one number for each of COORDINATES. deviations: name of an estimator
    -> the standard deviation of one estimate, exact as well. drawn: name -> estimates from DRAWS samples, (DRAWS, 4).
    mean_error: the expected error itself, in nats."""

    exact: Array
    deviations: Mapping[str, Array]
    drawn: Mapping[str, Array]
    mean_error: float

    def measured(self, name: str) -> Array:
        """The standard deviation of the drawn estimates, (4,)."""
        return self.drawn[name].std(axis=0, ddof=1)

    def ratio(self, coordinate: int, name: str = "score") -> float:
        """How many times as far as with reparameterization the estimates of another one spread."""
        with np.errstate(all="ignore"):
            return float(self.deviations[name][coordinate] / self.deviations["reparameterization"][coordinate])


def spread_at(net: Autoencoder, theta: Array, x: Array, seed: int) -> Spread:
    """At the digit x (64,), with samples of this seed."""
    mu, logvar, _ = net.encode(theta, x[None])
    sigma = np.exp(logvar[0] / 2)
    nodes, weights = quadrature()
    eps = np.concatenate([nodes, np.random.default_rng((seed, 1)).normal(size=(DRAWS, LATENT))])
    decoded = net.decode(theta, mu + sigma * eps)
    slope = net.decoder.backward(theta[net.encoder.n:], decoded, net.error.gradient(decoded.output, x)).dx
    error = net.error.value(decoded.output, x)
    known, count = float(weights @ error[:len(nodes)]), len(nodes)
    exact = Sample(error[:count], slope[:count], known, eps[:count], sigma)
    drawn = Sample(error[count:], slope[count:], mean_of_others(error[count:]), eps[count:], sigma)
    means, deviations = {}, {}
    for name in COMPARED:
        estimates = np.hstack(ESTIMATORS[name].rule(exact))
        means[name] = weights @ estimates
        deviations[name] = np.sqrt(weights @ (estimates - means[name]) ** 2)
    return Spread(means["reparameterization"], deviations,
                  {name: np.hstack(ESTIMATORS[name].rule(drawn)) for name in COMPARED}, known)


@cache
def quadrature(nodes: int = NODES) -> tuple[Array, Array]:
    """Places (nodes^2, 2) and weights of a normal density over two numbers."""
    places, weights = np.polynomial.hermite_e.hermegauss(nodes)
    weights = weights / weights.sum()
    return np.stack(np.meshgrid(places, places), axis=-1).reshape(-1, 2), np.outer(weights, weights).ravel()
