"""The loss along one weight through the start of the path, and its tangent there: the slope that the first step uses."""
from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes

from ..text import number
from .frame import limits, quiet, round_ticks, ticks
from .shades import heights, level_ticks
from .style import Style

# Axes in heights: the range of the colors, with room for the point.
BOTTOM, TOP = -0.06, 1.1


class SliceCurve:
    """A cut through the surface. Its height is the one that the colors of the map stand for, from the same low to the same high."""

    margins = (58, 18, 42, 26)

    def __init__(self, axes: Axes, style: Style):
        quiet(axes, style, x_label=" ", y_label="loss")
        self.axes = axes
        self.curve, = axes.plot([], [], color=style.loss, lw=2)
        self.tangent, = axes.plot([], [], color=style.here, lw=1.5, ls=(0, (5, 3)))
        self.start, = axes.plot([], [], "o", mfc="none", mec=style.ink, mew=2, ms=13)
        self.moving = (self.curve, self.tangent, self.start)

    def draw(self, settings, result) -> None:
        weights = result.slice_weights
        left, right = float(weights[0]), float(weights[-1])
        limits(self.axes, (left, right), (BOTTOM, TOP))
        ticks(self.axes.xaxis, round_ticks(left, right), [number(place) for place in round_ticks(left, right)])
        level_ticks(self.axes, result.levels, result.low, result.high, settings.log_color, silent=False)
        self.axes.xaxis.label.set_text(result.slice_name)
        height = lambda loss: heights(loss, result.low, result.high, settings.log_color)
        self.curve.set_data(weights, np.where(np.isfinite(result.slice_losses), height(result.slice_losses), np.nan))
        # Straight in the loss; so on a log axis it is a curve.
        near = np.linspace(-0.2, 0.2, 41) * (right - left)
        line = result.slice_loss + result.slice_slope * near
        self.tangent.set_data(result.slice_at + near, np.where(line > 0, height(line), np.nan) if settings.log_color else height(line))
        self.start.set_data([result.slice_at], [height(result.slice_loss)] if np.isfinite(result.slice_loss) else [np.nan])
