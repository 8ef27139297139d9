"""Boxes in px, as paths with round corners."""
from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from matplotlib.colors import to_rgba
from matplotlib.path import Path

CURVE = [Path.MOVETO, *[Path.LINETO, Path.CURVE3, Path.CURVE3] * 4, Path.CLOSEPOLY]


class Box(NamedTuple):
    """A box: left, bottom, right, top, in px or in the coordinates of some axes."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def middle(self) -> tuple[float, float]:
        """Its middle."""
        return (self.left + self.right) / 2, (self.bottom + self.top) / 2

    @property
    def corners(self) -> list[tuple[float, float]]:
        """Its corners, from lower left against the clock."""
        return [(self.left, self.bottom), (self.right, self.bottom), (self.right, self.top), (self.left, self.top)]

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
