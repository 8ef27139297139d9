"""What the decoder draws all over the latent plane, and at the place of the hand; new digits."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from ....pictures.cells import Cells
from ....pictures.frame import limits, style_axes, ticks
from ....pictures.in_px import sized_in_px
from ....pictures.style import Style
from ....pictures.telling import Told
from ....pictures.texts import text_on
from ....pictures.tiles import Grid, Tiles, ink_colors, title_above
from ....text import in_words
from ..result import ACROSS, NEW
from ..settings import REACH
from ..verdict import one
from .plane import TICKS, hand_reach

SIDE, COLUMNS, GAP, HEAD = 8, 4, 8, 24


class Walk:
    """The plane, paved with decoded digits; the ring is where the hand is."""

    margins = (26, 10, 42, 24)
    square = True
    handle = "place on the latent plane: drag the ring, or move it with the arrow keys"

    def __init__(self, axes: Axes, style: Style):
        style_axes(axes, style, grid="", x_label="z₁", y_label="z₂, and what is decoded there")
        self.axes = axes
        limits(axes, (-REACH, REACH), (-REACH, REACH))
        for axis in (axes.xaxis, axes.yaxis):
            ticks(axis, TICKS, [str(tick).replace("-", "−") for tick in TICKS])
        self.image = axes.add_artist(Cells(style, ink_colors(style)))
        self.halo, = axes.plot([], [], "o", color=style.ground, mfc="none", ms=15, mew=6)
        self.ring, = axes.plot([], [], "o", color=style.here, mfc="none", ms=15, mew=2.6)
        self.moving = (self.image, self.halo, self.ring)

    def draw(self, settings, result) -> None:
        pixels = result.over_plane(settings.epoch).pixels.reshape(ACROSS, ACROSS, SIDE, SIDE)
        table = pixels.transpose(0, 2, 1, 3).reshape(ACROSS * SIDE, ACROSS * SIDE)[::-1]
        edges = np.linspace(-REACH, REACH, ACROSS * SIDE + 1)
        self.image.show(table, edges, edges)
        for line in (self.halo, self.ring):
            line.set_data(*([part] for part in settings.at))

    def drag(self, pressed, result, start, at) -> Mapping[str, Any]:
        """The hand is under the pointer."""
        return {"at": tuple(_inside(part) for part in at)}

    def nudge(self, settings, result, right: int, up: int) -> Mapping[str, Any]:
        """Some px further."""
        step = hand_reach(self.axes)
        return {"at": (_inside(settings.at[0] + step * right), _inside(settings.at[1] + step * up))}

    def held(self, settings, result) -> tuple[float, float]:
        """At the hand."""
        return settings.at

    def told(self, settings, result, at) -> Told | None:
        """The test digit that lies nearest."""
        away = np.hypot(*(result.latent(settings.epoch).mu - np.array(at)).T)
        if not np.isfinite(away).any():
            return None
        near = int(np.nanargmin(away))
        z = ", ".join(in_words(part, 2) for part in at)
        return Told(f"z = ({z}): {in_words(away[near], 2)} from the nearest test digit, "
                    f"{one(result.test.labels[near])}", *at)


def _inside(part: float) -> float:
    return round(min(max(float(part), -REACH), REACH), 2)


class Decoded:
    """The picture at the place of the hand."""

    margins = (12, 12, 42, 24)
    square = True

    def __init__(self, axes: Axes, style: Style):
        axes.axis("off")
        limits(axes, (0.0, SIDE), (0.0, SIDE))
        self.image = axes.add_artist(Cells(style, ink_colors(style)))
        self.frame = axes.add_patch(Rectangle((0, 0), SIDE, SIDE, facecolor="none", edgecolor=style.here, lw=2))
        self.title = title_above(axes, style)
        self.moving = (self.image, self.frame, self.title)

    def draw(self, settings, result) -> None:
        edges = np.arange(SIDE + 1.0)
        self.image.show(result.decoded(settings.epoch, settings.at).reshape(SIDE, SIDE)[::-1], edges, edges)
        x, y = (in_words(part, 2) for part in settings.at)
        self.title.set_text(f"decoded of z = ({x}, {y})")

    def told(self, settings, result, at) -> Told | None:
        """The ink of a pixel."""
        if not (0 <= at[0] < SIDE and 0 <= at[1] < SIDE):
            return None
        column, row = int(at[0]), SIDE - 1 - int(at[1])
        ink = result.decoded(settings.epoch, settings.at)[SIDE * row + column]
        return Told(f"row {row + 1}, pixel {column + 1}: ink {in_words(ink)}", column + 0.5, SIDE - row - 0.5)


class NewDigits:
    """Digits that nobody wrote: decoded of z drawn from the prior."""

    margins = (10, 12, 4, 0)

    def __init__(self, axes: Axes, style: Style):
        self.width, self.height = sized_in_px(axes)
        rows = NEW // COLUMNS
        side = min((self.width - 2 - GAP * (COLUMNS - 1)) / COLUMNS, (self.height - HEAD - GAP * rows) / rows)
        self.grid = Grid(COLUMNS, float(int(side)), GAP, GAP, 0, self.height - HEAD)
        self.tiles = Tiles(axes, style, ink_colors(style))
        self.title = text_on(axes, 0, self.height - HEAD / 2 + 1, color=style.ink, fontsize=12)
        self.title.set_text("sampled digits")
        self.moving = (*self.tiles.moving, self.title)

    def draw(self, settings, result) -> None:
        self.tiles.show(result.drawn(settings.epoch, settings.draw).pixels, self.grid)

    def told(self, settings, result, at) -> Told | None:
        """The z of a picture."""
        k = next((k for k in range(NEW) if self.grid.box(k).holds(*at)), None)
        if k is None:
            return None
        z = ", ".join(in_words(part, 2) for part in result.drawn(settings.epoch, settings.draw).z[k])
        return Told(f"z = ({z})", *self.grid.box(k).middle)
