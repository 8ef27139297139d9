"""What is common to every kind of field."""
from __future__ import annotations

import dataclasses
import logging
import textwrap
from collections.abc import Callable, Mapping
from typing import Any, ClassVar, NamedTuple, Protocol

import numpy as np

from ..errors import ArgumentError

LOG = logging.getLogger(__name__)

UNLESS_GIVEN = "Without it, what suits the other settings"
# The most letters of a value where a line tells of several.
BRIEF = 60

Refuse = Callable[..., ArgumentError]


class SettingsLike(Protocol):
    """The settings that a field belongs to, as far as it knows them: the values above it by name, and the lab for
    messages."""

    lab: ClassVar[str]

    @classmethod
    def fields(cls) -> Mapping[str, Any]:
        """Name of each field with its declaration."""


def plain(value: Any) -> Any:
    """A scalar of numpy as the number, text or truth value of Python that prints as it is written; anything else as it
    is.

    >>> plain(np.float64(0.5)), plain(np.str_("relu")), plain(np.array(3)), plain([1])
    (0.5, 'relu', 3, [1])
    """
    scalar = isinstance(value, np.generic) or (isinstance(value, np.ndarray) and value.ndim == 0)
    return value.item() if scalar else value


class Extra(NamedTuple):
    """Other keywords of a field: their names, the type of their values, what they do; {} stands for the field's
    name."""

    names: tuple[str, ...]
    kind: type
    words: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class Field:
    """What is common to every kind of field.

    label: the words beside the control. question: the heading of the group the control stands in.
    cursor: True if the field only chooses what is shown of a result (it never reruns the study).
    formerly: names that the field had in earlier versions; they go on working.
    resets: fields that go back to their defaults when this one changes.
    default_from: settings -> the value that None stands for; a field without it does not take None. It may read the
    fields above its own.
    from_result: True if None stands where `default_from` has no value either, until the study has found one: its result
    has it under the name of the field, and an experiment completes its settings with it.
    """

    # Whether the value is one or several numbers, which a hand moves.
    moves: ClassVar[bool] = False
    # The keyword that changes single parts of the value, where it has parts with names.
    parts: ClassVar[str] = ""
    extras: ClassVar[tuple[Extra, ...]] = ()

    label: str = ""
    question: str = ""
    unit: str = ""
    help: str = ""
    cursor: bool = False
    formerly: tuple[str, ...] = ()
    resets: tuple[str, ...] = ()
    default_from: Callable[[Any], Any] | None = None
    from_result: bool = False

    def filled(self, value: Any, settings: SettingsLike, refuse: Refuse) -> Any:
        """The value in its own type, what None stands for included, if it is known before the study."""
        value = plain(self.default_from(settings) if value is None and self.default_from else value)
        return None if value is None and self.from_result else self.check(value, settings, refuse)

    def check(self, value: Any, settings: SettingsLike, refuse: Refuse) -> Any:
        """The value in its own type; raises refuse(expected, value, what to do) for one that cannot be used."""
        raise NotImplementedError

    def takes(self, settings: SettingsLike | None) -> str:
        """What may be given, in words; without settings, what can be said of all of them."""
        raise NotImplementedError

    def sentence(self, default: Any) -> str:
        """What it is for and what may be given: the words of a docstring."""
        said = [self.help, self.takes(None), UNLESS_GIVEN if default is None and self.default_from else ""]
        return " ".join(f"{part[0].upper()}{part[1:].rstrip('.')}." for part in said if part)

    def as_given(self, value: Any) -> Any:
        """The value as a person writes it in a call."""
        return value

    def written(self, name: str, value: Any) -> str:
        """The keyword that gives this value, as Python."""
        return f"{name}={value!r}"

    def as_text(self, value: Any) -> str:
        """The value as it stands in a sentence."""
        return str(value)

    def brief(self, value: Any) -> str:
        """The value in a few words, as menus show it, for a line that has no room for all of a long one."""
        return textwrap.shorten(self.titled(value), BRIEF, placeholder=" ...")

    def titled(self, value: Any) -> str:
        """The value as a person is shown it: what has a title by its title."""
        return self.as_text(value)

    def bounds(self, settings: SettingsLike) -> tuple[float, float] | None:
        """Lowest and highest allowed value; None where there are none."""
        return None

    def row(self, value: Any) -> Any:
        """What a value stands for: the row of a table where it names one, else itself."""
        return value

    # -- what may be given for it

    def keywords(self, name: str) -> tuple[str, ...]:
        """All keywords that give or change the value of the field of this name."""
        return name, *(keyword for extra in self.extras for keyword in extra.names)

    def gathered(self, name: str, changes: Mapping[str, Any], settings: SettingsLike | None,
                 refuse: Refuse) -> dict[str, Any]:
        """The changes with other keywords of this field turned into one of its own; `settings`: the present ones, if
        any."""
        return dict(changes)

    def renamed_keys(self, name: str, changes: Mapping[str, Any]) -> dict[str, Any]:
        """The changes with a former name of this field replaced by today's; the log says so."""
        for old in self.formerly:
            if old in changes and name not in changes:
                LOG.info("%s is now called %s", old, name)
                changes = {name if key == old else key: value for key, value in changes.items()}
        return dict(changes)

    def with_parts(self, settings: SettingsLike, name: str, parts: Mapping[str, Any]) -> Any:
        """The value of the field of this name with some of its parts changed."""
        raise NotImplementedError

    def meant(self, value: Any, present: Any) -> Any:
        """What is meant by a value that is given while the field has the value `present`."""
        return value

    # -- a cursor, or another field whose value may become impossible, while other fields change

    @property
    def waits(self) -> bool:
        """True if a change of other fields can make the value impossible; then it gives way to the nearest possible
        one."""
        return self.cursor

    def waiting(self, present: Any, default: Any, changes: Mapping[str, Any]) -> Any:
        """Where the field waits until the changes are made: the present value, unless they can make it impossible."""
        return present

    def nearest(self, present: Any, name: str, settings: SettingsLike) -> Any:
        """The possible value that is nearest to the present one; `settings`: the new ones, in which the cursor still
        waits."""
        return present
