"""What the nets are shown: handwritten digits, or strokes."""
from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from ... import engine
from ...training.data import Parts, parts_of
from ...training.digit_parts import LOSS, TEST_SHARE, parts_for
from ...training.targets import Targets
from .strokes import DIRECTIONS, strokes


@dataclass(frozen=True)
class Images:
    """A set of images. noun: what one is; names: of what they can mean, by number; drawn_as: what the first drawing
    means. parts(seed): those for training and those of the test. centered: drawings are brought to the size and place
    of these images."""

    title: str
    noun: str
    names: tuple[str, ...]
    drawn_as: str
    parts: Callable[[int], Parts]
    centered: bool

    def one(self, number: int) -> str:
        """An image that means this, in words: "a 3", "a rising stroke"."""
        name = self.names[number]
        article = "an" if name[0] in "8u" else "a"
        return f"{article} {name}" if self.centered else f"{article} {name} {self.noun}"


@lru_cache(maxsize=4)
def _stroke_parts(seed: int) -> Parts:
    return parts_of(strokes(), _asked, classes=True, test_share=TEST_SHARE, seed=seed)


def _asked(labels: tuple[float, ...], columns: int) -> Targets:
    return Targets.of(labels, columns, LOSS, engine.ACTIVATIONS["identity"])


DATA: Mapping[str, Images] = MappingProxyType({
    "digits": Images("handwritten digits", "digit", tuple(map(str, range(10))), "7", parts_for, centered=True),
    "strokes": Images("strokes in four directions", "stroke", DIRECTIONS, "rising", _stroke_parts, centered=False)})
