"""Small texts that follow the numbers: as many as are needed, each changed only for a reason."""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Any, NamedTuple

from matplotlib.axes import Axes

from .quick_text import QuickText
from .style import SMALL


class Written(NamedTuple):
    """What a text says and where. align: which end of it is at x; strong: it is bold."""

    x: float
    y: float
    text: str
    color: str
    align: str = "center"
    strong: bool = False


class Texts:
    """Texts on axes, made when they are needed; look: what all of them have in common."""

    def __init__(self, axes: Axes, **look: Any):
        self._axes, self._look = axes, look
        self._made: list[QuickText] = []
        self._written: Sequence[Written | None] = ()

    def __iter__(self) -> Iterator[QuickText]:
        return iter(self._made)

    def write(self, wanted: Sequence[Written]) -> None:
        """Say this, each in a text of its own; those that are left over say nothing."""
        while len(self._made) < len(wanted):
            self._made.append(text_on(self._axes, **self._look))
        for text, before, now in zip_longest(self._made, self._written, wanted):
            if now != before:
                _say(text, now)
        self._written = wanted


def _say(text: QuickText, wanted: Written | None) -> None:
    text.set_text(wanted.text if wanted else "")
    if wanted:
        text.set_position((wanted.x, wanted.y))
        text.set_color(wanted.color)
        text.set_ha(wanted.align)
        text.set_weight("bold" if wanted.strong else "normal")


def text_on(axes: Axes, x: float = 0.0, y: float = 0.0, **look: Any) -> QuickText:
    """A small text, in the middle of its height unless told, that may reach beyond the axes."""
    text = QuickText(x, y, "", **{"fontsize": SMALL, "va": "center", **look})
    text.set_clip_on(False)
    return axes.add_artist(text)
