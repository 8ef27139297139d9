"""How both losses begin, and how long they take, in sentences."""
from __future__ import annotations

from collections.abc import Mapping

from ...text import counted, in_words
from .result import LossRun

# From this error on the unit is surely wrong; a gradient that is smaller by this factor is next to nothing.
SURELY, FAR = 0.9, 10.0
NOTHING = 1e-12


def verdict_of(target: float, runs: Mapping[str, LossRun]) -> str:
    """The gradients at the start, and the steps to half of the error."""
    squared, entropy = runs["squared"], runs["entropy"]
    said, error = float(squared.outputs[0]), abs(float(squared.outputs[0]) - target)
    wants = f"The unit says {in_words(said)}, it should say {in_words(target)}"
    if error < NOTHING:
        return f"{wants}: with both losses dL/dz is 0."
    surely = ": it is surely wrong" if error >= SURELY else ""
    return f"{wants}{surely}. {_gradients(squared, entropy)} {_how_long(squared, entropy)}"


def _gradients(squared: LossRun, entropy: LossRun) -> str:
    first, second = (abs(float(run.deltas[0])) for run in (squared, entropy))
    return (f"|dL/dz| is {in_words(first)} with squared error and {in_words(second)} with cross-entropy, "
            f"{times(second / first)} as much, because the slope cancels." if first > 0 else
            f"With squared error dL/dz is 0, with cross-entropy it is {in_words(second)}: there the slope cancels.")


def _how_long(squared: LossRun, entropy: LossRun) -> str:
    """The steps after which half of the error is left."""
    if squared.half_at is None and entropy.half_at is None:
        return f"In {counted(len(squared.z) - 1, 'step')} neither loss halves the error."
    return f"The error is halved {_by(entropy)} with cross-entropy and {_by(squared)} with squared error."


def _by(run: LossRun) -> str:
    return f"after {counted(run.half_at, 'step')}" if run.half_at is not None else \
        f"not in {counted(len(run.z) - 1, 'step')}"


def times(factor: float) -> str:
    """How often, without digits that nobody reads.

    >>> times(56.6), times(4.04), times(580.4)
    ('57 times', '4 times', '580 times')
    """
    return f"{in_words(factor, 3 if factor >= 100 else 2)} times"
