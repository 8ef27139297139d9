"""Patients: each number stands for a fault and for a net, and says neither."""
from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from .fault import Fault
from .program import Program
from .table import FAULTS, fault
from .task import Task, mazur

LAST = 99
SHUFFLED = 20


class Patient(NamedTuple):
    """A program with a fault, and what it is run on."""

    fault: Fault
    task: Task

    @property
    def program(self) -> Program:
        """The right program."""
        return self.fault.program


def fault_of(number: int) -> Fault:
    """The fault of a patient: all faults come once before one comes again."""
    turn, place = divmod(number - 1, len(FAULTS))
    return tuple(FAULTS.values())[np.random.default_rng(SHUFFLED + turn).permutation(len(FAULTS))[place]]


@lru_cache(maxsize=32)
def patient(number: int) -> Patient:
    """The patient of this number, from 1 to 99: a net behind whose sizes faults can hide, or Mazur's.

    >>> patient(1).task.net.sizes
    (3, 3, 3, 1)
    """
    found = fault_of(number)
    return Patient(found, mazur() if found.program.name == "training" else found.program.draw(number, square=True))


def number_of(name: str, of: str = "fault") -> int:
    """The first patient with the fault of this name.

    Raises ArgumentError for a name that is not there.

    >>> fault_of(number_of("betas_swapped")).title
    'betas swapped'
    """
    wanted = fault(name, of)
    return next(number for number in range(1, LAST + 1) if fault_of(number) is wanted)
