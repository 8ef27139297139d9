"""A run of training, kept whole: every moment of it, as a frozen value."""
from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

import numpy as np

from .. import engine
from .data import Parts
from .measures import measure
from .recipe import Recipe
from .stops import Stop


class Moment(NamedTuple):
    """One moment of a run: so many updates from the start, `update` of them after the last whole epoch.

    Losses are those of the data, without penalties; accuracies are shares from 0 to 1, None where numbers are asked
    for; test numbers are None without examples for testing.
    """

    epoch: int
    update: int
    updates: int
    theta: np.ndarray
    train_loss: float
    test_loss: float | None
    train_accuracy: float | None
    test_accuracy: float | None


CURVES = ("train_loss", "test_loss", "train_accuracy", "test_accuracy", "penalty", "gradient_sizes", "epoch_thetas")


@dataclass(frozen=True, eq=False)
class Run:
    """What is known of a run after `epochs` whole epochs; a longer one of the same recipe begins with the same numbers.

    Entry e of a curve is what holds after epoch e, entry 0 the start: (epochs + 1,) each.

    train_loss, test_loss: the loss of the data, without penalties; None without examples for testing.
    train_accuracy, test_accuracy: the share that is told apart rightly; None where numbers are asked for.
    penalty: what L1 and L2 add to the loss that is made smaller.
    gradient_sizes: (epochs + 1, layers), the root mean square length of dL/dW of each dense layer over the updates of
    the epoch; entry 0 is that of the first update alone.
    path: every update, as the engine keeps it: `path.thetas`, `path.values` (the loss of each batch), `path.gradients`.
    stop: which rule ended the run and why, None if none did. whole: True if nothing more will come.
    before: where the rate was changed on the way, the same epochs of the run without that change; else None.
    """

    recipe: Recipe
    parts: Parts
    objective: engine.NetworkLoss
    path: engine.Path
    per_epoch: int
    train_loss: np.ndarray
    test_loss: np.ndarray | None
    train_accuracy: np.ndarray | None
    test_accuracy: np.ndarray | None
    penalty: np.ndarray
    gradient_sizes: np.ndarray
    epoch_thetas: np.ndarray | None
    stop: Stop | None
    whole: bool
    before: Run | None = None

    @property
    def network(self) -> engine.Network:
        """The net, without weights."""
        return self.recipe.network

    @property
    def epochs(self) -> int:
        """How many whole epochs there are."""
        return len(self.train_loss) - 1

    @property
    def known(self) -> int:
        """The same, by the name that says how far a study has come."""
        return self.epochs

    @property
    def updates(self) -> int:
        """How many updates these have."""
        return self.epochs * self.per_epoch

    @property
    def stopped(self) -> str:
        """Why a rule ended the run, in a sentence; "" if none did."""
        return self.stop.reason if self.stop else ""

    def until(self, epochs: int) -> Run:
        """The run with so many epochs, if it has more: what it would be had it stopped there."""
        if epochs >= self.epochs:
            return self
        end = slice(epochs + 1)
        curves = {name: None if getattr(self, name) is None else getattr(self, name)[end] for name in CURVES}
        path = beginning(self.path, epochs * self.per_epoch + 1)
        return replace(self, **curves, path=path, stop=None, whole=True, recipe=replace(self.recipe, stop_at=epochs))

    def place(self, epoch: int, update: int = 0) -> tuple[int, int]:
        """The nearest moment that the run has: epoch and update."""
        updates = min(epoch * self.per_epoch + min(update, self.per_epoch - 1), self.updates)
        return divmod(updates, self.per_epoch)

    def theta(self, epoch: int, update: int = 0) -> np.ndarray:
        """The weights at a moment, (n,), bit for bit those of the run."""
        epoch, update = self.place(epoch, update)
        if update == 0 and self.epoch_thetas is not None:
            return self.epoch_thetas[epoch]
        return self.path.thetas[epoch * self.per_epoch + update]

    def at(self, epoch: int, update: int = 0) -> Moment:
        """Everything of one moment; that of a whole epoch is read off the curves."""
        epoch, update = self.place(epoch, update)
        theta = self.theta(epoch, update)
        if update:
            numbers = self._measured(theta)
        else:
            curves = (self.train_loss, self.test_loss, self.train_accuracy, self.test_accuracy)
            numbers = tuple(None if curve is None else float(curve[epoch]) for curve in curves)
        return Moment(epoch, update, epoch * self.per_epoch + update, theta, *numbers)

    def outputs(self, theta: np.ndarray, points: np.ndarray) -> np.ndarray:
        """What the net gives for points (N, inputs) as the data have them, (N, outputs)."""
        return self.network.forward(theta, self.parts.inputs(points)).output

    def gradient(self, epoch: int, update: int = 0) -> np.ndarray:
        """What the next update goes by, (n,): the gradient of its batch, before it is clipped."""
        epoch, update = self.place(epoch, update)
        return self.path.gradients[epoch * self.per_epoch + update]

    def batch_rows(self, updates: int) -> np.ndarray:
        """Which examples for training the next update uses, after so many."""
        return self.objective.batch_rows(updates)

    @cached_property
    def layers(self) -> tuple[int, ...]:
        """The numbers of the dense layers within the network, for those of `gradient_sizes`."""
        return tuple(l for l, layer in enumerate(self.network.layers) if "W" in layer.shapes)

    def _measured(self, theta: np.ndarray) -> tuple[float | None, ...]:
        parts = self.parts.train, self.parts.test
        known = [part and measure(self.network, self.objective.loss, self.parts.targets, part, theta) for part in parts]
        of_all = (pair and pair[i] for i in (0, 1) for pair in known)
        return tuple(None if number is None else float(number) for number in of_all)


def beginning(path: engine.Path, places: int) -> engine.Path:
    """The first places of a path; nothing is computed for it."""
    def of(entries: np.ndarray | engine.Recomputed) -> np.ndarray | engine.Recomputed:
        if isinstance(entries, engine.Recomputed):
            return replace(entries, shape=(places, *entries.shape[1:]))
        return entries[:places]
    values = None if path.values is None else of(path.values)
    states = {name: of(entries) for name, entries in path.states.items()}
    return engine.Path(of(path.thetas), values, of(path.gradients), states)
