"""Cost grows linearly: what one setting, point, layer or step takes when there are few of them and when there are
many."""
from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np

from bpwidgets import engine
from tests.bench.engine import Job, Turns, interleave
from tests.bench.report import Table, median


def _objective(points: int = 200, hidden: int = 2):
    x = np.random.default_rng(0).standard_normal((points, 2))
    f = engine.NetworkLoss(engine.network((2,) + (8,) * hidden + (1,)), x, x[:, :1] * x[:, 1:])
    return f, f.network.initialize()


def of_settings(count: int) -> Job:
    f, theta = _objective()
    thetas = theta + np.random.default_rng(1).standard_normal((count, len(theta)))
    return Job(lambda: f.values(thetas), count)


def of_points(count: int) -> Job:
    f, theta = _objective(points=count)
    return Job(lambda: f.gradient(theta), count)


def of_layers(count: int) -> Job:
    f, theta = _objective(hidden=count)
    return Job(lambda: f.gradient(theta), count)


def of_steps(count: int) -> Job:
    f, theta = _objective()
    return Job(lambda: engine.descend(f, theta, steps=count).thetas[-1], count)


# What there is more and more of -> how it is timed, and how many of it.
GROWING: dict[str, tuple[Callable[[int], Job], Sequence[int]]] = {
    "setting": (of_settings, (300, 3000, 30_000)),
    "point": (of_points, (1000, 10_000, 100_000)),
    "layer": (of_layers, (10, 100, 1000)),
    "step": (of_steps, (100, 1000, 10_000)),
}


def growth(options) -> list[Table]:
    rows = []
    for of, (build, counts) in GROWING.items():
        turns = [Turns(partial(build, count), options.rounds) for count in counts]
        interleave(turns, options.rounds)
        took = [median(one.times) for one in turns]
        options.say(f"per {of}: {', '.join(f'{us:.3g}' for us in took)} us")
        rows += [(of, count, us, us / took[0]) for count, us in zip(counts, took)]
    return [Table(
        "Cost per setting (values), per point and per layer (gradient) and per step (descend), in microseconds each",
                 ("per", "how many", "us each", "of the first"), rows,
                 "Linear growth: the last column stays near 1, or falls.")]
