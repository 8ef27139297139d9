"""The same costs in seconds, measured where the lab runs: told when somebody asks, and kept nowhere.

A time depends on the machine and on what else it does; so it is part of no result, no text and no picture that is kept.
"""
from __future__ import annotations

import time
from collections.abc import Callable
from statistics import median
from typing import Any

from ...one_thread import ONE_THREAD
from ...text import in_words
from .descents import MOST_PARAMETERS
from .growth import parameters_of
from .result import CostResult
from .settings import CostSettings, contest_of
from .task import titled
from .verdict import times

# Repetitions, at most, and the seconds that they may take.
TIMES, SECONDS = 15, 0.3
UNITS = ((1.0, "s"), (1e-3, "ms"), (1e-6, "µs"))
LONG = ((86400.0, "days"), (3600.0, "hours"), (60.0, "minutes"))


def measured_time(settings: CostSettings, result: CostResult) -> str:
    """How long a gradient of the net takes here, by backpropagation and by forward differences."""
    if parameters_of(settings.widths) > MOST_PARAMETERS:
        return f"{titled(settings.widths)} is too large to be timed here"
    task = contest_of(settings).task
    objective, theta = task.objective, task.start
    with ONE_THREAD:
        forward = seconds(lambda: objective.value(theta))
        both = seconds(lambda: objective.gradient(theta))
    passes = result.costs["forward"].passes
    return (f"measured here and now, {task.examples} examples: one forward pass takes {in_time(forward)}, the gradient "
            f"by backpropagation {in_time(both)}; {passes:,} forward passes one after the other would take "
            f"{in_time(passes * forward)}, {times(passes * forward / both)} as long")


def seconds(act: Callable[[], Any], clock: Callable[[], float] = time.perf_counter) -> float:
    """The median time of some repetitions."""
    taken: list[float] = []
    while len(taken) < TIMES and (len(taken) < 3 or sum(taken) < SECONDS):
        start = clock()
        act()
        taken.append(clock() - start)
    return median(taken)


def in_time(span: float) -> str:
    """A time in a unit that people read.

    >>> in_time(0.0123), in_time(2.5e-5), in_time(7200)
    ('12 ms', '25 µs', '2 hours')
    """
    size, unit = next(((size, unit) for size, unit in (*LONG, *UNITS) if span >= (2 if size > 1 else 1) * size),
                      UNITS[-1])
    return f"{in_words(span / size, 2)} {unit}"
