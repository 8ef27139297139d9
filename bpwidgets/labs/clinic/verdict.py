"""What an examination says, before an accusation and after it."""
from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from ...faults.fault import Fault
from ...faults.program import Program
from ...text import capital, change_in_words, counted, in_words
from .result import Reading

MOST_PERCENT = 10.0


def verdict_of(fault: Fault, losses: np.ndarray, readings: Sequence[Reading], accused: int, cleared: Sequence[int],
               worst: Reading | None) -> str:
    """Nothing of the fault before its line is accused; then the fault with both numbers, and the cure."""
    if not accused:
        return " ".join([trained_in_words(losses), probed_in_words(readings), *cleared_in_words(cleared)])
    said = both_numbers(worst, fault.program)
    if accused not in fault.lines:
        return f"Line {accused} is as it should be. {said} The cause stands in another line."
    after = f", found after {accusations_in_words(cleared)}" if cleared else ""
    return f"{_where(fault, accused)}{after}: {fault.title}. {said} {fault.why}"


def _where(fault: Fault, accused: int) -> str:
    """Which lines are wrong, one of them accused."""
    if {line.strip() for line in fault.changes} == {line.strip() for line in fault.changes.values()}:
        return f"Lines {fault.lines[0]} and {fault.lines[-1]} have changed places"
    others = [f" and line {line}" for line in fault.lines if line != accused]
    return f"Line {accused}{''.join(others)}, indeed"


def trained_in_words(losses: np.ndarray) -> str:
    """What the loss does while the program trains."""
    return f"In {counted(len(losses) - 1, 'step')} the loss {change_in_words(losses[0], losses[-1])}."


def probed_in_words(readings: Sequence[Reading]) -> str:
    """How many probes found something."""
    if not readings:
        return "No probe has been spent."
    wrong, count = sum(one.wrong for one in readings), len(readings)
    if count == 1:
        return f"The only probe found {'a' if wrong else 'no'} difference."
    return f"Of {count} probes {wrong or 'none'} found a difference."


def cleared_in_words(cleared: Sequence[int]) -> list[str]:
    """Which lines were accused and are as they should be, if any."""
    if not cleared:
        return []
    *others, last = map(str, cleared)
    if not others:
        return [f"Line {last} is as it should be."]
    return [f"Lines {', '.join(others)} and {last} are as they should be."]


def accusations_in_words(cleared: Sequence[int]) -> str:
    """How many lines were accused in vain."""
    return counted(len(cleared), "wrong accusation")


def both_numbers(reading: Reading, program: Program) -> str:
    """What the program says of a parameter, and what is right."""
    k = int(np.argmax(reading.off))
    if reading.shapes:
        return "For {} the program has an array of shape {} in place of {}.".format(reading.name, *reading.shapes)
    moment = f"{program.moments[k]} " if program.moments[k] else ""
    if program.measure == "gradient":
        return (f"For {reading.name} the program says {told(reading.given[k])}, central differences say "
                f"{in_words(reading.right[k])}.")
    moved = "is no number" if math.isnan(reading.given[k]) else f"has moved by {in_words(reading.given[k])}"
    return f"{capital(moment)}{reading.name} {moved}, where the rule moves it by {in_words(reading.right[k])}."


def told(given: float) -> str:
    """A number of the program, where it is one."""
    return "no number" if math.isnan(given) else in_words(given)


def off_in_words(off: float) -> str:
    """A relative difference as a short text.

    >>> off_in_words(3e-10), off_in_words(0.4321), off_in_words(0.0123), off_in_words(float("inf"))
    ('agrees', '43%', '1.2%', 'no number')
    """
    if math.isinf(off):
        return "no number"
    if off <= 1e-5:
        return "agrees"
    percent = 100 * off
    return f"{percent:.0f}%" if percent >= MOST_PERCENT else f"{in_words(percent, 2)}%"

