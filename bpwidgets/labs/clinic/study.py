"""What is wrong with this program? It is run as it stands, compared where somebody looks, and answers an accusation."""
from __future__ import annotations

from itertools import takewhile
from math import ceil

import numpy as np

from ... import engine
from ...faults.patients import patient
from ...faults.program import Function, Program
from ...faults.task import Task
from ...memo import Computing, compute
from ...one_thread import on_one_thread
from .result import ClinicResult, Healthy, Reading
from .settings import ClinicSettings
from .verdict import verdict_of

# Trainings are computed in stretches of so many steps.
STRETCH = 20
# So many are kept: one goes to and fro between patients.
KEPT = 32


@on_one_thread
def clinic(settings: ClinicSettings, memo: Computing = compute) -> ClinicResult:
    """Run the program of the patient, and tell what was asked for.

    >>> result = clinic(ClinicSettings(patient=1, probes=("W1[0,1]",)))
    >>> result.falls, result.readings[0].wrong, result.solved
    (True, True, False)
    """
    fault, task = patient(settings.patient)
    # More steps than are asked for have the same beginning: so a key on their slider computes nothing.
    steps = STRETCH * ceil(settings.steps / STRETCH)
    line, training = settings.accused_line, (settings.patient, settings.learning_rate, steps)
    solved = line in fault.lines
    cleared = tuple(takewhile(lambda number: number not in fault.lines, settings.accused_lines))
    losses, sizes = memo(with_fault, *training, keep=KEPT)
    every = memo(readings_of, settings.patient) if line or settings.probes else {}
    readings = tuple(every[name] for name in settings.probes)
    healthy = memo(without_fault, *training) if solved else None
    worst = max(every.values(), key=lambda one: max(one.off)) if line else None
    return ClinicResult(
        program=fault.program, task=task, lines=tuple(fault.source.splitlines()),
        losses=losses[:settings.steps + 1], sizes=sizes,
        readings=readings, accused=line, cleared=cleared, solved=solved, worst=worst,
        healthy=healthy and Healthy(healthy.losses[:settings.steps + 1], healthy.sizes),
        verdict=verdict_of(fault, losses[:settings.steps + 1], readings, line, cleared, worst), hidden=fault)


def with_fault(number: int, rate: float, steps: int) -> tuple[np.ndarray, np.ndarray]:
    """The training of a patient, as it is."""
    fault, task = patient(number)
    return trained(fault.program, fault.function, task, rate, steps)


def without_fault(number: int, rate: float, steps: int) -> Healthy:
    """The same training with the right program."""
    fault, task = patient(number)
    return Healthy(*trained(fault.program, fault.program.function, task, rate, steps))


def readings_of(number: int) -> dict[str, Reading]:
    """Every parameter of a patient."""
    fault, task = patient(number)
    return all_readings(fault.program, fault.function, task)


def trained(program: Program, function: Function, task: Task, rate: float, steps: int) -> tuple[np.ndarray, np.ndarray]:
    """The loss at each step, and the size of dW, or of the first update of W, in each layer."""
    losses, first = program.run(function, task, rate, steps)
    return losses, np.array([engine.norm(first[name]) for name in program.names if name[0] == "W"])


def all_readings(program: Program, function: Function, task: Task) -> dict[str, Reading]:
    """Every parameter of the program beside what is right there."""
    with np.errstate(all="ignore"):
        given = program.parts(function(*program.arguments(task)), task)
    right = program.parts(program.right(task), task)
    floor = {name: 1e-3 * max(float(np.abs(array).max()) for array in right.values()) for name in right}
    found = {}
    for array, checks in checks_of(program).items():
        for place in np.ndindex(right[checks[0]].shape):
            name = f"{array}[{','.join(map(str, place))}]"
            pairs = [(_number(given[check], right[check], place), float(right[check][place])) for check in checks]
            off = (relative_to(one, other, floor[check]) for (one, other), check in zip(pairs, checks))
            shapes = given[checks[0]].shape, right[checks[0]].shape
            found[name] = Reading(name, *map(tuple, zip(*pairs)), tuple(off), shapes if shapes[0] != shapes[1] else ())
    return found


def checks_of(program: Program) -> dict[str, list[str]]:
    """The checks of each array, one for each moment."""
    return {name: [check for check in program.checks if check.partition(" ")[0] == name] for name in program.names}


def relative_to(given: float, right: float, floor: float) -> float:
    """The difference as a part of the larger number, and of no less than the floor; inf where there is no number."""
    off = abs(given - right) / max(abs(given), abs(right), floor)
    return off if np.isfinite(off) else float("inf")


def _number(given: np.ndarray, right: np.ndarray, place: tuple[int, ...]) -> float:
    """The number at a place; none in an array of another shape."""
    return float(given[place]) if given.shape == right.shape else float("nan")
