"""How a regime is drawn, everywhere alike: color, strength and dashes."""
from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from matplotlib.lines import Line2D

from ....pictures.style import Style


class Paint(NamedTuple):
    """color: a role of `Style`. alpha: how strong. dashes: a line style."""

    color: str
    alpha: float
    dashes: str | tuple


PAINTS: Mapping[str, Paint] = MappingProxyType({
    "flat": Paint("muted", 1.0, (0, (0.6, 1.2))),
    "monotone": Paint("safe", 0.45, "-"),
    "oscillating": Paint("safe", 1.0, "-"),
    "swinging": Paint("danger", 1.0, (0, (2.0, 0.5))),
    "escaping": Paint("slope", 1.0, (0, (2.0, 0.7))),
    "diverging": Paint("danger", 1.0, (0, (0.6, 0.5))),
    "unknown": Paint("muted", 0.5, (0, (0.6, 1.2))),
})


def paint(line: Line2D, regime: str, style: Style) -> None:
    """Let the line look like the regime."""
    color, alpha, dashes = PAINTS[regime]
    line.set(color=getattr(style, color), alpha=alpha, linestyle=dashes)
