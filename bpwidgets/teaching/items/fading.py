"""How many factors are blank: from the rounds that were answered, and from nothing else.

An example is worked out at first, and its last steps are left to the learner, one after the other, backwards (Renkl,
Atkinson, Maier and Staley, 2002, From example study to problem solving: smooth transitions help learning).
"""
from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ..records.events import Event

# So many clean rounds in a row hide one factor more.
CLEAN = 2
# A number is right within this part of what it is.
WITHIN = 0.01


class Fading(NamedTuple):
    """hidden: how many factors are blank; clean: how many clean rounds in a row there were with so many."""

    hidden: int
    clean: int


def hidden_after(rounds: Sequence[Event], most: int) -> Fading:
    """Where a learner stands after these rounds of a formula with `most` factors.

    >>> clean, miss = Event("answered", right=True), Event("answered", right=False)
    >>> hidden_after([clean, clean], 3), hidden_after([clean, clean, miss], 3)
    (Fading(hidden=2, clean=0), Fading(hidden=1, clean=0))
    """
    hidden, clean = 1, 0
    for event in rounds:
        if not event.right:
            hidden, clean = max(hidden - 1, 1), 0
        elif clean + 1 == CLEAN and hidden < most:
            hidden, clean = hidden + 1, 0
        else:
            clean += 1
    return Fading(min(hidden, most), clean)


def is_right(answer: Sequence, outcome: Sequence) -> bool:
    """Whether number and rule of a blank are right; (number, rule) each."""
    (number, rule), (value, known) = answer, outcome
    # a hair more, so that an answer at the very end of what is allowed counts
    return rule == known and abs(number - value) <= (1 + 1e-9) * WITHIN * abs(value)


def missed_last(k: int, count: int, rounds: Sequence[Event]) -> bool:
    """Whether factor k of `count` was missed when it was blank for the last time."""
    for event in reversed(rounds):
        blanks = event.outcome if isinstance(event.outcome, list) else []
        place = k - (count - len(blanks))
        if 0 <= place < len(blanks):
            return not isinstance(event.answer, list) or not is_right(event.answer[place], blanks[place])
    return False
