"""A program that computes a gradient or updates: its lines, what it is called with, and what is right by other means.

The lines that are shown are those that run: a faulty program is made from the source of the right one, with lines
replaced out of the table of faults. No text of a user is ever run.
"""
from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from .. import engine
from ..errors import Verbatim, argument_error
from .task import Net, Task

Function = Callable[..., Any]
Arrays = Mapping[str, np.ndarray]
# The step of the central differences, as a part of the weight or of 1: eps^(1/3).
STEP = float(np.finfo(float).eps) ** (1 / 3)
# After so many updates each is compared with a reference.
COMPARED = 2
AFTER = tuple(range(1, COMPARED + 1))


@dataclass(frozen=True, eq=False, kw_only=True)
class Program:
    """name, title: what it is called. says: net and loss, in a sentence. function: the right one. net: on what it is
    run. helpers: functions that its lines call. rate: at which it learns well."""

    name: str
    title: str
    says: str
    function: Function
    net: Net
    rate: float
    helpers: tuple[Function, ...] = ()

    @cached_property
    def source(self) -> str:
        """Its lines."""
        return inspect.getsource(self.function).rstrip()

    @property
    def lines(self) -> tuple[str, ...]:
        """Its lines one by one; the first is the one with `def`."""
        return tuple(self.source.splitlines())

    def with_helpers(self, source: str) -> str:
        """A program that can be copied into a cell: these lines, and above them all that they call."""
        above = inspect.getsource(inspect.getmodule(self.function)).splitlines()
        imports = "\n".join(line for line in above if line.startswith(("import ", "from ")))
        return "\n\n".join([imports, *(inspect.getsource(one).rstrip() for one in self.helpers), source])

    def draw(self, seed: int, square: bool = False) -> Task:
        """Something to run it on."""
        return self.net.draw(np.random.default_rng(seed), self.rate, square)

    @cached_property
    def parameters(self) -> tuple[str, ...]:
        """The names of what it is called with."""
        return tuple(inspect.signature(self.function).parameters)


@dataclass(frozen=True, eq=False, kw_only=True)
class GradientProgram(Program):
    """A backward pass: it answers the gradients of W1, b1, W2, ... loss: the same net as a number."""

    loss: Function

    measure = "gradient"
    moments = ("",)

    @property
    def names(self) -> tuple[str, ...]:
        """The arrays whose gradients it answers."""
        return self.parameters[-2 * (self.net.depth + 1):]

    @property
    def checks(self) -> tuple[str, ...]:
        """What is compared: one gradient after the other."""
        return self.names

    @property
    def returns(self) -> tuple[str, ...]:
        """What the parts of its answer are called."""
        return tuple(f"d{name}" for name in self.names)

    def arguments(self, task: Task, arrays: Arrays | None = None) -> tuple[Any, ...]:
        """What it is called with, at the start or with other weights."""
        f = task.objective
        return (f.x, f.y, *([f.l2] if f.l2 else []), *(arrays or task.arrays()).values())

    def right(self, task: Task) -> tuple[np.ndarray, ...]:
        """The gradients by central differences of the loss alone."""
        h = STEP * np.maximum(1.0, np.abs(task.theta))
        steps = np.diag(h)
        with np.errstate(all="ignore"):
            values = task.objective.value(np.stack([task.theta + steps, task.theta - steps]))
        return tuple(task.arrays((values[0] - values[1]) / (2 * h)).values())

    def task_of(self, arguments: Sequence[Any]) -> Task:
        """The task that these are the arguments of."""
        x, y = arguments[:2]
        return self.net.rebuilt(x, y, arguments[-len(self.names):], self.rate)

    def parts(self, answer: Any, task: Task) -> dict[str, np.ndarray]:
        """An answer by the names of what is compared."""
        return dict(zip(self.names, map(np.asarray, answer)))

    def run(self, function: Function, task: Task, rate: float, steps: int) -> tuple[np.ndarray, dict[str, np.ndarray]]:
        """Gradient descent with the gradients that a program answers: the loss at each step (steps + 1,), and what it
        answers at first."""
        arrays, losses, first = task.arrays(), np.full(steps + 1, np.nan), {}
        with np.errstate(all="ignore"):
            for k in range(steps + 1):
                given = self.arguments(task, arrays)
                losses[k] = self.loss(*given)
                gradients = dict(zip(self.names, function(*given)))
                first = first or gradients
                arrays = {name: array - rate * gradients[name] for name, array in arrays.items()}
        return losses, first


@dataclass(frozen=True, eq=False, kw_only=True)
class UpdateProgram(Program):
    """Updates of the weights: it answers a list of them, one for each update. optimizer: the rule of the engine that
    does the same. constants: the numbers of the rule, in the order of the program."""

    optimizer: str
    constants: tuple[float, ...] = ()

    measure = "update"
    moments = tuple(f"after update {k}" for k in AFTER)

    @property
    def names(self) -> tuple[str, ...]:
        """The arrays that it changes."""
        every = [f"{kind}{k}" for k in range(1, self.net.depth + 2) for kind in "Wb"]
        return tuple(name for name in every if name not in self.net.frozen)

    @property
    def checks(self) -> tuple[str, ...]:
        """What is compared: how far each array has moved after the first updates."""
        return tuple(f"{name} after {k}" for k in AFTER for name in self.names)

    @property
    def returns(self) -> tuple[str, ...]:
        """What the parts of its answer are called."""
        return self.moments

    def arguments(self, task: Task, rate: float | None = None, steps: int = COMPARED) -> tuple[Any, ...]:
        """What it is called with; the gradient of a rule is the engine's."""
        rate, arrays, f = task.rate if rate is None else rate, task.arrays(), task.objective
        begin = (arrays, gradient_of(task)) if "gradient" in self.parameters else (f.x, f.y, *arrays.values())
        return (*begin, rate, *self.constants, steps)

    def right(self, task: Task) -> tuple[Any, ...]:
        """The weights after each update, as the engine finds them."""
        rule = engine.OPTIMIZERS[self.optimizer]
        rule = rule.replace(**dict(zip((one.name for one in rule.hyperparameters), self.constants)))
        path = engine.descend(task.objective, task.theta, rule, task.rate, steps=COMPARED)
        states = ({name: task.arrays(path.thetas[k])[name] for name in self.names} for k in AFTER)
        return tuple(state if "gradient" in self.parameters else tuple(state.values()) for state in states)

    def task_of(self, arguments: Sequence[Any]) -> Task:
        """The task that these are the arguments of."""
        if "gradient" in self.parameters:
            return arguments[1].task
        x, y, *arrays = arguments[:2 + 2 * (self.net.depth + 1)]
        return self.net.rebuilt(x, y, arrays, self.rate)

    def parts(self, answer: Any, task: Task) -> dict[str, np.ndarray]:
        """How far each array has moved, by the names of what is compared."""
        start, states = task.arrays(), [self._by_name(state) for state in answer]
        return {f"{name} after {k}": np.asarray(states[k - 1][name]) - start[name]
                for k in AFTER for name in self.names}

    def run(self, function: Function, task: Task, rate: float, steps: int) -> tuple[np.ndarray, dict[str, np.ndarray]]:
        """The loss at each step (steps + 1,), and the first update."""
        with np.errstate(all="ignore"):
            path = [self._by_name(state) for state in function(*self.arguments(task, rate, steps))]
            thetas = np.array([task.theta, *map(task.packed, path)])
            start = task.arrays()
            return task.objective.value(thetas), {name: path[0][name] - start[name] for name in self.names}

    def _by_name(self, state: Any) -> Mapping[str, np.ndarray]:
        return state if isinstance(state, Mapping) else dict(zip(self.names, state))


def gradient_of(task: Task) -> Function:
    """The gradient as a program calls it, which knows its task."""
    def gradient(weights: Arrays) -> Arrays:
        return task.gradient(weights)

    gradient.task = task
    return gradient


def spoilt(program: Program, changes: Mapping[str, str]) -> tuple[str, Function]:
    """The program with some lines replaced, as text and as a function: one text is shown and run.

    Raises ArgumentError for a line that does not stand there exactly once.
    """
    lines = list(program.lines)
    for right, wrong in changes.items():
        places = [k for k, line in enumerate(program.lines) if line.strip() == right.strip()]
        if len(places) != 1:
            raise argument_error("changes", program.name, "lines that stand there once", Verbatim(right))
        line = lines[places[0]]
        indent = line[:len(line) - len(line.lstrip())]
        lines[places[0]] = wrong if wrong.startswith(" ") else indent + wrong
    source = "\n".join(lines)
    names = dict(program.function.__globals__)
    exec(compile(source, f"<{program.name}>", "exec"), names)
    return source, names[program.function.__name__]
