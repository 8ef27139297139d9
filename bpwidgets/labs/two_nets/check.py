"""Are the gradients of both nets right? Backpropagation against central differences of the very nets on the screen."""
from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from ... import engine
from .game import Game, State, Wanted, discriminator_gradient, generator_gradient
from .losses import softplus
from .watch import seen_noise, seen_real

# Weights of each net and coordinates of fakes that are moved, spread evenly over all; samples in the losses. From this
# relative error on a gradient is wrong.
MOVED, SAMPLES, WRONG = 120, 32, 1e-5


class Checks(NamedTuple):
    """Of the generator's weights through the discriminator, of the discriminator's weights, and of the fakes, which is
    what the arrows are made of."""

    generator: engine.GradientCheck
    discriminator: engine.GradientCheck
    fakes: engine.GradientCheck

    @property
    def worst(self) -> float:
        """The largest relative error."""
        return max(one.relative_error for one in self)

    @property
    def right(self) -> bool:
        """None is wrong."""
        return self.worst < WRONG


@dataclass(frozen=True, eq=False)
class Few:
    """A loss as a function of a few coordinates of theta. value_of: many thetas (..., n) -> losses (...). full: the
    gradient at theta, (n,)."""

    value_of: Callable[[np.ndarray], Any]
    full: np.ndarray
    theta: np.ndarray
    places: np.ndarray
    all_names: Sequence[str]

    @property
    def names(self) -> tuple[str, ...]:
        """Of the coordinates."""
        return tuple(self.all_names[k] for k in self.places)

    def values(self, few: np.ndarray) -> np.ndarray:
        """The loss of each row."""
        thetas = np.broadcast_to(self.theta, (*few.shape[:-1], self.theta.size)).copy()
        thetas[..., self.places] = few
        return self.value_of(thetas)

    def value(self, few: np.ndarray, step: int | None = None) -> float:
        """The loss."""
        return float(self.values(few))

    def gradient(self, few: np.ndarray, step: int | None = None) -> np.ndarray:
        """What backpropagation says of these coordinates."""
        return self.full[self.places]


@np.errstate(all="ignore")
def check_nets(game: Game, state: State, of_generator: Callable[..., Wanted] = generator_gradient) -> Checks:
    """All three checks; of_generator: the gradient of the generator that is checked."""
    z, x = seen_noise(game.noise)[:SAMPLES], seen_real(game.target)[:SAMPLES]
    wanted = of_generator(game, state.g, state.d, z)
    fakes, shape = wanted.x, wanted.x.shape

    def loss_of_fakes(xs: np.ndarray) -> Any:
        scores = game.discriminator.forward(state.d, xs).output
        return game.loss.value(scores).mean(axis=(-2, -1))

    def of_g(gs: np.ndarray) -> Any:
        return loss_of_fakes(game.generator.forward(gs, z).output)

    def of_d(ds: np.ndarray) -> Any:
        real, fake = (game.discriminator.forward(ds, given).output for given in (x, fakes))
        found = softplus(-real).mean(axis=(-2, -1)) + softplus(fake).mean(axis=(-2, -1))
        return found + game.penalty / 2 * steepness(game.discriminator, ds, x) if game.penalty else found

    names = [f"fake {k // shape[1] + 1}, {'xy'[k % shape[1]]}" for k in range(fakes.size)]
    return Checks(
        _check(of_g, wanted.gradient, state.g, game.generator.names),
        _check(of_d, discriminator_gradient(game, state.g, state.d, x, z).gradient, state.d, game.discriminator.names),
        _check(lambda rows: loss_of_fakes(rows.reshape(*rows.shape[:-1], *shape)),
               wanted.at_x.ravel() / len(z), fakes.ravel(), names))


def steepness(net: engine.Network, ds: np.ndarray, x: np.ndarray) -> Any:
    """The mean of |ds/dx|^2 for many weights of the discriminator, (...)."""
    trace = net.forward(ds, x)
    v = net.backward(ds, trace, np.ones_like(trace.output)).dx
    return (v * v).sum(axis=-1).mean(axis=-1)


def _check(value_of: Callable[[np.ndarray], Any], gradient: np.ndarray, theta: np.ndarray,
           names: Sequence[str]) -> engine.GradientCheck:
    places = np.unique(np.linspace(0, theta.size - 1, MOVED).round().astype(int))
    few = Few(value_of, gradient, theta, places, names)
    return engine.check_gradient(few, theta[places])
