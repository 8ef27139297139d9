"""A number of its own for some of several names: adam=0.1, momentum=0.01."""
from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Mapping
from typing import Any

from ..errors import nearest
from .field import Field, Refuse, SettingsLike, plain
from .name_fields import some

PAIR = re.compile(r"\s*(\S.*?)\s*[=:]\s*([^\s=:]+)\s*")
# Between two pairs, and not within the parentheses or brackets of a name: adam(beta1=0.5, eps=0.1)=0.02, x[0,1]=2.
BETWEEN = re.compile(r",(?![^(]*\))(?![^\[]*\])")


@dataclasses.dataclass(frozen=True, kw_only=True)
class NamedNumbers(Field):
    """Pairs of a name out of `options` and a number from `low` to `high`, ((name, number), ...); a missing name has
    none.

    options: the names, or settings -> the names; the number of a name that is gone goes too.
    Taken as a mapping, as pairs, or as the text that stands in a control: "adam=0.1, momentum=0.01".
    """

    options: tuple[str, ...] | Callable[[Any], tuple[str, ...]]
    low: float
    high: float

    def takes(self, settings: SettingsLike | None) -> str:
        names = "those that the other settings decide"
        if settings is not None or not callable(self.options):
            names = ", ".join(some(self.options(settings) if callable(self.options) else self.options))
        return f"a number from {self.low:g} to {self.high:g} for some of {names}"

    def allowed(self, settings: SettingsLike) -> tuple[str, ...]:
        """The names there are to choose from."""
        return self.options(settings) if callable(self.options) else self.options

    def check(self, value: Any, settings: SettingsLike, refuse: Refuse) -> Any:
        allowed = self.allowed(settings)
        pairs = self._pairs(value, allowed, refuse)
        names = [name for name, _ in pairs]
        for name in names:
            if name not in allowed:
                raise refuse(f"names out of {', '.join(some(allowed))}", name,
                             nearest(name, allowed) or "Choose among these names.")
            if names.count(name) > 1:
                raise refuse("each name once", value, f"{name} stands there twice.")
        return tuple((name, self._number(name, number, refuse)) for name, number in pairs)

    def text(self, value: tuple[tuple[str, float], ...]) -> str:
        """The pairs as a person types them."""
        return ", ".join(f"{name}={number!r}" for name, number in value)

    def written(self, name: str, value: Any) -> str:
        return f"{name}={self.text(value)!r}"

    @property
    def waits(self) -> bool:
        return callable(self.options)

    def waiting(self, present: Any, default: Any, changes: Mapping[str, Any]) -> Any:
        return ()

    def nearest(self, present: Any, name: str, settings: SettingsLike) -> Any:
        return tuple(pair for pair in present if pair[0] in self.allowed(settings))

    def _pairs(self, value: Any, allowed: tuple[str, ...], refuse: Refuse) -> list[tuple[str, Any]]:
        expected, advice = "names with numbers", f"Write {allowed[0]}=0.1, with commas between several."
        if isinstance(value, str):
            found = [PAIR.fullmatch(part) for part in BETWEEN.split(value) if part.strip()]
            pairs = [(pair[1], pair[2]) for pair in found if pair]
            if len(pairs) < len(found):
                raise refuse(expected, value, advice)
            return pairs
        try:
            given = value.items() if isinstance(value, Mapping) else value or ()
            return [(str(plain(name)), plain(number)) for name, number in given]
        except (TypeError, ValueError):
            raise refuse(expected, value, advice) from None

    def _number(self, name: str, value: Any, refuse: Refuse) -> float:
        try:
            number = float(value)
        except (TypeError, ValueError, OverflowError):
            number = float("nan")
        if not self.low <= number <= self.high:
            raise refuse(f"a number from {self.low:g} to {self.high:g} for {name}", value,
                         "Choose a value within these bounds.")
        return number
