"""The training of a net on the digits, in pieces: the room for training does it, this says what is trained on what."""
from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from ... import engine
from ...datasets import digits
from ...training.data import Examples, Parts, parts_of
from ...training.recipe import Recipe
from ...training.targets import Targets
from .reading import CLASSES
from .settings import MOST_EPOCHS, TEST_SHARE

LOSS = engine.LOSSES["softmax_cross_entropy"]


@dataclass(frozen=True)
class Task:
    """All that decides a run but its length: see `DigitsSettings`. activation, optimizer: rows of the engine."""

    hidden: int
    activation: engine.Activation
    optimizer: engine.Optimizer
    learning_rate: float
    batch_size: int
    trained_on: int
    l2: float
    seed: int

    @property
    def network(self) -> engine.Network:
        """64 pixels, the hidden units, a score for each digit."""
        return engine.network((64, self.hidden, CLASSES), self.activation, "identity")

    @property
    def recipe(self) -> Recipe:
        """The net with its first weights, and how it learns."""
        network = self.network
        return Recipe(network, network.initialize("he_normal", self.seed), LOSS, self.optimizer, self.learning_rate,
                      batch_size=self.batch_size, seed=self.seed, l2=self.l2, epochs=MOST_EPOCHS)

    @property
    def parts(self) -> Parts:
        """The digits that it is trained on, and those of the test."""
        parts = parts_for(self.seed)
        return replace(parts, train=_first(parts.train, self.trained_on))


@lru_cache(maxsize=4)
def parts_for(seed: int) -> Parts:
    """The digits for training and those for the test."""
    return parts_of(digits(), _asked, classes=True, test_share=TEST_SHARE, seed=seed)


def _asked(labels: tuple[float, ...], columns: int) -> Targets:
    return Targets.of(labels, columns, LOSS, engine.ACTIVATIONS["identity"])


def _first(examples: Examples, count: int) -> Examples:
    return Examples(examples.points[:count], examples.y[:count], examples.x[:count], examples.desired[:count],
                    examples.numbers[:count])
