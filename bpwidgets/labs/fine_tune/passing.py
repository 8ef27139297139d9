"""What a backward pass hands from layer to layer, frozen or not, each number checked by central differences."""
from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from ... import engine
from ...engine.check import GradientCheck
from ...one_thread import on_one_thread
from .freezing import layer_of
from .old_task import LOSS

# So many coordinates of each layer are checked, and so many numbers of what it hands on; chosen by this seed.
CHECKED, CHOSEN_BY = 12, 3


class Passing(NamedTuple):
    """One backward pass over the few examples, layer by layer, (L,) each; sizes are root sums of squares.

    delta: of dL/dz, the error that arrives. handed_on: of dL/da of the layer below, what the layer sends down.
    gradient: of dL/dW.
    """

    delta: np.ndarray
    handed_on: np.ndarray
    gradient: np.ndarray


class Checks(NamedTuple):
    """Some numbers of each layer against central differences of the loss: of its own parameters, and of what it is
    given, to which it hands the error on."""

    weights: tuple[GradientCheck, ...]
    errors: tuple[GradientCheck, ...]

    @property
    def worst(self) -> float:
        """The largest relative error of all."""
        return max(check.relative_error for check in (*self.weights, *self.errors))


@on_one_thread
def passing(network: engine.Network, theta: np.ndarray, x: np.ndarray, desired: np.ndarray) -> Passing:
    """The backward pass of a net on the examples x (N, 64). No mask is given: what is frozen does not matter to it.

    >>> net = engine.network((64, 4, 5), "relu")
    >>> found = passing(net, net.initialize("he_normal"), np.eye(64)[:5], np.eye(5))
    >>> bool((found.handed_on > 0).all())
    True
    """
    trace = network.forward(theta, x)
    back = network.backward(theta, trace, LOSS.gradient(trace.output, desired))
    layers = range(len(network.layers))
    return Passing(np.array([np.linalg.norm(back[l].delta) for l in layers]),
                   np.array([np.linalg.norm(back[l].dx) for l in layers]),
                   np.array([np.linalg.norm(back[l].gradients["W"]) for l in layers]))


@on_one_thread
def checks(network: engine.Network, theta: np.ndarray, x: np.ndarray, desired: np.ndarray) -> Checks:
    """Backpropagation through this net on these examples against central differences.

    >>> net = engine.network((64, 4, 5), "relu")
    >>> checks(net, net.initialize("he_normal"), np.eye(64)[:5], np.eye(5)).worst < 1e-5
    True
    """
    rng, layers = np.random.default_rng(CHOSEN_BY), range(len(network.layers))
    return Checks(tuple(_of_weights(network, theta, x, desired, l, rng).check() for l in layers),
                  tuple(_of_errors(network, theta, x, desired, l, rng).check() for l in layers))


class Some(NamedTuple):
    """A loss as a function of some of the numbers that it depends on: whole (n,), of which `places` may move.

    losses: of many wholes (..., n) -> (...). slopes: whole -> what backpropagation says, (n,).
    """

    losses: Callable[[np.ndarray], np.ndarray]
    slopes: Callable[[np.ndarray], np.ndarray]
    whole: np.ndarray
    places: np.ndarray
    names: tuple[str, ...]

    def values(self, some: np.ndarray) -> np.ndarray:
        """The loss at many settings of these numbers, (..., k) -> (...)."""
        wholes = np.broadcast_to(self.whole, (*some.shape[:-1], len(self.whole))).copy()
        wholes[..., self.places] = some
        return self.losses(wholes)

    def value(self, some: np.ndarray, step: int | None = None) -> np.ndarray:
        """The loss."""
        return self.values(some)

    def gradient(self, some: np.ndarray, step: int | None = None) -> np.ndarray:
        """What backpropagation says of these numbers, (k,)."""
        whole = self.whole.copy()
        whole[self.places] = some
        return self.slopes(whole)[self.places]

    def check(self) -> GradientCheck:
        """Backpropagation against central differences."""
        return engine.check_gradient(self, self.whole[self.places])


def _of_weights(network: engine.Network, theta: np.ndarray, x: np.ndarray, desired: np.ndarray, layer: int,
                rng: np.random.Generator) -> Some:
    """The loss as a function of some parameters of a layer."""
    own = np.flatnonzero(layer_of(network) == layer)
    places = np.sort(rng.choice(own, min(CHECKED, len(own)), replace=False))

    def losses(wholes: np.ndarray) -> np.ndarray:
        return LOSS.function(network.forward(wholes, x).output, desired)

    def slopes(whole: np.ndarray) -> np.ndarray:
        trace = network.forward(whole, x)
        return network.backward(whole, trace, LOSS.gradient(trace.output, desired)).dtheta

    return Some(losses, slopes, theta, places, tuple(network.names[k] for k in places))


def _of_errors(network: engine.Network, theta: np.ndarray, x: np.ndarray, desired: np.ndarray, layer: int,
               rng: np.random.Generator) -> Some:
    """The loss as a function of some of the numbers that a layer is given for its examples."""
    given = network.forward(theta, x)[layer].x
    above, own = engine.Network(network.layers[layer:]), theta[layer_of(network) >= layer]
    # Only of numbers that are not 0: at 0 a ReLU below may have its kink, and a pixel its border.
    alive = np.flatnonzero(given.ravel())
    places = np.sort(rng.choice(alive, min(CHECKED, len(alive)), replace=False)) if len(alive) else np.arange(1)

    def losses(wholes: np.ndarray) -> np.ndarray:
        scores = above.forward(own, wholes.reshape(*wholes.shape[:-1], *given.shape)).output
        return LOSS.function(scores, desired)

    def slopes(whole: np.ndarray) -> np.ndarray:
        trace = above.forward(own, whole.reshape(given.shape))
        return above.backward(own, trace, LOSS.gradient(trace.output, desired)).dx.ravel()

    names = tuple("a{}[{},{}]".format(layer, *divmod(int(k), given.shape[1])) for k in places)
    return Some(losses, slopes, given.ravel(), places, names)
