"""A chain of factors in one round: their numbers, which of them are blank, and what is said of each afterwards."""
from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ...errors import argument_error, finite_number
from ...text import in_words
from .fading import is_right


@dataclass(frozen=True)
class Factor:
    """One factor of a chain. name: its letters, "dL/da"; value: its number in this round; rule: what it is, in words,
    "slope of the activation"; from_: how it is found, with the numbers of the round, shown once it was missed.

    Raises ArgumentError for a value that is no finite number, and for names that are none.
    """

    name: str
    value: float
    rule: str
    from_: str = ""

    def __post_init__(self):
        if not self.name or not self.rule:
            raise argument_error("name and rule", "Factor", "two texts", (self.name, self.rule))
        object.__setattr__(self, "value", finite_number(self.value, self.name, "Factor"))


class Round(NamedTuple):
    """One round: its case, its factors, how many of them are blank, the numbers that are given, in words; settings: the
    line that recreates its lab."""

    case: int
    factors: tuple[Factor, ...]
    hidden: int
    given: str
    settings: str

    @property
    def shown(self) -> int:
        """How many factors, from the first one, have their numbers."""
        return len(self.factors) - self.hidden

    def blanks(self, one: str, several: str) -> str:
        """Which factors are blank, in words, with a verb for one and for several."""
        count = len(self.factors)
        if count == 1:
            return f"the factor {one} blank"
        if self.hidden == count:
            return f"all {count} factors {several} blank"
        last = "the last" if self.hidden == 1 else f"the last {self.hidden}"
        return f"{last} of {count} factors {one if self.hidden == 1 else several} blank"

    @property
    def outcome(self) -> list[list]:
        """Number and rule of each blank."""
        return [[factor.value, factor.rule] for factor in self.factors[self.shown:]]


def product(factors: Sequence[Factor]) -> float:
    return math.prod(factor.value for factor in factors)


def told(factor: Factor, answer: list | None) -> str:
    """What came of one blank: a line of Markdown."""
    how = f", {factor.rule}. {factor.from_}".strip()
    if answer is None:
        return f"`{factor.name}` is {in_words(factor.value)}{how}"
    outcome = [factor.value, factor.rule]
    if is_right(answer, outcome):
        return f"`{factor.name}`: **right**. It is {in_words(factor.value)}, {factor.rule}."
    number, rule = answer
    is_so = f"It is {in_words(factor.value)}{how}"
    if is_right([number, factor.rule], outcome):
        return f"`{factor.name}`: the number is right, **the rule is not** ({rule}). {is_so}"
    if rule == factor.rule:
        return f"`{factor.name}`: the rule is right, **the number is not**. You said {in_words(number)}. {is_so}"
    return f"`{factor.name}`: **not so**. You said {in_words(number)}, {rule}. {is_so}"
