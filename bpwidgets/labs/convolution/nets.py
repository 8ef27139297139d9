"""A small convolutional net and a dense one with about as many parameters, and the images that both are trained on."""
from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from ... import engine
from ...datasets.bitmap import SIDE
from ...datasets.disturbances import moved
from ...training.data import Examples, Parts
from ...training.digit_parts import CLASSES, LOSS
from ...training.recipe import Recipe
from .data import DATA
from .settings import ACROSS, MOST_EPOCHS, SIZE

POOL = 2
POOLED = ACROSS // POOL
KINDS = {"max": engine.MaxPool2D, "mean": engine.MeanPool2D}
# Of the moves of images: those of training, and those of the test.
TRAIN, TEST = 0, 1


@dataclass(frozen=True)
class Task:
    """All that decides both runs but their length. dense: the one of the dense net."""

    filters: int
    pool: str
    activation: engine.Activation
    optimizer: engine.Optimizer
    learning_rate: float
    batch_size: int
    l2: float
    moved: int
    seed: int
    data: str = "digits"
    dense: bool = False

    @property
    def network(self) -> engine.Network:
        """Filters, a pool, a score for each name; or one hidden layer."""
        classes = len(DATA[self.data].names)
        convolutional = convolutional_net(self.filters, self.activation, self.pool, classes)
        return dense_net(convolutional.n, self.activation, classes) if self.dense else convolutional

    @property
    def recipe(self) -> Recipe:
        """The net with its first weights, and how it learns."""
        network = self.network
        return Recipe(network, network.initialize("he_normal", self.seed), LOSS, self.optimizer, self.learning_rate,
                      batch_size=self.batch_size, seed=self.seed, l2=self.l2, epochs=MOST_EPOCHS)

    @property
    def parts(self) -> Parts:
        """The images, moved by chance, as such or as rows of pixels."""
        parts = DATA[self.data].parts(self.seed)
        given = [self._given(examples, part) for part, examples in ((TRAIN, parts.train), (TEST, parts.test))]
        return replace(parts, train=given[TRAIN], test=given[TEST])

    def _given(self, examples: Examples, part: int) -> Examples:
        x = shifted_by_chance(examples.x, self.moved, self.seed, part)
        return replace(examples, x=x if self.dense else images(x))


def convolutional_net(filters: int, activation: engine.Activation | str, pool: str,
                      classes: int = CLASSES) -> engine.Network:
    """8 x 8 pixels, filters of 3 x 3 weights, pooling of 2 x 2, a score for each class.

    >>> convolutional_net(8, "relu", "max").n
    810
    """
    return engine.Network((engine.Conv2D(1, filters, SIZE, activation), KINDS[pool](filters, POOL),
                           engine.Flatten(POOLED, POOLED, filters),
                           engine.Dense(POOLED**2 * filters, classes, "identity")))


def dense_net(parameters: int, activation: engine.Activation | str, classes: int = CLASSES) -> engine.Network:
    """64 pixels, a hidden layer, ten scores: with about so many parameters.

    >>> dense_net(810, "relu")
    Network((Dense(64, 11, 'relu'), Dense(11, 10),))
    """
    units = max(round((parameters - classes) / (SIDE**2 + 1 + classes)), 1)
    return engine.network((SIDE**2, units, classes), activation, "identity")


def connections(layer: engine.Layer, places: int) -> int:
    """How many weights and biases are used by a layer, each counted as often as it is: a filter is used at every place.

    >>> connections(engine.Conv2D(1, 8), 36), connections(engine.Dense(72, 10), 1)
    (2880, 730)
    """
    return places * sum(int(np.prod(shape)) for shape in layer.shapes.values())


def images(x: np.ndarray) -> np.ndarray:
    """Rows of pixels (n, 64) as images (n, 8, 8, 1)."""
    return x.reshape(-1, SIDE, SIDE, 1)


def shifted_by_chance(x: np.ndarray, most: int, seed: int, part: int) -> np.ndarray:
    """Images (n, 64), each moved across and down by whole pixels up to `most`; what goes out is lost."""
    if not most:
        return x
    by = np.random.default_rng([seed, part]).integers(-most, most + 1, (len(x), 2))
    found = np.empty_like(x)
    for right, down in np.unique(by, axis=0):
        rows = (by == (right, down)).all(axis=1)
        found[rows] = shifted(x[rows], int(right), int(down))
    return found


def shifted(x: np.ndarray, right: int, down: int) -> np.ndarray:
    """Images (n, 64), all moved by so many pixels."""
    return moved(moved(x.reshape(-1, SIDE, SIDE), right, 2), down, 1).reshape(x.shape)
