"""Formulas as MathML, built from values: each part says what it looks like and how it is read aloud.

>>> part = product(symbol("a", "1", "0"), value("0.25"))
>>> part.spoken
'a 1 0 times 0.25'
"""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Any, NamedTuple


@dataclass(frozen=True)
class Part:
    """A part of a formula: its markup, all of which is made here, and the words for it."""

    markup: str
    spoken: str


def value(text: str, *, spoken: str = "") -> Part:
    """A number, or any other text that stands upright."""
    if text[:1].isdigit() or text[:1] in "-−":
        return Part(f"<mn>{escape(text.replace('-', '−'))}</mn>", spoken or text)
    return Part(f"<mtext>{escape(text).replace(' ', '&#160;')}</mtext>", spoken or text)


def symbol(letter: str, index: str = "", inner: str = "", *, spoken: str = "") -> Part:
    """A letter, with the number of its layer below it and the number of a unit behind that, as far as they are
    given."""
    bottom = ", ".join(filter(None, (index, inner)))
    letters = f"<mi>{escape(letter)}</mi>"
    markup = f"<msub>{letters}<mn>{escape(bottom)}</mn></msub>" if bottom else letters
    return Part(markup, spoken or " ".join(filter(None, (letter, index, *inner.split(",")))))


def operator(sign: str, spoken: str) -> Part:
    """A sign between two parts."""
    return Part(f"<mo>{escape(sign)}</mo>", spoken)


TIMES, PLUS, EQUALS = operator("·", "times"), operator("+", "plus"), operator("=", "equals")


def row(*parts: Part) -> Part:
    """Parts one after the other."""
    return Part(f"<mrow>{''.join(part.markup for part in parts)}</mrow>", " ".join(part.spoken for part in parts))


def joined(sign: Part, parts: tuple[Part, ...]) -> Part:
    """Parts with a sign between each two of them."""
    between = [one for part in parts for one in (sign, part)][1:]
    return row(*between)


def product(*parts: Part) -> Part:
    """Factors."""
    return joined(TIMES, parts)


def total(*parts: Part) -> Part:
    """Summands."""
    return joined(PLUS, parts)


def in_brackets(part: Part) -> Part:
    """A part in brackets."""
    return Part(f"<mrow><mo>(</mo>{part.markup}<mo>)</mo></mrow>", f"open bracket {part.spoken} close bracket")


def fraction(above: Part, below: Part) -> Part:
    """A fraction."""
    return Part(f"<mfrac>{above.markup}{below.markup}</mfrac>", f"{above.spoken} by {below.spoken}")


def marked(part: Part, name: str) -> Part:
    """A part that the page shows in a style of its own: "now", "unknown", or the role of a color."""
    return replace(part, markup=f'<mrow class="bpw-f-{escape(name)}">{part.markup}</mrow>')


class Held(NamedTuple):
    """A number of a formula that a hand can move. name: as in `held`; label: what it is called; value: the number
    itself; low, high: how far a drag leads; step: what a key moves it."""

    name: str
    label: str
    value: float
    low: float
    high: float
    step: float


def held(part: Part, name: str) -> Part:
    """A part that shows the number of this name, for a hand that moves it."""
    return replace(part, markup=f'<mrow data-name="{escape(name)}">{part.markup}</mrow>')


def formula(lines: list[list[Part]], numbers: Sequence[Held] = ()) -> dict[str, Any]:
    """Lines below each other, their parts in columns: the markup for the page, the words for a screen reader, and the
    numbers that can be moved."""
    rows = "".join(f"<mtr>{''.join(f'<mtd>{part.markup}</mtd>' for part in line)}</mtr>" for line in lines)
    spoken = "; ".join(" ".join(part.spoken for part in line if part.spoken) for line in lines)
    return {"markup": f'<math display="block"><mtable>{rows}</mtable></math>', "spoken": spoken,
            "numbers": [number._asdict() for number in numbers]}
