"""How the three cells are told apart in all pictures: color, line, marker."""
from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from ....pictures.style import Style


class Mark(NamedTuple):
    """role: name of a color of the style."""

    role: str
    line: str | tuple
    marker: str

    def color(self, style: Style) -> str:
        """The color in this style."""
        return getattr(style, self.role)


MARKS: Mapping[str, Mark] = MappingProxyType({
    "plain": Mark("here", (0, (5, 2)), "s"), "lstm": Mark("weight_gradient", "-", "o"),
    "gru": Mark("activation", (0, (1, 1.2)), "^")})
