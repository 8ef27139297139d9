"""One scale for the factors of delta, in its map, its curves and its key: decades from vanishing to exploding, 0 in
the middle."""
from __future__ import annotations

import math
from types import MappingProxyType

import numpy as np
from matplotlib.axes import Axes

from ....pictures.cells import Cells
from ....pictures.frame import limits, style_axes, ticks
from ....pictures.style import SMALL, TEXT, Style
from ..settings import MEASURES

# How many decades the colors reach to both sides, and the ticks of the key. Fixed, so that a color keeps its meaning.
REACH = MappingProxyType({"layer": math.log10(2), "net": 6.0})
KEY_TICKS = MappingProxyType({"layer": ("0.5", "0.7", "1", "1.4", "2"), "net": ("1e-6", "0.001", "1", "1000", "1e6")})
# Below this part of the reach a factor counts as 1 and has no sign.
NEUTRAL = 0.1


def parts(values: np.ndarray, measure: str) -> np.ndarray:
    """Decades as parts of the range of colors: 1/2 is the factor 1; infinite ones are beyond the ends, nan stays."""
    return 0.5 + values / (2 * REACH[measure])


class FactorKey:
    """Which color is which factor, with the signs of the map."""

    margins = (58, 24, 42, 26)

    def __init__(self, axes: Axes, style: Style):
        style_axes(axes, style, grid="", x_label=" ")
        axes.yaxis.set_visible(False)
        axes.spines["bottom"].set_visible(False)
        self.axes, self._measure = axes, ""
        limits(axes, (0.0, 1.0), (0.0, 1.0))
        bar = axes.add_artist(Cells(style, style.factors))
        bar.show(np.linspace(0, 1, 256)[None], np.linspace(0, 1, 257), np.array([0.0, 0.2]))
        text = {"color": style.ink, "fontsize": TEXT, "va": "bottom"}
        axes.text(0, 0.25, "−  vanishing", ha="left", **text)
        axes.text(1, 0.25, "exploding  +", ha="right", **text)
        axes.plot([0, 0.1], [0.68, 0.68], color=style.ink, lw=1.8, ls=(0, (4, 3)))
        axes.text(0.13, 0.68, "mean-field theory", color=style.muted, fontsize=SMALL, va="center")
        axes.plot([0.05], [0.9], "o", color=style.ink, mfc=style.ground, ms=9, mew=2)
        axes.text(0.13, 0.9, "this net", color=style.muted, fontsize=SMALL, va="center")
        self.moving = ()

    def draw(self, settings, result) -> None:
        if self._measure != settings.measure:
            self._measure = settings.measure
            ticks(self.axes.xaxis, np.linspace(0, 1, 5), KEY_TICKS[settings.measure])
            self.axes.xaxis.label.set_text(f"factor of δ {MEASURES[settings.measure]}")
