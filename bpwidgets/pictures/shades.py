"""From losses to heights and from heights to colors: the shades of a surface, the same for its image, its key and its
relief.

A height is 0 at the low end of the color range and 1 at its high end. Beyond the ends heights go on for one range, so
that slopes and contours keep their places there, but the color stays that of the end.
"""
from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_rgba
from matplotlib.image import AxesImage

from ..text import number
from .axes import QuickAxes
from .frame import PIXELS_PER_INCH, limits, px_upwards, ticks
from .style import SMALL, Style

# Shades from the low end of the range to the high end, and as many for the range on either side.
SHADES = 256
# Lights that fall on each of them; the one in the middle changes nothing.
LIGHTS = 33
# The part of the range that is added before a logarithm.
SOFT = 0.002
# From one number of the key to the next, in px.
ROOM = 17


def heights(loss: np.ndarray, low: float, high: float, log: bool) -> np.ndarray:
    """(loss - low) / (high - low), or the same of the logarithms, cut at one range beyond the ends; nan stays nan.

    Before the logarithm a small part of the range is added, so that a floor of 0 is a floor and not endlessly deep.

    >>> heights([0.0, 1.0, 10.0, np.inf], 0.0, 10.0, False).tolist()
    [0.0, 0.1, 1.0, 2.0]
    >>> heights([0.0, 0.02, 1.0, 10.0], 0.0, 10.0, True).round(3).tolist()
    [0.0, 0.111, 0.632, 1.0]
    """
    added = SOFT * (high - low)
    with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
        loss, low, high = (np.log10(np.maximum(np.asarray(value) + added, 0.0)) if log and low >= 0
                           else np.asarray(value, dtype=float) for value in (loss, low, high))
        return np.clip((loss - low) / (high - low if high > low else 1.0), -1.0, 2.0)


def shades(style: Style) -> np.ndarray:
    """The colors (3 * SHADES, 4), 0 to 255, of heights from -1 to 2."""
    anchors = rgba(style.surface)
    places = np.clip(np.linspace(-1, 2, 3 * SHADES), 0, 1) * (len(anchors) - 1)
    mixed = [np.interp(places, range(len(anchors)), channel) for channel in anchors.T]
    return np.column_stack(mixed).round().astype(np.uint8)


def rgba(colors: Sequence[str]) -> np.ndarray:
    """Colors (k, 4), 0 to 255."""
    return (255 * np.array([to_rgba(color) for color in colors])).round().astype(np.uint8)


def lit(colors: np.ndarray, most: float) -> np.ndarray:
    """The colors (k, 4) under LIGHTS lights, from 1 - most to 1 + most: (k, LIGHTS, 4)."""
    light = np.linspace(1 - most, 1 + most, LIGHTS)[:, None]
    table = np.repeat(colors[:, None, :].astype(float), LIGHTS, axis=1)
    table[..., :3] = np.clip(table[..., :3] * light, 0, 255)
    return table.round().astype(np.uint8)


def ink_on(shade: np.ndarray) -> str:
    """Black or white, whichever has more contrast with a color (4,), 0 to 255: at least 4.5:1 by WCAG 2.1.

    >>> ink_on(np.array([250, 246, 235, 255])), ink_on(np.array([17, 56, 110, 255]))
    ('#000000', '#ffffff')
    """
    part = np.clip(shade[:3] / 255, 0, 1)
    linear = np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)
    return "#000000" if linear @ (0.2126, 0.7152, 0.0722) > 0.179 else "#ffffff"


def shade_of(heights: np.ndarray) -> np.ndarray:
    """The row of `shades` for each height from -1 to 2."""
    return ((heights + 1) * ((3 * SHADES - 1) / 3) + 0.5).astype(np.intp)


class ColorKey:
    """A thin bar to the right of the axes: which shade is which loss.

    It belongs to the ground, since the range changes rarely.
    """

    def __init__(self, axes: Axes, style: Style, *, gap: float = 10, width: float = 9):
        unit = axes.figure.dpi / PIXELS_PER_INCH / axes.bbox.width
        self.axes = axes.inset_axes([1 + gap * unit, 0, width * unit, 1], axes_class=QuickAxes)
        self.axes.set(xticks=[], xlim=(0, 1), ylim=(0, 1))
        self.axes.spines[:].set_visible(False)
        self.axes.yaxis.tick_right()
        self.axes.tick_params(colors=style.muted, labelsize=SMALL, direction="in", length=4, width=0.8, pad=4)
        # An image of its own, since `imshow` would set the aspect of the axes.
        bar = AxesImage(self.axes, extent=(0, 1, 0, 1), origin="lower", interpolation="nearest")
        bar.set_data(shades(style)[SHADES:-SHADES, None])
        self.axes.add_image(bar)

    def draw(self, levels: np.ndarray, low: float, high: float, log: bool) -> None:
        """Ticks at the ends and at the levels between them; a number where there is room for it."""
        limits(self.axes, (0.0, 1.0), (0.0, 1.0))
        marks = sorted({float(mark) for mark in (low, high, *levels) if low <= mark <= high})
        places = heights(marks, low, high, log)
        said = with_room(places, px_upwards(self.axes, ROOM))
        ticks(self.axes.yaxis, places, [number(mark, plain=1e4) if k in said else "" for k, mark in enumerate(marks)])


def with_room(places: np.ndarray, room: float) -> set[int]:
    """Which of some rising places can have a number: both ends, and between them what is far enough from the one
    before."""
    said = [0] if len(places) else []
    for k in range(1, len(places) - 1):
        if places[k] - places[said[-1]] >= room and places[-1] - places[k] >= room:
            said.append(k)
    return {*said, len(places) - 1}
