"""What the random features of the sweep learned, each draw of them, over the true curve."""
from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes

from ....pictures.frame import limits, number_ticks, style_axes
from ....pictures.scales import Spans
from ....pictures.style import TEXT, Style
from ....pictures.telling import Told, closest
from ....text import counted, in_words
from .fit import END, Fit
from .marks import NET, SETS


class FeaturesFit:
    """A line for each draw of the features."""

    margins = (34, 14, 42, 26)

    def __init__(self, axes: Axes, style: Style):
        style_axes(axes, style, x_label="x")
        self.axes = axes
        self.truth, = axes.plot([], [], color=style.muted, lw=5, alpha=0.35, solid_capstyle="butt")
        self.draws, = axes.plot([], [], color=NET["shown"].color(style), lw=1.1, alpha=0.75)
        self.points, = axes.plot([], [], "o", color=SETS["training"].color(style), ms=7.5, mec=style.ground, mew=1.2)
        self.title = axes.text(0, 1, "", transform=axes.transAxes, color=style.muted, fontsize=TEXT, ha="left",
                               va="bottom")
        self.moving = (self.truth, self.draws, self.points, self.title)

    @staticmethod
    def spans(settings, result) -> Spans:
        """As for the net."""
        return Fit.spans(settings, result)

    def draw(self, settings, result, spans) -> None:
        low, high = spans["y"]
        room = 0.04 * (high - low)
        limits(self.axes, (-END, END), (low - room, high + room))
        number_ticks(self.axes.xaxis, -1.0, 1.0)
        number_ticks(self.axes.yaxis, low, high)
        train = result.run.parts.train
        self.truth.set_data(result.x, result.truth)
        self.points.set_data(train.x[:, 0], train.y[:, 0])
        curves = result.fits.curves(settings.features, result.x[:, None])
        curves = np.clip(curves, low - 9 * room, high + 9 * room)
        gap = np.full((len(curves), 1), np.nan)
        self.draws.set_data(np.tile(np.append(result.x, np.nan), len(curves)), np.hstack([curves, gap]).ravel())
        self.title.set_text(f"{counted(settings.features, 'random feature')}, {counted(len(curves), 'draw')}")

    def told(self, settings, result, at) -> Told | None:
        """All draws at this x."""
        if not -1 <= at[0] <= 1:
            return None
        k = closest(result.x, at[0])
        values = result.fits.curves(settings.features, result.x[k:k + 1, None])[:, 0]
        return Told(f"x {in_words(result.x[k])}: the draws say {in_words(values.min())} to {in_words(values.max())}, "
                    f"the true curve {in_words(result.truth[k])}", float(result.x[k]))
