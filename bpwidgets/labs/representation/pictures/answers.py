"""What the chosen unit says of every digit that is looked at, by label: its top digits are only the upper end."""
from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes

from ....pictures.frame import limits, number_ticks, round_span, style_axes, ticks
from ....pictures.style import Style
from ....pictures.telling import Told, nearest
from ....text import in_words
from ..units import TOP

# How far the points of a label are spread across, for they would hide each other.
SPREAD = 0.62


class Answers:
    """A point for each digit, in the column of its label; rings around the top ones, a line at the middle of the range.
    """

    margins = (58, 8, 34, 24)

    def __init__(self, axes: Axes, style: Style):
        style_axes(axes, style, x_label="label")
        self.axes, self.style = axes, style
        self.title = axes.text(0, 1.0, "", transform=axes.transAxes, color=style.ink, fontsize=12, va="bottom")
        self.middle = axes.axhline(0, color=style.muted, lw=1, ls=(0, (4, 3)))
        self.points, = axes.plot([], [], "o", color=style.activation, ms=3, mec="none", alpha=0.8)
        self.top, = axes.plot([], [], "o", color=style.here, mfc="none", ms=9, mew=1.5)
        self.moving = (self.middle, self.points, self.top, self.title)

    def _places(self, settings, result) -> tuple[np.ndarray, np.ndarray]:
        answers, unit = result.units(settings.epoch, settings.layer), result.unit(settings)
        across = (np.arange(len(answers.labels)) * 0.618034) % 1.0 - 0.5
        return answers.labels + SPREAD * across, answers.activations[:, unit]

    def draw(self, settings, result) -> None:
        x, y = self._places(settings, result)
        answers, unit = result.units(settings.epoch, settings.layer), result.unit(settings)
        known = y[np.isfinite(y)]
        low, high = round_span(known) if len(known) else (0.0, 1.0)
        room = 0.05 * (high - low)
        limits(self.axes, (-0.6, 9.6), (low - room, high + room))
        ticks(self.axes.xaxis, range(10), [str(digit) for digit in range(10)])
        number_ticks(self.axes.yaxis, low, high)
        self.points.set_data(x, y)
        top = answers.top(unit)
        self.top.set_data(x[top], y[top])
        half = (known.min() + known.max()) / 2 if len(known) else np.nan
        self.middle.set_ydata([half, half])
        self.title.set_text(f"what unit {unit + 1} says of {len(y)} digits; rings: its top {TOP}")

    def told(self, settings, result, at) -> Told | None:
        """The digit under the pointer."""
        x, y = self._places(settings, result)
        k = nearest(self.axes, at, x, y)
        return None if k is None else Told(f"digit {k + 1}, a {result.labels[k]}: the unit says {in_words(y[k])}",
                                           x[k], y[k])
