"""How does the flow change while a net learns? The profile of every step of a training: activations, errors, deltas,
dW, place by place.

A place is a layer, or a step in time of a recurrent net: unrolled in time that is a net as deep as its sequence is
long, with the same weights in every layer. A layer learns as fast as the gradient of its biases is long (Nielsen 2015,
chapter 5): with all of its units together |dL/db| = |sum of delta over the batch|.
"""
from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from itertools import repeat
from typing import NamedTuple

import numpy as np

from ... import engine
from ...one_thread import on_one_thread
from .overflow import first_overflow
from .reach import Reach, reach
from .result import FlowOverTrainingResult
from .settings import QUANTITIES, FlowOverTrainingSettings
from .training_passes import measure
from .training_runs import Task, growing_training, task_of
from .verdict import judge

# The first result has the beginning of the run: a quarter of the steps, more if that is little work (10 ms), fewer if
# it is much (50 ms); so many units of work.
LITTLE, MUCH = 200, 1000
# Each further result has as many steps more as take a tenth of a second, three at least.
FURTHER = 2000
# What one layer costs at least, counted in multiplications.
LAYER_WORK = 2e4


@on_one_thread
def flow_over_training(settings: FlowOverTrainingSettings) -> Iterator[FlowOverTrainingResult]:
    """The beginning of the training, then more and more of it.

    >>> result = list(flow_over_training(FlowOverTrainingSettings(steps=20)))[-1]
    >>> result.sizes["delta"].shape, result.speed.shape
    ((21, 5), (21, 4))
    >>> bool(result.speed[0, 0] < 0.02 * result.speed[0, 3])      # four sigmoid layers: the first one hardly learns
    True
    """
    task, pieces = task_of(settings), []
    reached = reach(task, task.theta) if settings.net == "time" else None
    for new, path in growing_training(settings, task, counts(task, settings.steps)):
        pieces.append(Course(np.asarray(new.values), engine.norm(new.gradients, axis=-1), *measure(task, new.thetas)))
        yield _result(settings, task, path, Course(*map(np.concatenate, zip(*pieces))), reached)


class Course(NamedTuple):
    """What was measured of some steps in a row, (S,) and (S, places): the losses, the lengths of the gradients, and
    all of `Measured`."""

    losses: np.ndarray
    gradient_norm: np.ndarray
    activation: np.ndarray
    error: np.ndarray
    delta: np.ndarray
    weight_gradient: np.ndarray
    speed: np.ndarray


def counts(task: Task, steps: int) -> Iterator[int]:
    """How many places of the run are computed for each result: the start and the first steps, then as many as take a
    tenth of a second."""
    of_step = work(task)
    quarter = min(math.ceil(steps / 4), int(MUCH / of_step))
    first = max(quarter, int(LITTLE / of_step), 1)
    yield (first if 2 * first <= steps else steps) + 1
    yield from repeat(max(int(FURTHER / of_step), 3))


def work(task: Task) -> float:
    """What a step of the run costs; some 20 are a millisecond."""
    net, x = task.objective.network, task.objective.x
    rows, times = len(x), x.shape[1] if x.ndim == 3 else 1
    return times * (len(net.layers) + rows * net.n / LAYER_WORK)


def _result(settings: FlowOverTrainingSettings, task: Task, path: engine.Path, seen: Course,
            reached: Reach | None) -> FlowOverTrainingResult:
    kept = _clipping(settings.clip, seen.gradient_norm)
    sizes = {name: getattr(seen, name) for name in QUANTITIES}
    with np.errstate(all="ignore"):
        sizes["weight_gradient"] = seen.weight_gradient * kept[:, None]
        clipped = seen.gradient_norm * kept
    run = FlowOverTrainingResult(
        known=path.steps, losses=seen.losses, gradient_norm=seen.gradient_norm, clipped_norm=clipped, sizes=sizes,
        speed=seen.speed,
        overflow=first_overflow(sizes), condition="", verdict="", task=task, thetas=path.thetas)
    return replace(_padded(run, settings.steps + 1), **judge(settings, run, reached))


def _padded(run: FlowOverTrainingResult, whole: int) -> FlowOverTrainingResult:
    """With nan for the steps that are still to come."""
    def longer(values: np.ndarray) -> np.ndarray:
        return np.concatenate([values, np.full((whole - len(values), *values.shape[1:]), np.nan)])
    arrays = {name: longer(getattr(run, name)) for name in ("losses", "gradient_norm", "clipped_norm", "speed")}
    return replace(run, sizes={name: longer(values) for name, values in run.sizes.items()}, **arrays)


def _clipping(limit: float, norms: np.ndarray) -> np.ndarray:
    """What clipping by norm multiplies each gradient by: min(1, limit / |g|)."""
    with np.errstate(all="ignore"):
        return np.minimum(1.0, limit / norms) if limit else np.ones_like(norms)
