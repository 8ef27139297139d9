"""Wrong ideas about a gradient that has to pass through a sample (lesson 29)."""
from __future__ import annotations

from typing import Any

import bpwidgets as bp

from .misconception import OFTEN_HEARD, Misconception, cited

KINGMA = cited("Kingma and Welling", "Auto-Encoding Variational Bayes", 2014, "https://arxiv.org/abs/1312.6114")
MOHAMED = cited("Mohamed and others", "Monte Carlo Gradient Estimation in Machine Learning", 2020,
                "https://arxiv.org/abs/1906.10652")
LUCAS = cited("Lucas and others", "Don't Blame the ELBO! A Linear VAE Perspective on Posterior Collapse", 2019,
              "https://arxiv.org/abs/1911.02469")


def _passes(lab: Any) -> bool:
    """Backpropagation through encoder, sample and decoder agrees with differences, and is not 0 in the encoder."""
    found = lab.result.checked(lab.settings.epoch, lab.settings.same_noise)
    return bool(not found.wrong.any() and abs(found.backpropagation[found.of_encoder]).max() > 0)


def _fails(lab: Any) -> bool:
    """Nearly no weight agrees."""
    return bool(lab.result.checked(lab.settings.epoch, lab.settings.same_noise).wrong.mean() > 0.9)


def _far_apart(lab: Any) -> bool:
    """Two estimates with one mean, of which one spreads ten times as far."""
    return lab.result.spread(lab.settings.epoch, lab.settings.example).ratio(0) > 10


def _score_wins(lab: Any) -> bool:
    """The score function has the smaller spread."""
    found = lab.result.one_number(*_asked(lab.settings))
    return found.deviations["score"] < found.deviations["reparameterization"]


def _asked(settings: Any) -> tuple[Any, float, float]:
    from ...labs.chance.one_number import COSTS
    return COSTS[settings.cost], settings.mean, settings.sigma


def _collapsed(lab: Any) -> bool:
    """KL is nearly 0 and the reconstruction is worse than before."""
    error = lab.result.run.error
    return bool(lab.result.collapsed(lab.settings.epoch) == (1, 2) and error[-1] > error[lab.settings.since] + 1)


OF_CHANCE = (
    Misconception(
        "sampling-blocks-the-gradient", "A sample is random, so no gradient can get through it.",
        "With the noise given, z = μ + σ ε is an ordinary function of μ and σ, and the chain rule goes through it.",
        "what speaks against it: " + KINGMA,
        lambda: bp.ChanceLab(epochs=5, views=("check", "verdict"), controls=("through", "same_noise")), _passes),
    Misconception(
        "a-check-needs-fresh-noise", "A gradient that holds for any noise is checked with fresh noise in each loss.",
        "A difference of losses with different noise is that of two samples, divided by a tiny number.", OFTEN_HEARD,
        lambda: bp.ChanceLab(epochs=5, same_noise=False, views=("check", "verdict"), controls=("same_noise",)), _fails),
    Misconception(
        "the-right-mean-is-enough", "Two estimates with the right mean are equally good.",
        "How far a single one lies from the mean decides how many are needed: as the square of the spread.",
        OFTEN_HEARD, lambda: bp.ChanceLab(epochs=12, controls=("example", "by")), _far_apart),
    Misconception(
        "reparameterization-always-wins", "The gradient by reparameterization is always the better estimate.",
        "Where slopes vary fast the score function spreads less, and where a cost jumps its slope misses the jump.",
        "what speaks against it: " + MOHAMED,
        lambda: bp.ChanceLab(epochs=1, cost="wave", views=("bell", "number_spread", "over_sigma", "verdict"),
                             controls=("cost", "mean", "sigma")), _score_wins),
    Misconception(
        "a-small-kl-is-a-good-sign", "The smaller KL is, the better the autoencoder.",
        "A KL of 0 means that every digit gets the same N(0, 1): the latent number says nothing.",
        "what speaks against it: " + LUCAS,
        lambda: bp.ChanceLab(epochs=20, since=10, beta=5.0, views=("ellipses", "error", "kl", "verdict"),
                             controls=("beta", "epoch")),
        _collapsed),
)
