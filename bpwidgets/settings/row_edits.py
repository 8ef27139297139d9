"""Rows of data that a hand has changed: moved, taken away, added."""
from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable
from typing import Any

from .field import Field, Refuse, SettingsLike, plain

MOST_ROWS = 100_000


@dataclasses.dataclass(frozen=True, kw_only=True)
class RowEdits(Field):
    """By number of a row what stands there instead, `width(settings)` numbers, or None if the row is taken away; a
    number beyond the last row adds one. Taken as a mapping or as pairs, kept as pairs in ascending order."""

    width: Callable[[Any], int]

    def takes(self, settings: SettingsLike | None) -> str:
        count = "numbers" if settings is None else f"{self.width(settings)} numbers"
        return f"a mapping from numbers of rows to {count}, or to None for a row that is taken away"

    def check(self, value: Any, settings: SettingsLike, refuse: Refuse) -> Any:
        try:
            pairs = [(plain(row), given) for row, given in dict(value or ()).items()]
        except (TypeError, ValueError):
            raise refuse(self.takes(settings), value, self._advice(settings)) from None
        for row, _ in pairs:
            if not isinstance(row, int) or isinstance(row, bool) or not 0 <= row < MOST_ROWS:
                raise refuse("numbers of rows, counted from 0", row, self._advice(settings))
        return tuple((row, self._numbers(row, given, settings, refuse)) for row, given in sorted(pairs, key=_row))

    def _numbers(self, row: int, given: Any, settings: SettingsLike, refuse: Refuse) -> tuple[float, ...] | None:
        if given is None:
            return None
        width = self.width(settings)
        try:
            numbers = tuple(float(number) for number in given)
        except (TypeError, ValueError):
            numbers = ()
        if len(numbers) != width or not all(map(math.isfinite, numbers)):
            raise refuse(f"{width} finite numbers for row {row}, the inputs first, or None", given,
                         self._advice(settings))
        return numbers

    def _advice(self, settings: SettingsLike) -> str:
        example = ", ".join(["0.5"] * (self.width(settings) - 1) + ["1"])
        return f"Write {{3: ({example}), 7: None}}."

    def written(self, name: str, value: Any) -> str:
        return f"{name}={dict(value)!r}"

    def as_text(self, value: Any) -> str:
        return repr(dict(value))

    def brief(self, value: Any) -> str:
        gone = sum(numbers is None for _, numbers in value)
        return f"{len(value) - gone} set by hand, {gone} taken away" if value else "none by hand"


def _row(pair: tuple[int, Any]) -> int:
    return pair[0]
