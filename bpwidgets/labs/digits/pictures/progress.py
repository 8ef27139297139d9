"""How the share of digits that are misread falls, epoch by epoch."""
from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes

from ....pictures.frame import (
    px_to_data,
    px_upwards,
    spread_labels,
    style_axes,
    ticks,
)
from ....pictures.moments import EPOCHS
from ....pictures.style import LINE, TEXT, Style
from ....pictures.telling import Told, place_under
from ....text import share

RIGHT, ASIDE = 148, 8
# The logarithm of the share that stands for none at all: less than one digit.
LOWEST = -3.0


class Progress:
    """Misread digits of those for training and of the test, on a log axis. Dragging moves the epoch shown."""

    margins = (44, RIGHT, 42, 24)
    handle, drag, nudge, held = EPOCHS.hand

    def __init__(self, axes: Axes, style: Style):
        style_axes(axes, style, x_label="after epoch", y_label="share that is misread")
        self.axes = axes
        self.cursor = axes.axvline(0, color=style.muted, lw=1.4)
        looks = {"training digits": (style.muted, (0, (4, 2)), "s"), "test digits": (style.weight_gradient, "-", "o")}
        self.curves = {name: axes.plot([], [], color=color, ls=line, lw=2)[0]
                       for name, (color, line, _) in looks.items()}
        self.dots = {name: axes.plot([], [], color=color, ls="", marker=marker, ms=8, mec=style.ground, mew=1.2)[0]
                     for name, (color, _, marker) in looks.items()}
        self.names = {name: axes.text(0, 0, "", color=color, fontsize=TEXT, va="center", clip_on=False)
                      for name, (color, _, _) in looks.items()}
        self.moving = (self.cursor, *self.curves.values(), *self.dots.values(), *self.names.values())
        self.ghosted, self.unit = tuple(self.curves.values()), None

    def draw(self, settings, result) -> None:
        EPOCHS.below(self.axes, settings, (LOWEST - 0.15, 0.15))
        ticks(self.axes.yaxis, (-3.0, -2.0, -1.0, 0.0), ("none", "1%", "10%", "100%"))
        at = result.at(settings.epoch)
        self.cursor.set_xdata([at, at])
        shares = {"training digits": result.train_accuracy, "test digits": result.test_accuracy}
        curves = {name: np.log10(np.maximum(1 - right, 10.0 ** LOWEST)) for name, right in shares.items()}
        spread = spread_labels({name: float(curve[at]) for name, curve in curves.items()},
                               px_upwards(self.axes, LINE), LOWEST, 0.0)
        right = self.axes.get_xlim()[1] + px_to_data(self.axes, ASIDE)
        for name, curve in curves.items():
            self.curves[name].set_data(np.arange(len(curve)), curve)
            self.dots[name].set_data([at], [curve[at]])
            self.names[name].set(text=f"{name} {share(1 - float(shares[name][at]))}", position=(right, spread[name]))

    def told(self, settings, result, at) -> Told | None:
        """Both shares at the epoch under the pointer."""
        epoch = place_under(at[0], 0, result.known)
        return None if epoch is None else Told(
            f"epoch {epoch}: {share(1 - float(result.test_accuracy[epoch]))} of the test digits misread, "
            f"{share(1 - float(result.train_accuracy[epoch]))} of those for training", epoch)
