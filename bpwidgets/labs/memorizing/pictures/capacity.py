"""The sweep over capacity: the loss over the number of fitted weights, with a band over the draws."""
from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Polygon

from ....pictures.frame import (
    limits,
    px_to_data,
    px_upwards,
    spread_labels,
    style_axes,
    ticks,
)
from ....pictures.scales import Spans, ends
from ....pictures.style import LINE, SMALL, TEXT, Style
from ....pictures.telling import Told, closest
from ....text import counted, in_words, number
from ..settings import MOST_FEATURES
from .marks import NET, SETS

RIGHT, ASIDE = 96, 8
# What is 0 but for rounding stands below the axes.
LEAST = 1e-12
# A peak may leave the axes, so that the valley before it is seen; words say how high it is.
DECADES = 1.8
MOST_NUMBERS, MOST_DECADES = 6, 9
# One press of an arrow key goes on by this part.
PRESS = 0.08


class Capacity:
    """Random features, whose weights are found at once, and nets, if they are trained."""

    margins = (44, RIGHT, 42, 26)
    handle = "features shown: drag the line, or move it with the arrow keys"

    def __init__(self, axes: Axes, style: Style):
        style_axes(axes, style, x_label="weights that are fitted", y_label="loss")
        self.axes = axes
        shown = {"validation": SETS["validation"], "training": SETS["training"]}
        self.points, = axes.plot([], [], color=style.muted, lw=1.2, ls=(0, (2, 2)))
        self.as_many = axes.text(0, 0, "", color=style.muted, fontsize=SMALL, va="bottom", ha="left")
        self.cursor = axes.axvline(0, color=style.muted, lw=1.4)
        self.bands = {name: axes.add_patch(Polygon(np.zeros((3, 2)), color=mark.color(style), alpha=0.18, lw=0))
                      for name, mark in shown.items()}
        self.curves = {name: axes.plot([], [], color=mark.color(style), ls=mark.line, lw=2.2, marker=mark.marker, ms=5,
                                       mec=style.ground, mew=0.8)[0] for name, mark in shown.items()}
        self.nets, = axes.plot([], [], color=NET["shown"].color(style), lw=1.4, marker="D", ms=6, mec=style.ground,
                               mew=1)
        self.reach, = axes.plot([], [], color=NET["shown"].color(style), lw=1.2)
        self.names = {name: axes.text(0, 0, "", color=color, fontsize=TEXT, va="center", clip_on=False)
                      for name, color in (("validation", shown["validation"].color(style)),
                                          ("training", shown["training"].color(style)),
                                          ("nets", NET["shown"].color(style)))}
        self.moving = (*self.bands.values(), self.points, self.as_many, self.cursor, *self.curves.values(), self.reach,
                       self.nets, *self.names.values())
        self.ghosted, self.unit = tuple(self.curves.values()), None

    @staticmethod
    def spans(settings, result) -> Spans:
        """The validation losses."""
        sweep = result.fits.sweep
        low, high = ends(sweep.band(sweep.validation), result.nets.validation, log=True) or (-1.0, 0.0)
        return {"log10 loss": (low, min(high, low + DECADES))}

    def draw(self, settings, result, spans) -> None:
        sweep = result.fits.sweep
        low, high = spans["log10 loss"]
        bottom, last = min(low - 0.35, high - 1.0), float(np.log10(max(sweep.sizes[-1], *result.nets.sizes, 1)))
        limits(self.axes, (-0.03 * last, 1.03 * last), (bottom, high + 0.12))
        heights = numbers_between(bottom, high + 0.12)
        ticks(self.axes.yaxis, np.log10(heights).tolist(), [number(height) for height in heights])
        places = [p for k in range(4) for p in (10 ** k, 3 * 10 ** k) if p <= 10 ** last]
        ticks(self.axes.xaxis, [float(np.log10(p)) for p in places], [str(p) for p in places])
        x, named = np.log10(sweep.sizes), {}
        for name, losses in (("validation", sweep.validation), ("training", sweep.train)):
            lower, middle, upper = np.log10(np.maximum(sweep.band(losses), LEAST))
            self.curves[name].set_data(x, middle)
            self.bands[name].set_xy(np.column_stack([np.append(x, x[::-1]), np.append(lower, upper[::-1])]))
            named[name] = float(np.clip(middle[-1], bottom, high))
        named.update(self._draw_nets(result.nets))
        self._mark(settings, sweep, (bottom, high + 0.12), last)
        self._name(named, bottom, high, last)

    def _draw_nets(self, nets) -> dict[str, float]:
        """The median of each size, with a line from the best to the worst net."""
        if not nets.sizes.size:
            self.nets.set_data([], [])
            self.reach.set_data([], [])
            return {}
        x, losses = np.log10(nets.sizes), np.log10(np.maximum(nets.validation, LEAST))
        self.nets.set_data(x, np.median(losses, axis=1))
        gap = np.full(len(x), np.nan)
        self.reach.set_data(np.repeat(x, 3), np.stack([losses.min(axis=1), losses.max(axis=1), gap], axis=1).ravel())
        return {"nets": float(np.median(losses[-1]))}

    def _mark(self, settings, sweep, height: tuple[float, float], last: float) -> None:
        at = float(np.log10(sweep.points))
        self.points.set_data([at, at], height)
        self.points.set_visible(at <= last)
        right = at < 0.6 * last
        aside = px_to_data(self.axes, 5) * (1 if right else -1)
        self.as_many.set(position=(at + aside, height[0] + px_upwards(self.axes, 4)), ha="left" if right else "right")
        peak = float(sweep.band(sweep.validation)[1][sweep.peak_at])
        beyond = f"\npeak {in_words(peak, 2)}" if np.log10(peak) > height[1] else ""
        self.as_many.set_text(f"{sweep.points} points{beyond}" if at <= last else "")
        self.cursor.set_xdata([np.log10(settings.features)] * 2)

    def _name(self, named: Mapping[str, float], bottom: float, high: float, last: float) -> None:
        places = spread_labels(dict(named), px_upwards(self.axes, LINE), bottom, high)
        at = 1.03 * last + px_to_data(self.axes, ASIDE)
        for name, text in self.names.items():
            text.set(text=name if name in named else "", position=(at, places.get(name, 0.0)))

    def drag(self, pressed, result, start, at) -> Mapping[str, Any]:
        """The number of features under the pointer is shown."""
        return _features(10 ** float(np.clip(at[0], 0, 9)))

    def nudge(self, settings, result, right: int, up: int) -> Mapping[str, Any]:
        """More or fewer features."""
        return _features(settings.features + right * max(round(PRESS * settings.features), 1))

    def held(self, settings, result) -> tuple[float, float]:
        """At the features shown."""
        return float(np.log10(settings.features)), float("nan")

    def told(self, settings, result, at) -> Told | None:
        """The losses of the nearest size."""
        sweep = result.fits.sweep
        x = np.log10(sweep.sizes)
        if not x[0] - 0.05 <= at[0] <= x[-1] + 0.05:
            return None
        k = closest(x, at[0])
        train, validation = (sweep.band(losses)[:, k] for losses in (sweep.train, sweep.validation))
        return Told(f"{counted(int(sweep.sizes[k]), 'random feature')}: validation {in_words(validation[1])}, half of "
                    f"the draws from {in_words(validation[0])} to {in_words(validation[2])}; training "
                    f"{in_words(train[1], 3, 1e-9)}", float(x[k]))


def numbers_between(low: float, high: float) -> list[float]:
    """Round numbers between two logarithms: 1, 2, 5 of each decade, or decades alone where there are many.

    >>> numbers_between(-1.5, 0.4), numbers_between(-3.0, 4.5)
    ([0.05, 0.1, 0.2, 0.5, 1.0, 2.0], [0.001, 0.01, 0.1, 1.0, 10.0, 100.0, 1000.0, 10000.0])
    """
    found = [float(f"{digit}e{k}") for k in range(math.floor(low), math.ceil(high) + 1) for digit in (1, 2, 5)]
    inside = [value for value in found if low <= math.log10(value) <= high]
    step = max(math.ceil((high - low) / MOST_DECADES), 1)
    return inside if len(inside) <= MOST_NUMBERS else [
        10.0 ** k for k in range(math.ceil(low), math.floor(high) + 1, step)]


def _features(number: float) -> dict[str, int]:
    return {"features": int(np.clip(round(number), 1, MOST_FEATURES))}
