"""Problems: what can be minimized in a lab, each with what a picture of it begins with.

`PROBLEMS` has the engine's surfaces and some small nets by name; a learner's own network, objective or function becomes
a problem of the same form. The fields with which settings choose one stand in `problem_fields`.
"""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from types import MappingProxyType
from typing import Any

import numpy as np

from .. import datasets, engine
from ..datasets import Dataset
from ..errors import argument_error
from ..settings import Settings

# Stands for "no data": a formula has none.
FORMULA = Dataset([[0.0]], [[0.0]], "none", summary="A formula needs no data")


@dataclass(frozen=True, eq=False)
class Problem:
    """An objective with the numbers that suit it.

    name: what settings and tables call it. title, summary: what menus show, and one sentence about it. objective: with
    value, gradient and names. start(seed): theta (n,) at the beginning.
    learning_rate: one at which plain descent goes well. axes: two names of coordinates for the first picture.
    center, reach: middle and half-widths, (2,) each, of a window over these axes. data: FORMULA if there are none.
    steep: True if the losses in the window span decades, so that even steps of them would show its walls only.
    """

    name: str
    objective: Any
    start: Callable[[int], np.ndarray]
    learning_rate: float
    axes: tuple[str, str]
    center: tuple[float, float] = (0.0, 0.0)
    reach: tuple[float, float] = (3.0, 3.0)
    data: Dataset = FORMULA
    steep: bool = False
    title: str = ""
    summary: str = ""
    formula: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the coordinates."""
        return self.objective.names

    @property
    def network(self) -> engine.Network | None:
        """The network whose parameters these are, if it is one."""
        return getattr(self.objective, "network", None)


@dataclass(frozen=True)
class NetProblem:
    """A net that waits for its data: (inputs, ..., outputs), the name of the data it begins with, and what suits it."""

    network: engine.Network
    data: str
    learning_rate: float
    axes: tuple[str, str]
    reach: tuple[float, float] = (4.0, 4.0)
    steep: bool = False
    title: str = ""
    summary: str = ""

    def on(self, data: Dataset, name: str) -> Problem:
        """The problem of fitting these data, mean squared error."""
        x, y = (a.reshape(len(data), -1) for a in (data.x, data.y))
        loss = engine.NetworkLoss(self.network, x, y, loss="mse")
        return Problem(name, loss, lambda seed: self.network.initialize("glorot_normal", seed=seed), self.learning_rate,
                       self.axes,
                       reach=self.reach, data=data, steep=self.steep, title=self.title)


def _of_surface(surface: engine.Surface) -> Problem:
    (left, right), (bottom, top) = surface.window
    return Problem(surface.name, surface, lambda seed: np.array(surface.start), surface.learning_rate, surface.names,
                   ((left + right) / 2, (bottom + top) / 2), ((right - left) / 2, (top - bottom) / 2),
                   steep=surface.steep, title=surface.title, summary=surface.summary,
                   formula=surface.formula)


def _net(sizes: tuple[int, ...], data: str, learning_rate: float, axes: tuple[str, str], *, hidden: str = "tanh",
         output: str = "identity",
         **more) -> NetProblem:
    title = f"net {'-'.join(map(str, sizes))}"
    if len(sizes) == 2:
        summary = "One weight and one bias"
    else:
        summary = (f"{hidden} units in {len(sizes) - 2} hidden layer{'s' if len(sizes) > 3 else ''}, "
                   f"{output} at the output")
    return NetProblem(engine.network(sizes, hidden, output), data, learning_rate, axes, title=title, summary=summary,
                      **more)


PROBLEMS = MappingProxyType({
    "2-8-8-1": _net((2, 8, 8, 1), "moons", 0.1, ("W2[0,0]", "W3[0,0]")),
    "2-3-1": _net((2, 3, 1), "xor", 0.5, ("W1[0,0]", "W2[0,0]"), output="sigmoid", reach=(8.0, 8.0)),
    "2-2-1": _net((2, 2, 1), "xor", 0.5, ("W1[0,0]", "W2[0,0]"), output="sigmoid", reach=(8.0, 8.0)),
    "1-2-1": _net((1, 2, 1), "sine", 0.05, ("W1[0,0]", "W2[0,0]")),
    "1-1": _net((1, 1), "weight_table", 0.001, ("W1[0,0]", "b1[0]"), steep=True),
    **{name: _of_surface(surface) for name, surface in engine.SURFACES.items()},
    # The row begins in the valley; from here the descent passes the saddle on its way to the other valley.
    "product": replace(_of_surface(engine.SURFACES["product"]), start=lambda seed: np.array([-1.6, 1.4]),
                       reach=(2.0, 2.0)),
})
DATA = MappingProxyType({"none": FORMULA, **{name: make() for name, make in datasets.DATASETS.items()},
                         "weight_table": datasets.ONE_WEIGHT["weight_table"]})


def problem_of(settings: Settings) -> Problem:
    """The problem that the fields `objective` and `data` choose."""
    return _problem(settings.objective, settings.data, settings.lab)


@lru_cache(maxsize=64)
def _problem(chosen: Any, data: Dataset, lab: str) -> Problem:
    row = PROBLEMS[chosen] if isinstance(chosen, str) else chosen
    name = chosen if isinstance(chosen, str) else "own objective"
    if isinstance(row, engine.Network):
        row = NetProblem(row, "", 0.01, row.names[:2])
    if isinstance(row, NetProblem):
        if data == FORMULA:
            raise argument_error("data", lab, "a data set for the network", "none",
                                 "Give x=... and y=..., or the name of a data set.")
        return row.on(data, name)
    if data != FORMULA:
        raise argument_error("data", lab, f"'none', since {name} brings all it needs", data,
                             "Choose a network, or leave the data out.")
    return row if isinstance(row, Problem) else _own(row, lab)


def _own(objective: Any, lab: str) -> Problem:
    """A learner's own objective."""
    if isinstance(objective, engine.Surface):
        return _of_surface(objective)
    names = getattr(objective, "names", None)
    if not names or len(names) < 2:
        raise argument_error("objective", lab, "one with `names` of at least two coordinates", objective,
                      "engine.Function(f, n=2) gives a function its names.")
    if not hasattr(objective, "plane"):
        objective = engine.Function(objective.value, names=names, gradient=objective.gradient)
    network = getattr(objective, "network", None)
    start = (lambda seed: network.initialize("glorot_normal", seed=seed)) if network else (
        lambda seed: np.random.default_rng(seed).normal(size=len(names)))
    return Problem("own objective", objective, start, 0.01, tuple(names[:2]))


def names_of(settings: Settings) -> tuple[str, ...]:
    """The names of the coordinates of the problem."""
    return problem_of(settings).names


def start_of(settings: Settings) -> np.ndarray:
    """The theta that the seed gives."""
    return problem_of(settings).start(settings.seed)


def theta_of(settings: Settings) -> np.ndarray:
    """The present parameters (n,)."""
    return settings.fields()["theta"].values(settings, "theta")


def theta_from(settings: Settings) -> tuple[float, ...]:
    """The present parameters, with the two weights on the axes where the field `start` says."""
    theta, names = theta_of(settings), names_of(settings)
    theta[[names.index(name) for name in settings.axes]] = settings.start
    return tuple(theta.tolist())


def natural_rate(settings: Settings) -> float:
    """A learning rate that suits the problem."""
    return problem_of(settings).learning_rate
