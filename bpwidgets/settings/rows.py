"""Rows of the engine's tables as values of settings: the name of a row that the table has, else the row itself."""
from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, NamedTuple

from .field import Refuse

# A name in a text, with its index where it has one: relu, W1[0,5].
NAME = re.compile(r"[^\s,\[\]]+(?:\[[^\]]*\])?")


def found_names(text: str, others: Iterable[str] = ()) -> tuple[str, ...]:
    """The names in a text; `others` are looked for as they stand, whatever signs they are made of.

    >>> found_names("relu, W1[0,5]"), found_names("sgd, adam(beta1=0.5, eps=1)", ["adam(beta1=0.5, eps=1)"])
    (('relu', 'W1[0,5]'), ('sgd', 'adam(beta1=0.5, eps=1)'))
    """
    whole = [rf"{re.escape(name)}(?=[\s,]|$)" for name in sorted(others, key=len, reverse=True)]
    return tuple(re.findall("|".join([*whole, NAME.pattern]), text))


# What a value of the user's own is called where it has no name.
OWN = "your own"


class Option(NamedTuple):
    """What a menu offers: the words it shows, the value they stand for, a sentence and a formula ('' for none)."""

    words: str
    value: Any
    summary: str = ""
    formula: str = ""

    @property
    def line(self) -> str:
        """All of it as one line."""
        return ": ".join(filter(None, (self.words, self.summary, self.formula)))


def option_of(value: Any, row: Any, words: str = "") -> Option:
    """What a menu offers for a value that stands for this row of a table, data set or objective.

    >>> from bpwidgets.engine import OPTIMIZERS
    >>> option_of("sgd", OPTIMIZERS["sgd"]).line
    'SGD: Straight downhill, as far as the gradient is long: theta - r g'
    """
    return Option(words or title_of(row), value, getattr(row, "summary", ""), getattr(row, "formula", ""))


def title_of(row: Any) -> str:
    """What menus show for a row of a table, a data set or an objective: its title, else its name in words.

    >>> from bpwidgets.engine import INITIALIZERS, OPTIMIZERS
    >>> title_of(INITIALIZERS["he_normal"]), title_of(OPTIMIZERS["adam"].replace(beta1=0.5)), title_of("my_own_row")
    ('He normal', 'Adam(beta1=0.5)', 'my own row')
    """
    if isinstance(row, str):
        return row.replace("_", " ")
    return _with_choices(row, getattr(row, "title", ""))


def short_of(row: Any) -> str:
    """What pictures and sentences call a row: its short title where it has one, else its title.

    >>> from bpwidgets.engine import OPTIMIZERS
    >>> short_of(OPTIMIZERS["momentum"]), title_of(OPTIMIZERS["momentum"]), short_of(OPTIMIZERS["adam"])
    ('momentum', 'SGD with momentum', 'Adam')
    """
    short = getattr(row, "short", "")
    return _with_choices(row, short) if short else title_of(row)


def _with_choices(row: Any, title: str) -> str:
    """The title, else the name in words, and what was chosen besides."""
    name = str(getattr(row, "name", row))
    chosen = str(row).removeprefix(name) if str(row).startswith(name) else ""
    return (title or name.replace("_", " ")) + chosen


def with_own(options: list[Option], row: Any) -> list[Option]:
    """The options, and something of the user's own under words that none of them has."""
    words = title_of(row) if hasattr(row, "name") else OWN
    taken = any(other.words == words for other in options)
    return [*options, option_of(row, row, f"{words} ({OWN})" if taken else words)]


class Adopt(NamedTuple):
    """How something of the user's own that is no row becomes one. make: value -> row, None for what cannot become one;
    words: what may be given."""

    make: Callable[[Any], Any]
    words: str


@dataclass(frozen=True)
class Rows:
    """What a field takes besides names.

    table: name -> row, all of one class. objection: row -> what is wrong with one that the field cannot take, else ''.
    adopt: how other things become rows, None if none do.
    """

    table: Mapping[str, Any]
    objection: Callable[[Any], str] | None = None
    adopt: Adopt | None = None

    @property
    def kind(self) -> type:
        """The class of the rows."""
        return type(next(iter(self.table.values()), None))

    def row(self, value: Any) -> Any:
        """The row that a value of the field stands for."""
        return self.table[value] if isinstance(value, str) else value

    def has_kind(self, value: Any) -> bool:
        """True for a row, of the table or not."""
        return bool(self.table) and isinstance(value, self.kind)

    def name_or_row(self, value: Any) -> Any:
        """The name of a row that the table has; what can become a row as one; any other value as it is."""
        if self.adopt and not self.has_kind(value):
            made = self.adopt.make(value)
            value = value if made is None else made
        if not self.has_kind(value):
            return value
        return next((name for name, row in self.table.items() if row == value), value)

    def recalled(self, value: Any, present: Sequence[Any]) -> Any:
        """The row among the `present` values that goes by this name, if it is no name of the table."""
        if not isinstance(value, str) or value in self.table:
            return value
        return next((row for row in present if self.has_kind(row) and str(row) == value), value)

    def accepted(self, row: Any, expected: str, refuse: Refuse) -> Any:
        """The row itself, refused if there is an objection."""
        objection = self.objection(row) if self.objection else ""
        if objection:
            raise refuse(expected, row, objection)
        return row

    def with_distinct_names(self, values: tuple[Any, ...], expected: str, refuse: Refuse) -> tuple[Any, ...]:
        """The values, refused if two different ones have the same name."""
        for name, count in Counter(map(str, dict.fromkeys(values))).items():
            if count > 1:
                raise refuse(expected, values, f"Two of them are called {name!r}: give one of them another name.")
        return values

    def or_a_row(self) -> str:
        """The end of the sentence that says what is expected: of one value."""
        if self.adopt:
            return f", or {self.adopt.words}"
        article = "an" if self.kind.__name__[0] in "AEIO" else "a"
        return f", or {article} {self.kind.__name__}" if self.table else ""

    def or_rows(self) -> str:
        """The same of several values."""
        return f", or rows of the class {self.kind.__name__}" if self.table else ""


NO_ROWS = Rows(MappingProxyType({}))
