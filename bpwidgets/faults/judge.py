"""The judge of a program that somebody has repaired: it runs on fresh nets and has to answer what is right there.

For gradients that are central differences of the loss; for updates it is the path of the engine's own rule.
"""
from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any

import numpy as np

from ..trials.trial import Trial, Wrong, try_out
from .program import GradientProgram, Program

# Differences have some nine right digits, updates all of theirs.
OF_DIFFERENCES, OF_UPDATES = 1e-6, 1e-9


@dataclass(frozen=True, eq=False)
class Asked:
    """What is asked of somebody who repairs a program. wrong: versions by which a repair is known that is none."""

    program: Program
    wrong: Sequence[Wrong] = ()

    @property
    def reference(self) -> Callable[..., Any]:
        """What is right, called like the program."""
        program = self.program

        @wraps(program.function)
        def right(*arguments: Any) -> Any:
            return program.right(program.task_of(arguments))

        return right

    @property
    def returns(self) -> tuple[str, ...]:
        """What the parts of an answer are called."""
        return self.program.returns

    @property
    def through(self) -> None:
        """Answers are compared as they are."""

    @property
    def tolerance(self) -> float:
        """Part of the largest number by which an answer may differ."""
        return OF_DIFFERENCES if isinstance(self.program, GradientProgram) else OF_UPDATES

    def cases(self, rng: np.random.Generator) -> tuple[Any, ...]:
        """Arguments on a fresh net: of layers of one size, which hide something, or of different ones."""
        return self.program.arguments(self.program.net.draw(rng, self.program.rate, square=bool(rng.integers(2))))


def judge(program: Program, function: Any, wrong: Sequence[Wrong] = (), seed: int | None = None) -> Trial:
    """What comes of a repaired program on fresh nets, seeds and sizes.

    >>> from bpwidgets.faults import FAULTS
    >>> sick = FAULTS["slope_left_out"]
    >>> judge(sick.program, sick.program.function).right, judge(sick.program, sick.function, seed=0).right
    (True, False)
    """
    return try_out(function, Asked(program, wrong), seed)
