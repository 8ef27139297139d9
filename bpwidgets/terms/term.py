"""One entry of the glossary."""
from __future__ import annotations

from dataclasses import dataclass

LONGEST_SYMBOL = 2


@dataclass(frozen=True, repr=False)
class Term:
    """A term of the labs and lessons.

    Parameters
    ----------
    key
        The name to look it up by.
    names
        How it is written on the screen: its symbol first, if it has one, then words. Where case counts (a single
        letter), it is kept.
    sentence
        What it is, in one plain sentence.
    formula
        How it is computed, '' if the sentence says it.
    shape
        The shape and unit of its values, '' where nothing need be said.
    lesson
        The number of the lesson that introduces it; 0 for none.
    everyday
        True for words that everybody reads as they are meant, such as "layer": in sentences they are not marked.
    """

    key: str
    names: tuple[str, ...]
    sentence: str
    formula: str = ""
    shape: str = ""
    lesson: int = 0
    everyday: bool = False

    @property
    def title(self) -> str:
        """The key, with the symbol if it has one: delta (δ)."""
        return f"{self.key} ({self.symbol})" if self.symbol else self.key

    @property
    def symbol(self) -> str:
        """The first of the names if it is a symbol, such as δ, dW or dL/da."""
        first = self.names[0]
        return first if first != self.key and (len(first) <= LONGEST_SYMBOL or "/" in first) else ""

    @property
    def lines(self) -> tuple[str, ...]:
        """The sentence, the formula, and shape and unit, as far as there are any."""
        shape = f"{self.shape}." if self.shape else ""
        return tuple(line for line in (f"{self.sentence}.", self.formula, shape) if line)

    @property
    def explanation(self) -> str:
        """What a tooltip says."""
        return "\n".join(self.lines)

    def __repr__(self) -> str:
        return f"{self.title}: {' | '.join(self.lines)}{self._lesson()}"

    def _repr_markdown_(self) -> str:
        formula = f"\n\n    {self.formula}" if self.formula else ""
        shape = f"\n\n{self.shape}." if self.shape else ""
        return f"**{self.title}**: {self.sentence}{formula}{shape}{self._lesson()}"

    def _lesson(self) -> str:
        return f" Lesson {self.lesson:02}." if self.lesson else ""
