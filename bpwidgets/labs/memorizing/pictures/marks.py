"""How the three sets and the curves are told apart in all pictures: color, line, marker."""
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


SETS: Mapping[str, Mark] = MappingProxyType({
    "training": Mark("weight_gradient", "-", "o"), "validation": Mark("here", (0, (6, 2)), "s"),
    "test": Mark("weight", (0, (1, 1.2)), "^")})
# What the net says at the epoch shown, and at the one that early stopping keeps.
NET: Mapping[str, Mark] = MappingProxyType({
    "shown": Mark("ink", "-", "D"), "kept": Mark("safe", (0, (5, 2.5)), "")})
