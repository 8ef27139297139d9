"""Whole numbers in a row: how many units a net has, from the input to the output."""
from __future__ import annotations

import dataclasses
import re
from typing import Any

from ..errors import describe
from .field import Field, Refuse, SettingsLike, plain


@dataclasses.dataclass(frozen=True, kw_only=True)
class Sizes(Field):
    """From `least` to `most` whole numbers, each from 1 to `high`; as a text with commas or dashes between them:
    2, 8, 8, 1 or 2-8-8-1."""

    high: int
    least: int = 1
    most: int = 100

    def takes(self, settings: SettingsLike | None) -> str:
        return f"{self.least} to {self.most} whole numbers from 1 to {self.high:,}, such as (2, 8, 1)"

    def as_text(self, value: Any) -> str:
        return "-".join(map(str, value))

    def check(self, value: Any, settings: SettingsLike, refuse: Refuse) -> Any:
        expected = self.takes(settings)
        try:
            found = [plain(size) for size in (_in_text(value) if isinstance(value, str) else value)]
        except TypeError:
            raise refuse(expected, value, "Give them as a tuple, from the input to the output.") from None
        if not self.least <= len(found) <= self.most:
            raise refuse(expected, value, "Give one number for each layer, the inputs first.")
        for size in found:
            if not isinstance(size, int) or isinstance(size, bool) or not 1 <= size <= self.high:
                raise refuse(expected, value, f"{describe(size)} is not a number of units.")
        return tuple(found)


def _in_text(text: str) -> list[int | str]:
    """The whole numbers of a text, and what else there is between commas or dashes.

    >>> _in_text("2-8, 8.5")
    [2, 8, '8.5']
    """
    parts = re.split(r"[\s,;-]+", text.strip("() ,"))
    return [int(part) if re.fullmatch(r"\d{1,12}", part) else part for part in parts]
