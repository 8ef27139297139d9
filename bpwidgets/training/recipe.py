"""Everything that decides a run, whichever lab asks for it."""
from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import Any

import numpy as np

from .. import engine
from .data import Parts, drawn, parts_of
from .stops import RULES, StopRule
from .targets import Targets


@dataclass(frozen=True, eq=False)
class Recipe:
    """A net with its first weights, and how it learns.

    learning_rate, change_at, changed_rate: the rate up to that epoch, and from it on; change_at 0 for no change.
    schedule: planned for all `epochs`, also where the run stops after `stop_at` of them.
    batch_size: examples for each update, all if there are no more. rules, patience: see `stops`.
    """

    network: engine.Network
    theta: np.ndarray
    loss: engine.Loss | str = "mse"
    optimizer: engine.Optimizer | str = "sgd"
    learning_rate: float = 0.1
    schedule: engine.Schedule | str = "constant"
    clip: engine.Clip | str = "none"
    batch_size: int = 10
    shuffle: bool = True
    seed: int = 0
    l1: float = 0.0
    l2: float = 0.0
    epochs: int = 100
    stop_at: int | None = None
    change_at: int = 0
    changed_rate: float = 0.0
    rules: tuple[StopRule, ...] = (RULES["divergence"],)
    patience: int = 20

    @property
    def last_epoch(self) -> int:
        """How many epochs are computed, if no rule ends the run before."""
        return self.epochs if self.stop_at is None else self.stop_at

    def per_epoch(self, examples: int) -> int:
        """How many updates an epoch has."""
        return -(-examples // self.batch_size)

    def objective(self, parts: Parts) -> engine.NetworkLoss:
        """The loss on the examples for training, batch by batch."""
        x, y = parts.train.x, parts.train.desired
        batch = self.batch_size if self.batch_size < len(x) else None
        return engine.NetworkLoss(self.network, x, y, self.loss, batch_size=batch, seed=self.seed, l1=self.l1,
                                  l2=self.l2, shuffle=self.shuffle)

    def rates(self, per_epoch: int) -> tuple[float, engine.Schedule]:
        """The learning rate and the schedule that multiplies it; with a change of the rate they are one schedule."""
        schedule = fitted(self.schedule, self.epochs * per_epoch)
        if not self.change_at:
            return self.learning_rate, schedule
        rule = partial(_rate, schedule, self.learning_rate, self.changed_rate, self.change_at * per_epoch)
        return 1.0, engine.Schedule("changed", rule)


def _rate(schedule: engine.Schedule, before: float, after: float, change: int, step: int, steps: int) -> float:
    return (before if step < change else after) * schedule.factor(step, steps)


def fitted(schedule: engine.Schedule | str, steps: int) -> engine.Schedule:
    """A schedule chosen by its name goes with the length of the run: three equal stages for "step", a tenth to warm up.

    >>> fitted("step", 300)
    Schedule('step', step_size=100)
    """
    if not isinstance(schedule, str):
        return schedule
    lengths = {"step_size": max(-(-steps // 3), 1), "warm_up_steps": max(steps // 10, 1)}
    row = engine.SCHEDULES[schedule]
    return row.replace(**{number.name: lengths[number.name] for number in row.hyperparameters
                          if number.name in lengths})


def data_of(settings: Any) -> Parts:
    """The examples that settings ask for."""
    data = drawn(settings.data, settings.n_points, settings.noise, settings.data_seed)
    asked = partial(_targets, settings)
    return parts_of(data, asked, classes=settings.classify, test_share=settings.test_share, seed=settings.data_seed,
                    features=settings.features, scaled=settings.scaled, by_hand=settings.points)


def _targets(settings: Any, labels: tuple[float, ...], columns: int) -> Targets:
    return Targets.of(labels, columns, settings.row("loss"), settings.row("output"))


def network_of(settings: Any, parts: Parts) -> engine.Network:
    """The net that settings ask for."""
    sizes = (parts.train.x.shape[1], *settings.hidden, parts.targets.outputs)
    return network(sizes, (*settings.activations(), settings.row("output")), settings.dropout, settings.seed)


def network(sizes: tuple[int, ...], activations: tuple[Any, ...], dropout: float = 0.0,
            seed: int = 0) -> engine.Network:
    """Dense layers between the sizes, each with its own activation; behind each hidden one a layer of dropout, if there
    is any.

    >>> network((2, 3, 1), ("relu", "identity"), dropout=0.5)
    Network((Dense(2, 3, 'relu'), Dropout(3), Dense(3, 1),))
    """
    layers = []
    for (left, right), row in zip(pairwise(sizes), activations):
        layers.append(engine.Dense(left, right, row))
        if dropout and len(layers) < 2 * (len(sizes) - 2):
            layers.append(engine.Dropout(right, dropout, seed))
    return engine.Network(tuple(layers))


def recipe_of(settings: Any, parts: Parts) -> Recipe:
    """What `TrainingSettings`, or other settings with the same names, decide."""
    network = network_of(settings, parts)
    theta = network.initialize(settings.row("initializer"), settings.seed, settings.gain, x=parts.train.x)
    clip = engine.CLIPS["norm"].replace(threshold=settings.clip) if settings.clip else engine.CLIPS["none"]
    same = ("learning_rate", "schedule", "batch_size", "shuffle", "seed", "l1", "l2", "epochs", "stop_at", "change_at",
            "changed_rate", "patience")
    return Recipe(network, theta, settings.row("loss"), settings.row("optimizer"), clip=clip,
                  rules=settings.row("rules"), **{name: getattr(settings, name) for name in same})
