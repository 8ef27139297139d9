"""Both passes through a small net, number by number, the updates that follow, and whether the gradient is right."""
from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from ... import engine
from ...datasets import Dataset
from ...nets.task import Task
from .passes import Arrays, Passes, passes_of
from .run import InTurn, rows_of
from .substeps import Moment, SubStep, moment_at, substeps_of

# As many passes are kept as a hand visits in a while.
KEPT = 32


@dataclass(frozen=True, eq=False)
class BackpropResult:
    """A run of some updates, every one of which can be looked into.

    task: network, data and loss. example: the number of the row that is shown. theta: (n,), the weights at the start.
    path: every update (thetas, values, gradients, states of the optimizer). first: both passes of the first update.
    check: the gradient at the start against central differences, for all parameters. verdict: what comes out of it.
    """

    task: Task = field(repr=False)
    example: int
    theta: np.ndarray
    path: engine.Path
    objective: engine.NetworkLoss | InTurn = field(repr=False)
    first: Passes = field(repr=False)
    check: engine.GradientCheck
    verdict: str

    @property
    def network(self) -> engine.Network:
        """The network."""
        return self.task.network

    @property
    def data(self) -> Dataset:
        """The examples, with what is edited in them."""
        return self.task.data

    @property
    def names(self) -> tuple[str, ...]:
        """The name of each parameter."""
        return self.network.names

    @property
    def z(self) -> Arrays:
        """z of each layer at the start, (N, units) each."""
        return self.first.z

    @property
    def a(self) -> Arrays:
        """The activations of each layer at the start, (N, units) each."""
        return self.first.a

    @property
    def error(self) -> Arrays:
        """dL/da of each layer at the start, (N, units) each."""
        return self.first.error

    @property
    def slope(self) -> Arrays:
        """f'(z) of each layer at the start, (N, units) each."""
        return self.first.slope

    @property
    def delta(self) -> Arrays:
        """dL/dz of each layer at the start, (N, units) each."""
        return self.first.delta

    @property
    def gradient(self) -> np.ndarray:
        """dL/dtheta at the start, (n,), of fixed parameters too."""
        return self.first.gradient

    @property
    def gradients_by_example(self) -> np.ndarray:
        """What each example adds to the gradient at the start, (N, n)."""
        return self.first.by_example

    @property
    def loss(self) -> float:
        """The loss at the start."""
        return self.first.loss

    @property
    def updates(self) -> int:
        """The number of updates."""
        return self.path.steps

    @property
    def substeps(self) -> tuple[SubStep, ...]:
        """The sub-steps of each update, in order."""
        return substeps_of(len(self.network.layers))

    @cached_property
    def held(self) -> np.ndarray:
        """True for parameters that no update changes, (n,)."""
        held = np.zeros(self.network.n, dtype=bool)
        if self.task.training.held is not None:
            held[self.task.training.held] = True
        return held

    def moment(self, moment: int) -> Moment:
        """The place of the cursor: update, sub-step, and what is known there."""
        return moment_at(moment, len(self.network.layers))

    def at(self, update: int) -> Passes:
        """Both passes of an update, from the weights that the run has there: the same bits whenever it is asked."""
        kept = self._kept
        if update not in kept:
            rows, row = rows_of(self.objective, update, self.example)
            theta = self.path.thetas[update]
            kept[update] = passes_of(self.task.objective, theta, rows, row)
        while len(kept) > KEPT:
            kept.popitem(last=False)
        return kept[update]

    def after(self, update: int) -> np.ndarray:
        """The weights after an update, (n,)."""
        return self.path.thetas[update + 1]

    def shown_example(self, update: int) -> int:
        """The number of the row of the data that is shown at an update."""
        return self.objective.of(update) if isinstance(self.objective, InTurn) else self.example

    @cached_property
    def _kept(self) -> OrderedDict[int, Passes]:
        return OrderedDict({0: self.first})
