"""Marks that stand at the very border of the axes, whole."""
from __future__ import annotations

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.transforms import Bbox, TransformedBbox

from .style import PIXELS_PER_INCH

# How far beyond the axes something may be drawn, in px: half of a mark, and the half of a line.
BORDER = 5


def reach_over(axes: Axes, *artists: Artist) -> None:
    """Cut these off a few px outside of their axes, so that half of no mark is missing at the largest number."""
    width, height = axes.bbox.size / axes.figure.dpi * PIXELS_PER_INCH
    part, rise = BORDER / width, BORDER / height
    box = TransformedBbox(Bbox([[-part, -rise], [1 + part, 1 + rise]]), axes.transAxes)
    for artist in artists:
        artist.set_clip_box(box)
