"""Fields that hold what a hand has drawn: strokes on a board, and digits drawn so that were kept."""
from __future__ import annotations

import dataclasses
import math
import re
from typing import Any, ClassVar

from ..errors import argument_error
from ..text import counted
from .field import Field, Refuse, SettingsLike, plain
from .value_fields import Records

# A point as parts of the board from its left and its top; a stroke is what the pen drew from down to up.
Point = tuple[float, float]
Stroke = tuple[Point, ...]

# A drawing has no more points than this, and each has so many decimals.
MOST_POINTS, DECIMALS = 4000, 3
TAKES = "strokes, each of points (x, y) from 0 to 1, or a text in percent, such as '40,20 52,14 52,86; 34,84 66,84'"
ADVICE = "x goes from the left, y from the top."
DIGITS = range(10)


def text_of(strokes: tuple[Stroke, ...]) -> str:
    """Strokes as a text, in percent of the board.

    >>> text_of((((0.4, 0.205), (0.52, 0.14)), ((0.3, 0.8),)))
    '40,20.5 52,14; 30,80'
    """
    return "; ".join(" ".join(f"{100 * x:.4g},{100 * y:.4g}" for x, y in stroke) for stroke in strokes)


def strokes_in(value: Any) -> tuple[Stroke, ...]:
    """The strokes of a text, or of lists of points, rounded; empty ones go. Raises ArgumentError, or another ValueError
    or TypeError, for anything else.

    >>> strokes_in("40,20.5 52,14; 30,80")
    (((0.4, 0.205), (0.52, 0.14)), ((0.3, 0.8),))
    """
    given = _in_text(value) if isinstance(value, str) else value
    found = tuple(tuple(map(_point, stroke)) for stroke in given)
    if (points := sum(map(len, found))) > MOST_POINTS:
        raise argument_error("strokes", "a drawing", f"at most {MOST_POINTS} points", points)
    return tuple(stroke for stroke in found if stroke)


def _point(given: Any) -> Point:
    x, y = (float(plain(part)) for part in given)
    if not (math.isfinite(x) and math.isfinite(y) and min(x, y) >= 0 and max(x, y) <= 1):
        raise argument_error("strokes", "a drawing", "points on the board, each with x and y from 0 to 1", (x, y))
    return round(x, DECIMALS), round(y, DECIMALS)


def _in_text(text: str) -> list[list[Point]]:
    return [[(float(x) / 100, float(y) / 100) for x, y in (point.split(",") for point in stroke.split())]
            for stroke in re.split(r"[;\n]", text)]


@dataclasses.dataclass(frozen=True, kw_only=True)
class Strokes(Field):
    """Strokes on a board; as a text in percent, with spaces between points and semicolons between strokes."""

    moves: ClassVar[bool] = True

    def takes(self, settings: SettingsLike | None) -> str:
        return TAKES

    def check(self, value: Any, settings: SettingsLike, refuse: Refuse) -> Any:
        try:
            return strokes_in(value)
        except (TypeError, ValueError):
            raise refuse(TAKES, value, ADVICE) from None

    def written(self, name: str, value: Any) -> str:
        return f"{name}={text_of(value)!r}"

    def as_text(self, value: Any) -> str:
        return text_of(value)

    def brief(self, value: Any) -> str:
        return counted(len(value), "stroke")


@dataclasses.dataclass(frozen=True, kw_only=True)
class Drawings(Records):
    """Drawn digits that were kept: records with the digit that is meant, and its strokes as a text."""

    def takes(self, settings: SettingsLike | None) -> str:
        return "a list of records such as {'digit': 7, 'strokes': '30,18 68,16 46,86'}"

    def check(self, value: Any, settings: SettingsLike, refuse: Refuse) -> Any:
        records = super().check(value, settings, refuse)
        try:
            return tuple(_drawing(dict(record)) for record in records)
        except (KeyError, TypeError, ValueError):
            raise refuse(self.takes(settings), value, "The digit is 0 to 9; strokes are in percent.") from None


def _drawing(record: dict[str, Any]) -> tuple[tuple[str, Any], ...]:
    digit, strokes = record["digit"], strokes_in(record["strokes"])
    if digit not in DIGITS or isinstance(digit, bool) or not strokes:
        raise argument_error("record", "kept drawings", "a digit from 0 to 9 and strokes", record)
    return ("digit", int(digit)), ("strokes", text_of(strokes))
