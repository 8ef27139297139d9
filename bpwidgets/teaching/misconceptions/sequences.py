"""Wrong ideas about nets that read sequences (lesson 21)."""
from __future__ import annotations

from typing import Any

import bpwidgets as bp

from .misconception import OFTEN_HEARD, Misconception

# How far the error goes back, of the steps of a sequence; the first number to be added lies further back.
CUT, STEPS = 3, 12


def adders(truncate: int = STEPS, **shown: Any) -> bp.SequenceLab:
    """Three small nets that learn to add two marked numbers."""
    return bp.SequenceLab(length=STEPS, units=10, batch_size=12, learning_rate=0.05, updates=150, seed=1,
                          truncate=truncate, **shown)


def learned(lab: Any) -> list[str]:
    """The cells whose loss is below a tenth of that of a net that always says the mean."""
    sights = lab.result.sights(lab.settings.replace(update=lab.result.known, asked=lab.settings.length))
    return [name for name, sight in sights.items() if sight.loss < lab.result.row.baseline / 10]


def _as_many(lab: Any) -> bool:
    """A net for twice as many steps has the same parameters."""
    *_, longer = bp.studies.error_through_time(lab.settings.replace(length=2 * lab.settings.length))
    return all(run.network.n == longer.runs[name].network.n for name, run in lab.result.runs.items())


OF_SEQUENCES = (
    Misconception(
        "cut-is-out-of-reach", "What lies further back than the error goes cannot be used.",
        "The state is carried forward from the first step on, and how to keep a number is learned over short ways.",
        OFTEN_HEARD,
        lambda: adders(CUT, controls=("truncate", "update"), views=("unrolled", "losses", "verdict")),
        lambda lab: bool(lab.settings.truncate < lab.settings.length // 2 and "gru" in learned(lab))),
    Misconception(
        "each-step-has-its-own-weights", "Unrolled in time, a net has weights of its own for each step.",
        "All steps share the same weights: a sequence twice as long needs none more.",
        OFTEN_HEARD,
        lambda: bp.SequenceLab(length=10, updates=1, update=0, controls=("length", "units"),
                               views=("unrolled", "verdict")),
        _as_many),
)
