"""One number: the cost with the density of z, the estimates, and their spread for other sigma."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PolyCollection

from ....pictures.frame import limits, number_ticks, px_to_data, px_upwards, spread_labels, style_axes, ticks
from ....pictures.scales import Spans
from ....pictures.style import LINE, TEXT, Style
from ....pictures.telling import Told
from ....text import in_words
from ..estimators import ESTIMATORS
from ..one_number import COSTS, WAYS
from .ridges import COLORS, Estimates, Ridges, span_of

LEFT, RIGHT, DOTS = -4.0, 4.0, 9
# Half the width of a tangent in px; the part of the height that the density takes.
TANGENT, HILL = 22, 0.3
LOW, HIGH = 0.05, 2.0


def number_of(settings, result):
    """What is shown of one number."""
    return result.one_number(COSTS[settings.cost], settings.mean, settings.sigma)


class Bell:
    """The cost f(z), the density of z below it, and samples with the slope of f at each: what reparameterization
    sees. Dragging moves the mean."""

    margins = (30, 12, 42, 24)
    handle = "mean of z: drag it, or move it with the arrow keys"

    def __init__(self, axes: Axes, style: Style):
        style_axes(axes, style, grid="", x_label="z", y_label="cost f(z), its slope at samples")
        self.axes = axes
        self.density = PolyCollection([], facecolor=style.z, alpha=0.28, edgecolor="none")
        axes.add_collection(self.density, autolim=False)
        self.cost, = axes.plot([], [], color=style.loss, lw=2.2)
        self.mean, = axes.plot([], [], color=style.z, lw=1.6)
        self.tangents = LineCollection([], colors=style.weight_gradient, linewidths=2)
        axes.add_collection(self.tangents, autolim=False)
        self.samples, = axes.plot([], [], "o", color=style.weight_gradient, ms=6, mec=style.ground, mew=0.8)
        self.moving = (self.density, self.cost, self.mean, self.tangents, self.samples)

    def draw(self, settings, result) -> None:
        found = number_of(settings, result)
        z = np.linspace(LEFT, RIGHT, 401)
        f = found.cost.f(z)
        low, high = float(np.min(f)), min(float(np.max(f)), float(np.min(f)) + 10)
        bottom = low - 0.45 * (high - low)
        limits(self.axes, (LEFT, RIGHT), (bottom, high + 0.06 * (high - low)))
        number_ticks(self.axes.xaxis, LEFT, RIGHT)
        number_ticks(self.axes.yaxis, low, high)
        self.cost.set_data(z, f)
        hill = bottom + HILL * (high - low) * np.exp(-((z - found.mean) / found.sigma) ** 2 / 2)
        self.density.set_verts([np.column_stack([np.r_[z, z[::-1]], np.r_[hill, np.full_like(hill, bottom)]])])
        self.mean.set_data([found.mean] * 2, [bottom, bottom + HILL * (high - low)])
        at = found.z[:DOTS]
        self.samples.set_data(at, found.cost.f(at))
        self._tangents(found, at)

    def _tangents(self, found, at: np.ndarray) -> None:
        """Each as long on the screen as any other."""
        right, up = px_to_data(self.axes, 1), px_upwards(self.axes, 1)
        slopes = found.cost.slope(at) * right / up
        across = TANGENT / np.hypot(1, slopes)
        step = np.column_stack([across * right, across * slopes * up])
        middle = np.column_stack([at, found.cost.f(at)])
        self.tangents.set_segments(np.stack([middle - step, middle + step], axis=1))

    def drag(self, pressed, result, start, at) -> Mapping[str, Any]:
        """The mean is under the pointer."""
        return {"mean": round(min(max(float(at[0]), -3.0), 3.0), 2)}

    def nudge(self, settings, result, right: int, up: int) -> Mapping[str, Any]:
        """To the right or to the left."""
        return {"mean": round(min(max(settings.mean + 0.1 * right, -3.0), 3.0), 2)}

    def held(self, settings, result) -> tuple[float, float]:
        """At the mean."""
        return settings.mean, float("nan")

    def told(self, settings, result, at) -> Told | None:
        """Cost and slope under the pointer."""
        if not LEFT <= at[0] <= RIGHT:
            return None
        found, z = number_of(settings, result), np.array([float(at[0])])
        return Told(f"z {in_words(z[0])}: f {in_words(found.cost.f(z)[0])}, slope {in_words(found.cost.slope(z)[0])}",
                    float(at[0]))


class NumberSpread(Ridges):
    """Estimates of d/dmu of the expected cost."""

    ways = WAYS

    @staticmethod
    def measure(settings, result) -> Estimates:
        found = number_of(settings, result)
        return Estimates(found.exact, found.drawn, found.deviations)

    @staticmethod
    def spans(settings, result, found: Estimates) -> Spans:
        return span_of(found)

    def draw(self, settings, result, spans, found: Estimates) -> None:
        self.show(found, spans["estimate"], "")

    def told(self, settings, result, at) -> Told | None:
        """The way under the pointer."""
        return self.say(self.measure(settings, result), at)


class OverSigma:
    """The standard deviation of one estimate for all sigma, both axes in logarithms. Dragging moves sigma."""

    margins = (40, 100, 42, 24)
    handle = "sigma: drag the line, or move it with the arrow keys"

    def __init__(self, axes: Axes, style: Style):
        style_axes(axes, style, x_label="σ", y_label="spread")
        self.axes = axes
        self.cursor = axes.axvline(0, color=style.muted, lw=1.4)
        looks = dict(zip(WAYS, ("-", (0, (5, 2)))))
        colors = {way: getattr(style, COLORS[way]) for way in WAYS}
        self.curves = {way: axes.plot([], [], color=colors[way], ls=looks[way], lw=2.2)[0] for way in WAYS}
        self.dots = {way: axes.plot([], [], ls="", marker=marker, color=colors[way], ms=8, mec=style.ground, mew=1.2)[0]
                     for marker, way in zip("os", WAYS)}
        self.names = {way: axes.text(0, 0, "", color=colors[way], fontsize=TEXT, va="center", clip_on=False)
                      for way in WAYS}
        self.moving = (self.cursor, *self.curves.values(), *self.dots.values(), *self.names.values())
        self.ghosted, self.unit = tuple(self.curves.values()), None

    def draw(self, settings, result) -> None:
        found, sigmas = number_of(settings, result), np.geomspace(LOW, HIGH, 120)
        low, high = -2.0, 2.0
        limits(self.axes, (np.log10(LOW), np.log10(HIGH)), (low, high))
        ticks(self.axes.xaxis, np.log10([0.05, 0.2, 0.5, 2]).tolist(), ["0.05", "0.2", "0.5", "2"])
        ticks(self.axes.yaxis, (-2, -1, 0, 1, 2), ("0.01", "0.1", "1", "10", "100"))
        here = float(np.log10(settings.sigma))
        self.cursor.set_xdata([here] * 2)
        ends = {}
        with np.errstate(divide="ignore"):
            for way, spread in found.over(sigmas).items():
                self.curves[way].set_data(np.log10(sigmas), np.maximum(np.log10(spread), low - 1))
                ends[way] = float(np.clip(np.log10(found.deviations[way]), low, high))
                self.dots[way].set_data([here], [ends[way]])
        places = spread_labels(ends, px_upwards(self.axes, 2 * LINE), low, high - px_upwards(self.axes, LINE))
        right = self.axes.get_xlim()[1] + px_to_data(self.axes, 8)
        for way, text in self.names.items():
            short = {"reparameterization": "reparam."}.get(way, ESTIMATORS[way].short)
            text.set(text=f"{short}\n± {in_words(found.deviations[way])}", position=(right, places[way]))

    def drag(self, pressed, result, start, at) -> Mapping[str, Any]:
        """Sigma is under the pointer."""
        return {"sigma": float(f"{10 ** min(max(float(at[0]), np.log10(LOW)), np.log10(HIGH)):.3g}")}

    def nudge(self, settings, result, right: int, up: int) -> Mapping[str, Any]:
        """Larger or smaller, by a twentieth."""
        return {"sigma": float(f"{min(max(settings.sigma * 1.05 ** right, LOW), HIGH):.3g}")}

    def held(self, settings, result) -> tuple[float, float]:
        """At the present sigma."""
        return float(np.log10(settings.sigma)), float("nan")

    def told(self, settings, result, at) -> Told | None:
        """Both spreads at the sigma under the pointer."""
        if not np.log10(LOW) <= at[0] <= np.log10(HIGH):
            return None
        sigma = 10 ** float(at[0])
        said = ", ".join(f"{ESTIMATORS[way].short} {in_words(float(spread[0]))}"
                         for way, spread in number_of(settings, result).over(np.array([sigma])).items())
        return Told(f"σ {in_words(sigma)}: {said}", float(at[0]))
