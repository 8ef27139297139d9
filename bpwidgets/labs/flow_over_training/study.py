"""How does the flow change while a net learns? The profile of every step of a training: activations, errors, deltas, dW, place by place.

A place is a layer, or a step in time of a recurrent net: unrolled in time that is a net as deep as its sequence is long, with the same
weights in every layer. A layer learns as fast as the gradient of its biases is long (Nielsen 2015, chapter 5): with all of its units
together |dL/db| = |sum of delta over the batch|.
"""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from ... import engine
from .settings import FlowOverTrainingSettings
from .training_passes import Measured, Reach, measure, reach
from .training_runs import Task, task_of, train
from .verdict import Overflow, Run, judge

# The first result has the beginning of the run, as many steps as take about 30 ms: so many units of work.
FIRST_WORK = 3000
# What one layer costs at least, counted in multiplications.
LAYER_WORK = 2e4
# The order in which the passes compute, and whether they go from the last place to the first.
ORDER = (("activation", False), ("error", True), ("delta", True), ("weight_gradient", True))


@dataclass(frozen=True, eq=False)
class FlowOverTrainingResult:
    """A training, measured at every step; entry 0 is the start. S = steps + 1; what is not known yet is nan.

    known: the last step that is known. task, thetas: what was trained, and its parameters at each known step.
    losses: (S,). gradient_norm, clipped_norm: the length of the whole gradient as it came and as the optimizer saw it, (S,).
    sizes: quantity -> its size by step and place, (S, places), with the names of the field `quantity`; dW as the optimizer saw it.
    speed: |dL/db| of each hidden layer or step in time, (S, depth). overflow: where numbers first left their range, or None.
    condition: vanishing, exploding, healthy or overflow, of delta at the last step; verdict: in words.
    """

    known: int
    losses: np.ndarray
    gradient_norm: np.ndarray
    clipped_norm: np.ndarray
    sizes: dict[str, np.ndarray]
    speed: np.ndarray
    overflow: Overflow | None
    condition: str
    verdict: str
    task: Task = field(repr=False)
    thetas: np.ndarray | engine.Recomputed = field(repr=False)

    def at(self, step: int) -> int:
        """The step itself, or the last one that is known."""
        return min(step, self.known)

    def reach(self, step: int) -> Reach | None:
        """How far the memory of a recurrent net reaches at a step of its training; None for a net of layers."""
        return None if self.task.sizes else reach(self.task, self.thetas[self.at(step)])


def flow_over_training(settings: FlowOverTrainingSettings) -> Iterator[FlowOverTrainingResult]:
    """The beginning of the training, then all of it.

    >>> result = list(flow_over_training(FlowOverTrainingSettings(steps=20)))[-1]
    >>> result.sizes["delta"].shape, result.speed.shape
    ((21, 5), (21, 4))
    >>> bool(result.speed[0, 0] < 0.02 * result.speed[0, 3])      # four sigmoid layers: the first one hardly learns
    True
    """
    task = task_of(settings)
    first = first_steps(task, settings.steps)
    for steps in (first, settings.steps) if 2 * first <= settings.steps else (settings.steps,):
        path = train(settings, task, steps)
        yield _result(settings, task, path, measure(task, path.thetas))


def first_steps(task: Task, steps: int) -> int:
    """How many steps of the run can be shown at once."""
    net, x = task.objective.network, task.objective.x
    rows, times = len(x), x.shape[1] if x.ndim == 3 else 1
    work = times * (len(net.layers) + rows * net.n / LAYER_WORK)
    return max(min(int(FIRST_WORK / work), steps), 1)


def _result(settings: FlowOverTrainingSettings, task: Task, path: engine.Path, measured: Measured) -> FlowOverTrainingResult:
    norms = engine.norm(path.gradients[:], axis=-1)
    kept = _clipping(settings.clip, norms)
    sizes = measured._asdict()
    speed = sizes.pop("speed")
    with np.errstate(all="ignore"):
        sizes["weight_gradient"] = sizes["weight_gradient"] * kept[:, None]
        clipped = norms * kept
    run = Run(path.steps, np.asarray(path.values[:]), norms, clipped, sizes, speed, first_overflow(sizes))
    reached = reach(task, path.thetas[0]) if settings.net == "time" else None
    return FlowOverTrainingResult(**_padded(run, settings.steps + 1)._asdict(), **judge(settings, run, reached), task=task, thetas=path.thetas)


def _padded(run: Run, whole: int) -> Run:
    """With nan for the steps that are still to come."""
    def longer(values: np.ndarray) -> np.ndarray:
        return np.concatenate([values, np.full((whole - len(values), *values.shape[1:]), np.nan)])
    arrays = {name: longer(getattr(run, name)) for name in ("losses", "gradient_norm", "clipped_norm", "speed")}
    return run._replace(sizes={name: longer(values) for name, values in run.sizes.items()}, **arrays)


def _clipping(limit: float, norms: np.ndarray) -> np.ndarray:
    """What clipping by norm multiplies each gradient by: min(1, limit / |g|)."""
    with np.errstate(all="ignore"):
        return np.minimum(1.0, limit / norms) if limit else np.ones_like(norms)


def first_overflow(sizes: dict[str, np.ndarray]) -> Overflow | None:
    """Of the earliest step with a number out of range, the quantity that is computed first, at the place it reaches first."""
    found = []
    for rank, (name, backwards) in enumerate(ORDER):
        lost = ~np.isfinite(sizes[name])
        if lost.any():
            step = int(lost.any(axis=1).argmax())
            places = np.flatnonzero(lost[step])
            found.append((step, rank, Overflow(name, step, int(places[-1 if backwards else 0]) + 1)))
    return min(found)[2] if found else None
