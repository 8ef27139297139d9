"""Numbers on cards, as values: what is known of them, what is computed now. Diagrams draw these."""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from .boxes import Box
from .style import Style
from .texts import Written

BLANK, KNOWN, NOW = "blank", "known", "now"
# Borders that are nearer to each other than this are one, in px.
NEAR = 0.01


@dataclass(frozen=True)
class Cell:
    """A number in its box. role: of its color; state: blank, known, or now."""

    box: Box
    role: str
    text: str
    state: str

    def written(self, style: Style) -> Written:
        """Its number: in the color of its role, or of paper on that color."""
        return Written(*self.box.middle, self.text, style.ground if self.state == NOW else getattr(style, self.role))


@dataclass(frozen=True)
class Note:
    """A small text. align: left, center or right of x; strong: it is what happens now, or what was chosen; ground: it
    has paper below it."""

    x: float
    y: float
    text: str
    role: str
    align: str = "center"
    strong: bool = False
    ground: bool = False

    def written(self, style: Style) -> Written:
        """Its text, in the color of its role."""
        return Written(self.x, self.y, self.text, getattr(style, self.role), self.align, self.strong)


def shared_corners(box: Box, cards: Iterable[Box], radius: float) -> tuple[float, ...]:
    """How round the corners of a cell are, from lower left against the clock: those that it shares with its card; one
    without a card is as round as can be."""
    for card in cards:
        if card.left - NEAR <= box.left and box.right <= card.right + NEAR and (
                card.bottom - NEAR <= box.bottom and box.top <= card.top + NEAR):
            left, right = abs(box.left - card.left) < NEAR, abs(box.right - card.right) < NEAR
            low, high = abs(box.bottom - card.bottom) < NEAR, abs(box.top - card.top) < NEAR
            return tuple(radius * both for both in (left and low, right and low, right and high, left and high))
    return (min(box.right - box.left, box.top - box.bottom) / 2,) * 4
