"""Training in pieces: complete runs, each with more epochs than the one before."""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from .. import engine
from ..engine.descent import trajectory_from
from ..engine.paths.checkpoints import growing_path
from ..memo import Computing, compute
from .data import Parts
from .measures import measure
from .recipe import Recipe, data_of, recipe_of
from .run import Run, beginning
from .stops import first_stop

# Microseconds, about: what one layer of an update costs, and a thousand multiplications of it.
LAYER, THOUSAND = 60.0, 0.5
# What the first piece may cost, and each of the others.
FIRST, FURTHER = 20e3, 70e3
# Up to so many bytes the weights after each epoch are kept beside the path.
KEPT_BYTES = 16 << 20


def training(settings: Any, memo: Computing = compute) -> Iterator[Run]:
    """The run that `TrainingSettings` ask for, in pieces; the last one is the whole.

    With a memo the run without a change of the rate, which the changed one has as its `before`, is kept.

    >>> from bpwidgets.training.settings import TrainingSettings
    >>> run = list(training(TrainingSettings(epochs=20)))[-1]
    >>> run.epochs, run.updates, run.train_loss.shape, bool(run.train_loss[-1] < run.train_loss[0])
    (20, 200, (21,), True)
    """
    parts = data_of(settings)
    recipe, shelf = recipe_of(settings, parts), memo(Shelf, unchanged(settings), keep=1)
    runs = train(recipe, parts)
    if not 0 < recipe.change_at < recipe.last_epoch:
        return map(shelf.put, runs)
    return with_before(runs, train(replace(recipe, change_at=0), parts), shelf)


class Shelf:
    """The longest run of its settings so far, if there is one."""

    def __init__(self, settings: Any):
        self.run: Run | None = None

    def put(self, run: Run) -> Run:
        """Keep the run if it is longer than the one that is there."""
        if self.run is None or run.epochs > self.run.epochs or run.stop:
            self.run = run
        return run

    def take(self, runs: Iterator[Run], epochs: int) -> Run:
        """The run with so many epochs, fewer where a rule ended it; made longer by `runs` where it is too short."""
        while self.run is None or (self.run.epochs < epochs and not self.run.stop):
            self.put(next(runs))
        run = self.run.until(epochs)
        return replace(run, whole=True, recipe=replace(run.recipe, stop_at=run.epochs))


def unchanged(settings: Any) -> Any:
    """The same settings without a change of the rate on the way, and with the same place to look at for all."""
    return settings.replace(change_at=0, changed_rate=None, stop_at=None, epoch=0, update=0)


def with_before(runs: Iterator[Run], others: Iterator[Run], shelf: Shelf) -> Iterator[Run]:
    """The runs, each beside as many epochs of the one without the change."""
    for run in runs:
        yield replace(run, before=shelf.take(others, run.epochs))


def train(recipe: Recipe, parts: Parts, first: float = FIRST) -> Iterator[Run]:
    """The run of a recipe, in pieces: each is a complete run with fewer epochs; the first takes so many microseconds.

    A piece in which no epoch ended gives the same run again: a place at which it can be left.
    """
    work, last = Work(recipe, parts, first), None
    for piece, path in work.pieces():
        work.take(piece)
        last = work.run(path, last)
        yield last
        if last.whole:
            return


class Work:
    """A run while it is made: room for its curves, of which each `Run` shows the part that is filled."""

    def __init__(self, recipe: Recipe, parts: Parts, first: float = FIRST):
        self.first = first
        self.recipe, self.parts, self.objective = recipe, parts, recipe.objective(parts)
        self.per_epoch = recipe.per_epoch(len(parts.train))
        self.epochs = recipe.last_epoch
        rate, schedule = recipe.rates(self.per_epoch)
        self.trajectory, self.theta = trajectory_from(self.objective, recipe.theta, recipe.optimizer, rate,
                                                      recipe.epochs * self.per_epoch, schedule, recipe.clip)
        self.blocks = weight_blocks(recipe.network)
        self.curves = np.full((5, self.epochs + 1), np.nan)
        self.sizes = np.empty((self.epochs + 1, len(self.blocks)))
        self.squares = np.empty((self.epochs * self.per_epoch + 1, len(self.blocks)))
        self.places, self.known = 0, -1
        room = (self.epochs + 1) * recipe.network.n * 8 <= KEPT_BYTES
        self.thetas = np.empty((self.epochs + 1, recipe.network.n)) if room else None

    def pieces(self) -> Iterator[tuple[engine.Path, engine.Path]]:
        """The places just reached, and all so far, until the run is to stop."""
        return growing_path(self.trajectory, self.theta, self._counts())

    def _counts(self) -> Iterator[int]:
        """Updates by piece: as many whole epochs as the first piece may cost, then more; at least some updates."""
        cost, last = cost_of(self.recipe, self.parts), self.epochs * self.per_epoch
        while self.places <= last:
            afford = max(int((FURTHER if self.places else self.first) / cost), 1)
            count = min(afford - afford % self.per_epoch or afford, last - max(self.places - 1, 0))
            yield count + (not self.places)

    def take(self, piece: engine.Path) -> None:
        """Measure what was reached: the gradients of each update, and the net after each epoch."""
        first, count = self.places, min(len(piece.thetas), len(self.squares) - self.places)
        gradients = piece.gradients[:count]
        with np.errstate(all="ignore"):
            for layer, block in enumerate(self.blocks):
                part = gradients[:, block]
                self.squares[first:first + count, layer] = np.einsum("ij,ij->i", part, part)
        self.places = first + count
        ends = range(self.per_epoch * (self.known + 1), self.places, self.per_epoch)
        self._take_epochs(piece.thetas[[end - first for end in ends]])

    def _take_epochs(self, thetas: np.ndarray) -> None:
        since, until = self.known + 1, self.known + 1 + len(thetas)
        place = slice(since, until)
        if self.thetas is not None:
            self.thetas[place] = thetas
        for epoch, theta in enumerate(thetas, since):
            self._measure(epoch, theta)
        with np.errstate(all="ignore"):
            self.curves[4, place] = self.objective.penalty(thetas)
        for epoch in range(since, until):
            used = self.squares[max(epoch - 1, 0) * self.per_epoch:max(epoch * self.per_epoch, 1)]
            with np.errstate(all="ignore"):
                self.sizes[epoch] = np.sqrt(used.mean(axis=0))
        self.known = until - 1

    def _measure(self, epoch: int, theta: np.ndarray) -> None:
        for i, examples in enumerate((self.parts.train, self.parts.test)):
            if examples is not None:
                seen = measure(self.recipe.network, self.objective.loss, self.parts.targets, examples, theta)
                self.curves[i, epoch] = seen.loss
                if seen.accuracy is not None:
                    self.curves[2 + i, epoch] = seen.accuracy

    def run(self, path: engine.Path, last: Run | None) -> Run:
        """The run so far, or the last one again if no epoch has ended since."""
        if last is not None and self.known == last.epochs and self.known < self.epochs:
            return last
        tested, classes = self.parts.test is not None, bool(self.parts.targets.labels)
        losses = self.curves[:2, :self.known + 1]
        stop = first_stop(self.recipe.rules, losses[0], losses[1] if tested else None, self.recipe.patience,
                          0 if last is None else last.epochs + 1)
        end = (self.known if stop is None else stop.epoch) + 1
        train, test, right, right_test, penalty = (self.curves[i, :end] for i in range(5))
        path = beginning(path, (end - 1) * self.per_epoch + 1)
        return Run(self.recipe, self.parts, self.objective, path, self.per_epoch, train, test if tested else None,
                   right if classes else None, right_test if classes and tested else None, penalty, self.sizes[:end],
                   None if self.thetas is None else self.thetas[:end], stop,
                   stop is not None or self.known == self.epochs)


def weight_blocks(network: engine.Network) -> list[slice]:
    """Where the weights of each dense layer stand in theta."""
    blocks, end = [], 0
    for layer in network.layers:
        for name, shape in layer.shapes.items():
            start, end = end, end + int(np.prod(shape))
            if name == "W":
                blocks.append(slice(start, end))
    return blocks


def cost_of(recipe: Recipe, parts: Parts) -> float:
    """What one update costs, in microseconds, about, with its share of what is measured after an epoch."""
    layers, n, examples = len(recipe.network.layers), recipe.network.n, len(parts.train)
    update = LAYER * layers + THOUSAND * 3 * min(recipe.batch_size, examples) * n / 1000
    measured = 2 * LAYER * layers + THOUSAND * (examples + len(parts.test or ())) * n / 1000
    return update + measured / recipe.per_epoch(examples)
