"""Numbers and tables as text: short, rounded, the same on every machine."""
from __future__ import annotations

import math
from collections.abc import Sequence
from types import MappingProxyType
from typing import TypeVar

Row = TypeVar("Row")


def number(value: float, digits: int = 3, noise: float = 0.0, *, plain: float = 1e6) -> str:
    """The value to `digits` significant digits, plain between 1e-3 and `plain`, never "-0"; 0 for what is not above the
    noise.

    >>> number(1638.0), number(0.00488400), number(-0.0), number(8.13e-13), number(float("inf")), number(2.0000001)
    ('1638', '0.00488', '0', '8.13e-13', 'inf', '2')
    >>> number(160000.0), number(160000.0, plain=1e4)
    ('160000', '1.6e5')
    """
    value = float(value)
    if not math.isfinite(value):
        return {math.inf: "inf", -math.inf: "-inf"}.get(value, "nan")
    if abs(value) <= noise:
        return "0"
    if 1e-3 <= abs(value) < plain:
        places = max(digits - 1 - math.floor(math.log10(abs(value))), 0)
        text = f"{value:.{places}f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    mantissa, exponent = f"{value:.{digits - 1}e}".split("e")
    return f"{mantissa.rstrip('0').rstrip('.') if '.' in mantissa else mantissa}e{int(exponent)}"


# What stands in a sentence where there is no number.
NO_NUMBER = MappingProxyType({"inf": "overflow", "-inf": "overflow", "nan": "not defined"})


def in_words(value: float, digits: int = 3, noise: float = 0.0) -> str:
    """As `number`, for a sentence: where there is no number it says what happened.

    >>> in_words(0.25), in_words(float("inf")), in_words(float("nan"))
    ('0.25', 'overflow', 'not defined')
    """
    return spoken(number(value, digits, noise))


def spoken(text: str) -> str:
    """The text of a number, as a table has it, for a sentence."""
    return NO_NUMBER.get(text, text)


def percent(part: float) -> str:
    """A part of 1 in percent.

    >>> percent(0.125), percent(1)
    ('12%', '100%')
    """
    return f"{100 * part:.0f}%"


def columns(head: Sequence[str], rows: Sequence[Sequence[str] | None]) -> str:
    """A table whose columns are aligned to the right, one line per row; dots for None, as `elide` leaves it.

    >>> print(columns(("layer", "delta"), (("1", "8.1e-13"), None, ("9", "0.04"))))
    layer    delta
        1  8.1e-13
      ...      ...
        9     0.04
    """
    lines = [list(head), *(["..."] * len(head) if row is None else list(row) for row in rows)]
    widths = [max(len(line[k]) for line in lines) for k in range(len(head))]
    return "\n".join("  ".join(cell.rjust(width) for cell, width in zip(line, widths)) for line in lines)


def elide(rows: Sequence[Row], most: int = 12) -> list[Row | None]:
    """At most `most` rows: the first ones and the last, None standing for what lies between."""
    if len(rows) <= most:
        return list(rows)
    return [*rows[: most - 2], None, rows[-1]]
