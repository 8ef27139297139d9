"""The loss step by step, on a log axis: one dot per step shows the speed."""
from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes

from .frame import decades, limits, log_ticks, quiet, round_ticks, ticks
from .style import Style

# Below this part of the largest loss of the run a loss counts as zero here: rounding, not learning.
FLOOR = 1e-12


class LossCurve:
    """log10 of the loss over the step; the step shown is marked."""

    margins = (58, 18, 42, 26)

    def __init__(self, axes: Axes, style: Style):
        quiet(axes, style, x_label="step", y_label="loss, step by step")
        self.axes = axes
        self.curve, = axes.plot([], [], color=style.loss, lw=1.2, marker="o", ms=4, mec=style.ground, mew=0.5)
        self.here, = axes.plot([], [], "o", color=style.here, ms=10, mec=style.ground, mew=1.5)
        self.moving = (self.curve, self.here)

    def draw(self, settings, result) -> None:
        steps = np.arange(len(result.losses))
        finite = np.isfinite(result.losses)
        top = result.losses[finite].max()
        floor = max(float(top) * FLOOR, 1e-300)
        heights = np.log10(np.clip(result.losses, floor, None))
        low, high, step = decades(float(heights[finite].min()), float(heights[finite].max()), most=7)
        limits(self.axes, (-0.4, len(steps) - 0.6), (low - 0.06 * (high - low), high + 0.06 * (high - low)))
        log_ticks(self.axes.yaxis, low, high, step)
        whole = [t for t in round_ticks(0, max(len(steps) - 1, 1)) if t == int(t)]
        ticks(self.axes.xaxis, whole, [f"{t:.0f}" for t in whole])
        self.curve.set_data(steps[finite], heights[finite])
        self.here.set_data(([settings.step], [heights[settings.step]]) if finite[settings.step] else ([], []))
