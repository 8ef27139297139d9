"""Boxes in px, as paths with round corners, and the numbers that stand in them."""
from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from matplotlib.colors import to_rgba
from matplotlib.path import Path

from ..text import typeset

CURVE = [Path.MOVETO, *[Path.LINETO, Path.CURVE3, Path.CURVE3] * 4, Path.CLOSEPOLY]
# From this width of a cell on, in px, its number has three digits.
NARROW_CELL = 56


class Box(NamedTuple):
    """A box in px: left, bottom, right, top."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def middle(self) -> tuple[float, float]:
        """Its middle."""
        return (self.left + self.right) / 2, (self.bottom + self.top) / 2

    def meets(self, other: Box) -> bool:
        """The two have more than a border in common."""
        return (self.left < other.right and other.left < self.right
                and self.bottom < other.top and other.bottom < self.top)

    def holds(self, x: float, y: float) -> bool:
        """The place is in the box."""
        return self.left <= x <= self.right and self.bottom <= y <= self.top


def around(x: float, y: float, wide: float, tall: float) -> Box:
    """A box around its middle."""
    return Box(x - wide / 2, y - tall / 2, x + wide / 2, y + tall / 2)


def rounded(box: Box, radii: Sequence[float]) -> Path:
    """A box whose corners are round: radii from lower left against the clock."""
    l, b, r, t = box
    p, q, s, u = radii
    points = [(l + p, b), (r - q, b), (r, b), (r, b + q), (r, t - s), (r, t), (r - s, t), (l + u, t), (l, t),
              (l, t - u), (l, b + p), (l, b), (l + p, b), (l + p, b)]
    return Path(points, CURVE)


def over(color: str, alpha: float, ground: str) -> tuple[float, ...]:
    """A color over the ground, without transparency: what is below does not shine through."""
    return tuple(alpha * above + (1 - alpha) * below for above, below in zip(to_rgba(color)[:3], to_rgba(ground)[:3]))


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
