"""What each net minimizes, of the scores s that the discriminator gives; D = 1 / (1 + e^-s) is how real x looks to it.

    discriminator    L_D = mean of -log D(x) + mean of -log(1 - D(G(z)))     (Goodfellow et al. 2014, eq. 1, times -1)
    generator        L_G = mean of -log D(G(z)), the non-saturating loss, or of log(1 - D(G(z))), the saturating one

Written with softplus(s) = log(1 + e^s): -log D = softplus(-s), -log(1 - D) = softplus(s). So nothing overflows.
"""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

# L_D of a discriminator that can only guess, D = 1/2 everywhere; -log D there.
LN4, LN2 = float(np.log(4.0)), float(np.log(2.0))


@np.errstate(all="ignore")
def softplus(s: np.ndarray) -> np.ndarray:
    """log(1 + e^s)."""
    return np.logaddexp(0.0, s)


@np.errstate(all="ignore")
def sigmoid(s: np.ndarray) -> np.ndarray:
    """D = 1 / (1 + e^-s), without overflow."""
    return np.exp(-softplus(-np.asarray(s)))


@np.errstate(all="ignore")
def discriminator_loss(real: np.ndarray, fake: np.ndarray) -> float:
    """L_D of the scores of real samples and of fakes.

    >>> round(discriminator_loss(np.zeros(3), np.zeros(5)), 6) == round(LN4, 6)
    True
    """
    return float(softplus(-real).mean() + softplus(fake).mean())


def discriminator_slopes(real: np.ndarray, fake: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """dL_D/ds: D - 1 for each real sample, D for each fake, each divided by how many there are."""
    return -sigmoid(-real) / len(real), sigmoid(fake) / len(fake)


@dataclass(frozen=True)
class GeneratorLoss:
    """One loss of the generator. value, slope: of each score s, L and dL/ds."""

    name: str
    title: str
    value: Callable[[np.ndarray], np.ndarray]
    slope: Callable[[np.ndarray], np.ndarray]
    summary: str = ""

    def __str__(self) -> str:
        return self.name


GENERATOR_LOSSES = MappingProxyType({row.name: row for row in (
    GeneratorLoss("non_saturating", "non-saturating, -log D", lambda s: softplus(-s), lambda s: -sigmoid(-s),
                  summary="A fake that D is sure of has the largest gradient: 1 - D"),
    GeneratorLoss("saturating", "saturating, log(1 - D)", lambda s: -softplus(s), lambda s: -sigmoid(s),
                  summary="The discriminator's own loss with the other sign; a fake that D is sure of has hardly a "
                          "gradient: D"))})
