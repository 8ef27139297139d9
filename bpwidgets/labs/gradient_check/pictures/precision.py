"""The same V in two precisions: float32 rounds a half a billion times as coarsely, and is best at larger steps."""
from __future__ import annotations

import math

import numpy as np
from matplotlib.axes import Axes

from ....pictures.frame import decades, limits, log_ticks, px_to_data, px_upwards, style_axes
from ....pictures.scales import Spans, ends, known
from ....pictures.style import SMALL, Style
from ....pictures.telling import Told, closest, named
from ....text import in_words
from .sweep import HIGH, LOW, NONE

# The curves by precision: role of the color, width, line style, the sign of the best step and its size.
LOOKS = {"float64": ("weight_gradient", 2.4, "-", "*", 15), "float32": ("delta", 1.8, (0, (5, 2)), "P", 11)}
SIGNS, UP = {"float64": "─", "float32": "╌"}, {"float64": 5, "float32": 20}     # px above the axis


class TwoPrecisions:
    """Relative error of central differences over the step h, in float64 and in float32. A star or a cross at the best
    step, a triangle where theory expects it."""

    margins = (52, 18, 40, 26)

    def __init__(self, axes: Axes, style: Style):
        style_axes(axes, style, x_label="step h", y_label="relative error, central")
        self.axes = axes
        self.curves, self.best, self.in_theory, self.labels = {}, {}, {}, {}
        for name, (role, width, line, sign, size) in LOOKS.items():
            color = getattr(style, role)
            self.curves[name], = axes.plot([], [], color=color, lw=width, ls=line)
            self.best[name], = axes.plot([], [], sign, color=color, mec=style.ground, mew=0.8, ms=size)
            self.in_theory[name], = axes.plot([], [], "^", mfc="none", mec=color, mew=1.4, ms=8, clip_on=False)
            self.labels[name] = axes.text(0, 0, "", color=color, fontsize=SMALL, ha="left", va="bottom")
        self.moving = tuple(artist for parts in (self.curves, self.in_theory, self.best, self.labels)
                            for artist in parts.values())
        self.ghosted, self.unit = tuple(self.curves.values()), None

    @staticmethod
    def spans(settings, result) -> Spans:
        """Logarithms of all errors."""
        errors = [np.maximum(one.measured.central_error, NONE) for one in result.sweeps.values()]
        return known("log10 relative error", ends(*errors, log=True))

    def draw(self, settings, result, spans) -> None:
        low, high, step = decades(*spans.get("log10 relative error", (-12.0, 0.0)), most=8)
        room = 0.5 * step
        limits(self.axes, (LOW, HIGH), (low - room, high + 0.2))
        log_ticks(self.axes.xaxis, round(LOW), round(HIGH), 2)
        log_ticks(self.axes.yaxis, low, high, step)
        for name, one in result.sweeps.items():
            best, error = one.measured.best_central
            x, y = math.log10(best), math.log10(max(error, NONE))
            self.curves[name].set_data(np.log10(one.measured.h), np.log10(np.maximum(one.measured.central_error, NONE)))
            self.best[name].set_data([x], [y])
            at = math.log10(one.theory.best_central) if 0 < one.theory.best_central < math.inf else math.inf
            self.in_theory[name].set_data(([at], [low - room]) if LOW <= at <= HIGH else ([], []))
            self.labels[name].set_text(f"{SIGNS[name]} {name}, best step {in_words(best, 1)}")
            up = px_upwards(self.axes, UP[name])
            self.labels[name].set_position((LOW + px_to_data(self.axes, 6), low - room + up))

    def told(self, settings, result, at) -> Told:
        """Both errors at the step of the sweeps that is nearest."""
        h = result.sweep.h
        k = closest(np.log10(h), at[0])
        errors = named([(name, one.measured.central_error[k]) for name, one in result.sweeps.items()])
        return Told(f"step {in_words(h[k])}: relative error of central differences {errors}", float(np.log10(h[k])))
