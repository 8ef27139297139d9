"""Kinds of answers to a prediction: what the learner fills in, how it is read, and when it is right.

>>> kind = Number("learning rate", within=0.1)
>>> kind.read({"answer": "0.005"}), kind.is_right(0.005, 0.00488), kind.words(0.005)
(0.005, True, '0.005')
"""
from __future__ import annotations

import base64
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Protocol

from ...errors import Verbatim, argument_error
from ...text import in_words, typeset
from ..cards.parts import Choices, Entry, Order, Part, Spot, Steps, Values

POWER = re.compile(r"\s*(?:[*×·]\s*)?10\s*(?:\^|\*\*)\s*\(?\s*([+−-]?\d+)\s*\)?\s*$")


class AnswerKind(Protocol):
    """What kind of answer is asked for. Answers and outcomes are plain values, as JSON has them."""

    def form(self) -> Part:
        """What the learner fills in; its name is "answer"."""

    def read(self, values: Values) -> Any:
        """The answer that was filled in; raises ArgumentError where there is none."""

    def is_right(self, answer: Any, outcome: Any) -> bool:
        """Whether an answer counts as right."""

    def words(self, answer: Any) -> str:
        """An answer, or an outcome, in words."""


@dataclass(frozen=True)
class Choice:
    """One of a few sentences; the answer is its number, from 0."""

    options: tuple[str, ...]

    def form(self) -> Part:
        return Choices("answer", "", self.options)

    def read(self, values: Values) -> int:
        answer = values.get("answer")
        if answer not in range(len(self.options)):
            raise argument_error("answer", "the prediction", "one of the options", _given(answer), "Choose one first.")
        return int(answer)

    def is_right(self, answer: int, outcome: int) -> bool:
        return answer == outcome

    def words(self, answer: int) -> str:
        return self.options[answer]


@dataclass(frozen=True)
class Number:
    """A number. within: how far off is right, as part of the outcome; apart: the same as a distance, for outcomes near
    0. low, high: what an answer may be."""

    label: str
    unit: str = ""
    within: float = 0.1
    apart: float = 0.0
    low: float = -math.inf
    high: float = math.inf

    def form(self) -> Part:
        return Entry("answer", self.label, self.unit)

    def read(self, values: Values) -> float:
        return read_number(values.get("answer", ""), self.label, self.low, self.high)

    def is_right(self, answer: float, outcome: float) -> bool:
        # a hair more, so that an answer at the very end of what is allowed counts
        return abs(answer - outcome) <= (1 + 1e-9) * max(self.apart, self.within * abs(outcome))

    def words(self, answer: float) -> str:
        return f"{in_words(answer)} {self.unit}".rstrip()


@dataclass(frozen=True)
class Decade:
    """A power of ten, from 10^low to 10^high; the answer is the exponent. apart: how many decades off is right."""

    label: str
    low: int
    high: int
    apart: int = 0

    def form(self) -> Part:
        return Steps("answer", self.label, tuple(map(self.words, range(self.low, self.high + 1))))

    def read(self, values: Values) -> int:
        step = values.get("answer")
        if step not in range(self.high - self.low + 1):
            raise argument_error(self.label, "the prediction", "a power of ten", _given(step), "Move the slider first.")
        return self.low + int(step)

    def is_right(self, answer: int, outcome: float) -> bool:
        """The outcome is the number itself; its decade is where its logarithm rounds to."""
        return abs(answer - self.nearest(outcome)) <= self.apart

    def nearest(self, outcome: float) -> int:
        """The exponent that an outcome rounds to; one outside the scale counts as its end."""
        if not outcome > 0:
            return self.low
        return min(max(round(math.log10(outcome)), self.low), self.high) if math.isfinite(outcome) else self.high

    def words(self, answer: float) -> str:
        """An exponent as a power of ten; an outcome as the number it is."""
        return typeset(f"1e{answer}") if isinstance(answer, int) else in_words(answer)


@dataclass(frozen=True)
class Ranking:
    """Things in order; answer and outcome are their numbers, from the first to the last."""

    label: str
    things: tuple[str, ...]

    def form(self) -> Part:
        return Order("answer", self.label, self.things)

    def read(self, values: Values) -> list[int]:
        order = values.get("answer", list(range(len(self.things))))
        if sorted(order) != list(range(len(self.things))):
            raise argument_error(self.label, "the prediction", "each of the things once", _given(order))
        return list(order)

    def is_right(self, answer: list[int], outcome: list[int]) -> bool:
        return list(answer) == list(outcome)

    def words(self, answer: list[int]) -> str:
        return ", ".join(self.things[k] for k in answer)


@dataclass(frozen=True)
class Place:
    """A place on a picture. ground(**case): a lab whose picture gives nothing away; picture: its name. Answer and
    outcome are the two coordinates, in those of the picture; within: how far off is right, in parts of the picture's
    width and height. axes: what the coordinates are called, where the picture says it in another way. case: the numbers
    of the prediction that asks, which fills them in."""

    label: str
    ground: Callable[..., Any]
    picture: str
    within: float = 0.08
    axes: tuple[str, str] | None = None
    case: Mapping[str, Any] = field(default_factory=dict, hash=False)

    def of_case(self, case: Mapping[str, Any]) -> Place:
        """The same kind of answer, on the picture of these numbers."""
        return self if case == self.case else replace(self, case=case)

    @cached_property
    def _pointable(self) -> Mapping[str, Any]:
        lab = self.ground(**self.case)
        told = {**lab.pointable(self.picture), "alt": f"{self.label}. {lab.question}"}
        named = zip(("x", "y"), self.axes or ())
        return {**told, **{axis: (name, *told[axis][1:]) for axis, name in named}}

    def form(self) -> Part:
        told = self._pointable
        light, dark = (base64.b64encode(told["png"][theme]).decode() for theme in ("light", "dark"))
        return Spot("answer", self.label, light, dark, told["alt"], told["size"], tuple(told["box"]), told["x"],
                    told["y"])

    def read(self, values: Values) -> list[float]:
        parts = values.get("answer")
        if not (isinstance(parts, list) and len(parts) == 2 and all(0 <= part <= 1 for part in parts)):
            raise argument_error(self.label, "the prediction", "a place on the picture", _given(parts),
                                 "Click on it, or move the mark with the arrow keys.")
        return [low + part * (high - low) for part, (_, low, high) in zip(parts, self._scales)]

    def is_right(self, answer: Sequence[float], outcome: Sequence[float]) -> bool:
        return all(abs(a - b) <= self.within * abs(high - low)
                   for a, b, (_, low, high) in zip(answer, outcome, self._scales))

    def words(self, answer: Sequence[float]) -> str:
        return ", ".join(f"{name} {in_words(_rounded(value, high - low))}"
                         for value, (name, low, high) in zip(answer, self._scales))

    @property
    def _scales(self) -> tuple[Any, Any]:
        return self._pointable["x"], self._pointable["y"]


def read_number(given: Any, label: str, low: float = -math.inf, high: float = math.inf,
                of: str = "the prediction") -> float:
    """A number as people type it: 0.005, 0,005, 5e-3, 5 × 10^-3, 10^-3, 1/200.

    >>> read_number("5 × 10^-3", "rate"), read_number("1/4", "rate"), read_number("-0,5", "rate")
    (0.005, 0.25, -0.5)
    """
    text = str(given).strip().replace("−", "-")
    if text.count(",") == 1 and "." not in text:
        text = text.replace(",", ".")
    power = POWER.search(text)
    try:
        if power:
            number = float(text[:power.start()].strip() or 1) * 10.0 ** int(power[1])
        else:
            above, _, below = text.partition("/")
            number = float(above) / (float(below) if below else 1.0)
    except (ValueError, ZeroDivisionError, OverflowError):
        number = math.nan
    if not math.isfinite(number) or not low <= number <= high:
        bounds = "" if (low, high) == (-math.inf, math.inf) else f" from {low:g} to {high:g}"
        raise argument_error(label, of, f"a number{bounds}", _given(text),
                             "Write it as 0.005, 5e-3, 5 × 10^-3 or 1/200.")
    return number


def _rounded(value: float, width: float) -> float:
    """As near as a hand can point on an axis of this width: 0, and not 3.35 × 10⁻⁴."""
    return round(value, 3 - math.floor(math.log10(abs(width))))


def _given(answer: Any) -> Any:
    return Verbatim("nothing") if answer in (None, "") else answer
