"""One color, one marker and one line for each way, the same in every picture."""
from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from ....pictures.style import Style


class Mark(NamedTuple):
    """role: the color by its role in `Style`; marker, line: the second sign beside the color."""

    role: str
    marker: str
    line: Any

    def color(self, style: Style) -> str:
        """The color of this theme."""
        return getattr(style, self.role)


MARKS: Mapping[str, Mark] = MappingProxyType({
    "trial": Mark("slope", "v", "--"),
    "forward": Mark("weight_gradient", "s", "--"),
    "central": Mark("z", "D", "-."),
    "directions": Mark("weight", "X", ":"),
    "backprop": Mark("here", "o", "-"),
})
