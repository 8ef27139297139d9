"""What DigitsLab trains on what; the room for training does it."""
from __future__ import annotations

from dataclasses import dataclass, replace

from ... import engine
from ...training.data import Examples, Parts
from ...training.digit_parts import CLASSES, LOSS, parts_for
from ...training.recipe import Recipe
from .settings import MOST_EPOCHS


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


def _first(examples: Examples, count: int) -> Examples:
    return Examples(examples.points[:count], examples.y[:count], examples.x[:count], examples.desired[:count],
                    examples.numbers[:count])
