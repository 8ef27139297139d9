"""How far one step would move the weights of each layer, against the rule of thumb of a thousandth."""
from __future__ import annotations

import math

import numpy as np
from matplotlib.axes import Axes

from ..studies.distribution_verdict import RULE_OF_THUMB
from .frame import decades, layer_ticks, log_ticks, quiet
from .selected_layer import HANDLE, drag, grip, mark, nudge
from .style import MARKS, SMALL, Style

RULE = math.log10(RULE_OF_THUMB)


class Updates:
    """|rate dW| / |W| over the layers on a log axis; what has no logarithm is an open mark at the border."""

    margins = (46, 12, 42, 26)
    handle, drag, nudge = HANDLE, drag, nudge

    def __init__(self, axes: Axes, style: Style):
        quiet(axes, style, x_label="layer", y_label="step / weights")
        self.axes = axes
        marker, line = MARKS["update"]
        axes.axhline(RULE, color=style.safe, lw=1.4, ls=(0, (5, 3)))
        axes.text(1, 1.04, "rule of thumb 0.001", transform=axes.transAxes, color=style.safe, fontsize=SMALL, ha="right", va="bottom")
        self.curve, = axes.plot([], [], color=style.weight_gradient, lw=1.6, ls=line, marker=marker, ms=5.5, mec=style.ground, mew=0.6)
        self.lost, = axes.plot([], [], ls="", marker=marker, mfc="none", mec=style.weight_gradient, mew=1.4, ms=8, clip_on=False)
        self.layer = grip(axes, style)
        self.moving = (self.layer, self.curve, self.lost)

    def draw(self, settings, result) -> None:
        with np.errstate(divide="ignore"):
            heights = np.log10(result.update_ratio)
        drawn, layers = np.isfinite(heights), np.arange(1, settings.depth + 2)
        ends = [*heights[drawn], RULE]
        low, high, step = decades(min(ends) - 0.1, max(ends) + 0.1, most=6)
        layer_ticks(self.axes, settings.depth, (low, high))
        log_ticks(self.axes.yaxis, low, high, step)
        self.curve.set_data(layers, np.where(drawn, heights, np.nan))
        self.lost.set_data(layers[~drawn], np.where(np.isneginf(heights), low, high)[~drawn])
        mark(self.layer, settings.layer)
