"""How a font lays out a text, put together from pairs of letters that are kept.

A layout is asked for with every number that changes, and takes longer than drawing it. Where no letter
changes its shape beside another, a text is known from its pairs: how far the second stands from the first.
"""
from __future__ import annotations

from itertools import pairwise
from typing import Any, NamedTuple

# FreeType counts 64ths of a pixel.
FRACTIONS = 64


class Placed(NamedTuple):
    """A letter of a text: its font, its number there, and where it stands, in px."""

    font: Any
    number: int
    x: float
    y: float


class Letter(NamedTuple):
    """A letter alone: its font and number, how far the next one is, how far it reaches below and above, in 64ths."""

    font: Any
    number: int
    wide: int
    low: int
    high: int


class Alphabet:
    """The letters of a font in one size. font(): matplotlib's, set to this size; hinting: its flags."""

    def __init__(self, font: Any, hinting: Any):
        self._font, self._hinting = font, hinting
        self._letters: dict[str, Letter | None] = {}
        self._pairs: dict[tuple[str, str], float | None] = {}

    def laid_out(self, words: str) -> list[Placed]:
        """The letters of a text in their places."""
        letters, places = [self._letter(letter) for letter in words], self._places(words)
        if places is None or None in letters:
            return [Placed(one.ft_object, one.glyph_index, one.x, one.y) for one in self._whole(words)]
        return [Placed(one.font, one.number, x, 0.0) for one, x in zip(letters, places)]

    def size(self, words: str) -> tuple[float, float, float]:
        """Width and height of a text, and what of it is below its line, in px."""
        letters, places = [self._letter(letter) for letter in words], self._places(words)
        if places is None or None in letters or not words:
            return self._measured(words)
        low, high = min(one.low for one in letters), max(one.high for one in letters)
        return places[-1] + letters[-1].wide / FRACTIONS, (high - low) / FRACTIONS, -low / FRACTIONS

    def _places(self, words: str) -> list[float] | None:
        """Where each letter stands; None where two of them go together in another way, or where an alphabet ends and
        another one begins: pairs across that are none."""
        if len({letter.isascii() for letter in words if letter.isalpha()}) > 1:
            return None
        places = [0.0]
        for pair in pairwise(words):
            apart = self._apart(*pair)
            if apart is None:
                return None
            places.append(places[-1] + apart)
        return places

    def _apart(self, first: str, second: str) -> float | None:
        if (first, second) not in self._pairs:
            both, alone = self._whole(first + second), [self._letter(first), self._letter(second)]
            same = None not in alone and [one.number for one in alone] == [one.glyph_index for one in both]
            self._pairs[first, second] = both[1].x if same and both[0].x == both[0].y == both[1].y == 0 else None
        return self._pairs[first, second]

    def _letter(self, letter: str) -> Letter | None:
        """A letter alone; None for what is no single one in its place."""
        if letter not in self._letters:
            found = self._whole(letter)
            made = None
            if len(found) == 1 and found[0].x == found[0].y == 0:
                wide, high, low = (round(size * FRACTIONS) for size in self._measured(letter))
                made = Letter(found[0].ft_object, found[0].glyph_index, wide, -low, high - low)
            self._letters[letter] = made
        return self._letters[letter]

    def _whole(self, words: str) -> Any:
        return self._font()._layout(words, flags=self._hinting, features=None, language=None)

    def _measured(self, words: str) -> tuple[float, float, float]:
        font = self._font()
        font.set_text(words, 0.0, flags=self._hinting)
        wide, high = font.get_width_height()
        return wide / FRACTIONS, high / FRACTIONS, font.get_descent() / FRACTIONS
