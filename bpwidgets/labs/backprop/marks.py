"""What a diagram is made of, as values, and how a number is written where there is little room."""
from __future__ import annotations

import math
from dataclasses import dataclass

from ...text import typeset
from .layout import Box

BLANK, KNOWN, NOW = "blank", "known", "now"
# From this width of a cell on, in px, its number has three digits; a letter takes so many px.
NARROW_CELL, LETTER = 56, 6.7


@dataclass(frozen=True)
class Cell:
    """A number in its box. role: of its color; state: blank, known, or now."""

    box: Box
    role: str
    text: str
    state: str


@dataclass(frozen=True)
class Note:
    """A small text. align: left, center or right of x; chosen: it belongs to the selected parameter."""

    x: float
    y: float
    text: str
    role: str
    state: str = KNOWN
    align: str = "center"
    chosen: bool = False


@dataclass(frozen=True)
class Edge:
    """A weight. amount: what its width and color stand for, None where that is not known yet; share: its size beside
    the largest of its layer; text: its number, '' where there is no room; place: where that stands."""

    name: str
    start: tuple[float, float]
    end: tuple[float, float]
    amount: float | None
    share: float
    lit: bool
    chosen: bool
    text: str
    place: tuple[float, float]


@dataclass(frozen=True)
class Scene:
    """All of the diagram at a moment. heads: names of columns and letters, the same at all moments of a net."""

    sentence: str
    cards: tuple[Box, ...]
    cells: tuple[Cell, ...]
    notes: tuple[Note, ...]
    heads: tuple[Note, ...]
    edges: tuple[Edge, ...]
    dots: tuple[Cell, ...]
    loss: Box
    loss_state: str
    outputs: tuple[tuple[float, float], ...]
    chips: tuple[Cell, ...]


def brief(value: float, cell: float = 99.0) -> str:
    """A number in the room of a cell.

    >>> brief(0.593269), brief(-0.0087713), brief(0.00043857), brief(0.00043857, 44), brief(123456.0)
    ('0.593', '-0.00877', '4.4×10⁻⁴', '4×10⁻⁴', '1.2×10⁵')
    """
    value = float(value)
    if not math.isfinite(value):
        return "overflow" if math.isinf(value) else "none"
    digits = 3 if cell >= NARROW_CELL else 2
    size = abs(value)
    if size == 0:
        return "0"
    if 1e-3 <= float(f"{size:.{digits - 1}e}") < 1e4:
        places = max(digits - 1 - math.floor(math.log10(size)), 0)
        if size < 0.01:
            places = min(places, 5 if digits == 3 else 4 if cell >= 50 else 3)
        text = f"{value:.{places}f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    mantissa, exponent = f"{value:.{digits - 2}e}".split("e")
    mantissa = mantissa.rstrip("0").rstrip(".") if "." in mantissa else mantissa
    return typeset(f"{mantissa}e{int(exponent)}").replace(" × ", "×")
