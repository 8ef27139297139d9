"""The size of what flows, layer by layer, on a log axis: activations up, delta and dW down, and what theory says of
delta."""
from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Polygon

from ....pictures.frame import decades, layer_ticks, log_ticks, px_to_data, px_upwards, spread_labels, style_axes
from ....pictures.scales import Spans, ends, known
from ....pictures.selected_layer import HANDLE, drag, grip, held, layer_words, mark, nudge
from ....pictures.style import LINE, MARKS, SMALL, TEXT, Style
from ....pictures.telling import Told, named, place_under
from ....text import in_words

# Markers of a curve stand apart in deep nets.
MOST_MARKERS = 34
# From one label to the next, in px, at least.
CLOSE = 14
# What the word for the output layer takes, in px.
WORD = 26
# From the upper border to the middle of the highest label, so that it keeps apart from the words above, in px.
BELOW_THE_HEAD = 4
# From the lower border to the middle of the lowest label, so that the axis does not cross it, in px.
ABOVE_THE_AXIS = 9


class Quantity(NamedTuple):
    """One curve: its name, the role of its color, its width, and the fields of the result that hold its sizes and its
    factor.

    Each letter of a label costs time in every frame: so names are short, and theory leaves its factor to the table.
    """

    name: str
    role: str
    width: float
    sizes: str
    factor: str
    arrow: str


QUANTITIES = {
    "activation": Quantity("activations", "activation", 2.2, "activation_size", "activation_growth", "→"),
    "spread": Quantity("spread", "activation", 1.4, "activation_spread", "spread_growth", "→"),
    "weight_gradient": Quantity("dW", "weight_gradient", 2.2, "weight_gradient_size", "weight_gradient_shrink", "←"),
    "delta": Quantity("δ", "delta", 2.2, "delta_size", "shrink_per_layer", "←"),
    "theory": Quantity("theory", "ink", 1.4, "theory_delta", "", ""),
}


class Profile:
    """Curves over the layers; their names and their factors, each with its direction, stand at their right ends.

    Sizes without a logarithm are marked by open signs at the border: 0 below, infinity above.
    """

    margins = (58, 178, 42, 26)
    handle, drag, nudge, held = HANDLE, drag, nudge, held

    def __init__(self, axes: Axes, style: Style):
        style_axes(axes, style, x_label="layer (input on the left)", y_label="size")
        self.axes = axes
        self.curves, self.lost, self.labels = {}, {}, {}
        self.band = Polygon(np.zeros((1, 2)), closed=True, facecolor=style.delta, edgecolor="none", alpha=0.22)
        axes.add_patch(self.band)
        for key, quantity in QUANTITIES.items():
            color, (marker, line) = getattr(style, quantity.role), MARKS[key]
            self.curves[key], = axes.plot([], [], color=color, lw=quantity.width, ls=line, marker=marker, ms=5.5,
                                          mec=style.ground,
                                          mew=0.7)
            self.lost[key], = axes.plot([], [], ls="", marker=marker, mfc="none", mec=color, mew=1.4, ms=8,
                                        clip_on=False)
            self.labels[key] = axes.text(0, 0, "", color=color, fontsize=TEXT, va="center", ha="left", clip_on=False)
        self.head = axes.annotate("factor per layer", (1, 1), xytext=(10, 8), xycoords=("data", "axes fraction"),
                                  textcoords="offset points", color=style.muted, fontsize=TEXT, va="bottom",
                                  ha="left", annotation_clip=False)
        self.out = axes.text(0, 0, "out", color=style.muted, fontsize=SMALL, ha="right", va="bottom")
        self.layer = grip(axes, style)
        self.moving = (self.layer, self.out, self.head, self.band, *self.curves.values(), *self.lost.values(),
                       *self.labels.values())
        self.ghosted, self.unit = tuple(self.curves.values()), None

    @staticmethod
    def spans(settings, result) -> Spans:
        """The hidden layers; logarithms of all sizes."""
        sizes = [getattr(result, quantity.sizes) for quantity in QUANTITIES.values()]
        band = [] if result.band is None else [result.band]
        return {"layer": (1, settings.depth), **known("log10 size", ends(*sizes, *band, log=True))}

    def draw(self, settings, result, spans) -> None:
        with np.errstate(divide="ignore"):
            heights = {key: np.log10(getattr(result, quantity.sizes)) for key, quantity in QUANTITIES.items()}
            band = None if result.band is None else np.log10(result.band)
        low, high = self._ground(spans)
        for key, height in heights.items():
            layers, drawn = np.arange(1, len(height) + 1), np.isfinite(height)
            self.curves[key].set_data(layers, np.where(drawn, height, np.nan))
            every = math.ceil(len(height) / MOST_MARKERS)
            self.curves[key].set_markevery(every)
            self.lost[key].set_markevery(every)
            # Where theory says nothing there is nothing to mark.
            lost = np.zeros_like(drawn) if key == "theory" else ~drawn
            self.lost[key].set_data(layers[lost], np.where(np.isneginf(height), low, high)[lost])
        mark(self.layer, settings.layer)
        self._draw_band(band, low, high)
        self._name_output(settings.depth, heights, low, high)
        self._label(settings.depth, result, heights, low, high)

    def _ground(self, spans: Spans) -> tuple[float, float]:
        """Limits and ticks, in steps that stay put while a slider moves a little."""
        low, high, step = decades(*spans["log10 size"]) if "log10 size" in spans else (-1, 1, 1)
        layer_ticks(self.axes, spans["layer"][1], (low, high))
        log_ticks(self.axes.yaxis, low, high, step)
        return low, high

    def _name_output(self, depth: int, heights, low: float, high: float) -> None:
        """Below the curves, or above them where one ends so low that it would cross the word and none so high."""
        room, first = px_upwards(self.axes, 1.4 * LINE), max(depth - math.ceil(px_to_data(self.axes, WORD)), 0)
        last = np.concatenate([height[first:] for height in heights.values()])
        last = last[np.isfinite(last)]
        above = (last < low + room).any() and not (last > high - room).any()
        edge = 0.01 * (high - low)
        self.out.set(position=(depth + 1 + px_to_data(self.axes, 4), high - edge if above else low + edge),
                     va="top" if above else "bottom")

    def _draw_band(self, band: np.ndarray | None, low: float, high: float) -> None:
        """From the lowest delta to the highest, there and back."""
        self.band.set_visible(band is not None)
        if band is not None:
            layers = np.arange(1, band.shape[1] + 1)
            below, above = np.nan_to_num(band, nan=high, posinf=high, neginf=low)
            self.band.set_xy(np.column_stack([np.append(layers, layers[::-1]), np.append(below, above[::-1])]))

    def _label(self, depth: int, result, heights, low: float, high: float) -> None:
        """At the right end of each curve, moved apart where they would overlap."""
        said = [key for key in QUANTITIES if key != "theory" or np.isfinite(heights[key][-1])]
        ends = {key: np.clip(np.nan_to_num(heights[key][-1], nan=high), low, high) for key in said}
        room = max(0.085 * (high - low), px_upwards(self.axes, CLOSE))
        lowest, highest = low + px_upwards(self.axes, ABOVE_THE_AXIS), high - px_upwards(self.axes, BELOW_THE_HEAD)
        places = spread_labels(ends, room, lowest, highest)
        self.head.xy = depth + 1, 1
        for key, label in self.labels.items():
            quantity = QUANTITIES[key]
            factor = getattr(result, quantity.factor) if quantity.factor else math.nan
            words = "" if math.isnan(factor) else f"  ×{in_words(factor)} {quantity.arrow}"
            label.set_text(quantity.name + words if key in said else "")
            label.set_position((depth + 1 + px_to_data(self.axes, 10), places.get(key, low)))

    def told(self, settings, result, at) -> Told | None:
        """All sizes of the layer under the pointer."""
        layer = place_under(at[0], 1, settings.depth + 1)
        if layer is None:
            return None
        sizes = [(quantity.name, getattr(result, quantity.sizes)) for quantity in QUANTITIES.values()]
        known = [(name, size[layer - 1]) for name, size in sizes if layer <= len(size)]
        said = named((name, size) for name, size in known if name != "theory" or math.isfinite(size))
        low, high = ("", "") if result.band is None else map(in_words, result.band[:, layer - 1])
        draws = f"; δ of all draws from {low} to {high}" if low else ""
        return Told(f"{layer_words(layer, settings.depth)}: {said}{draws}", layer)
