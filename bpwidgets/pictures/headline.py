"""The question a lab asks, and under it the answer of the moment, a computed sentence."""
from __future__ import annotations

import textwrap

from matplotlib.axes import Axes

from .style import TEXT, TITLE, Style

# A line of text of size TEXT takes about this many px per letter, seen for the longest verdicts in DejaVu Sans.
LETTER = 0.56 * TEXT


class Headline:
    """Question (fixed) and verdict (moves with the result), set in at most two lines."""

    margins = (16, 12, 2, 6)
    height = 66
    question = ""
    answer = True

    def __init__(self, axes: Axes, style: Style):
        axes.axis("off")
        axes.set(xlim=(0, 1), ylim=(0, 1))
        axes.text(0, 1, self.question, color=style.ink, fontsize=TITLE, weight="bold", ha="left", va="top")
        self.verdict = axes.text(0, 0.56, "", color=style.ink, fontsize=TEXT, ha="left", va="top", linespacing=1.25)
        self._letters = int(axes.get_position().width * axes.figure.bbox.width / axes.figure.dpi * 72 / LETTER)
        self.moving = (self.verdict,)

    def draw(self, settings, result) -> None:
        self.verdict.set_text("\n".join(textwrap.wrap(result.verdict, self._letters)) if self.answer else "")


def asking(question: str, *, answer: bool = True) -> type[Headline]:
    """A headline with its question; without the answer if a lesson holds it back."""
    return type("Headline", (Headline,), {"question": question, "answer": answer})
