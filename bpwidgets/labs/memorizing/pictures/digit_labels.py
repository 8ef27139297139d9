"""Some of the digits with the labels that one of the nets is to learn."""
from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes

from ....pictures.style import TEXT, Style
from ....pictures.telling import Told

ACROSS, DOWN, SIDE, BETWEEN = 8, 3, 8, 3


class DigitLabels:
    """Digits in rows, each with its label below; a label that is wrong has another color and a cross before it."""

    margins = (10, 10, 14, 26)

    def __init__(self, axes: Axes, style: Style):
        self.axes, self.style = axes, style
        axes.set_axis_off()
        pitch = SIDE + BETWEEN
        axes.set_aspect("equal", anchor="NW")
        axes.text(0, 1, "the digits, each with the label to be learned", transform=axes.transAxes, color=style.muted,
                  fontsize=TEXT, ha="left", va="bottom")
        blank = np.zeros((SIDE, SIDE))
        self.images, self.texts = [], []
        for k in range(ACROSS * DOWN):
            x, y = pitch * (k % ACROSS), (pitch + 2) * (k // ACROSS)
            self.images.append(axes.imshow(blank, cmap="Greys" if style.name == "light" else "Greys_r", vmin=0, vmax=1,
                                           extent=(x, x + SIDE, y + SIDE, y), interpolation="nearest"))
            self.texts.append(axes.text(x + SIDE / 2, y + SIDE + 2.2, "", fontsize=TEXT, ha="center", va="center"))
        axes.set_xlim(-0.5, ACROSS * pitch - BETWEEN + 0.5)
        axes.set_ylim(DOWN * (pitch + 2), -0.5)
        self.moving = (*self.images, *self.texts)

    def draw(self, settings, result) -> None:
        labels = result.labels
        for k, (image, text) in enumerate(zip(self.images, self.texts)):
            image.set_data(labels.pixels[k].reshape(SIDE, SIDE))
            given, right = int(labels.random.labels[k]), int(labels.right.labels[k])
            text.set_text(str(given) if given == right else f"×{given}")
            text.set_color(self.style.ink if given == right else self.style.here)

    def told(self, settings, result, at) -> Told | None:
        """The digit under the pointer."""
        pitch = SIDE + BETWEEN
        column, row = int(at[0] // pitch), int(at[1] // (pitch + 2))
        if not (0 <= column < ACROSS and 0 <= row < DOWN and at[0] % pitch <= SIDE):
            return None
        k, labels = row * ACROSS + column, result.labels
        return Told(f"a {int(labels.right.labels[k])} with the label {int(labels.random.labels[k])}", *at)
