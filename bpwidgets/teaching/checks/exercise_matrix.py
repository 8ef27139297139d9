"""Which version of an exercise's function passes, and what the others are told: for the tests of a lesson."""
from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from ...trials.agreement import difference
from ...trials.trial import CASES, Trial, arguments
from ..items.exercise import Exercise

REFERENCE = "reference"
# A second way to the numbers may be one of differences, which has fewer digits.
ORACLE_TOLERANCE = 1e-6


def matrix(exercise: Exercise, seed: int) -> Mapping[str, Trial]:
    """What comes of the reference and of each known wrong version, by name."""
    versions = {REFERENCE: exercise.reference, **{wrong.name: wrong.function for wrong in exercise.wrong}}
    return MappingProxyType({name: exercise.trial(function, seed) for name, function in versions.items()})


def broken_promises(exercise: Exercise, seed: int) -> Iterator[str]:
    """One sentence for each thing that is not as an exercise promises: the reference passes and agrees with the oracle,
    and each known wrong version fails, with its own message and no other.

    >>> def double(x):
    ...     return 2 * x
    >>> list(broken_promises(Exercise("double", "Write `double(x)`.", double, lambda rng: (rng.normal(),)), 1))
    ['double: it has no oracle: a second way to the same numbers.']
    """
    told = matrix(exercise, seed)
    if not told[REFERENCE].right:
        yield f"{exercise.name}: its own reference fails: {told[REFERENCE].said}"
    if exercise.oracle is None:
        yield f"{exercise.name}: it has no oracle: a second way to the same numbers."
    else:
        yield from _apart(exercise, seed)
    for wrong in exercise.wrong:
        trial = told[wrong.name]
        others = [other.name for other in exercise.wrong if other.message in trial.said and other is not wrong]
        if trial.misconception != wrong.name or wrong.message not in trial.said or others:
            yield f"{exercise.name}: {wrong.name!r} is told: {trial.said or trial.state}"
    if not exercise.source.startswith("def "):
        yield f"{exercise.name}: the source of its reference is no plain function."


def _apart(exercise: Exercise, seed: int) -> Iterator[str]:
    """Cases in which reference and oracle differ; each is called with its own numbers."""
    tolerance = max(exercise.tolerance, ORACLE_TOLERANCE)
    for k in range(CASES):
        one, other = (f(*arguments(exercise, seed + k)) for f in (exercise.oracle, exercise.reference) if f)
        if exercise.through:
            other = exercise.through(other, *arguments(exercise, seed + k))
        if apart := difference(one, other, tolerance):
            yield f"{exercise.name}: with seed {seed + k} its oracle differs: {apart}."
