"""Fields that choose among names: one, several, or two."""
from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import numpy as np

from ..errors import nearest
from .field import Field

if TYPE_CHECKING:
    from .settings import Settings

# A name in a text, with its index where it has one: relu, W1[0,5].
NAME = re.compile(r"[^\s,\[\]]+(?:\[[^\]]*\])?")


@dataclasses.dataclass(frozen=True, kw_only=True)
class Choice(Field):
    """One name out of `options`, which maps each name to the words shown for it.

    among: the name of a field that holds those of them which can be chosen at present; '' for all.
    """

    options: Mapping[str, str]
    options_from: str = ""

    def allowed(self, settings: Settings) -> Mapping[str, str]:
        """The names there are to choose from."""
        return {name: self.options[name] for name in getattr(settings, self.options_from)} if self.options_from else self.options

    def check(self, value, settings, refuse):
        allowed = self.allowed(settings)
        if isinstance(value, str) and value in allowed:
            return value
        raise refuse("one of " + ", ".join(allowed), value, nearest(value, allowed) or "Choose one of these names.")


@dataclasses.dataclass(frozen=True, kw_only=True)
class Toggle(Field):
    """True or False."""

    def check(self, value, settings, refuse):
        if isinstance(value, (bool, np.bool_)):
            return bool(value)
        raise refuse("True or False", value, "Give one of the two.")


@dataclasses.dataclass(frozen=True, kw_only=True)
class Names(Field):
    """Some names in an order that counts, at least `least` of them; as a text they are separated by commas.

    options: the names, or settings -> the names.
    """

    options: tuple[str, ...] | Callable[[Settings], tuple[str, ...]]
    least: int = 0

    def allowed(self, settings: Settings) -> tuple[str, ...]:
        """The names there are to choose from."""
        return self.options(settings) if callable(self.options) else self.options

    def check(self, value, settings, refuse):
        allowed = self.allowed(settings)
        given = NAME.findall(value) if isinstance(value, str) else () if value is None else value
        least = {0: "names", 1: "at least 1 name"}.get(self.least, f"at least {self.least} names")
        expected = f"{least} out of {', '.join(_some(allowed))}"
        if not isinstance(given, (tuple, list)):
            raise refuse(expected, value, f"Give a tuple, such as ({allowed[0]!r},).")
        for name in given:
            if not isinstance(name, str) or name not in allowed:
                raise refuse(expected, name, nearest(name, allowed) or "Choose among these names.")
        if len(given) < self.least:
            raise refuse(expected, value, "")
        return tuple(given)


@dataclasses.dataclass(frozen=True, kw_only=True)
class Axes(Field):
    """Two directions: a name out of `kinds` (name -> words), or two different names out of `names(settings)`."""

    kinds: Mapping[str, str]
    names: Callable[[Settings], tuple[str, ...]]

    def check(self, value, settings, refuse):
        if isinstance(value, str) and value in self.kinds:
            return value
        names = self.names(settings)
        given = NAME.findall(value) if isinstance(value, str) else value
        kinds = f"one of {', '.join(self.kinds)}, or " if self.kinds else ""
        expected = f"{kinds}two names out of {', '.join(_some(names))}"
        if not isinstance(given, (tuple, list)):
            raise refuse(expected, value, f"Give a tuple, such as {names[:2]}.")
        for name in given:
            if not isinstance(name, str) or name not in names:
                raise refuse(expected, name, nearest(name, (*self.kinds, *names)) or "Choose among these names.")
        if len(given) != 2 or given[0] == given[1]:
            raise refuse(expected, value, "Give two different names: one weight alone spans no plane.")
        return tuple(given)


def _some(names: tuple[str, ...], most: int = 30) -> tuple[str, ...]:
    return names if len(names) <= most else (*names[:most - 1], f"... {names[-1]}")
