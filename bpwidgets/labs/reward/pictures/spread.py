"""How far one sampled gradient is from the exact one, beside its length, over the run."""
from __future__ import annotations

import math

import numpy as np
from matplotlib.axes import Axes

from ....pictures.frame import decades, log_ticks, px_to_data, px_upwards, spread_labels, style_axes
from ....pictures.style import LINE, TEXT, Style
from ....pictures.telling import Told, closest
from ....text import in_words, number
from ..baselines import NONE
from .returns import EPISODES, NAMES, RIGHT

ASIDE, LEAST = 8, 1e-9


class Spread:
    """The length of the exact gradient, and the standard deviation of sampled ones with and without the baseline."""

    margins = (44, RIGHT, 40, 22)
    handle, drag, nudge, held = EPISODES.hand

    def __init__(self, axes: Axes, style: Style):
        style_axes(axes, style, x_label="after episode", y_label="length of gradients")
        self.axes = axes
        self.cursor = axes.axvline(0, color=style.muted, lw=1.4)
        looks = {"without": (style.weight_gradient, (0, (5, 2)), "s"), "with": (style.activation, "-", "o"),
                 "exact": (style.here, "-", "^")}
        self.curves = {name: axes.plot([], [], color=color, ls=line, lw=2, marker=marker, ms=5)[0]
                       for name, (color, line, marker) in looks.items()}
        self.names = {name: axes.text(0, 0, "", color=color, fontsize=TEXT, va="center", clip_on=False)
                      for name, (color, _, _) in looks.items()}
        self.moving = (self.cursor, *self.curves.values(), *self.names.values())
        self.ghosted, self.unit = tuple(self.curves.values()), None

    @staticmethod
    def measure(settings, result) -> tuple[np.ndarray, dict[str, np.ndarray]]:
        """Episodes, and what is drawn there by name."""
        episodes, lengths, spread = result.spread()
        found = {"without": spread[NONE], "exact": lengths}
        if result.baseline != NONE:
            found["with"] = spread[result.baseline]
        with np.errstate(all="ignore"):
            return episodes, {name: np.log10(np.maximum(values, LEAST)) for name, values in found.items()}

    @staticmethod
    def spans(settings, result, measured) -> dict[str, tuple[float, float]]:
        """Logarithms of all of them."""
        every = np.concatenate(list(measured[1].values()))
        every = every[np.isfinite(every)]
        return {"log10 length": (float(every.min()), float(every.max()))} if every.size else {}

    def draw(self, settings, result, spans, measured) -> None:
        episodes, shown = measured
        low, high, step = decades(*spans.get("log10 length", (-1.0, 1.0)))
        EPISODES.below(self.axes, settings, (low, high), room=0.01)
        log_ticks(self.axes.yaxis, low, high, step)
        at = result.at(settings.episode)
        self.cursor.set_xdata([at, at])
        k = closest(episodes, at)
        for name, curve in self.curves.items():
            curve.set_data(*((episodes, shown[name]) if name in shown else ((), ())))
        heights = {name: float(values[k]) for name, values in shown.items() if np.isfinite(values[k])}
        places = spread_labels(heights, px_upwards(self.axes, LINE), low, high)
        right = self.axes.get_xlim()[1] + px_to_data(self.axes, ASIDE)
        for name, text in self.names.items():
            said = "exact" if name == "exact" else f"σ, {NAMES[name]}"
            text.set(text=f"{said} {number(_length(heights[name]))}" if name in heights else "",
                     position=(right, places.get(name, 0.0)))


    def told(self, settings, result, at) -> Told | None:
        """The lengths at the measured episode nearest to the pointer."""
        episodes, shown = self.measure(settings, result)
        k = closest(episodes, at[0])
        said = ", ".join(f"{NAMES.get(name, name)} {in_words(_length(float(values[k])))}"
                         for name, values in shown.items())
        return Told(f"after episode {episodes[k]}: {said}", float(episodes[k]))


def _length(logarithm: float) -> float:
    """The length, 0 for what is too small to be told."""
    return 0.0 if logarithm <= math.log10(LEAST) else float(10 ** logarithm)
