"""Axes without an axis, on which a unit is a px: for diagrams and for lines of text."""
from __future__ import annotations

from matplotlib.axes import Axes

from .frame import limits
from .style import PIXELS_PER_INCH


def sized_in_px(axes: Axes) -> tuple[float, float]:
    """From now on the axes are measured in px, from their lower left corner: their width and height."""
    axes.axis("off")
    width, height = (size / axes.figure.dpi * PIXELS_PER_INCH for size in axes.bbox.size)
    limits(axes, (0, width), (0, height))
    return width, height
