"""The four ways in all pictures: color, line, marker."""
from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from ....pictures.style import Style


class Mark(NamedTuple):
    """How a way is drawn: role of the color, line style, marker."""

    role: str
    line: Any
    marker: str

    def color(self, style: Style) -> str:
        """In this theme."""
        return getattr(style, self.role)


MARKS: Mapping[str, Mark] = MappingProxyType({
    "all_new": Mark("muted", "--", "s"), "head_only": Mark("weight_gradient", "-", "o"),
    "some": Mark("activation", ":", "D"), "fine_tuned": Mark("here", "-.", "^")})
