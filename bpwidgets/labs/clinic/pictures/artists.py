"""What the pictures of numbers and of lines have in common: boxes, pale colors, texts made when they are needed."""
from __future__ import annotations

from collections.abc import Callable

from ....pictures.quick_text import QuickText

Box = tuple[float, float, float, float]


def at_least(texts: list[QuickText], count: int, make: Callable[[], QuickText]) -> None:
    """So many texts there are from now on; those that are not needed are left empty."""
    while len(texts) < count:
        texts.append(make())


def corners(box: Box) -> list[tuple[float, float]]:
    """The corners of a box: left, bottom, right, top."""
    left, bottom, right, top = box
    return [(left, bottom), (right, bottom), (right, top), (left, top)]


def with_alpha(color: str, alpha: float) -> tuple[float, ...]:
    """A color "#rrggbb" through which the ground is seen."""
    return (*(int(color[k:k + 2], 16) / 255 for k in (1, 3, 5)), alpha)
