"""Elements of a picture that can be reached one by one: by pointer, by touch, and by keys, each with a name."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, Protocol, runtime_checkable

from .boxes import Box


class Spot(NamedTuple):
    """An element. name: the same for as long as the element is there; label: what a screen reader says; chosen: it is
    the one that is selected. box: its place in the coordinates of the axes."""

    name: str
    label: str
    box: Box
    chosen: bool = False


@runtime_checkable
class Spotted(Protocol):
    """A picture with elements. It says which settings the choice of one means, and changes nothing itself."""

    def spots(self, settings: Any, result: Any) -> Sequence[Spot]:
        """The elements, in the order in which the arrow keys lead through them."""

    def touch(self, settings: Any, result: Any, name: str) -> Mapping[str, Any]:
        """The settings after the element of this name was chosen."""
