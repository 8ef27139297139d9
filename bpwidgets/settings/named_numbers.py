"""A number of its own for some of several names: adam=0.1, momentum=0.01."""
from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from typing import Any

from ..errors import nearest
from .field import Field, Refuse, plain

PAIR = re.compile(r"\s*([^\s=:]+)\s*[=:]\s*([^\s=:]+)\s*")


@dataclasses.dataclass(frozen=True, kw_only=True)
class NamedNumbers(Field):
    """Pairs of a name out of `options` and a number from `low` to `high`, ((name, number), ...); a name that is missing has none.

    Taken as a mapping, as pairs, or as the text that stands in a control: "adam=0.1, momentum=0.01".
    """

    options: tuple[str, ...]
    low: float
    high: float

    def takes(self, settings):
        return f"a number from {self.low:g} to {self.high:g} for some of {', '.join(self.options)}"

    def check(self, value, settings, refuse):
        pairs = self._pairs(value, refuse)
        names = [name for name, _ in pairs]
        for name in names:
            if name not in self.options:
                raise refuse(f"names out of {', '.join(self.options)}", name,
                             nearest(name, self.options) or "Choose among these names.")
            if names.count(name) > 1:
                raise refuse("each name once", value, f"{name} stands there twice.")
        return tuple((name, self._number(name, number, refuse)) for name, number in pairs)

    def text(self, value: tuple[tuple[str, float], ...]) -> str:
        """The pairs as a person types them."""
        return ", ".join(f"{name}={number!r}" for name, number in value)

    def written(self, name, value):
        return f"{name}={self.text(value)!r}"

    def _pairs(self, value: Any, refuse: Refuse) -> list[tuple[str, Any]]:
        expected, advice = "names with numbers", f"Write {self.options[0]}=0.1, with commas between several."
        if isinstance(value, str):
            found = [PAIR.fullmatch(part) for part in value.split(",") if part.strip()]
            if None in found:
                raise refuse(expected, value, advice)
            return [pair.groups() for pair in found]
        try:
            return [(plain(name), plain(number)) for name, number in (value.items() if isinstance(value, Mapping) else value or ())]
        except (TypeError, ValueError):
            raise refuse(expected, value, advice) from None

    def _number(self, name: str, value: Any, refuse: Refuse) -> float:
        try:
            number = float(value)
        except (TypeError, ValueError, OverflowError):
            number = float("nan")
        if not self.low <= number <= self.high:
            raise refuse(f"a number from {self.low:g} to {self.high:g} for {name}", value, "Choose a value within these bounds.")
        return number
