"""The question a lab asks, and under it the answer of the moment, a computed sentence."""
from __future__ import annotations

import textwrap
from collections.abc import Callable
from typing import Any

from matplotlib.axes import Axes

from .style import SMALL, TEXT, TITLE, Style

# A letter takes about this part of the size of the text, seen for the longest verdicts in DejaVu Sans.
LETTER, BOLD_LETTER = 0.53, 0.62
# From one line of a verdict to the next, in px.
LEADING = 17
# The first of these sizes at which a verdict takes no more lines than there are; the last one if there is none.
SIZES = (TEXT, SMALL, 11)
MARGINS = (16, 12, 2, 6)


class Headline:
    """Question (fixed) and verdict (moves with the result), set in at most as many lines as there is room for."""

    margins = MARGINS
    question = ""
    lines = 2
    said = staticmethod(lambda settings, result: result.verdict)

    def __init__(self, axes: Axes, style: Style):
        axes.axis("off")
        axes.set(xlim=(0, 1), ylim=(0, 1))
        height, width = (size / axes.figure.dpi * 72 for size in (axes.bbox.height, axes.bbox.width))
        size = min(TITLE, width / (BOLD_LETTER * max(len(self.question), 1)))
        axes.text(0, 1, self.question, color=style.ink, fontsize=size, weight="bold", ha="left", va="top")
        self.verdict = axes.text(0, 1 - TITLE * 1.6 / height, "", color=style.ink, fontsize=TEXT, ha="left", va="top",
                                 linespacing=1.25)
        self._width = width
        self.moving = (self.verdict,)

    def draw(self, settings, result) -> None:
        lines, size = wrapped(self.said(settings, result) if self.lines else "", self._width, self.lines)
        self.verdict.set(text="\n".join(lines), fontsize=size)


def wrapped(verdict: str, width: float, most: int = 2) -> tuple[list[str], float]:
    """The lines of a verdict in so many px, and the size of its letters."""
    for size in SIZES:
        lines = textwrap.wrap(verdict, int(width / (LETTER * size)))
        if len(lines) <= most:
            break
    return lines, size


def headline(question: str, verdict: str, width: float,
             said: Callable[[Any, Any], str] | None = None) -> tuple[type[Headline], float]:
    """A headline with room for this verdict on a sheet of this width, and its height, both in px; "" for no verdict, if
    a lesson holds it back. said: settings and result -> the verdict, where it is not that of the result."""
    lines, _ = wrapped(verdict, width - MARGINS[0] - MARGINS[1])
    lines = max(len(lines), 2) if verdict else 0
    own = {"said": staticmethod(said)} if said else {}
    return type("Headline", (Headline,), {"question": question, "lines": lines, **own}), 32 + LEADING * lines
