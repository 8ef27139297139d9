"""The three nets in training, side by side: for each update sequences are drawn anew, the same for all three."""
from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np

from ... import engine
from ...engine.steps.clipping import CLIPS
from .cells import CELLS, Cell
from .tasks import TASKS, Task

MOST_UPDATES = 2000
# Losses are measured after every so many updates.
EVERY = 5
# First weights: with this row and a gain of 1/sqrt(3) those of U are spread evenly up to 1/sqrt(units), as in PyTorch.
INITIALIZER, GAIN = "lecun_uniform", 0.577
# What a piece of the training may cost: each step of a cell as much as so many numbers, and those that it computes.
PIECE, STEP = 1.5e4, 40
OPTIMIZER = engine.OPTIMIZERS["adam"]


class Training(NamedTuple):
    """All that decides the three runs but their length: see `SequenceSettings`."""

    task: str
    length: int
    units: int
    gain: float
    forget_bias: float
    learning_rate: float
    batch_size: int
    truncate: int
    clip: float
    seed: int

    @property
    def row(self) -> Task:
        """The task itself."""
        return TASKS[self.task]

    def network(self, cell: Cell) -> engine.Network:
        """The net with this cell."""
        return self.row.network(cell.make(self.row.inputs, self.units, self.forget_bias))

    @property
    def updates_at_once(self) -> int:
        """How many updates make a piece."""
        cost = self.length * (STEP + self.batch_size * self.units / 16)
        return max(int(PIECE / cost), 1)


class Run(NamedTuple):
    """One net in training. thetas: its parameters, (n,), at the start and after each update. lengths: the norm of each
    gradient before it was clipped. losses: measured at the start and after every EVERY updates."""

    network: engine.Network
    thetas: tuple[np.ndarray, ...]
    lengths: np.ndarray
    losses: np.ndarray

    @property
    def updates(self) -> int:
        """How many there are."""
        return len(self.thetas) - 1

    def first(self, updates: int) -> Run:
        """Its first updates."""
        return Run(self.network, self.thetas[:updates + 1], self.lengths[:updates], self.losses[:updates // EVERY + 1])


class _Learner:
    """One net while it learns."""

    def __init__(self, training: Training, cell: Cell):
        self.training, self.cell = training, cell
        self.network = training.network(cell)
        self.place = len(training.row.before)
        self.thetas = [self.network.initialize(INITIALIZER, training.seed, training.gain)]
        self.thetas[0].flags.writeable = False
        self.state = OPTIMIZER.init(self.thetas[0])
        self.lengths: list[float] = []
        self.losses = [self.measure()]

    def measure(self) -> float:
        x, y = self.training.row.measured(self.training.length)
        return float(self.training.row.loss.function(self.network.forward(self.thetas[-1], x).output, y))

    def update(self, x: np.ndarray, y: np.ndarray) -> None:
        gradient = gradient_of(self.training, self.cell, self.network, self.thetas[-1], x, y)
        self.lengths.append(float(engine.norm(gradient)))
        if self.training.clip:
            gradient = CLIPS["norm"].replace(threshold=self.training.clip).clip(gradient)
        theta, self.state = OPTIMIZER.step(self.thetas[-1], gradient, self.state, self.training.learning_rate)
        theta.flags.writeable = False
        self.thetas.append(theta)
        if len(self.lengths) % EVERY == 0:
            self.losses.append(self.measure())

    @property
    def run(self) -> Run:
        lengths, losses = np.array(self.lengths), np.array(self.losses)
        lengths.flags.writeable = losses.flags.writeable = False
        return Run(self.network, tuple(self.thetas), lengths, losses)


def gradient_of(training: Training, cell: Cell, network: engine.Network, theta: np.ndarray, x: np.ndarray,
                y: np.ndarray) -> np.ndarray:
    """The gradient of the loss of these examples, (n,), as the optimizer gets it before clipping: cut off in time."""
    trace = network.forward(theta, x)
    back = network.backward(theta, trace, training.row.loss.gradient(trace.output, y))
    if training.truncate >= training.length:
        return back.dtheta
    gradients, place = [layer.gradients for layer in back], len(training.row.before)
    delta = back[place].delta
    gradients[place] = cell.cut(trace[place], delta, training.truncate)
    if place:   # the embedding, too, gets no error from the steps that are cut off
        kept = back[place].dx.copy()
        kept[..., :-training.truncate, :] = 0
        gradients[0] = network.layers[0].backward(trace.parameters[0], trace[0], kept).gradients
    return network.joined(gradients)


def runs_in_pieces(training: Training) -> Iterator[Mapping[str, Run]]:
    """The three runs by the names of their cells, more and more of their updates; the first piece is one update."""
    learners = {name: _Learner(training, cell) for name, cell in CELLS.items()}
    ends = {1, *range(training.updates_at_once, MOST_UPDATES, training.updates_at_once), MOST_UPDATES}
    for update in range(1, MOST_UPDATES + 1):
        x, y = training.row.drawn(training.length, np.random.default_rng([training.seed, update]),
                                  training.batch_size)
        for learner in learners.values():
            learner.update(x, y)
        if update in ends:
            yield {name: learner.run for name, learner in learners.items()}
