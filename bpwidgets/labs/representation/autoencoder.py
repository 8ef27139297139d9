"""An autoencoder on digits: 64 pixels, hidden units, two numbers, hidden units, 64 pixels. What it is to give is what
it gets, so nobody has to say which digit is which.

The net for comparison has the same layers and the same first weights up to its output: there it says the digit.
"""
from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from ... import engine
from ...datasets import Dataset, digits
from ...training.data import Examples, Parts, parts_of
from ...training.recipe import Recipe
from ...training.targets import Targets
from .settings import MOST_EPOCHS, TEST_SHARE

PIXELS, CODE, CLASSES = 64, 2, 10
ERROR, SCORE = engine.LOSSES["mse"], engine.LOSSES["softmax_cross_entropy"]
INITIALIZER, OPTIMIZER = "glorot_normal", engine.OPTIMIZERS["adam"]
# How many layers the encoder has, and the whole net.
ENCODER, LAYERS = 2, 4


@dataclass(frozen=True)
class Task:
    """All that decides a run but its length: see `RepresentationSettings`. activation: a row of the engine; labels:
    whether it learns to say the digit."""

    hidden: int
    activation: engine.Activation
    output: str
    learning_rate: float
    batch_size: int
    trained_on: int
    l2: float
    seed: int
    labels: bool = False

    @property
    def network(self) -> engine.Network:
        """Encoder and decoder as one net; their border is the layer of two linear units."""
        last = (CLASSES, "identity") if self.labels else (PIXELS, self.output)
        return engine.Network((engine.Dense(PIXELS, self.hidden, self.activation), engine.Dense(self.hidden, CODE),
                               engine.Dense(CODE, self.hidden, self.activation), engine.Dense(self.hidden, *last)))

    @property
    def recipe(self) -> Recipe:
        """The net with its first weights, and how it learns."""
        network = self.network
        return Recipe(network, network.initialize(INITIALIZER, self.seed), SCORE if self.labels else ERROR, OPTIMIZER,
                      self.learning_rate, batch_size=self.batch_size, l2=self.l2, seed=self.seed,
                      epochs=MOST_EPOCHS)

    @property
    def parts(self) -> Parts:
        """The digits that it is trained on, and those that are looked at."""
        parts = parts_for(self.seed, self.labels)
        return replace(parts, train=_first(parts.train, self.trained_on))


@lru_cache(maxsize=4)
def parts_for(seed: int, labels: bool) -> Parts:
    """The digits for training and those that are looked at: each asks for its own pixels, or for its label."""
    data = digits() if labels else Dataset(digits().x, digits().x, "digits")
    return parts_of(data, _asked, classes=labels, test_share=TEST_SHARE, seed=seed)


def labels_for(seed: int) -> tuple[np.ndarray, np.ndarray]:
    """The digits that were meant, of those for training and of those that are looked at: nothing is trained on them."""
    parts = parts_for(seed, True)
    return parts.train.numbers, parts.test.numbers


def _asked(labels: tuple[float, ...], columns: int) -> Targets:
    return Targets.of(labels, columns, SCORE if labels else ERROR, engine.ACTIVATIONS["identity"])


def _first(examples: Examples, count: int) -> Examples:
    numbers = None if examples.numbers is None else examples.numbers[:count]
    return Examples(examples.points[:count], examples.y[:count], examples.x[:count], examples.desired[:count], numbers)


def decode(network: engine.Network, theta: np.ndarray, codes: np.ndarray) -> np.ndarray:
    """What the decoder draws for codes (N, 2): (N, 64).

    >>> from bpwidgets.labs.representation.settings import RepresentationSettings
    >>> from bpwidgets.labs.representation.study import task_of
    >>> net = task_of(RepresentationSettings()).network
    >>> theta = net.initialize("glorot_normal", 0)
    >>> trace = net.forward(theta, np.zeros((3, 64)))
    >>> bool(np.array_equal(decode(net, theta, trace[1].a), trace.output))
    True
    """
    decoder = engine.Network(network.layers[ENCODER:])
    with np.errstate(all="ignore"):
        return decoder.forward(theta[-decoder.n:], codes).output


def check_of(task: Task, theta: np.ndarray, examples: int = 4, weights: int = 1) -> engine.GradientCheck:
    """Backpropagation against central differences for the net with these weights: its loss on the first digits, along
    `weights` coordinates of each W and b, and along one direction d through all others: dL/ds = dL/dtheta d.
    """
    train = task.parts.train
    objective = engine.NetworkLoss(task.network, train.x[:examples], train.desired[:examples], task.recipe.loss,
                                   l2=task.l2)
    some = _Some(objective, theta, weights)
    return engine.check_gradient(some, np.zeros(len(some.names)))


class _Some:
    """An objective of few coordinates of another one, moved from theta: some by themselves, all others as one."""

    def __init__(self, objective: engine.NetworkLoss, theta: np.ndarray, weights: int):
        self._objective, self._theta = objective, theta
        self._chosen, self.names = _chosen(objective.network, weights)
        rest = np.random.default_rng(0).standard_normal(len(theta))
        rest[self._chosen] = 0.0
        self._rest = rest / np.linalg.norm(rest)

    def _at(self, moved: np.ndarray) -> np.ndarray:
        theta = self._theta + moved[-1] * self._rest
        theta[self._chosen] += moved[:-1]
        return theta

    def value(self, moved: np.ndarray, step: int | None = None) -> float:
        """The loss with these moved."""
        return self._objective.value(self._at(moved))

    def gradient(self, moved: np.ndarray, step: int | None = None) -> np.ndarray:
        """Its gradient, from the one of the whole."""
        whole = self._objective.gradient(self._at(moved))
        return np.append(whole[self._chosen], self._rest @ whole)


def _chosen(network: engine.Network, weights: int) -> tuple[list[int], tuple[str, ...]]:
    """The first coordinates of each array, and names for all that is moved."""
    chosen, names, end = [], [], 0
    for number, layer in enumerate(network.layers, 1):
        for name, shape in layer.shapes.items():
            start, end = end, end + int(np.prod(shape))
            chosen += range(start, min(start + weights, end))
            names += [f"{name}{number}, number {k + 1}" for k in range(min(weights, end - start))]
    return chosen, (*names, "all others")
