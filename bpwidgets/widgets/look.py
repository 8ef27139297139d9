"""What a view of a canvas looks like, and a sheet that was drawn for such a look."""
from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from ..pictures.sheet import Sheet
from .export import BESIDE, USUAL

# Widths in CSS px; where there is less room than the narrowest, the browser scales the picture down.
NARROWEST, WIDEST = 600, 1600
# The narrowest one in a column beside another lab, where pictures stand in compact rows.
NARROW = 380

# Of a view: width in CSS px, device pixels for each of them, whether the theme is dark.
Look = tuple[float, float, bool]
UNTOLD: Look = (USUAL, 1.0, False)
UNTOLD_BESIDE: Look = (BESIDE, 1.0, False)


def look_of(content: Mapping[str, Any], narrowest: float = NARROWEST) -> Look:
    """Width, pixel ratio and theme that a view tells, within what can be drawn."""
    width = min(max(int(content["width"]), narrowest), WIDEST)
    return width, min(max(float(content["ratio"]), 1.0), 3.0), bool(content["dark"])


class Prepared(NamedTuple):
    """A sheet, drawn for views that look like this; heights: those of its rows that follow the settings."""

    look: Look
    sheet: Sheet
    heights: Mapping[str, float] = MappingProxyType({})
