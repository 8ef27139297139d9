"""Two-dimensional data: the discriminator as a field, real samples, fakes, and where each fake wants to go."""
from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection

from ....pictures.boxes import Box
from ....pictures.contours import contour_lines
from ....pictures.frame import limits, number_ticks
from ....pictures.smooth_maps import Tile, Tiles
from ....pictures.style import Style
from ....pictures.two_sided import shaded, two_sided
from ..result import REACH
from ..watch import seen_real
from .arrows import Arrows

# So many of the real samples and of the fakes are drawn.
DRAWN = 150
# How strong the field is where the discriminator is sure.
STRONG = 0.42


class Plane:
    """The artists of a plane."""

    def __init__(self, axes: Axes, style: Style):
        self.axes, self.colors = axes, two_sided(style, STRONG)
        self.field = axes.add_artist(Tiles())
        self.border = axes.add_collection(LineCollection([], colors=style.muted, linewidths=1.1,
                                                         linestyles=[(0, (3, 2))]), autolim=False)
        self.real, = axes.plot([], [], "o", color=style.ink, mfc="none", ms=4, mew=0.8, alpha=0.55)
        self.arrows = Arrows(axes, style, style.delta)
        self.fakes, = axes.plot([], [], "o", color=style.activation, ms=5.5, mec=style.ground, mew=0.7, zorder=4)
        self.moving: tuple[Any, ...] = (self.field, self.border, self.real, self.arrows.artist, self.fakes)

    def place(self) -> tuple[float, float]:
        """Room for all of it, as much for a unit across as upwards: how far to both sides of 0."""
        width, height = self.axes.bbox.size
        across, upwards = REACH * max(width / height, 1.0), REACH * max(height / width, 1.0)
        limits(self.axes, (-across, across), (-upwards, upwards))
        number_ticks(self.axes.xaxis, -across, across)
        number_ticks(self.axes.yaxis, -upwards, upwards)
        return across, upwards

    def show(self, settings, result) -> None:
        """The moment shown."""
        across, upwards = self.place()
        moment, (x, y, d) = result.scene(settings.step, across, upwards)
        self.field.show([Tile(np.ascontiguousarray(shaded(d[1:-1, 1:-1], self.colors)),
                              Box(-across, -upwards, across, upwards))])
        lines = contour_lines(x, y, d, [0.5])[0] if np.isfinite(d).all() else []
        self.border.set_segments(lines)
        self.real.set_data(*seen_real(result.game.target)[:DRAWN].T)
        fakes = np.where(np.abs(moment.fakes) < 1e6, moment.fakes, np.nan)[:DRAWN]
        self.fakes.set_data(*fakes.T)
        self.arrows.show(fakes, moment.moves[:DRAWN])
