"""What an examination of a program has shown so far."""
from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from ...faults.fault import OFF, Fault
from ...faults.program import Program
from ...faults.task import Task


class Reading(NamedTuple):
    """One parameter, at each of the moments that are compared. given: what the program says. right: central
    differences, or where the reference moves. off: relative difference; inf where there is no such number. shapes: of
    the array that the program answers and of the right one, where they are not the same."""

    name: str
    given: tuple[float, ...]
    right: tuple[float, ...]
    off: tuple[float, ...]
    shapes: tuple[tuple[int, ...], ...] = ()

    @property
    def wrong(self) -> bool:
        """True if they differ at one moment."""
        return max(self.off) > OFF


class Healthy(NamedTuple):
    """What the right program does: the loss at each step (steps + 1,), and the size of dW or of the first update in
    each layer (layers,)."""

    losses: np.ndarray
    sizes: np.ndarray


@dataclass(frozen=True, eq=False)
class ClinicResult:
    """An examination.

    program: the right program: net, loss and names; its lines are not those of the patient. task: on what it is run.
    lines: those of the patient. losses: (steps + 1,), of a training with them. sizes: (layers,), length of dW, or of
    the first update of W, in each layer. readings: what the probes have shown. accused: number of a line, 0 for none.
    cleared: numbers of the lines that were accused before the wrong one, in order. solved: the accused line is the
    wrong one. worst: after an accusation the parameter that is farthest off. healthy: once it is solved, what the right
    program does; else None. verdict: what all this says. hidden: the fault, for those that judge a repair.
    """

    program: Program = field(repr=False)
    task: Task = field(repr=False)
    lines: tuple[str, ...]
    losses: np.ndarray
    sizes: np.ndarray
    readings: tuple[Reading, ...]
    accused: int
    cleared: tuple[int, ...]
    solved: bool
    worst: Reading | None
    healthy: Healthy | None
    verdict: str
    hidden: Fault = field(repr=False)

    @property
    def fault(self) -> Fault | None:
        """The fault, once its line is found."""
        return self.hidden if self.solved else None

    @property
    def fix(self) -> tuple[str, ...]:
        """The right lines in place of the wrong ones, once these are found."""
        return self.hidden.fix if self.solved else ()

    @property
    def falls(self) -> bool:
        """The loss ends below three quarters of where it began."""
        return bool(self.losses[-1] < 0.75 * self.losses[0])
