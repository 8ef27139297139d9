"""Whole numbers of any size, for sentences."""
from __future__ import annotations

from ...text import RAISED

PLAIN = 10 ** 6


def count_in_words(count: int) -> str:
    """A whole number: in full below a million, else with three digits and a power of ten.

    >>> count_in_words(8), count_in_words(59049), count_in_words(10 ** 30), count_in_words(3 ** 400)
    ('8', '59 049', '10³⁰', '7.06 × 10¹⁹⁰')
    """
    if count < PLAIN:
        return f"{count:,}".replace(",", " ") if count >= 10_000 else str(count)
    power = len(str(count)) - 1
    digits = (count * 100 + 10 ** power // 2) // 10 ** power
    if digits >= 1000:
        digits, power = digits // 10, power + 1
    mantissa = f"{digits // 100}.{digits % 100:02}".rstrip("0").rstrip(".")
    return f"{'' if mantissa == '1' else f'{mantissa} × '}10{str(power).translate(RAISED)}"
