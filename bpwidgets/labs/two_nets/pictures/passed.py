"""How much of a gradient each fake gets: by either loss, the surer the discriminator is."""
from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes

from ....pictures.frame import limits, px_upwards, style_axes, ticks
from ....pictures.style import SMALL, Style
from ....pictures.telling import Told
from ....text import in_words
from ..losses import GENERATOR_LOSSES

D = np.linspace(0, 1, 101)
RIGHT = 12
# Of each loss: what its curve is called, where that stands, and which end of it.
NAMED = {"non_saturating": ("−log D: 1 − D", 0.0, "left"), "saturating": ("log(1 − D): D", 1.0, "right")}


class Passed:
    """|dL_G/ds| over D, the part of the largest gradient that goes back into the fake: 1 - D, or D. Each dot is a
    fake, on the curve of the loss that is played with; the triangle is their mean D."""

    margins = (40, RIGHT, 42, 24)

    def __init__(self, axes: Axes, style: Style):
        style_axes(axes, style, x_label="D of a fake: how real it looks", y_label="gradient passed on, |dL_G/ds|")
        self.axes, self.style = axes, style
        looks = {"non_saturating": "-", "saturating": (0, (5, 2))}
        self.curves = {name: axes.plot([], [], color=style.delta, ls=line, lw=2)[0] for name, line in looks.items()}
        self.names = {name: axes.text(0, 0, "", color=style.delta, fontsize=SMALL, va="center") for name in looks}
        self.fakes, = axes.plot([], [], "o", color=style.activation, ms=5.5, mec=style.ground, mew=0.7)
        self.mean, = axes.plot([], [], "^", color=style.ink, ms=8, mec=style.ground, mew=1.2)
        self.moving = (*self.curves.values(), self.fakes, self.mean, *self.names.values())

    def draw(self, settings, result) -> None:
        limits(self.axes, (-0.03, 1.03), (-0.04, 1.1))
        for axis in (self.axes.xaxis, self.axes.yaxis):
            ticks(axis, [0.0, 0.5, 1.0], ["0", "0.5", "1"])
        moment = result.moment(settings.step)
        for name, row in GENERATOR_LOSSES.items():
            chosen = name == settings.g_loss
            self.curves[name].set_data(D, _slopes(row, D))
            self.curves[name].set_alpha(1.0 if chosen else 0.45)
            words, x, align = NAMED[name]
            self.names[name].set(text=words, position=(x, 1.0 + px_upwards(self.axes, 12)), ha=align)
        looks = moment.looks[np.isfinite(moment.looks)]
        self.fakes.set_data(looks, _slopes(result.game.loss, looks))
        self.mean.set_data([moment.measured.fake], [0.0])

    def told(self, settings, result, at) -> Told | None:
        """Both gradients at this D."""
        d = float(at[0])
        if not 0 <= d <= 1:
            return None
        said = ", ".join(f"{name.replace('_', '-')} {in_words(float(_slopes(row, np.array([d]))[0]))}"
                         for name, row in GENERATOR_LOSSES.items())
        return Told(f"D {in_words(d)}: gradient passed on {said}", d)


def _slopes(row, d: np.ndarray) -> np.ndarray:
    with np.errstate(divide="ignore"):
        return np.abs(row.slope(np.log(d) - np.log1p(-d)))
