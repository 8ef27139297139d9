"""Data on a line: densities of real samples and fakes, the discriminator beside the best one, and the fakes' arrows."""
from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes

from ....pictures.frame import limits, number_ticks, ticks
from ....pictures.style import Style
from ..density import REACH
from .arrows import Arrows

# Rows of fakes below the axis, so many in each.
ROWS, EACH = 4, 12
LOW, HIGH = -0.4, 1.12
# The highest density of the data is drawn so high; that of the fakes is cut at the top.
TALL = 0.62


class Line:
    """The artists of a line."""

    def __init__(self, axes: Axes, style: Style):
        self.axes, self.style = axes, style
        self.p = axes.fill([], [], facecolor=style.muted, alpha=0.28, lw=0)[0]
        self.q = axes.fill([], [], facecolor=style.activation, alpha=0.38, lw=0)[0]
        self.best, = axes.plot([], [], color=style.ink, lw=1.6, ls=(0, (4, 2)))
        self.d, = axes.plot([], [], color=style.positive, lw=2.4)
        self.ground, = axes.plot([], [], color=style.muted, lw=0.8)
        self.arrows = Arrows(axes, style, style.delta)
        self.fakes, = axes.plot([], [], "o", color=style.activation, ms=5.5, mec=style.ground, mew=0.7, zorder=4)
        self.moving: tuple[Any, ...] = (self.p, self.q, self.ground, self.best, self.d, self.arrows.artist, self.fakes)

    def show(self, settings, result) -> None:
        """The moment shown."""
        number_ticks(self.axes.xaxis, -REACH, REACH)
        ticks(self.axes.yaxis, [0.0, 0.5, 1.0], ["0", "0.5", "1"])
        limits(self.axes, (-REACH, REACH), (LOW, HIGH))
        seen, moment = result.densities(settings.step), result.moment(settings.step)
        scale = TALL / float(seen.p.max())
        for shape, density in ((self.p, seen.p), (self.q, np.nan_to_num(seen.q))):
            heights = np.minimum(scale * density, HIGH)
            shape.set_xy(np.column_stack([np.r_[seen.x[0], seen.x, seen.x[-1]], np.r_[0.0, heights, 0.0]]))
        self.ground.set_data([-REACH, REACH], [0.0, 0.0])
        self.best.set_data(seen.x, seen.best)
        self.d.set_data(seen.x, seen.d)
        count = ROWS * EACH
        x = np.column_stack([moment.fakes[:count, 0], LOW * (0.25 + 0.65 * (np.arange(count) % ROWS) / (ROWS - 1))])
        x[np.abs(x[:, 0]) > 1e6] = np.nan
        self.fakes.set_data(*x.T)
        self.arrows.show(x, np.column_stack([moment.moves[:count, 0], np.zeros(count)]))
