"""How a number is written where there is little room."""
from __future__ import annotations

import math
from collections.abc import Iterator
from functools import lru_cache
from types import MappingProxyType

from ..text import typeset

# Unless told, there is room for any number, in px.
ANY = 99.0
# Widths of letters in px, those of the small texts of pictures; bold ones are so many times as wide.
LETTER, BOLD = 7.4, 1.12
WIDTHS = MappingProxyType({**dict.fromkeys("0123456789", 7.32), **dict.fromkeys("⁰¹²³⁴⁵⁶⁷⁸⁹", 4.61), "-": 4.15,
                           ".": 3.65, "·": 3.65, "×": 9.64, "→": 9.64, "⁻": 6.07, " ": 3.65, "f": 4.05, "′": 2.61})


def wide(text: str, *, bold: bool = False) -> float:
    """The width of a small text, in px."""
    return sum(WIDTHS.get(letter, LETTER) for letter in text) * (BOLD if bold else 1.0)


@lru_cache(maxsize=4096)
def brief(value: float, room: float = ANY, *, digits: int = 3, bold: bool = False) -> str:
    """A number with so many digits at most, in a room of some px: the longest of its forms that fits there.

    >>> brief(0.593269), brief(-0.0087713), brief(0.00043857), brief(0.00043857, 40), brief(123456.0)
    ('0.593', '-0.00877', '4.4×10⁻⁴', '4·10⁻⁴', '1.2×10⁵')
    >>> brief(-1.5e-250), brief(-1.5e-250, 50), brief(-1.5e-250, 40)
    ('-1.5×10⁻²⁵⁰', '-2·10⁻²⁵⁰', '-10⁻²⁵⁰')
    """
    form = ""
    for form in _forms(float(value), digits):
        if wide(form, bold=bold) <= room:
            break
    return form


def _forms(value: float, digits: int) -> Iterator[str]:
    """All ways to write a number, the longest first."""
    if not math.isfinite(value):
        yield from ("overflow", "-∞" if value < 0 else "∞") if math.isinf(value) else ("none", "?")
        return
    size = abs(value)
    if size == 0:
        yield "0"
        return
    for count in range(digits, 0, -1):
        if 1e-3 <= float(f"{size:.{count - 1}e}") < 1e4:
            yield _plain(value, size, count)
    for count in range(max(digits - 1, 1), 0, -1):
        yield _with_power(value, count)
    yield _with_power(value, 1).replace("×", "·")
    yield typeset(f"{'-' if value < 0 else ''}1e{round(math.log10(size))}").replace("1 × ", "")


def _plain(value: float, size: float, digits: int) -> str:
    places = max(digits - 1 - math.floor(math.log10(size)), 0)
    text = f"{value:.{min(places, 5)}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _with_power(value: float, digits: int) -> str:
    mantissa, exponent = f"{value:.{digits - 1}e}".split("e")
    mantissa = mantissa.rstrip("0").rstrip(".") if "." in mantissa else mantissa
    return typeset(f"{mantissa}e{int(exponent)}").replace(" × ", "×")
