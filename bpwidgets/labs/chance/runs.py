"""The training of the autoencoder, epoch by epoch, with a beta that may change on the way.

What an epoch draws, its order and its noise, depends on the seed and its number alone. So two runs are the same up to
the epoch at which their beta begins to differ, and the later one goes on from there: nothing is trained twice.
"""
from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy import ndarray as Array

from ... import engine
from ...datasets import digits
from .autoencoder import Autoencoder, autoencoder
from .estimators import Estimator

TEST_SHARE = 0.25
RULE = engine.OPTIMIZERS["adam"]
# Microseconds, about: what an update costs, and a thousand multiplications of a weight with an example.
UPDATE, THOUSAND = 170.0, 0.8
# What the first piece of a run may cost, and of what follows a change of beta; and each of the others.
FIRST, FURTHER = 30e3, 60e3


class Digits(NamedTuple):
    """pixels: (N, 64) from 0 to 1. labels: (N,), 0 to 9, which no net ever sees."""

    pixels: Array
    labels: Array


@lru_cache(maxsize=4)
def parts_for(seed: int) -> tuple[Digits, Digits]:
    """The digits for training, and those of the test."""
    train, test = digits().split(1 - TEST_SHARE, seed=seed)
    return tuple(Digits(part.x, part.y[:, 0].astype(int)) for part in (train, test))


@dataclass(frozen=True)
class Task:
    """All that decides a run but its length. first_beta: until epoch `since`, 0 for never; beta: from there on.
    through: how the error comes through the sample."""

    hidden: int
    first_beta: float
    since: int
    beta: float
    through: Estimator
    learning_rate: float
    batch_size: int
    seed: int

    @property
    def net(self) -> Autoencoder:
        """The net without weights."""
        return autoencoder(self.hidden)

    @property
    def trunk(self) -> Task | None:
        """The run without the change of beta, with which this one begins; None if it has no change."""
        return replace(self, since=0, beta=self.first_beta) if self.since else None

    def beta_in(self, epoch: int) -> float:
        """The beta that leads to this epoch, 1 and so on."""
        return self.first_beta if epoch <= self.since else self.beta


class Moment(NamedTuple):
    """After an epoch: all weights, and what the optimizer remembers."""

    theta: Array
    state: engine.optimizers.State


@dataclass(frozen=True, eq=False)
class Run:
    """moments: after each epoch, from the start on. error: R of the test digits after each, (epochs + 1,), in nats. kl:
    their KL, (epochs + 1, latent)."""

    moments: tuple[Moment, ...]
    error: Array
    kl: Array

    @property
    def epochs(self) -> int:
        """How long it is."""
        return len(self.moments) - 1

    def until(self, epochs: int) -> Run:
        """Its beginning."""
        return Run(self.moments[:epochs + 1], self.error[:epochs + 1], self.kl[:epochs + 1])


def begun(task: Task) -> Run:
    """The run before its first epoch."""
    theta = task.net.initialize(task.seed)
    return measured(task, (Moment(theta, RULE.init(theta)),))


def longer(task: Task, run: Run, epochs: int) -> Run:
    """The run with so many epochs more."""
    moments = []
    for epoch in range(run.epochs + 1, run.epochs + epochs + 1):
        moments.append(after_epoch(task, (moments or run.moments)[-1], epoch))
    more = measured(task, tuple(moments))
    return Run(run.moments + more.moments, np.concatenate([run.error, more.error]), np.concatenate([run.kl, more.kl]))


def after_epoch(task: Task, moment: Moment, epoch: int) -> Moment:
    """One epoch: each digit once, in batches, each with a sample of its own."""
    net, (theta, state), x = task.net, moment, parts_for(task.seed)[0].pixels
    chance, beta = np.random.default_rng((task.seed, epoch)), task.beta_in(epoch)
    order, noise = chance.permutation(len(x)), chance.normal(size=(len(x), net.decoder.sizes[0]))
    with np.errstate(all="ignore"):
        for first in range(0, len(x), task.batch_size):
            batch = order[first:first + task.batch_size]
            seen = net.forward(theta, x[batch], noise[batch])
            theta, state = RULE.step(theta, net.backward(theta, seen, x[batch], beta, task.through), state,
                                     task.learning_rate)
    return Moment(theta, state)


def measured(task: Task, moments: tuple[Moment, ...]) -> Run:
    """These moments with what the test digits say of them, always with the same noise."""
    x = parts_for(task.seed)[1].pixels
    noise = np.random.default_rng((task.seed, 0)).normal(size=(len(x), 2))
    with np.errstate(all="ignore"):
        seen = [task.net.forward(moment.theta, x, noise) for moment in moments]
        errors, kl = ([part.mean(axis=0) for part in parts] for parts in zip(*((one.error, one.kl) for one in seen)))
    return Run(moments, np.array(errors), np.array(kl))


class Growth:
    """A run that is being made, for a memo: whoever asks next goes on where it was left. An interruption leaves it as
    it was. trunk: the growth of the task's trunk."""

    def __init__(self, task: Task, trunk: Growth | None = None):
        self.task, self._trunk = task, trunk
        self.run = begun(task)

    def reaches(self, epochs: int) -> bool:
        """There are so many epochs."""
        return self.run.epochs >= epochs

    def grow(self, most: int) -> None:
        """A piece more, up to so many epochs. Up to the change of beta it is the trunk's."""
        run, since = self.run, min(self.task.since, most)
        if self._trunk and run.epochs < since:
            if not self._trunk.reaches(since):
                self._trunk.grow(since)
                self.run = self._trunk.run.until(since)
                return
            run = self.run = self._trunk.run.until(since)
            if run.epochs >= most:
                return
        afford = FIRST if run.epochs in (0, self.task.since) else FURTHER
        self.run = longer(self.task, run, min(max(int(afford / cost_of(self.task)), 1), most - run.epochs))


def cost_of(task: Task) -> float:
    """What one epoch costs, in microseconds, about."""
    examples = len(parts_for(task.seed)[0].pixels)
    return UPDATE * -(-examples // task.batch_size) + THOUSAND * task.net.n * examples / 1000
