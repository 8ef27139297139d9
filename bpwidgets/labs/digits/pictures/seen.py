"""What the net sees of a digit, 8 x 8 pixels, and which of them speak for its answer."""
from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from ....datasets.bitmap import SIDE
from ....pictures.cells import Cells
from ....pictures.frame import limits
from ....pictures.style import PIXELS_PER_INCH, Style
from ....pictures.telling import Told
from ....pictures.tiles import in_middle, ink_colors, sign_colors, title_above
from ....text import in_words
from ..settings import ANSWER

EDGES = np.arange(SIDE + 1.0)
# From this part of the largest slope on, a pixel has a sign of its own.
SIGNED = 0.45


class _Pixels:
    """8 x 8 pixels, row by row from the top left."""

    margins = (8, 10, 4, 24)
    square = True

    def __init__(self, axes: Axes, style: Style, colors):
        self.axes = axes
        axes.axis("off")
        limits(axes, (0.0, float(SIDE)), (float(SIDE), 0.0))
        self.image = axes.add_artist(Cells(style, colors))
        self.frame = axes.add_patch(Rectangle((0, 0), SIDE, SIDE, facecolor="none", edgecolor=style.muted, lw=1,
                                              clip_on=False))
        self.title = title_above(axes, style)
        self.moving: tuple[Any, ...] = (self.title, self.image, self.frame)

    def show(self, parts: np.ndarray) -> None:
        """Show these, (64,) from 0 to 1."""
        self.image.show(parts.reshape(SIDE, SIDE), EDGES, EDGES)


class Seen(_Pixels):
    """The ink in each pixel."""

    def __init__(self, axes: Axes, style: Style):
        super().__init__(axes, style, ink_colors(style))

    def draw(self, settings, result) -> None:
        self.title.set_text("what the net sees")
        self.show(result.shown.pixels)

    def told(self, settings, result, at) -> Told | None:
        """The ink of the pixel under the pointer."""
        place = _place(at)
        if place is None:
            return None
        k, words = place
        return Told(f"{words}: ink {in_words(result.shown.pixels[k])}", *_middle(k))


class Looked(_Pixels):
    """The gradient of a probability: ink here makes the digit more probable, +, or less, -. Dots are the ink there is.
    """

    def __init__(self, axes: Axes, style: Style):
        super().__init__(axes, style, sign_colors(style))
        self.dots = axes.scatter([], [], s=[], color=style.muted, alpha=0.75, linewidths=0, zorder=2)
        self.signs = {sign: axes.plot([], [], mark, color=style.ink, ms=7, mew=1.6, zorder=3)[0]
                      for sign, mark in ((1, "+"), (-1, "_"))}
        self.moving = (*self.moving, self.dots, *self.signs.values())

    def draw(self, settings, result) -> None:
        reading = result.reading(settings.epoch)
        digit = looked_for(settings, reading)
        slopes = np.zeros(SIDE * SIDE) if digit is None else reading.slopes[digit]
        slopes = np.where(np.isfinite(slopes), slopes, 0.0)
        most = float(np.abs(slopes).max())
        self.title.set_text("no numbers" if digit is None else f"where it looked for {digit}")
        self.show(in_middle(slopes, most))
        inked = np.flatnonzero(result.shown.pixels > 0)
        side = self.axes.bbox.width / self.axes.figure.dpi * PIXELS_PER_INCH / SIDE
        self.dots.set_offsets(np.array([_middle(k) for k in inked]).reshape(-1, 2))
        self.dots.set_sizes((0.42 * side) ** 2 * result.shown.pixels[inked])
        for sign, line in self.signs.items():
            strong = np.flatnonzero(sign * slopes > SIGNED * most) if most > 0 else []
            line.set_data(*np.array([_middle(k) for k in strong]).reshape(-1, 2).T)

    def told(self, settings, result, at) -> Told | None:
        """The slope at the pixel under the pointer."""
        place, reading = _place(at), result.reading(settings.epoch)
        digit = looked_for(settings, reading)
        if place is None or digit is None:
            return None
        k, words = place
        return Told(f"{words}: ink {in_words(result.shown.pixels[k])}, dp/dx of {digit} "
                    f"{in_words(reading.slopes[digit, k])}", *_middle(k))


def looked_for(settings, reading) -> int | None:
    """The digit whose probability is asked about."""
    return reading.answer if settings.about == ANSWER or reading.answer is None else int(settings.about)


def _place(at: tuple[float, float]) -> tuple[int, str] | None:
    x, y = (int(np.floor(part)) for part in at)
    if not (0 <= x < SIDE and 0 <= y < SIDE):
        return None
    return SIDE * y + x, f"row {y + 1}, pixel {x + 1}"


def _middle(k: int) -> tuple[float, float]:
    return k % SIDE + 0.5, k // SIDE + 0.5
