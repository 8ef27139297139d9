"""What one layer does to delta on its way to the input, taken apart: the gain of the weights, and that of the slope."""
from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection

from ....pictures.frame import layer_ticks, px_to_data, round_ticks, spread_labels, style_axes, ticks
from ....pictures.scales import Spans, ends
from ....pictures.selected_layer import HANDLE, drag, grip, held, layer_words, mark, nudge
from ....pictures.style import SMALL, TEXT, Style
from ....pictures.telling import Told, place_under
from ....text import in_words, number

# Half the width of a bar, in layers.
HALF = 0.36
# How far the axis reaches from 0, upwards and downwards: few steps, so that it stays put; what is taller ends at the
# border.
REACHES = (0.5, 1.0, 2.5, 5.0, 10.0)


class Factors:
    """Two bars per hidden layer in log units, the slope's on top of the weights': their sum, marked by a dot, is ln of
    the factor of delta.

    Where the two have opposite signs both start at 0. A dash shows how far the slope's bar would reach with the plain
    root mean square of the slopes, which theory uses.
    """

    margins = (58, 178, 42, 26)
    handle, drag, nudge, held = HANDLE, drag, nudge, held

    def __init__(self, axes: Axes, style: Style):
        style_axes(axes, style, x_label="layer (input on the left)", y_label="ln of factor")
        self.axes = axes
        self.bars = {name: PolyCollection([], facecolors=color, edgecolors=style.ground, linewidths=0.6, hatch=hatch)
                     for name, color, hatch in (("weights", style.weight, None), ("slope", style.slope, "////"))}
        for bars in self.bars.values():
            axes.add_collection(bars, autolim=False)
        self.zero, = axes.plot([], [], color=style.muted, lw=0.9)
        self.plain, = axes.plot([], [], ls="", marker="_", color=style.ink, mew=1.6, ms=9)
        self.sums, = axes.plot([], [], ls="", marker="o", color=style.delta, ms=5.5, mec=style.ground, mew=0.8)
        names = (("weights", style.weight), ("slope", style.slope), ("plain", style.ink), ("sum", style.delta))
        self.labels = {name: axes.text(0, 0, "", color=color, fontsize=TEXT, va="center", ha="left", clip_on=False)
                       for name, color in names}
        self.missing = axes.text(0.5, 0.7, "", transform=axes.transAxes, color=style.muted, fontsize=SMALL, ha="center",
                                 va="center")
        self.layer = grip(axes, style)
        self.moving = (self.layer, *self.bars.values(), self.zero, self.plain, self.sums, *self.labels.values(),
                       self.missing)

    @staticmethod
    def spans(settings, result) -> Spans:
        """The hidden layers; all ends of bars, and 0."""
        _, weight, slope, base = _bars(result)
        return {"layer": (1, settings.depth), "ln of factor": ends(weight, base + slope, np.zeros(1))}

    def draw(self, settings, result, spans) -> None:
        known, weight, slope, base = _bars(result)
        layers = np.arange(1, settings.depth + 1)[known]
        with np.errstate(all="ignore"):
            plain = np.log(result.slope_rms)[known]
        plain = np.where(np.isfinite(plain), plain, np.nan) + base
        low, high = self._ground(spans)
        mark(self.layer, settings.layer)
        self.bars["weights"].set_verts(_boxes(layers, np.zeros_like(weight), weight))
        self.bars["slope"].set_verts(_boxes(layers, base, base + slope))
        self.zero.set_data((0.5, settings.depth + 0.5), (0, 0))
        self.plain.set_data(layers, np.where((plain > low) & (plain < high), plain, np.nan))
        self.plain.set_markersize(min(9.0, 0.6 / px_to_data(self.axes, 1)))
        self.sums.set_data(layers, weight + slope)
        self.sums.set_markersize(5.5 if settings.depth <= 50 else 4.0)
        self.sums.set_markeredgewidth(0.8 if settings.depth <= 50 else 0.0)
        self.missing.set_text("" if known.any() else "δ does not come through:\nthere are no factors")
        self._label(settings.depth, weight, slope, plain, base, low, high)

    def _ground(self, spans: Spans) -> tuple[float, float]:
        """Limits around all ends of bars, one round step out of a few on either side of 0."""
        lowest, highest = spans["ln of factor"]
        low, high = -_reach(-lowest), _reach(highest)
        layer_ticks(self.axes, spans["layer"][1], (low, high))
        places = round_ticks(low, high, most=7)
        ticks(self.axes.yaxis, places, [number(place) for place in places])
        return low, high

    def _label(self, depth: int, weight, slope, plain, base, low: float, high: float) -> None:
        """Beside the bars of the last hidden layer, moved apart where they would overlap."""
        if not weight.size:
            for label in self.labels.values():
                label.set_text("")
            return
        words = {"weights": "weights", "slope": "slope", "sum": "sum: factor of δ"}
        ends = {"weights": weight[-1] / 2, "slope": base[-1] + slope[-1] / 2, "sum": weight[-1] + slope[-1]}
        if np.isfinite(plain[-1]):
            words["plain"], ends["plain"] = "plain rms slope", plain[-1]
        room = 0.15 * (high - low)
        places = spread_labels({name: min(max(end, low), high) for name, end in ends.items()}, room, low,
                               high - 0.4 * room)
        for name, label in self.labels.items():
            label.set_text(words.get(name, ""))
            label.set_position((depth + 1 + px_to_data(self.axes, 10), places.get(name, low)))

    def told(self, settings, result, at) -> Told | None:
        """The factor of the layer under the pointer, and the two that it is made of."""
        layer = place_under(at[0], 1, settings.depth)
        if layer is None:
            return None
        parts = result.factors, result.weight_gain, result.slope_gain, result.slope_rms
        factor, weights, slope, plain = (in_words(values[layer - 1]) for values in parts)
        known = np.isfinite(result.factors[layer - 1])
        made = f" = weights {weights} × slope {slope}; plain rms slope {plain}" if known else ""
        return Told(f"{layer_words(layer, settings.depth)}: factor of δ {factor}{made}", layer)


def _bars(result) -> tuple[np.ndarray, ...]:
    """Which layers have bars; of these the weights' and the slope's, and where the slope's begin: stacked where the
    signs agree; else each from 0."""
    with np.errstate(all="ignore"):
        weight, slope = np.log(result.weight_gain), np.log(result.slope_gain)
    known = np.isfinite(weight) & np.isfinite(slope)
    weight, slope = weight[known], slope[known]
    return known, weight, slope, np.where(weight * slope > 0, weight, 0.0)


def _reach(height: float) -> float:
    return next((reach for reach in REACHES if height <= reach), REACHES[-1])


def _boxes(layers: np.ndarray, bottom: np.ndarray, top: np.ndarray) -> np.ndarray:
    """The corners of a bar for each layer: (layers, 4, 2)."""
    left, right = layers - HALF, layers + HALF
    return np.stack([np.stack(pair, axis=-1) for pair in ((left, bottom), (right, bottom), (right, top), (left, top))],
                    axis=1)
