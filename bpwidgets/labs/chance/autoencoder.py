"""A variational autoencoder: an encoder, a sample, a decoder; its loss, and the way back through all three.

    (mu, logvar) = encoder(x),   z = mu + sigma eps,   sigma = e^(logvar/2),   a = decoder(z)
    L = mean over the examples of  R(x, a) + beta sum_k KL_k,
    KL_k = 1/2 (mu_k^2 + sigma_k^2 - logvar_k - 1)                              (Kingma & Welling 2014, appendix B)

For beta = 1 -L is the evidence lower bound, one sample for each example; other beta are those of Higgins et al. (2017).
"""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy import ndarray as Array

from ... import engine
from .estimators import ESTIMATORS, Estimator, Sample, mean_of_others

PIXELS, LATENT = 64, 2
# Smooth, so that expected errors can be integrated exactly.
HIDDEN = "silu"


@dataclass(frozen=True)
class Error:
    """The error of one reconstruction: outputs a and pixels x -> R (...), and -> dR/da (..., pixels)."""

    value: Callable[[Array, Array], Array]
    gradient: Callable[[Array, Array], Array]


# cross-entropy:  R = - sum x ln p + (1 - x) ln(1 - p),  p = sigmoid(a)
#                   = sum ln(1 + e^a) - x a,             dR/da = p - x
def cross_entropy(a: Array, x: Array) -> Array: return (np.logaddexp(0, a) - x * a).sum(axis=-1)
def cross_entropy_gradient(a: Array, x: Array) -> Array: return ink(a) - x
def ink(a: Array) -> Array: return engine.ACTIVATIONS["sigmoid"].function(a)


CROSS_ENTROPY = Error(cross_entropy, cross_entropy_gradient)


# KL_k = 1/2 (mu_k^2 + e^logvar_k - logvar_k - 1),  dKL/dmu = mu,  dKL/dlogvar = (e^logvar - 1) / 2
def divergence(mu: Array, logvar: Array) -> Array:
    """KL of N(mu, e^logvar) from N(0, 1) in nats, number by number.

    >>> divergence(np.array([1.0, -2.0]), np.array([0.0, np.log(4)])).round(6).tolist()
    [0.5, 2.806853]
    """
    return (mu**2 + np.exp(logvar) - logvar - 1) / 2


def divergence_gradient(mu: Array, logvar: Array) -> tuple[Array, Array]:
    """dKL/dmu and dKL/dlogvar."""
    return mu, (np.exp(logvar) - 1) / 2


class Pass(NamedTuple):
    """A forward pass. encoded, decoded: all that the layers saw. mu, logvar, sigma, z: (N, latent). error: R (N,). kl:
    (N, latent)."""

    encoded: engine.Trace
    decoded: engine.Trace
    mu: Array
    logvar: Array
    sigma: Array
    z: Array
    error: Array
    kl: Array


@dataclass(frozen=True)
class Autoencoder:
    """Both nets, without weights; theta holds those of the encoder, then those of the decoder. error: of a
    reconstruction.

    >>> net = autoencoder(hidden=8)
    >>> theta, x = net.initialize(0), np.full((3, 64), 0.5)
    >>> seen = net.forward(theta, x, np.zeros((3, 2)))
    >>> seen.mu.shape, bool((seen.z == seen.mu).all()), seen.error.shape, net.backward(theta, seen, x, 0).shape
    ((3, 2), True, (3,), (1156,))
    """

    encoder: engine.Network
    decoder: engine.Network
    error: Error = CROSS_ENTROPY

    @cached_property
    def n(self) -> int:
        """The number of parameters."""
        return self.encoder.n + self.decoder.n

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The name of every coordinate of theta: "encoder W1[0,5]"."""
        both = ("encoder", self.encoder), ("decoder", self.decoder)
        return tuple(f"{which} {name}" for which, net in both for name in net.names)

    def initialize(self, seed: int) -> Array:
        """First weights, theta (n,)."""
        return np.concatenate([net.initialize("glorot_uniform", 2 * seed + k)
                               for k, net in enumerate((self.encoder, self.decoder))])

    def encode(self, theta: Array, x: Array) -> tuple[Array, Array, engine.Trace]:
        """mu and logvar, (N, latent) each, and what the encoder saw."""
        trace = self.encoder.forward(theta[:self.encoder.n], x)
        mu, logvar = np.split(trace.output, 2, axis=-1)
        return mu, logvar, trace

    def decode(self, theta: Array, z: Array) -> engine.Trace:
        """What the decoder saw and makes of z (N, latent)."""
        return self.decoder.forward(theta[self.encoder.n:], z)

    def forward(self, theta: Array, x: Array, eps: Array) -> Pass:
        """Encode x (N, pixels), sample with the given noise eps (N, latent), decode."""
        mu, logvar, encoded = self.encode(theta, x)
        sigma = np.exp(logvar / 2)
        z = mu + sigma * eps
        decoded = self.decode(theta, z)
        return Pass(encoded, decoded, mu, logvar, sigma, z, self.error.value(decoded.output, x), divergence(mu, logvar))

    def loss(self, seen: Pass, beta: float) -> float:
        """L: the mean of R + beta KL."""
        return float((seen.error + beta * seen.kl.sum(axis=1)).mean())

    def backward(self, theta: Array, seen: Pass, x: Array, beta: float,
                 through: Estimator = ESTIMATORS["reparameterization"]) -> Array:
        """dL/dtheta (n,), with the error brought through the sample in this way."""
        N = len(x)
        decoder = self.decoder.backward(theta[self.encoder.n:], seen.decoded,
                                        self.error.gradient(seen.decoded.output, x))
        eps = (seen.z - seen.mu) / seen.sigma
        d_mu, d_logvar = through.rule(Sample(seen.error, decoder.dx, mean_of_others(seen.error), eps, seen.sigma))
        kl_mu, kl_logvar = divergence_gradient(seen.mu, seen.logvar)
        d_code = np.concatenate([d_mu + beta * kl_mu, d_logvar + beta * kl_logvar], axis=1)
        encoder = self.encoder.backward(theta[:self.encoder.n], seen.encoded, d_code)
        return np.concatenate([encoder.dtheta, decoder.dtheta]) / N


def autoencoder(hidden: int) -> Autoencoder:
    """64 pixels, hidden units, two means and two log-variances; two numbers, hidden units, 64 pixels."""
    return Autoencoder(engine.network((PIXELS, hidden, 2 * LATENT), HIDDEN, "identity"),
                       engine.network((LATENT, hidden, PIXELS), HIDDEN, "identity"))
