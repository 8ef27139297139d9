"""Three classes: what either loss sends back to each score."""
from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from matplotlib.transforms import Affine2D, ScaledTranslation, Transform

from ....pictures.frame import limits, number_ticks, px_upwards, style_axes, ticks
from ....pictures.quick_text import QuickText
from ....pictures.style import PIXELS_PER_INCH, SMALL, TEXT, Style
from ....pictures.telling import Told
from ....text import in_words, number
from ..kinds import KINDS
from ..settings import CLASSES
from .marks import MARKS

WIDTH, SHIFT = 0.3, {"squared": -0.17, "entropy": 0.17}
ABOVE, SIGN = 10, 12
# px to the left of the upper right corner, where the names of the losses begin.
KEYS = {"squared": 210, "entropy": 90}


class SoftmaxBars:
    """dL/dz of each class: a bar for each loss, the squared error hatched; p of each class below."""

    margins = (46, 14, 44, 26)

    def __init__(self, axes: Axes, style: Style):
        style_axes(axes, style, y_label="softmax: dL/dz of each class")
        self.axes = axes
        self.bars = {(name, k): axes.add_patch(Rectangle(
            (0, 0), 0, 0, facecolor=style.ground if name == "squared" else mark.color(style),
            edgecolor=mark.color(style), lw=1.6, hatch="////" if name == "squared" else None))
            for name, mark in MARKS.items() for k in CLASSES}
        self.level, = axes.plot([], [], color=style.muted, lw=1)
        self.numbers = {key: axes.add_artist(QuickText(0, 0, "", color=MARKS[key[0]].color(style), fontsize=SMALL,
                                                       ha="center", va="center")) for key in self.bars}
        for name, mark in MARKS.items():
            axes.plot([-KEYS[name] - SIGN], [ABOVE], transform=corner(axes), marker="s", ms=9, mew=1.6, clip_on=False,
                      mec=mark.color(style), mfc=style.ground if name == "squared" else mark.color(style))
            axes.text(-KEYS[name], ABOVE, KINDS[name].title, transform=corner(axes), color=mark.color(style),
                      fontsize=TEXT, va="center")
        self.moving = (*self.bars.values(), self.level, *self.numbers.values())

    def draw(self, settings, result) -> None:
        found = result.softmax
        limits(self.axes, (0.4, 3.6), (-1.25, 1.25))
        number_ticks(self.axes.yaxis, -1.0, 1.0)
        ticks(self.axes.xaxis, CLASSES, [f"class {k}{', right' if str(k) == settings.wanted else ''}: "
                                         f"p {number(found.probabilities[k - 1])}" for k in CLASSES])
        self.level.set_data((0.4, 3.6), (0, 0))
        for (name, k), bar in self.bars.items():
            height = float(found.deltas[name][k - 1])
            bar.set_bounds(k + SHIFT[name] - WIDTH / 2, min(height, 0.0), WIDTH, abs(height))
            text = self.numbers[name, k]
            text.set_text(in_words(height))
            text.set_position((k + SHIFT[name], height + np.copysign(px_upwards(self.axes, ABOVE), height)))

    def told(self, settings, result, at) -> Told | None:
        """Probability and both gradients of the class under the pointer."""
        k = int(np.floor(at[0] + 0.5))
        if k not in CLASSES:
            return None
        found = result.softmax
        said = ", ".join(f"{in_words(found.deltas[name][k - 1])} with {kind.title}" for name, kind in KINDS.items())
        return Told(f"class {k}: z {in_words(settings.scores[k - 1])}, p {in_words(found.probabilities[k - 1])}, "
                    f"target {found.targets[k - 1]:g}; dL/dz {said}", k)


def corner(axes: Axes) -> Transform:
    """Px from the upper right corner of the axes."""
    px = Affine2D().scale(axes.figure.dpi / PIXELS_PER_INCH)
    return px + ScaledTranslation(1, 1, axes.transAxes)
