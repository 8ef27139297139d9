"""Both ways at their smallest: the gradient d/dmu E[f(z)] for z = mu + sigma eps, one number, and a cost f.

All is known in closed form (s = sigma; phi and Phi: the standard normal density and its integral):

    square   f = z^2                d/dmu E[f] = 2 mu
    wave     f = cos(k z)           d/dmu E[f] = -k e^(-k^2 s^2 / 2) sin(k mu)
    step     f = 1 for z > 0        d/dmu E[f] = phi(mu / s) / s

One estimate is f'(z) with the reparameterization, f(z) eps / s with the score function. Its variance is E[g^2] - E[g]^2
with E[eps^2] = 1, E[eps^4] = 3, E[eps^6] = 15: for the square 4 s^2 and mu^4/s^2 + 14 mu^2 + 15 s^2. Mohamed, Rosca,
Figurnov & Mnih (2020) compare both, and others, on such costs.
"""
from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy import ndarray as Array

from ...engine.support.erf import normal_cdf, normal_density
from .estimators import ESTIMATORS, Sample

WAVE = 4.0      # k
DRAWS = 2000
WAYS = "reparameterization", "score"
Number = Any    # a float or an array


# square:  f = z^2,  g = 2 z  and  z^2 eps / s
def square_gradient(mu: Number, s: Number) -> Number: return 2 * mu + 0 * s
def square_path(mu: Number, s: Number) -> Number: return 4 * s**2 + 0 * mu
def square_score(mu: Number, s: Number) -> Number: return mu**4 / s**2 + 14 * mu**2 + 15 * s**2


# wave:  f = cos(k z),  g = -k sin(k z)  and  cos(k z) eps / s;  E[cos(a + b eps)] = e^(-b^2/2) cos a
def wave_gradient(mu: Number, s: Number) -> Number: return -WAVE * np.exp(-(WAVE * s)**2 / 2) * np.sin(WAVE * mu)
def wave_path(mu: Number, s: Number) -> Number:
    return WAVE**2 / 2 * (1 - np.exp(-2 * (WAVE * s)**2) * np.cos(2 * WAVE * mu)) - wave_gradient(mu, s)**2
def wave_score(mu: Number, s: Number) -> Number:
    b = 2 * WAVE * s
    return (1 + (1 - b**2) * np.exp(-b**2 / 2) * np.cos(2 * WAVE * mu)) / (2 * s**2) - wave_gradient(mu, s)**2


# step:  f = 1 for z > 0, that is eps > -mu/s,  g = 0  and  f eps / s;  E[eps^2, eps > t] = 1 - Phi(t) + t phi(t)
def step_gradient(mu: Number, s: Number) -> Number: return normal_density(mu / s) / s
def step_path(mu: Number, s: Number) -> Number: return 0 * mu * s
def step_score(mu: Number, s: Number) -> Number:
    t = -mu / s
    return (normal_cdf(-t) + t * normal_density(t)) / s**2 - step_gradient(mu, s)**2


@dataclass(frozen=True)
class Cost:
    """f, f' and what is known of both ways. gradient: d/dmu E[f] of (mu, sigma). path_variance, score_variance: of one
    estimate either way, of (mu, sigma). smooth: it has no jump, which f' would miss."""

    name: str
    f: Callable[[Array], Array]
    slope: Callable[[Array], Array]
    gradient: Callable[[Number, Number], Number]
    path_variance: Callable[[Number, Number], Number]
    score_variance: Callable[[Number, Number], Number]
    title: str
    summary: str
    smooth: bool = True

    @property
    def variances(self) -> Mapping[str, Callable[[Number, Number], Number]]:
        """Those of one estimate, by way."""
        return dict(zip(WAYS, (self.path_variance, self.score_variance)))


_ROWS = (
    Cost("square", lambda z: z**2, lambda z: 2 * z, square_gradient, square_path, square_score, "z²",
         summary="smooth and slow: its slope says much"),
    Cost("wave", lambda z: np.cos(WAVE * z), lambda z: -WAVE * np.sin(WAVE * z), wave_gradient, wave_path, wave_score,
         f"cos {WAVE:g}z", summary="smooth and fast: slopes of both signs nearly cancel"),
    Cost("step", lambda z: (z > 0) * 1.0, lambda z: 0.0 * z, step_gradient, step_path, step_score, "step at 0",
         summary="its slope is 0 wherever there is one", smooth=False),
)
COSTS: Mapping[str, Cost] = MappingProxyType({row.name: row for row in _ROWS})


@dataclass(frozen=True, eq=False)
class OneNumber:
    """Samples and their estimates. z: (DRAWS,). exact: the gradient. deviations: way -> the standard deviation of one
    estimate, in closed form. drawn: way -> estimates, (DRAWS,). biased: the reparameterization has another mean."""

    cost: Cost
    mean: float
    sigma: float
    z: Array
    exact: float
    deviations: Mapping[str, float]
    drawn: Mapping[str, Array]

    @property
    def biased(self) -> bool:
        """The slope misses jumps of the cost."""
        return not self.cost.smooth

    def over(self, sigmas: Array) -> dict[str, Array]:
        """Standard deviations for other sigma, by way."""
        return {way: np.sqrt(np.maximum(of(self.mean, sigmas), 0)) for way, of in self.cost.variances.items()}


def one_number(cost: Cost, mean: float, sigma: float, seed: int) -> OneNumber:
    """Estimates from DRAWS samples.

    >>> found = one_number(COSTS["square"], 1.0, 0.5, seed=0)
    >>> found.exact, found.deviations["reparameterization"], round(found.deviations["score"] ** 2, 6)
    (2.0, 1.0, 21.75)
    """
    eps = np.random.default_rng((seed, 2)).normal(size=(DRAWS, 1))
    z = mean + sigma * eps
    sample = Sample(cost.f(z)[:, 0], cost.slope(z), 0.0, eps, np.full((1,), sigma))
    known = {way: float(np.sqrt(max(of(mean, sigma), 0.0))) for way, of in cost.variances.items()}
    return OneNumber(cost, mean, sigma, z[:, 0], float(cost.gradient(mean, sigma)), known,
                     {way: ESTIMATORS[way].rule(sample)[0][:, 0] for way in WAYS})
