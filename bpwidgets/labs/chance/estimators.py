"""Four ways to tell an encoder what to change, when a sample z stands between it and the error R(z).

The encoder gives mu and logvar, chance gives eps ~ N(0, 1), and z = mu + sigma eps with sigma = e^(logvar/2). Wanted is
the gradient of the expected error, d/dmu E[R(z)] and d/dlogvar E[R(z)]. Each way estimates it from one sample.
"""
from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
from numpy import ndarray as Array


class Sample(NamedTuple):
    """What is known of samples. error: R(z), (...). slope: dR/dz, (..., latent). baseline: the mean of R over other
    samples, a number or (...). eps: (..., latent). sigma: (..., latent) or (latent,)."""

    error: Array
    slope: Array
    baseline: Array | float
    eps: Array
    sigma: Array


# reparameterization:  dR/dmu = dR/dz,  dR/dlogvar = dR/dz  eps sigma / 2  (Kingma & Welling 2014, section 2.4)
#                      z is a function of mu, logvar and a number that is given: the chain rule goes through it.
def reparameterization(s: Sample) -> tuple[Array, Array]:
    return s.slope, s.slope * s.eps * s.sigma / 2


# score function:  R dln q/dmu = R eps / sigma,  R dln q/dlogvar = R (eps^2 - 1) / 2  (Williams 1992)
#                  q = N(mu, sigma^2) is the density from which z was drawn: it needs R alone and not dR/dz.
def score_function(s: Sample) -> tuple[Array, Array]:
    return _scored(s.error, s)


# with baseline:  R - b in the place of R: the mean stays, for E[dln q/dmu] = 0
def score_with_baseline(s: Sample) -> tuple[Array, Array]:
    return _scored(s.error - s.baseline, s)


def _scored(error: Array, s: Sample) -> tuple[Array, Array]:
    R = error[..., None]
    return R * s.eps / s.sigma, R * (s.eps**2 - 1) / 2


# blocked:  0: what one gets who stops at the sample
def blocked(s: Sample) -> tuple[Array, Array]:
    return np.zeros_like(s.slope), np.zeros_like(s.slope)


@dataclass(frozen=True)
class Estimator:
    """One way. rule: samples -> (estimates of d/dmu, of d/dlogvar), (..., latent) each. title, short, summary: what
    menus show, what pictures call it, and one sentence about it. unbiased: whether the mean of its estimates is
    known to be the gradient.

    >>> lost = Estimator("mean_only", lambda s: (s.slope, 0 * s.eps))
    >>> str(lost)
    'mean_only'
    """

    name: str
    rule: Callable[[Sample], tuple[Array, Array]]
    title: str = ""
    short: str = ""
    summary: str = ""
    unbiased: bool = False

    def __repr__(self) -> str:
        return f"Estimator({self.name!r})"

    def __str__(self) -> str:
        return self.name


_ROWS = (
    Estimator("reparameterization", reparameterization, "reparameterization", "reparameterization",
              "z = mu + sigma eps: the chain rule goes through mu and sigma", unbiased=True),
    Estimator("score", score_function, "score function", "score function",
              "the error of the sample times the slope of ln q: it needs no slope of the error",
              unbiased=True),
    Estimator("score_baseline", score_with_baseline, "score function with baseline", "with baseline",
              "the score function, with the mean error of the other samples taken off the error",
              unbiased=True),
    Estimator("blocked", blocked, "none: blocked by the sample", "blocked",
              "nothing of the error reaches the encoder"),
)
ESTIMATORS: Mapping[str, Estimator] = MappingProxyType({row.name: row for row in _ROWS})


def mean_of_others(error: Array) -> Array:
    """Of each sample the mean over all others, (N,); 0 for a single one, which has none.

    >>> mean_of_others(np.array([1.0, 2.0, 6.0])).tolist(), mean_of_others(np.array([5.0])).tolist()
    ([4.0, 3.5, 1.5], [0.0])
    """
    return (error.sum() - error) / max(len(error) - 1, 1)
