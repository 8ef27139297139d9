"""The values of one quantity, layer by layer: a violin on a log axis of sizes, its left half the negative ones, its
right the positive."""
from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.colors import to_rgba

from ....pictures.frame import PIXELS_PER_INCH, layer_ticks, power, px_upwards, style_axes, ticks
from ....pictures.scales import Spans
from ....pictures.selected_layer import HANDLE, drag, grip, held, layer_words, mark, nudge
from ....pictures.style import LINE, TEXT, Style
from ....pictures.telling import Told, place_under, share
from ....spacing import round_up
from ....text import in_words
from ..histogram import Histogram
from ..settings import NAMES
from ..words import moments_in_words

# Half the width of the widest place of a violin, in layers.
HALF = 0.44
# px from one number of the axis to the next, at least.
MARK = 13
# The strip below the axis of sizes in which values stand that are 0 or nearly so, as a part of the height of that axis.
STRIP = 0.07


class Violins:
    """One violin per layer; each has its widest place equally wide, so that narrow and small ones are seen as well.

    What is 0 or too small for the axis is a bar in the strip below, as wide as its part; a layer with inf or nan has an
    open triangle at the upper border.
    """

    margins = (58, 12, 42, 26)
    handle, drag, nudge, held = HANDLE, drag, nudge, held

    def __init__(self, axes: Axes, style: Style):
        style_axes(axes, style, x_label="layer (input on the left)")
        self.axes, self.style = axes, style
        self.negative, self.positive, self.small = (PolyCollection([], linewidths=0) for _ in range(3))
        for bars in (self.negative, self.positive, self.small):
            axes.add_collection(bars, autolim=False)
        self.lost, = axes.plot([], [], ls="", marker="^", color=style.ink, mfc="none", mew=1.4, ms=8, clip_on=False)
        self.layer = grip(axes, style)
        self.name, _ = (axes.text(x, 1.035, words, transform=axes.transAxes, color=style.muted, fontsize=TEXT,
                                  ha=("left", "right")[x],
                                  va="bottom") for x, words in ((0, ""), (1, "− left, + right")))
        self.moving = (self.layer, self.negative, self.positive, self.small, self.lost)

    @staticmethod
    def spans(settings, result) -> Spans:
        """The hidden layers; the logarithms of sizes that the histograms reach."""
        edges = result.of(settings.quantity).edges
        return {"layer": (1, settings.depth), "log10 size": (float(edges[0]), float(edges[-1]))}

    def draw(self, settings, result, spans) -> None:
        seen = result.of(settings.quantity)
        low, high, floor = self._ground(settings, spans)
        self._paint(settings.quantity)
        layers = np.arange(1, settings.depth + 2)
        widest = np.maximum(seen.negative, seen.positive).max(axis=1)
        scale = HALF / np.where(widest > 0, widest, 1)
        middles = (seen.edges[1:] + seen.edges[:-1]) / 2
        self.negative.set_verts(_halves(layers, -scale[:, None] * seen.negative, middles))
        self.positive.set_verts(_halves(layers, scale[:, None] * seen.positive, middles))
        self.small.set_verts(_bars(layers, HALF * seen.small, floor, 0.75 * floor + 0.25 * low))
        lost = layers[seen.beyond > 0]
        self.lost.set_data(lost, np.full(len(lost), high))
        mark(self.layer, settings.layer)

    def _ground(self, settings, spans: Spans) -> tuple[float, float, float]:
        """Whole decades and the strip below; the name of the quantity."""
        low, high = spans["log10 size"]
        floor = low - STRIP * (high - low)
        layer_ticks(self.axes, spans["layer"][1], (floor, high))
        most = self.axes.bbox.height / self.axes.figure.dpi * PIXELS_PER_INCH / MARK
        step, lowest = max(int(round_up((high - low) / min(8, most))), 1), floor + px_upwards(self.axes, LINE)
        places = [place for place in range(int(low) + 1, int(high) + 1) if place % step == 0 and place >= lowest]
        ticks(self.axes.yaxis, [floor, *places], ["0", *map(power, places)])
        if self.name.get_text() != NAMES[settings.quantity]:
            self.name.set_text(NAMES[settings.quantity])
        return low, high, floor

    def _paint(self, quantity: str) -> None:
        """The color of the quantity, which is its role: full for positive values, pale for negative ones."""
        color = getattr(self.style, quantity)
        self.positive.set_facecolor(color)
        self.negative.set_facecolor(to_rgba(color, 0.45))
        self.small.set_facecolor(color)

    def told(self, settings, result, at) -> Told | None:
        """Mean and deviation in the layer under the pointer, and the part of its values that is as large as the pointer
        is high, with the sign of its side."""
        layer = place_under(at[0], 1, settings.depth + 1)
        if layer is None:
            return None
        seen = result.of(settings.quantity)
        moments = moments_in_words(seen, layer - 1)
        part = _part_in_words(seen, layer - 1, at[0] < layer, at[1])
        return Told(f"{layer_words(layer, settings.depth)}: {NAMES[settings.quantity]} {moments}{part}", layer,
                    np.nan if not part else at[1])


def _part_in_words(seen: Histogram, k: int, negative: bool, height: float) -> str:
    """How many values of layer k have a sign and about the size 10 ** height; "" where the axis has no such size."""
    if height < seen.edges[0]:
        return f"; {share(seen.small[k])} are 0 or smaller than {in_words(10.0 ** seen.edges[0])}"
    if not height <= seen.edges[-1]:
        return ""
    bin = min(int(np.searchsorted(seen.edges, height, "right")) - 1, len(seen.edges) - 2)
    part, word = (seen.negative, "negative") if negative else (seen.positive, "positive")
    low, high = (in_words(10.0 ** edge) for edge in seen.edges[bin:bin + 2])
    return f"; {share(part[k, bin])} are {word} with a size from {low} to {high}"


def _halves(layers: np.ndarray, reach: np.ndarray, heights: np.ndarray) -> np.ndarray:
    """The outline of one half of each violin: along the counts upwards, closed along the middle: (layers, bins + 2,
    2)."""
    x = layers[:, None] + np.pad(reach, ((0, 0), (1, 1)))
    y = np.broadcast_to(np.pad(heights, 1, mode="edge"), x.shape)
    return np.stack([x, y], axis=-1)


def _bars(layers: np.ndarray, half: np.ndarray, bottom: float, top: float) -> np.ndarray:
    """A bar for each layer, as wide as its part: (layers, 4, 2)."""
    left, right = layers - half, layers + half
    corners = ((left, bottom), (right, bottom), (right, top), (left, top))
    return np.stack([np.stack(np.broadcast_arrays(*corner), axis=-1) for corner in corners], axis=1)
