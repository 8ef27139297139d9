"""A walk of random changes, and the shortest trail to what it breaks."""
from __future__ import annotations

import collections
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from .invariants import Broken, Moment, broken
from .lines import next_line
from .stage import Case, Stage, seen

# One in so many changes asks the study again; so many replays are made for a shorter trail.
ASK_AGAIN, REPLAYS = 4, 150


@dataclass(frozen=True)
class Failure:
    """What broke, and the lines that lead to it, in two labs made with the given arguments."""

    broken: Broken
    trail: tuple[str, ...]

    def __str__(self) -> str:
        return "\n".join([f"{self.broken.invariant}\n  {self.broken.shown}", *(f"    {line}" for line in self.trail)])


@dataclass
class Report:
    """changes: how many were made. refused: how many of them ended in a documented error.

    failures: by their kind, the first of each, and counts.
    """

    changes: int = 0
    refused: int = 0
    failures: dict[str, Failure] = field(default_factory=dict)
    counts: collections.Counter = field(default_factory=collections.Counter)


def walk(case: Case, seed: int, changes: int, *, watch: Callable[[Report, Stage], None] = lambda report,
         stage: None) -> Report:
    """So many random changes of the labs; after a failure it goes on with new ones.

    `watch` is called after each change.
    """
    rng, report = np.random.default_rng(seed), Report()
    stage, trail = Stage(case), []
    for k in range(changes):
        line = next_line(rng, stage)
        trail.append(line)
        found, refused = step(stage, line, bits=k % ASK_AGAIN == 0)
        report.changes, report.refused = report.changes + 1, report.refused + refused
        if found:
            report.counts[found.kind] += 1
            if found.kind not in report.failures:
                report.failures[found.kind] = Failure(found, shortest(case, trail, found))
            stage.close()
            stage, trail = Stage(case), []
        watch(report, stage)
    stage.close()
    return report


def step(stage: Stage, line: str, *, bits: bool) -> tuple[Broken | None, bool]:
    """Carry out one line: what it breaks, if anything, and whether it was refused."""
    before = {name: Moment.of(lab) for name, lab in stage.labs.items()}
    error = None
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            stage.run(line)
        except Exception as raised:
            error = raised
        found = next(filter(None, (broken(lab, before[name], error, bits=bits) for name, lab in stage.labs.items())),
                     None)
    for lab in stage.labs.values():
        seen(lab)
    return found, error is not None or any(lab.canvas.trouble for lab in stage.labs.values())


def shortest(case: Case, trail: Sequence[str], found: Broken) -> tuple[str, ...]:
    """As few of the lines as lead to the same failure: whole halves are left out first, then quarters, then single
    lines."""
    kept, size, replays = list(trail), max(len(trail) // 2, 1), 0
    while size and replays < REPLAYS:
        start = 0
        while start < len(kept) - 1 and replays < REPLAYS:
            shorter = kept[:start] + kept[min(start + size, len(kept) - 1):]
            replays += 1
            if leads_to(case, shorter, found):
                kept = shorter
            else:
                start += size
        size //= 2
    return tuple(kept)


def leads_to(case: Case, trail: Sequence[str], found: Broken) -> bool:
    """True if the last of the lines fails in the same way, and none before."""
    stage = Stage(case)
    try:
        for line in trail[:-1]:
            if step(stage, line, bits=False)[0]:
                return False
        last, _ = step(stage, trail[-1], bits=True)
        return last is not None and last.kind == found.kind
    finally:
        stage.close()
