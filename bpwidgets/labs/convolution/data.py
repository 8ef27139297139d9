"""What the nets are shown: handwritten digits, or strokes."""
from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from ...training.data import Parts
from ...training.digit_parts import classes_of, parts_for
from .strokes import DIRECTIONS, strokes


@dataclass(frozen=True)
class Images:
    """A set of images. noun: what one is; names: of what they can mean, by number; called: one with its name, in words;
    drawn_as: what the first drawing means. parts(seed): those for training and those of the test. centered: drawings
    are brought to the size and place of these images."""

    title: str
    noun: str
    names: tuple[str, ...]
    called: str
    drawn_as: str
    parts: Callable[[int], Parts]
    centered: bool

    def one(self, number: int) -> str:
        """An image that means this, in words: "a 3", "a rising stroke"."""
        words = self.called.format(self.names[number])
        return f"an {words}" if words[0] in "8u" else f"a {words}"


@lru_cache(maxsize=4)
def _stroke_parts(seed: int) -> Parts:
    return classes_of(strokes(), seed)


DATA: Mapping[str, Images] = MappingProxyType({
    "digits": Images("handwritten digits", "digit", tuple(map(str, range(10))), "{}", "7", parts_for, centered=True),
    "strokes": Images("strokes in four directions", "stroke", DIRECTIONS, "{} stroke", "rising", _stroke_parts,
                      centered=False)})
