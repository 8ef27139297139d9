"""How long dW, or the first update of W, is in each layer."""
from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes

from ....pictures.frame import decades, limits, log_ticks, px_to_data, px_upwards, style_axes, ticks
from ....pictures.scales import Spans, known
from ....pictures.style import MARKS, SMALL, TEXT, Style
from ....pictures.telling import Told, place_under
from ....text import in_words
from ..words import size_name

SMALLEST, LARGEST = 1e-300, 1e300
# px: a letter, from a mark to its number, and how near above it a ring is in the way.
LETTER, ABOVE, NEAR = 6.6, 7, 26


class LayerSizes:
    """A mark on a stem for each layer on a log axis, with its number; once the fault is found, a ring for the right
    program."""

    margins = (50, 10, 38, 24)

    def __init__(self, axes: Axes, style: Style):
        style_axes(axes, style, x_label="layer")
        self.axes = axes
        self.stems, = axes.plot([], [], color=style.weight_gradient, lw=1.2, alpha=0.5)
        self.healthy, = axes.plot([], [], marker="o", ls="", color=style.safe, mfc="none", ms=11, mew=1.6)
        self.curve, = axes.plot([], [], marker=MARKS["weight_gradient"][0], ls="", color=style.weight_gradient, ms=8)
        self.name = axes.text(0, 1, "", transform=axes.transAxes, color=style.muted, fontsize=TEXT, va="bottom")
        self.numbers = [axes.text(0, 0, "", color=style.weight_gradient, fontsize=SMALL, ha="center", va="bottom")
                        for _ in range(3)]
        self.moving = (self.stems, self.healthy, self.curve, self.name, *self.numbers)

    @staticmethod
    def spans(settings, result) -> Spans:
        """Logarithms of all lengths that can be drawn."""
        sizes = np.concatenate([result.sizes, *([result.healthy.sizes] if result.healthy else [])])
        heights = np.log10(sizes[_seen(sizes)])
        ends = (float(heights.min()), float(heights.max())) if heights.size else None
        return {"layers": (1, len(result.sizes)), **known("log10 size", ends)}

    def draw(self, settings, result, spans) -> None:
        low, high, step = decades(*spans.get("log10 size", (-1, 1)), most=4)
        last, room = spans["layers"][1], 0.2 * (high - low)
        limits(self.axes, (0.5, last + 0.5), (low - 0.5 * room, high + 1.2 * room))
        log_ticks(self.axes.yaxis, low, high, step)
        layers = list(range(1, last + 1))
        ticks(self.axes.xaxis, layers, list(map(str, layers)))
        self.name.set_text(size_name(result))
        places, heights = _marks(result.sizes)
        self.curve.set_data(places, heights)
        self.stems.set_data(_stems(places, heights, low - 0.5 * room))
        self.healthy.set_data(*(_marks(result.healthy.sizes) if result.healthy else ([], [])))
        self._write(result)

    def _write(self, result) -> None:
        """The numbers above their marks, and above a ring that is near; where they have no room beside each other there
        are none."""
        words = [in_words(size, 2) for size in result.sizes]
        fits = LETTER * max(map(len, words)) < 1 / px_to_data(self.axes, 1)
        for text, word, k in zip(self.numbers, [*words, ""], range(len(self.numbers))):
            seen = fits and k < len(result.sizes) and _seen(result.sizes[k])
            text.set_text(word if seen else "")
            if seen:
                ring = np.log10(result.healthy.sizes[k]) if result.healthy else -np.inf
                height = float(np.log10(result.sizes[k]))
                near = 0 < ring - height < px_upwards(self.axes, NEAR)
                text.set_position((k + 1, (float(ring) if near else height) + px_upwards(self.axes, ABOVE)))

    def told(self, settings, result, at) -> Told | None:
        """The lengths of the layer under the pointer."""
        layer = place_under(at[0], 1, len(result.sizes))
        if layer is None:
            return None
        beside = f"; with the right program {in_words(result.healthy.sizes[layer - 1])}" if result.healthy else ""
        return Told(f"layer {layer}: {size_name(result)} {in_words(result.sizes[layer - 1])}{beside}", layer)


def _seen(sizes):
    """True for lengths that can be drawn."""
    with np.errstate(invalid="ignore"):
        return (np.asarray(sizes) > SMALLEST) & (np.asarray(sizes) < LARGEST)


def _marks(sizes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    layers = np.flatnonzero(_seen(sizes))
    return layers + 1, np.log10(sizes[layers])


def _stems(places: np.ndarray, heights: np.ndarray, ground: float) -> tuple[np.ndarray, np.ndarray]:
    """A line from the ground to each mark."""
    gap, feet = np.full(len(places), np.nan), np.full(len(places), ground)
    return np.column_stack([places, places, gap]).ravel(), np.column_stack([feet, heights, gap]).ravel()
