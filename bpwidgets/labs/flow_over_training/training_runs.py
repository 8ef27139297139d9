"""A net, its task and its training: what is the same whether it is deep in layers or in time."""
from __future__ import annotations

from collections.abc import Iterable, Iterator
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from ... import engine
from ...engine.descent import trajectory_from
from ...engine.paths.checkpoints import growing_path
from ...engine.support.targets import KINDS
from ...flow.passes import batch, build
from .settings import FlowOverTrainingSettings

# The numbers that each step of a sequence brings; those of the first step are to be recalled after the last.
FEATURES = 2


class Task(NamedTuple):
    """A net with its loss on data x, y, and its first theta.

    sizes: how many layers of the net each hidden layer takes, () in time.
    """

    objective: engine.NetworkLoss
    theta: np.ndarray
    sizes: tuple[int, ...]


def task_of(settings: FlowOverTrainingSettings) -> Task:
    """What is trained."""
    net, sizes, x, y = TASKS[settings.net](settings)
    theta = net.initialize(settings.row("initializer"), seed=settings.seed, gain=settings.gain, x=x)
    return Task(engine.NetworkLoss(net, x, y, loss=settings.row("loss")), theta, sizes)


def _layers(settings: FlowOverTrainingSettings):
    x, y = batch(settings.data, settings.n_samples, settings.width, 1.0, settings.row("loss"), settings.seed)
    return *build(settings, x.shape[1], y.shape[1]), x, y


def _time(settings: FlowOverTrainingSettings):
    """Sequences of normal numbers (samples, depth, FEATURES); after the last step the net is to give those of the
    first."""
    n = settings.width
    net = engine.Network((engine.Recurrent(FEATURES, n, settings.activation), engine.LastStep(n),
                          engine.Dense(n, FEATURES)))
    x = np.random.default_rng([settings.seed, 1]).standard_normal((settings.n_samples, settings.depth, FEATURES))
    return net, (), x, KINDS[settings.row("loss").targets].from_numbers(x[:, 0])


TASKS = MappingProxyType({"layers": _layers, "time": _time})


def train(settings: FlowOverTrainingSettings, task: Task, steps: int) -> engine.Path:
    """The first `steps` steps of the run; fewer steps are the beginning of the same run."""
    return engine.descend(task.objective, task.theta, settings.row("optimizer"), settings.learning_rate, steps,
                          clip=_clip(settings))


def growing_training(settings: FlowOverTrainingSettings, task: Task,
                     counts: Iterable[int]) -> Iterator[tuple[engine.Path, engine.Path]]:
    """The run while it is made: the places that were just reached, `counts` of them at a time, and all so far."""
    trajectory = trajectory_from(task.objective, task.theta, settings.row("optimizer"), settings.learning_rate,
                                 settings.steps,
                                 clip=_clip(settings))
    return growing_path(*trajectory, counts)


def _clip(settings: FlowOverTrainingSettings) -> str | engine.Clip:
    return engine.CLIPS["norm"].replace(threshold=settings.clip) if settings.clip else "none"
