"""Numbers and tables as text: short, rounded, the same on every machine."""
from __future__ import annotations

import math
import re
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
# A number as `number` and Python print it where it is large or small.
WITH_EXPONENT = re.compile(r"(?<![\w.])(-?)(\d+(?:\.\d+)?)e([+-]?\d+)(?!\w)")
RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def typeset(text: str) -> str:
    """A text for people: its numbers with powers of ten in place of exponents.

    >>> typeset("6.5e-13 of delta, 1e6 times"), typeset("W1[0,5]")
    ('6.5 × 10⁻¹³ of delta, 10⁶ times', 'W1[0,5]')
    """
    return WITH_EXPONENT.sub(_with_power, text) if "e" in text else text


def _with_power(found: re.Match[str]) -> str:
    sign, mantissa, exponent = found.groups()
    return f"{sign}{'' if float(mantissa) == 1 else f'{mantissa} × '}10{str(int(exponent)).translate(RAISED)}"


def in_words(value: float, digits: int = 3, noise: float = 0.0) -> str:
    """As `number`, for a sentence: with powers of ten, and where there is no number it says what happened.

    >>> in_words(0.25), in_words(6.5e-13), in_words(float("inf")), in_words(float("nan"))
    ('0.25', '6.5 × 10⁻¹³', 'overflow', 'not defined')
    """
    return typeset(in_line(value, digits, noise))


def in_line(value: float, digits: int = 3, noise: float = 0.0) -> str:
    """As `number`, for a line of a text twin: where there is no number it says what happened.

    >>> in_line(6.5e-13), in_line(float("inf"))
    ('6.5e-13', 'overflow')
    """
    return spoken(number(value, digits, noise))


def off_by(error: float, limit: float) -> str:
    """How far two ways to the same number are apart, for a line: what is under the limit is rounding, whose digits are
    others on another machine.

    >>> off_by(3e-8, 1e-5), off_by(0.012, 1e-5), off_by(float("nan"), 1e-5)
    ('below 1e-5', '0.012', 'not defined')
    """
    return f"below {in_line(limit)}" if error < limit else in_line(error, 2)


def capital(sentence: str) -> str:
    """A sentence that begins with a capital letter.

    >>> capital("momentum ends lowest."), capital("")
    ('Momentum ends lowest.', '')
    """
    return sentence[:1].upper() + sentence[1:]


def spoken(text: str) -> str:
    """The text of a number, as a table has it, for a line."""
    return NO_NUMBER.get(text, text)


def factor_in_words(factor: float) -> str:
    """A factor for a sentence, with as many digits as it takes to tell it from 1.

    >>> factor_in_words(0.85), factor_in_words(0.99994), factor_in_words(1.0000012), factor_in_words(-0.99994)
    ('0.85', '0.99994', '1.0000012', '-0.99994')
    """
    return in_words(factor, factor_digits(factor))


def factor_digits(factor: float) -> int:
    """How many digits tell a factor from 1; 3 where it is far from it, 9 at most."""
    away = abs(abs(factor) - 1)
    return min(2 - math.floor(math.log10(away)), 9) if 0 < away <= 0.01 else 3


def change_in_words(before: float, after: float, digits: int = 3, noise: float = 0.0) -> str:
    """What a number does between two moments, behind its name.

    >>> change_in_words(5.5, 2.9e-5), change_in_words(1, 1.0001), change_in_words(1, float("inf"))
    ('falls from 5.5 to 2.9 × 10⁻⁵', 'stays at 1', 'goes from 1 to overflow')
    """
    first, last = in_words(before, digits, noise), in_words(after, digits, noise)
    if not (math.isfinite(before) and math.isfinite(after)):
        return f"goes from {first} to {last}"
    return f"stays at {first}" if first == last else f"{'falls' if after < before else 'rises'} from {first} to {last}"


def counted(number: int, one: str, more: str = "") -> str:
    """So many things.

    >>> counted(1, "event"), counted(2, "event"), counted(0, "try", "tries")
    ('1 event', '2 events', '0 tries')
    """
    return f"{number} {one if number == 1 else more or f'{one}s'}"


def percent(part: float) -> str:
    """A part of 1 in percent.

    >>> percent(0.125), percent(1)
    ('12%', '100%')
    """
    return f"{100 * part:.0f}%"


def share(part: float) -> str:
    """A share with one digit behind the point.

    >>> share(0.9733), share(1.0)
    ('97.3%', '100%')
    """
    return percent(part) if part in (0.0, 1.0) else f"{100 * part:.1f}%"


def chance(p: float) -> str:
    """A probability as people write it; one that is not 0 or 1 is not rounded to it.

    >>> chance(0.9987), chance(0.99996), chance(0.25), chance(3e-7), chance(1.0)
    ('99.9%', 'over 99.9%', '25%', 'under 0.1%', '100%')
    """
    if p >= 1 or p <= 0:
        return percent(p)
    if p > 0.9995:
        return "over 99.9%"
    if p < 0.0005:
        return "under 0.1%"
    text = f"{100 * p:.1f}"
    return f"{text.removesuffix('.0')}%"


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
