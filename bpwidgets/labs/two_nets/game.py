"""The game of two nets: whose gradient goes through whom, and one step of it.

    discriminator    d <- d - step of dL_D/dd, the fakes being given numbers
    generator        g <- g - step of dL_G/dg = (dG/dg)^T dL_G/dx, and dL_G/dx comes back through D, whose weights stay

The generator never sees the data. All it learns is in dL_G/dx: where D would rather have each fake.
"""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

from ... import engine
from .losses import GeneratorLoss, discriminator_loss, discriminator_slopes
from .targets import Target

TURNS, AT_ONCE = "in_turns", "at_once"
# How far along its own direction the gradient with respect to x is taken a second time, in the unit of x.
ASIDE = 1e-5
# What all first weights are multiplied by: the discriminator begins without an opinion, the fakes in the middle. And
# how much further the seed of those of D is than that of G.
GAIN, OTHER_SEED = 0.5, 1000
# Microseconds of the passes of an update, however small the nets are; products in one.
PASSES, PER_MICROSECOND = 200.0, 4e3


@dataclass(frozen=True)
class Game:
    """All that decides a run but its length: see `TwoNetsSettings`."""

    target: Target
    loss: GeneratorLoss
    order: str = TURNS
    g_rate: float = 0.005
    d_rate: float = 0.005
    d_updates: int = 1
    penalty: float = 0.0
    units: int = 32
    layers: int = 2
    activation: engine.Activation = engine.ACTIVATIONS["relu"]
    noise: int = 2
    batch: int = 64
    beta1: float = 0.5
    seed: int = 0

    @cached_property
    def generator(self) -> engine.Network:
        """Noise z -> a fake x."""
        sizes = (self.noise, *[self.units] * self.layers, self.target.dimensions)
        return engine.network(sizes, self.activation, "identity")

    @cached_property
    def discriminator(self) -> engine.Network:
        """x -> a score s, the logarithm of the odds that x is real."""
        return engine.network((self.target.dimensions, *[self.units] * self.layers, 1), self.activation, "identity")

    @cached_property
    def optimizer(self) -> engine.Optimizer:
        """Adam, for both."""
        return engine.OPTIMIZERS["adam"].replace(beta1=self.beta1)

    @property
    def start(self) -> State:
        """Both nets before the first step."""
        g = self.generator.initialize("he_normal", self.seed, GAIN)
        d = self.discriminator.initialize("he_normal", self.seed + OTHER_SEED, GAIN)
        return State(g, d, self.optimizer.init(g), self.optimizer.init(d))

    @property
    def cost(self) -> float:
        """What a step may take, in microseconds: its passes, and their multiply-adds."""
        products = 3.0 * self.batch * (self.generator.n * 2 + self.discriminator.n * (2 * self.d_updates + 1))
        return PASSES * (1 + self.d_updates * (2 if self.penalty else 1)) + products / PER_MICROSECOND


class State(NamedTuple):
    """Weights of the generator and of the discriminator, (n_G,) and (n_D,), and what their optimizers remember."""

    g: np.ndarray
    d: np.ndarray
    g_memory: Mapping[str, Any]
    d_memory: Mapping[str, Any]


class Drawn(NamedTuple):
    """What chance brings to a step: for each update of D real samples (k, B, dimensions) and noise (k, B, noise); noise
    (B, noise) for the update of G."""

    real: np.ndarray
    d_noise: np.ndarray
    g_noise: np.ndarray


class Wanted(NamedTuple):
    """A gradient and what it was made of. loss: the value. gradient: of all weights. at_x: dL/dx of each fake alone,
    (N, dimensions), None for the discriminator. scores, x: (N,) and (N, dimensions), of the fakes."""

    loss: float
    gradient: np.ndarray
    at_x: np.ndarray | None
    scores: np.ndarray
    x: np.ndarray


def generator_gradient(game: Game, g: np.ndarray, d: np.ndarray, z: np.ndarray) -> Wanted:
    """dL_G/dg: from the loss back through the discriminator to each fake, and on through the generator."""
    made = game.generator.forward(g, z)
    judged = game.discriminator.forward(d, made.output)
    s = judged.output
    to_x = game.discriminator.backward(d, judged, game.loss.slope(s)).dx          # dL_G/dx of each fake
    gradient = game.generator.backward(g, made, to_x / len(z)).dtheta             # dL_G/dg; D's own is left
    return Wanted(float(game.loss.value(s).mean()), gradient, to_x, s[:, 0], made.output)


def discriminator_gradient(game: Game, g: np.ndarray, d: np.ndarray, x: np.ndarray, z: np.ndarray) -> Wanted:
    """dL_D/dd: real samples are to score high, fakes low; nothing goes on into the generator."""
    fakes = game.generator.forward(g, z).output
    judged = game.discriminator.forward(d, np.concatenate([x, fakes]))
    real, fake = judged.output[:len(x)], judged.output[len(x):]
    slopes = np.concatenate(discriminator_slopes(real, fake))
    gradient, loss = game.discriminator.backward(d, judged, slopes).dtheta, discriminator_loss(real, fake)
    if game.penalty:
        more, steepness = steepness_gradient(game.discriminator, d, x)
        gradient, loss = gradient + game.penalty / 2 * more, loss + game.penalty / 2 * steepness
    return Wanted(loss, gradient, None, fake[:, 0], fakes)


def steepness_gradient(net: engine.Network, d: np.ndarray, x: np.ndarray) -> tuple[np.ndarray, float]:
    """The gradient of the mean of |ds/dx|^2 with respect to the weights, and that mean: the penalty R1 of Mescheder,
    Geiger and Nowozin (2018).

    With v = ds/dx it is 2 d/dd (ds/dx . v) for a v that stays, and ds/dx . v is a slope along v: a central difference
    of the exact gradient at x + h v and x - h v.
    """
    ones = np.ones((len(x), 1))
    v = net.backward(d, net.forward(d, x), ones).dx
    ahead, behind = (net.backward(d, net.forward(d, x + sign * ASIDE * v), ones / len(x)).dtheta for sign in (1, -1))
    return (ahead - behind) / ASIDE, float((v * v).sum(axis=1).mean())


@np.errstate(all="ignore")
def advance(game: Game, state: State, drawn: Drawn) -> tuple[State, tuple[float, float]]:
    """One step of the game: the next state, and the losses of both before their updates.

    In turns, G answers the discriminator that has just learned; at once, the one before.
    """
    g, d, d_memory, step = state.g, state.d, state.d_memory, game.optimizer.step
    for x, z in zip(drawn.real, drawn.d_noise):
        of_d = discriminator_gradient(game, g, d, x, z)
        d, d_memory = step(d, of_d.gradient, d_memory, game.d_rate)
    of_g = generator_gradient(game, g, d if game.order == TURNS else state.d, drawn.g_noise)
    g, g_memory = step(g, of_g.gradient, state.g_memory, game.g_rate)
    return State(g, d, g_memory, d_memory), (of_d.loss, of_g.loss)
