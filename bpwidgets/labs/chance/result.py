"""A trained autoencoder with all that is looked at in it; each is computed when somebody looks."""
from __future__ import annotations

from dataclasses import InitVar, dataclass
from typing import NamedTuple

import numpy as np
from numpy import ndarray as Array

from ...memo import Computing, compute
from ...one_thread import ONE_THREAD
from .autoencoder import LATENT, Autoencoder, ink
from .check import Check, check
from .one_number import Cost, OneNumber, one_number
from .runs import Digits, Run, Task
from .settings import REACH
from .spread import Spread, spread_at

# Below so many nats a latent number has collapsed: nothing of a digit is in it.
COLLAPSED = 0.01
# Samples of one digit that are decoded; new digits that are drawn; pictures across the latent plane.
SAMPLES, NEW, ACROSS = 10, 16, 9
KEEP = 16


class Latent(NamedTuple):
    """Where the encoder puts the test digits. mu, sigma: (N, 2)."""

    mu: Array
    sigma: Array


class Through(NamedTuple):
    """One digit on its way. pixels: (64,). of_mean: (64,), what is decoded of its mu. z: (SAMPLES, 2), and of_samples:
    (SAMPLES, 64), what is decoded of them."""

    pixels: Array
    of_mean: Array
    z: Array
    of_samples: Array


class Drawn(NamedTuple):
    """New digits. z: (n, 2). pixels: (n, 64)."""

    z: Array
    pixels: Array


@dataclass(frozen=True, eq=False)
class ChanceResult:
    """task: all that decides the run; net: without weights. run: its weights after each epoch, with what the test
    digits said. test: these digits. verdict: reconstruction and KL at the end."""

    task: Task
    net: Autoencoder
    run: Run
    test: Digits
    verdict: str = ""
    memo: InitVar[Computing] = compute

    def __post_init__(self, memo: Computing) -> None:
        object.__setattr__(self, "_memo", memo)     # no part of the result: it only spares what was computed before

    @property
    def known(self) -> int:
        """The last epoch that is computed."""
        return self.run.epochs

    def at(self, epoch: int) -> int:
        """This epoch, or the last one there is."""
        return min(epoch, self.known)

    def theta(self, epoch: int) -> Array:
        """All weights after this epoch."""
        return self.run.moments[self.at(epoch)].theta

    def collapsed(self, epoch: int) -> tuple[int, ...]:
        """The latent numbers, counted from 1, in which nothing of a digit is left."""
        return tuple(k + 1 for k in range(LATENT) if self.run.kl[self.at(epoch), k] < COLLAPSED)

    def latent(self, epoch: int) -> Latent:
        """Mean and deviation of each test digit."""
        return self._ask(_latent, self.net, self.theta(epoch), self.test.pixels)

    def spread(self, epoch: int, example: int) -> Spread:
        """The estimates of the gradient at a test digit, counted from 1."""
        return self._ask(spread_at, self.net, self.theta(epoch), self.test.pixels[example - 1], self.task.seed)

    def through(self, epoch: int, example: int) -> Through:
        """A test digit, and what comes out of its samples."""
        return self._ask(_through, self.net, self.theta(epoch), self.test.pixels[example - 1], self.task.seed)

    def decoded(self, epoch: int, z: tuple[float, float]) -> Array:
        """What the decoder draws at this place, (64,)."""
        return self._ask(_decoded, self.net, self.theta(epoch), np.array([z]))[0]

    def over_plane(self, epoch: int) -> Drawn:
        """What it draws at ACROSS x ACROSS places, from the upper left to the lower right."""
        places = REACH * (np.arange(ACROSS) + 0.5 - ACROSS / 2) / (ACROSS / 2)
        z = np.array([(x, y) for y in places[::-1] for x in places])
        return Drawn(z, self._ask(_decoded, self.net, self.theta(epoch), z))

    def drawn(self, epoch: int, draw: int) -> Drawn:
        """New digits, of z ~ N(0, I)."""
        z = np.random.default_rng((draw, 5)).normal(size=(NEW, LATENT))
        return Drawn(z, self._ask(_decoded, self.net, self.theta(epoch), z))

    def checked(self, epoch: int, same_noise: bool) -> Check:
        """The gradient of the whole against central differences."""
        at = self.at(epoch)
        return self._ask(check, self.net, self.theta(at), self.test.pixels, self.task.beta_in(at), self.task.through,
                         self.task.seed, same_noise)

    def one_number(self, cost: Cost, mean: float, sigma: float) -> OneNumber:
        """The same estimates for one number and a cost."""
        return self._ask(one_number, cost, mean, sigma, self.task.seed)

    def _ask(self, function, *given):
        with ONE_THREAD, np.errstate(all="ignore"):
            return self._memo(function, *given, keep=KEEP)


def _latent(net: Autoencoder, theta: Array, x: Array) -> Latent:
    mu, logvar, _ = net.encode(theta, x)
    return Latent(mu, np.exp(logvar / 2))


def _decoded(net: Autoencoder, theta: Array, z: Array) -> Array:
    return ink(net.decode(theta, z).output)


def _through(net: Autoencoder, theta: Array, x: Array, seed: int) -> Through:
    mu, sigma = _latent(net, theta, x[None])
    z = mu + sigma * np.random.default_rng((seed, 4)).normal(size=(SAMPLES, LATENT))
    drawn = _decoded(net, theta, np.concatenate([mu, z]))
    return Through(x, drawn[0], z, drawn[1:])
