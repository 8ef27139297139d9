"""How well the net reads test digits that are moved, made thick or thin, or get noise."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import numpy as np
from matplotlib.axes import Axes

from ....pictures.frame import limits, number_ticks, style_axes, ticks
from ....pictures.style import Style
from ....pictures.telling import Told, closest
from ....text import in_words, share
from ..result import LEVELS


class Failure:
    """The share read correctly over one disturbance, with the others as they are set; the dot is the present one."""

    margins = (44, 14, 42, 24)
    name: ClassVar[str]
    label: ClassVar[str]
    handle: ClassVar[str]
    step: ClassVar[float]

    def __init__(self, axes: Axes, style: Style):
        style_axes(axes, style, x_label=self.label, y_label="share read correctly")
        self.axes = axes
        self.guess, = axes.plot([], [], color=style.muted, lw=1, ls=(0, (2, 2)))
        self.curve, = axes.plot([], [], color=style.weight_gradient, lw=2, marker="o", ms=4.5, mec=style.ground,
                                mew=0.6)
        self.dot, = axes.plot([], [], "o", color=style.here, ms=10, mec=style.ground, mew=1.5)
        self.moving, self.ghosted, self.unit = (self.guess, self.curve, self.dot), (self.curve,), None

    def draw(self, settings, result) -> None:
        levels = LEVELS[self.name]
        low, high = levels[0], levels[-1]
        limits(self.axes, (low - 0.03 * (high - low), high + 0.03 * (high - low)), (-0.04, 1.06))
        number_ticks(self.axes.xaxis, low, high)
        ticks(self.axes.yaxis, (0.0, 0.5, 1.0), ("0", "50%", "100%"))
        points = result.failures(settings.epoch, self.name)
        self.curve.set_data(*np.array(points).T)
        self.guess.set_data((low, high), (0.1, 0.1))
        self.dot.set_data([getattr(settings, self.name)], [result.exam(settings.epoch).accuracy])

    def drag(self, pressed, result, start, at) -> Mapping[str, Any]:
        """The disturbance under the pointer."""
        return {self.name: self._held_to(at[0])}

    def nudge(self, settings, result, right: int, up: int) -> Mapping[str, Any]:
        """More or less of it."""
        return {self.name: self._held_to(getattr(settings, self.name) + self.step * right)}

    def _held_to(self, value: float) -> float:
        low, high = LEVELS[self.name][0], LEVELS[self.name][-1]
        return round(min(max(self.step * round(float(value) / self.step), low), high), 3)

    def held(self, settings, result) -> tuple[float, float]:
        """At the present one."""
        return getattr(settings, self.name), float("nan")

    def told(self, settings, result, at) -> Told | None:
        """The accuracy at the level nearest to the pointer."""
        points = result.failures(settings.epoch, self.name)
        value, accuracy = points[closest(np.array(LEVELS[self.name]), at[0])]
        return Told(f"{self.label} {in_words(value)}: {share(accuracy)} read correctly", value, accuracy)


class Shifted(Failure):
    """Moved to the right or to the left."""

    name, label, step = "right", "pixels to the right", 0.5
    handle = "pixels to the right: drag, or move it with the arrow keys"


class Thickened(Failure):
    """Made thicker or thinner."""

    name, label, step = "thickness", "thickness", 0.1
    handle = "thickness: drag, or move it with the arrow keys"


class Noisy(Failure):
    """With noise."""

    name, label, step = "noise", "noise added", 0.05
    handle = "noise: drag, or move it with the arrow keys"
