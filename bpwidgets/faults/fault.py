"""A fault that is planted in a program: one line, or two that changed places."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from .program import Function, Program, spoilt
from .task import Task

# Above the first number two arrays differ, below the second they agree: differences have some nine right digits.
OFF = 1e-5


@dataclass(frozen=True, eq=False)
class Fault:
    """name, title: what it is called. program: in which it stands. changes: right line -> wrong line. symptom: what a
    learner sees. why: what is wrong with the line. fails: of the checks of the program those that it fails, and it
    fails no others."""

    name: str
    title: str
    program: Program = field(repr=False)
    changes: Mapping[str, str]
    symptom: str
    why: str
    fails: tuple[str, ...]

    @cached_property
    def _made(self) -> tuple[str, Function]:
        return spoilt(self.program, self.changes)

    @property
    def source(self) -> str:
        """The lines of the faulty program."""
        return self._made[0]

    @property
    def function(self) -> Function:
        """The faulty program, which is made of these lines."""
        return self._made[1]

    @cached_property
    def lines(self) -> tuple[int, ...]:
        """The numbers of the lines that are wrong, counted from 1."""
        pairs = zip(self.source.splitlines(), self.program.lines)
        return tuple(k for k, (wrong, right) in enumerate(pairs, 1) if wrong != right)

    @property
    def fix(self) -> tuple[str, ...]:
        """The right lines in place of the wrong ones."""
        return tuple(self.program.lines[k - 1] for k in self.lines)


def relative(given: np.ndarray, right: np.ndarray) -> float:
    """The largest difference as a part of the largest number; inf for another shape, or where there is no number.

    >>> relative(np.array([1.0, 3.0]), np.array([1.0, 4.0])), relative(np.zeros(2), np.zeros((3, 2)))
    (0.25, inf)
    """
    given, right = np.asarray(given), np.asarray(right)
    if given.shape != right.shape:
        return float("inf")
    with np.errstate(all="ignore"):
        largest = max(np.abs(given).max(), np.abs(right).max())
        off = float(np.abs(given - right).max() / largest) if largest else 0.0
    return off if np.isfinite(off) else float("inf")


def failed(program: Program, function: Function, task: Task) -> tuple[str, ...]:
    """The checks that a program fails on a task; all of them where it stops with an error."""
    try:
        with np.errstate(all="ignore"):
            given = program.parts(function(*program.arguments(task)), task)
    except ValueError:
        return program.checks
    right = program.parts(program.right(task), task)
    return tuple(name for name in program.checks if relative(given[name], right[name]) > OFF)
