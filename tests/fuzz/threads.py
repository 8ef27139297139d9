"""A hand on one thread, code on another: whatever the order, the lab is whole in the end."""
from __future__ import annotations

import threading

import numpy as np

from bpwidgets.errors import ArgumentError

from .invariants import Moment, broken
from .lines import LINES
from .stage import Case, Stage

PATIENCE = 300.0   # s until two threads that wait for each other are given up


def two_threads(case: Case, seed: int, changes: int) -> str:
    """So many changes from each side at the same time; a sentence if something broke, else ''."""
    stage, raised = Stage(case), []
    hands = [LINES[kind][1] for kind in ("hand", "hand", "drag", "arrow", "click")]
    sides = [threading.Thread(target=_side, args=(stage, np.random.default_rng([seed, k]), kinds, changes, raised),
                              daemon=True)
             for k, kinds in enumerate((hands, [LINES["set"][1]]))]
    for side in sides:
        side.start()
    for side in sides:
        side.join(PATIENCE)
    if any(side.is_alive() for side in sides):
        return "two threads: they wait for each other"
    lab = stage.labs["lab"]
    stage.rest(lab)
    found = broken(lab, Moment.of(lab), raised[0] if raised else None, bits=True)
    stage.close()
    return f"two threads: {found.invariant}: {found.shown}" if found else ""


def _side(stage: Stage, rng: np.random.Generator, kinds, changes: int, raised: list[Exception]) -> None:
    for k in range(changes):
        line = kinds[k % len(kinds)](rng, "lab", stage.labs["lab"])
        try:
            stage.run(line or "lab.describe()")
        except Exception as error:
            if not isinstance(error, ArgumentError):
                raised.append(error)
