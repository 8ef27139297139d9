"""How far one step would move the weights of each layer, against the rule of thumb of a thousandth."""
from __future__ import annotations

import math

import numpy as np
from matplotlib.axes import Axes

from ....pictures.frame import decades, layer_ticks, log_ticks, px_upwards, style_axes
from ....pictures.scales import Spans
from ....pictures.selected_layer import HANDLE, drag, grip, held, layer_words, mark, nudge
from ....pictures.style import LINE, MARKS, SMALL, Style
from ....pictures.telling import Told, place_under
from ....text import in_words
from ..verdict import RULE_OF_THUMB

RULE = math.log10(RULE_OF_THUMB)
# Markers of the curve stand apart in deep nets.
MOST_MARKERS = 21


class Updates:
    """|rate dW| / |W| over the layers on a log axis; 0 and infinity are open marks at the border."""

    margins = (46, 12, 42, 26)
    handle, drag, nudge, held = HANDLE, drag, nudge, held

    def __init__(self, axes: Axes, style: Style):
        style_axes(axes, style, x_label="layer")
        self.axes = axes
        marker, line = MARKS["update"]
        axes.axhline(RULE, color=style.safe, lw=1.4, ls=(0, (5, 3)))
        axes.text(0, 1.04, "step / weights", transform=axes.transAxes, color=style.muted, fontsize=SMALL, va="bottom")
        self.rule = axes.text(1, RULE, "rule of thumb", transform=axes.get_yaxis_transform(), color=style.safe,
                              fontsize=SMALL, ha="right", va="bottom")
        self.curve, = axes.plot([], [], color=style.weight_gradient, lw=1.6, ls=line, marker=marker, ms=5.5,
                                mec=style.ground, mew=0.6)
        self.lost, = axes.plot([], [], ls="", marker=marker, color=style.weight_gradient, mfc="none", mew=1.4, ms=8,
                               clip_on=False)
        self.layer = grip(axes, style)
        self.moving, self.ghosted, self.unit = (self.layer, self.curve, self.lost), (self.curve,), None

    @staticmethod
    def spans(settings, result) -> Spans:
        """The hidden layers; logarithms of the ratios, and of the rule of thumb, with some room."""
        heights = _heights(result)
        drawn = heights[np.isfinite(heights)]
        return {"layer": (1, settings.depth),
                "log10 ratio": (float(drawn.min(initial=RULE)) - 0.1, float(drawn.max(initial=RULE)) + 0.1)}

    def draw(self, settings, result, spans) -> None:
        heights = _heights(result)
        drawn, layers = np.isfinite(heights), np.arange(1, settings.depth + 2)
        low, high, step = decades(*spans["log10 ratio"], most=6)
        layer_ticks(self.axes, spans["layer"][1], (low, high), most=6)
        log_ticks(self.axes.yaxis, low, high, step)
        below = "top" if high - RULE < px_upwards(self.axes, LINE) else "bottom"
        if self.rule.get_va() != below:
            self.rule.set_va(below)
        self.curve.set_data(layers, np.where(drawn, heights, np.nan))
        self.curve.set_markevery(math.ceil(len(layers) / MOST_MARKERS))
        lost = np.isinf(heights)
        self.lost.set_data(layers[lost], np.where(heights > 0, high, low)[lost])
        mark(self.layer, settings.layer)

    def told(self, settings, result, at) -> Told | None:
        """The ratio of the layer under the pointer."""
        layer = place_under(at[0], 1, settings.depth + 1)
        if layer is None:
            return None
        return Told(f"{layer_words(layer, settings.depth)}: step / weights {in_words(result.update_ratio[layer - 1])}",
                    layer)


def _heights(result) -> np.ndarray:
    with np.errstate(divide="ignore"):
        return np.log10(result.update_ratio)
