"""The census of the hidden units, layer by layer: which part is dead, which part of the responses is saturated."""
from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from ....pictures.frame import layer_ticks, style_axes, ticks
from ....pictures.scales import Spans
from ....pictures.selected_layer import HANDLE, drag, grip, held, layer_words, mark, nudge
from ....pictures.style import SMALL, Style
from ....pictures.telling import Told, place_under, share

HALF = 0.4
NO_BARS = np.empty((0, 4, 2))


class Units:
    """Two bars beside each other for each layer, from 0 to 100 %: dead on the left, saturated on the right and
    hatched."""

    margins = (46, 12, 42, 26)
    handle, drag, nudge, held = HANDLE, drag, nudge, held

    def __init__(self, axes: Axes, style: Style):
        style_axes(axes, style, x_label="layer", y_label="")
        self.axes = axes
        ticks(axes.yaxis, [0, 0.5, 1], ["0", "50%", "100%"])
        # All bars of a kind are one shape: matplotlib makes its hatching for each shape anew.
        self.bars = {name: axes.add_patch(PathPatch(_outline(NO_BARS), fc=color, ec=style.ground, lw=0.4, hatch=hatch,
                                                    joinstyle="round"))
                     for name, color, hatch in (("dead", style.ink, None), ("saturated", style.slope, "////"))}
        for x, name, color in ((0, "dead units", style.ink), (1, "saturated", style.slope)):
            axes.text(x, 1.04, name, transform=axes.transAxes, color=color, fontsize=SMALL, ha=("left", "right")[x],
                      va="bottom")
        self.layer = grip(axes, style)
        self.moving = (self.layer, *self.bars.values())

    @staticmethod
    def spans(settings, result) -> Spans:
        """The hidden layers; parts of a whole go from 0 to 1."""
        return {"layer": (1, settings.depth)}

    def draw(self, settings, result, spans) -> None:
        layer_ticks(self.axes, spans["layer"][1], (0.0, 1.0), most=6)
        layers = np.arange(1, settings.depth + 1)
        self.bars["dead"].set_path(_outline(_boxes(layers - HALF, layers, result.dead_fraction)))
        self.bars["saturated"].set_path(_outline(_boxes(layers, layers + HALF, result.saturated_fraction)))
        mark(self.layer, settings.layer)

    def told(self, settings, result, at) -> Told | None:
        """The parts of the layer under the pointer."""
        layer = place_under(at[0], 1, settings.depth)
        if layer is None:
            return None
        dead, saturated = (share(parts[layer - 1]) for parts in (result.dead_fraction, result.saturated_fraction))
        return Told(f"{layer_words(layer, settings.depth)}: dead units {dead}, saturated {saturated}", layer)


def _boxes(left: np.ndarray, right: np.ndarray, top: np.ndarray) -> np.ndarray:
    """The corners of a bar for each layer: (layers, 4, 2)."""
    corners = ((left, 0 * top), (right, 0 * top), (right, top), (left, top))
    return np.stack([np.stack(corner, axis=-1) for corner in corners], axis=1)


def _outline(boxes: np.ndarray) -> Path:
    """All boxes (layers, 4, 2) as one closed path."""
    corners = np.concatenate([boxes, boxes[:, :1]], axis=1)
    codes = np.tile([Path.MOVETO, Path.LINETO, Path.LINETO, Path.LINETO, Path.CLOSEPOLY], len(boxes))
    return Path(corners.reshape(-1, 2), codes)
