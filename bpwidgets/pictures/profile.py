"""The size of what flows, layer by layer, on a log axis: activations up, delta and dW down."""
from __future__ import annotations

import math

import numpy as np
from matplotlib.axes import Axes

from ..text import number
from .frame import apart, decades, limits, log_ticks, quiet, ticks, up_to
from .style import MARKS, PIXELS_PER_INCH, SMALL, TEXT, Style

# Sizes outside these powers of ten are held at the border and marked: 0 has no logarithm and infinity no place.
DEEPEST, HIGHEST = -320, 309
QUANTITIES = ("activation", "delta", "weight_gradient")
NAMES = {"activation": "activations", "delta": "delta", "weight_gradient": "dW"}


class Profile:
    """Three curves over the layers; their names and their factors, each with its direction, stand at their right ends."""

    margins = (58, 168, 42, 26)

    def __init__(self, axes: Axes, style: Style):
        quiet(axes, style, x_label="layer (input on the left)", y_label="size")
        self.axes = axes
        self.curves, self.lost, self.labels = {}, {}, {}
        for quantity in QUANTITIES:
            color, (marker, line) = getattr(style, quantity), MARKS[quantity]
            self.curves[quantity], = axes.plot([], [], color=color, lw=2.2, ls=line, marker=marker, ms=5.5, mec=style.ground, mew=0.7)
            self.lost[quantity], = axes.plot([], [], ls="", marker=marker, mfc="none", mec=color, mew=1.4, ms=8, clip_on=False)
            self.labels[quantity] = axes.text(0, 0, "", color=color, fontsize=TEXT, va="center", ha="left", clip_on=False)
        axes.annotate("factor per layer", (1, 1), xytext=(4, 8), xycoords="axes fraction", textcoords="offset points",
                      color=style.muted, fontsize=TEXT, va="bottom", ha="left")
        self.out = axes.text(0, 0, "out", color=style.muted, fontsize=SMALL, ha="center", va="bottom")
        self.moving = (self.out, *self.curves.values(), *self.lost.values(), *self.labels.values())

    def draw(self, settings, result) -> None:
        sizes = {"activation": result.activation_size, "delta": result.delta_size, "weight_gradient": result.weight_gradient_size}
        with np.errstate(divide="ignore"):
            heights = {name: np.log10(size) for name, size in sizes.items()}
        low, high = self._ground(settings.depth, heights)
        layers = np.arange(1, settings.depth + 2)
        for name, height in heights.items():
            drawn = np.isfinite(height)
            self.curves[name].set_data(layers, np.where(drawn, height, np.nan))
            border = np.where(np.isneginf(height), low, high)
            self.lost[name].set_data(layers[~drawn], border[~drawn])
        self.out.set_position((settings.depth + 1, low + 0.01 * (high - low)))
        self._label(settings.depth, result, heights, low, high)

    def _ground(self, depth: int, heights) -> tuple[float, float]:
        """Limits and ticks, in steps that stay put while a slider moves a little."""
        finite = np.concatenate([h[np.isfinite(h)] for h in heights.values()])
        low, high, step = decades(float(finite.min()), float(finite.max())) if finite.size else (-1, 1, 1)
        last = max(10, up_to(depth)) + 1
        limits(self.axes, (0.5, last + 0.5), (low, high))
        log_ticks(self.axes.yaxis, low, high, step)
        spacing = max(1, last // 10) if last <= 11 else 5
        places = [1, *range(5, last, 5)] if spacing == 5 else list(range(1, last, spacing))
        ticks(self.axes.xaxis, places, [str(p) for p in places])
        return low, high

    def _label(self, depth: int, result, heights, low: float, high: float) -> None:
        """At the right end of each curve, moved apart where they would overlap."""
        factors = {"activation": result.activation_growth, "delta": result.shrink_per_layer,
                   "weight_gradient": result.weight_gradient_shrink}
        ends = {name: height[-1] if np.isfinite(height[-1]) else high for name, height in heights.items()}
        room = 0.085 * (high - low)
        places = apart(ends, room, low, high)
        for name, label in self.labels.items():
            arrow = "→" if name == "activation" else "←"
            factor = "" if math.isnan(factors[name]) else f"  ×{number(factors[name])} {arrow}"
            label.set_text(NAMES[name] + factor)
            label.set_position((depth + 1 + self._beside(), places[name]))

    def _beside(self) -> float:
        """Ten px to the right, in layers."""
        left, right = self.axes.get_xlim()
        width = self.axes.bbox.width / self.axes.figure.dpi * PIXELS_PER_INCH
        return 10 * (right - left) / width
