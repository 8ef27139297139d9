"""The question a lab asks, and under it the answer of the moment, a computed sentence."""
from __future__ import annotations

import textwrap

from matplotlib.axes import Axes

from .style import SMALL, TEXT, TITLE, Style

# A letter takes about this part of the size of the text, seen for the longest verdicts in DejaVu Sans.
LETTER = 0.53
# The first of these sizes at which a verdict takes two lines; the last one if there is none.
SIZES = (TEXT, SMALL, 11)
# Height of the first line, and from line to line: with two lines and with more, which stand closer.
ROOMY, CLOSE = (0.56, 1.25), (0.62, 1.1)


class Headline:
    """Question (fixed) and verdict (moves with the result), set in two lines where it fits them."""

    margins = (16, 12, 2, 6)
    height = 66
    question = ""
    answer = True

    def __init__(self, axes: Axes, style: Style):
        axes.axis("off")
        axes.set(xlim=(0, 1), ylim=(0, 1))
        axes.text(0, 1, self.question, color=style.ink, fontsize=TITLE, weight="bold", ha="left", va="top")
        self.verdict = axes.text(0, 0.56, "", color=style.ink, fontsize=TEXT, ha="left", va="top")
        self._room = axes.get_position().width * axes.figure.bbox.width / axes.figure.dpi * 72
        self.moving = (self.verdict,)

    def draw(self, settings, result) -> None:
        for size in SIZES:
            lines = textwrap.wrap(result.verdict if self.answer else "", int(self._room / (LETTER * size)))
            if len(lines) <= 2:
                break
        top, spacing = ROOMY if len(lines) <= 2 else CLOSE
        self.verdict.set(text="\n".join(lines), fontsize=size, y=top, linespacing=spacing)


def asking(question: str, *, answer: bool = True) -> type[Headline]:
    """A headline with its question; without the answer if a lesson holds it back."""
    return type("Headline", (Headline,), {"question": question, "answer": answer})
