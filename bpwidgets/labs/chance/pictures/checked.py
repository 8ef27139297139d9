"""The gradient check of the whole: the relative error of each weight that was checked."""
from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes

from ....pictures.frame import limits, log_ticks, px_upwards, style_axes, ticks
from ....pictures.style import SMALL, TEXT, Style
from ....pictures.telling import Told, nearest
from ....text import in_words
from ..check import WRONG

LOW, HIGH = -12, 2


class Checked:
    """Dots below the line agree with central differences; those above, as crosses, do not."""

    margins = (52, 16, 42, 24)

    def __init__(self, axes: Axes, style: Style):
        style_axes(axes, style, y_label="relative error of backpropagation against central differences", x_label=" ")
        self.axes = axes
        axes.axhline(np.log10(WRONG), color=style.danger, lw=1.2, ls=(0, (4, 3)))
        self.border = axes.axvline(0, color=style.hairline, lw=1)
        self.right, = axes.plot([], [], "o", color=style.safe, ms=7, mec=style.ground, mew=0.8)
        self.wrong, = axes.plot([], [], "X", color=style.danger, ms=9, mec=style.ground, mew=0.8)
        self.limit = axes.text(0, np.log10(WRONG), "", color=style.danger, fontsize=SMALL, va="bottom")
        self.nets = [axes.text(0, 0, "", color=style.ink, fontsize=TEXT, ha="center", va="top") for _ in range(2)]
        self.moving = (self.border, self.right, self.wrong, self.limit, *self.nets)

    def draw(self, settings, result) -> None:
        found = result.checked(settings.epoch, settings.same_noise)
        count, encoder = len(found.names), int(found.of_encoder.sum())
        limits(self.axes, (-1.0, float(count)), (LOW, HIGH))
        log_ticks(self.axes.yaxis, LOW, 0, 3)
        blocks = [name.split("[")[0].split()[1] for name in found.names]
        starts = [k for k, name in enumerate(blocks) if k == 0 or blocks[k - 1] != name]
        ends = [*starts[1:], count]
        ticks(self.axes.xaxis, [(start + end - 1) / 2 for start, end in zip(starts, ends)], [blocks[k] for k in starts])
        heights, k = self.heights(found), np.arange(count)
        self.right.set_data(k[~found.wrong], heights[~found.wrong])
        self.wrong.set_data(k[found.wrong], heights[found.wrong])
        self.border.set_xdata([encoder - 0.5] * 2)
        self.limit.set(text="disagrees above", position=(-0.8, np.log10(WRONG)))
        for text, name, middle in zip(self.nets, ("encoder", "decoder"), (encoder / 2, (encoder + count) / 2)):
            text.set(text=name, position=(middle, HIGH - px_upwards(self.axes, 2)))

    @staticmethod
    def heights(found) -> np.ndarray:
        """The logarithm of each error, held to the axis."""
        with np.errstate(divide="ignore"):
            return np.clip(np.log10(found.errors), LOW + 0.3, 0.2)

    def told(self, settings, result, at) -> Told | None:
        """Both numbers of the weight under the pointer."""
        found = result.checked(settings.epoch, settings.same_noise)
        heights = self.heights(found)
        k = nearest(self.axes, at, np.arange(len(heights)), heights)
        return None if k is None else Told(
            f"{found.names[k]}: backpropagation {in_words(found.backpropagation[k], 6)}, difference "
            f"{in_words(found.difference[k], 6)}", k, heights[k])
