"""Fields that choose among names: one, several, or two."""
from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any

from ..errors import nearest
from .field import Field, Refuse, SettingsLike, plain
from .rows import NO_ROWS, Option, Rows, found_names, option_of, title_of, with_own


@dataclasses.dataclass(frozen=True, kw_only=True)
class Choice(Field):
    """One name out of `options`, which maps each name to the words shown for it; or, with `rows`, a row of one's own.

    options_from: the name of a field that holds those of them which can be chosen at present, '' for all; or a function
    of the settings that gives the names there are, where no others are declared.
    rows: the table of the engine that has these names. renamed: names of earlier versions -> those of today.
    """

    options: Mapping[str, str]
    options_from: str | Callable[[Any], Iterable[str]] = ""
    rows: Rows = NO_ROWS
    renamed: Mapping[str, str] = dataclasses.field(default_factory=lambda: MappingProxyType({}))

    def allowed(self, settings: SettingsLike) -> Mapping[str, str]:
        """The names there are to choose from, with their words."""
        if not self.options_from:
            return self.options
        named = self.options_from(settings) if callable(self.options_from) else getattr(settings, self.options_from)
        return {str(name): self.words(name) for name in named}

    def words(self, value: Any) -> str:
        """What is shown for a value."""
        return self.options.get(value, value) if isinstance(value, str) else title_of(value)

    def titled(self, value: Any) -> str:
        return title_of(self.row(value)) if self.rows.table else self.words(value)

    def menu(self, settings: SettingsLike, present: Any) -> list[Option]:
        """What there is to choose from; a row that the table does not have is the last."""
        named = [option_of(name, self.rows.table.get(name), words) for name, words in self.allowed(settings).items()]
        return named if isinstance(present, str) else with_own(named, present)

    def meant(self, value: Any, present: Any) -> Any:
        return self.rows.recalled(value, (present,))

    def takes(self, settings: SettingsLike | None) -> str:
        if settings is None and self.options_from:
            return ("one of those that the other settings decide" if callable(self.options_from)
                    else f"one of those in {self.options_from}")
        allowed = self.options if settings is None else self.allowed(settings)
        return f"one of {', '.join(some(tuple(allowed)))}{self.rows.or_a_row()}"

    def check(self, value: Any, settings: SettingsLike, refuse: Refuse) -> Any:
        allowed = self.allowed(settings)
        value = self.renamed.get(value, value) if isinstance(value, str) else self.rows.name_or_row(value)
        name = str(value) if self.options_from else value
        if isinstance(name, str) and name in allowed:
            return name
        expected = self.takes(settings)
        if self.rows.has_kind(value) and not self.options_from:
            return self.rows.accepted(value, expected, refuse)
        raise refuse(expected, value, nearest(value, allowed) or "Choose one of these names.")

    def row(self, value: Any) -> Any:
        """The row that a value of this field stands for."""
        return self.rows.row(value)

    def waiting(self, present: Any, default: Any, changes: Mapping[str, Any]) -> Any:
        return default if callable(self.options_from) or self.options_from in changes else present

    def nearest(self, present: Any, name: str, settings: SettingsLike) -> Any:
        return present if str(present) in self.allowed(settings) else getattr(settings, name)


@dataclasses.dataclass(frozen=True, kw_only=True)
class Toggle(Field):
    """True or False."""

    def takes(self, settings: SettingsLike | None) -> str:
        return "True or False"

    def check(self, value: Any, settings: SettingsLike, refuse: Refuse) -> Any:
        if isinstance(value, bool):
            return value
        raise refuse(self.takes(settings), value, "Give one of the two.")

    def titled(self, value: Any) -> str:
        return "on" if value else "off"


@dataclasses.dataclass(frozen=True, kw_only=True)
class Names(Field):
    """Some names in an order that counts, at least `least` of them; as a text they are separated by commas.

    options: the names, or settings -> the names. rows: the table of the engine that has these names; then rows that it
    does not have may stand among them, if no two different ones have the same name. repeats: True if a name can stand
    there more than once.
    """

    options: tuple[str, ...] | Callable[[Any], tuple[str, ...]]
    least: int = 0
    rows: Rows = NO_ROWS
    repeats: bool = False

    def menu(self, settings: SettingsLike, present: tuple[Any, ...]) -> list[Option]:
        """What there is to choose from, rows that the table does not have included."""
        options = [option_of(name, self.rows.table.get(name, name)) for name in self.allowed(settings)]
        for row in dict.fromkeys(row for row in present if not isinstance(row, str)):
            options = with_own(options, row)
        return options

    def allowed(self, settings: SettingsLike) -> tuple[str, ...]:
        """The names there are to choose from."""
        return self.options(settings) if callable(self.options) else self.options

    def meant(self, value: Any, present: Any) -> Any:
        if isinstance(value, str) and self.rows.table:
            value = found_names(value, tuple(str(row) for row in present if not isinstance(row, str)))
        return tuple(self.rows.recalled(name, present) for name in value) if isinstance(value, (tuple, list)) else value

    def takes(self, settings: SettingsLike | None) -> str:
        least = {0: "names", 1: "at least 1 name"}.get(self.least, f"at least {self.least} names")
        if settings is None and callable(self.options):
            return f"{least} out of those that the other settings decide"
        allowed = self.options(settings) if callable(self.options) else self.options
        return f"{least} out of {', '.join(some(allowed))}{self.rows.or_rows()}"

    def check(self, value: Any, settings: SettingsLike, refuse: Refuse) -> Any:
        allowed = self.allowed(settings)
        given = _typed(value, allowed) if isinstance(value, str) else () if value is None else value
        expected = self.takes(settings)
        if not isinstance(given, (tuple, list)):
            raise refuse(expected, value, f"Give a tuple, such as ({allowed[0]!r},).")
        kept = tuple(self._checked(plain(name), allowed, expected, refuse) for name in given)
        if len(kept) < self.least:
            raise refuse(expected, value, "")
        return self.rows.with_distinct_names(kept, expected, refuse)

    def _checked(self, name: Any, allowed: tuple[str, ...], expected: str, refuse: Refuse) -> Any:
        name = self.rows.name_or_row(name)
        if isinstance(name, str) and name in allowed:
            return name
        if self.rows.has_kind(name):
            return self.rows.accepted(name, expected, refuse)
        raise refuse(expected, name, nearest(name, allowed) or "Choose among these names.")

    def as_text(self, value: Any) -> str:
        return str(tuple(map(str, value)))

    def titled(self, value: Any) -> str:
        return ", ".join(map(title_of, self.row(value))) if self.rows.table else ", ".join(value)

    def row(self, value: tuple[Any, ...]) -> tuple[Any, ...]:
        """The rows that a value of this field stands for."""
        return tuple(map(self.rows.row, value))


@dataclasses.dataclass(frozen=True, kw_only=True)
class Axes(Field):
    """Two directions: a name out of `kinds` (name -> words), or two different names out of `names(settings)`."""

    kinds: Mapping[str, str]
    names: Callable[[Any], tuple[str, ...]]

    def takes(self, settings: SettingsLike | None) -> str:
        kinds = f"one of {', '.join(self.kinds)}, or " if self.kinds else ""
        return f"{kinds}two names" + ("" if settings is None else f" out of {', '.join(some(self.names(settings)))}")

    def check(self, value: Any, settings: SettingsLike, refuse: Refuse) -> Any:
        kind = value.strip().replace(" ", "_") if isinstance(value, str) else ""
        if kind in self.kinds:
            return kind
        names = self.names(settings)
        given = found_names(value) if isinstance(value, str) else value
        expected = self.takes(settings)
        if not isinstance(given, (tuple, list)):
            raise refuse(expected, value, f"Give a tuple, such as {names[:2]}.")
        given = tuple(map(plain, given))
        for name in given:
            if not isinstance(name, str) or name not in names:
                raise refuse(expected, name, nearest(name, (*self.kinds, *names)) or "Choose among these names.")
        if len(given) != 2 or given[0] == given[1]:
            raise refuse(expected, value, "Give two different names: one weight alone spans no plane.")
        return given

    def titled(self, value: Any) -> str:
        return self.kinds[value] if isinstance(value, str) else " and ".join(value)


def _typed(text: str, allowed: tuple[str, ...]) -> tuple[str, ...]:
    """The names in a text: between commas where names have spaces in them."""
    if any(" " in name for name in allowed):
        return tuple(part.strip() for part in text.split(",") if part.strip())
    return found_names(text)


def some(names: tuple[str, ...], most: int = 30) -> tuple[str, ...]:
    """The names, so many of them as a message has room for."""
    return names if len(names) <= most else (*names[:most - 1], f"... {names[-1]}")
