"""The lines of the map that cross in the present net, as curves: the factor of delta over gain, and over depth or
bias scale."""
from __future__ import annotations

import math

import numpy as np
from matplotlib.axes import Axes

from ....pictures.frame import decades, limits, log_ticks, style_axes, ticks
from ....pictures.scales import Spans, ends
from ....pictures.style import MARKS, Style
from ....pictures.telling import Told, closest
from ....text import in_words
from ..result import factor
from ..settings import MEASURES
from ..words import OTHERS, factor_in_words, shown
from .factor_map import AXES, ends_of, round_axis

# Factors that have a tick where an axis spans no more than so many decades, and where it spans a few more.
CLOSE, FEW = 1.5, (0.1, 0.2, 0.5, 1, 2, 5, 10)
FEWER = (0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100)
# How far an axis of few decades reaches from 0, upwards and downwards.
REACHES = (0.35, 0.75, 1.5, 2.5)


class Curve:
    """Measured and theory along one line of the map; `turn` puts (place, height) where the axes have them.

    What is 0 or beyond all numbers has no place on a log axis and is marked at the border.
    """

    def __init__(self, axes: Axes, style: Style, upright: bool):
        marker, line = MARKS["delta"]
        self.axes, self.upright = axes, upright
        self.even = (axes.axvline if upright else axes.axhline)(0, color=style.muted, lw=0.9)
        self.measured, = axes.plot([], [], color=style.delta, lw=1.6, ls=line, marker=marker, ms=3.6, mec=style.ground,
                                   mew=0.4)
        self.theory, = axes.plot([], [], color=style.ink, lw=1.4, ls=MARKS["theory"][1])
        self.lost, = axes.plot([], [], ls="", marker=marker, color=style.delta, mfc="none", mew=1.2, ms=5,
                               clip_on=False)
        self.here, = axes.plot([], [], "o", color=style.ink, mfc=style.ground, ms=9, mew=2, clip_on=False)
        self.moving = (self.even, self.theory, self.measured, self.lost, self.here)

    def draw(self, settings, cut, place: float, sides: tuple[float, float], span: tuple[float, float]) -> None:
        """One line of the map; `place` is the present net's, `span` what the axis of factors holds."""
        measured, theory = _values(settings, cut)
        low, high = self._ground(span, sides)
        finite = np.isfinite(measured)
        for line, values in ((self.measured, np.where(finite, measured, np.nan)), (self.theory, theory)):
            line.set_data(*self._turned(cut.at, values))
        gone = np.isinf(measured)
        self.lost.set_data(*self._turned(cut.at[gone], np.where(measured[gone] < 0, low, high)))
        here = (cut.at == place) & finite
        self.here.set_data(*self._turned(cut.at[here], measured[here]))

    def told(self, settings, cut, at: float, name: str) -> Told:
        """The factor of the net nearest to this place along the line, and that of theory."""
        k = closest(cut.at, at)
        theory = factor(shown(settings, cut.theory[k], cut.layers[k]), 1)
        beside = f", theory {in_words(theory)}" if math.isfinite(theory) else ""
        measured = shown(settings, cut.decades[k], cut.layers[k])
        x, y = self._turned(cut.at[k], np.clip(np.nan_to_num(measured, nan=0.0), *self._ends()))
        return Told(f"{name} {in_words(cut.at[k])}: {factor_in_words(settings, cut.decades[k], cut.layers[k])}{beside}",
                    float(x), float(y))

    def _ends(self) -> tuple[float, float]:
        """Of the axis of factors."""
        return self.axes.get_xlim() if self.upright else self.axes.get_ylim()

    def _turned(self, places: np.ndarray, heights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        return (heights, places) if self.upright else (places, heights)

    def _ground(self, span: tuple[float, float], sides: tuple[float, float]) -> tuple[float, float]:
        """Limits in steps, 0 always inside, and ticks for many decades or for few."""
        low, high = map(_reach, span)
        if low == high:
            low, high = -REACHES[0], REACHES[0]
        axis = self.axes.xaxis if self.upright else self.axes.yaxis
        if high - low > 2.5:
            low, high, step = decades(low, high, most=6)
            log_ticks(axis, low, high, step)
        else:
            marks = FEW if high - low <= CLOSE else FEWER
            kept = [factor for factor in marks if low <= math.log10(factor) <= high]
            ticks(axis, np.log10(kept), [f"{factor:g}" for factor in kept])
        limits(self.axes, *((low, high), sides) if self.upright else (sides, (low, high)))
        return low, high


def _reach(decades: float) -> float:
    """The end of an axis that reaches beyond this number of decades: one of a few, or a multiple of five; 0 stays."""
    size = abs(decades)
    return math.copysign(next((reach for reach in (0.0, *REACHES) if size <= reach), 5 * math.ceil(size / 5)), decades)


def _values(settings, cut) -> tuple[np.ndarray, np.ndarray]:
    """Measured and theory, in decades of the factor that is shown."""
    measured, theory = (shown(settings, values, cut.layers) for values in (cut.decades, cut.theory))
    return measured, theory


def _factors(settings, cut) -> Spans:
    """What an axis of factors must hold, 0 decades among it; of a layer or of the net, which are two kinds."""
    return {_axis(settings): ends(*_values(settings, cut), np.zeros(1))}


def _axis(settings) -> str:
    return f"log10 factor {MEASURES[settings.measure]}"


class Across:
    """Over gain, below the map and in line with it."""

    margins = (58, 24, 42, 26)

    def __init__(self, axes: Axes, style: Style):
        style_axes(axes, style, x_label="gain", y_label="factor of δ")
        self.axes, self.curve = axes, Curve(axes, style, upright=False)
        self.moving, self.ghosted, self.unit = self.curve.moving, (self.curve.measured, self.curve.theory), None

    @staticmethod
    def spans(settings, result) -> Spans:
        """Decades of the factor; the gains are those of the map."""
        return _factors(settings, result.across)

    def draw(self, settings, result, spans) -> None:
        self.unit = settings.measure
        sides, _ = ends_of(settings)
        round_axis(self.axes.xaxis, sides)
        self.curve.draw(settings, result.across, settings.gain, sides, spans[_axis(settings)])

    def told(self, settings, result, at) -> Told:
        """The net under the pointer."""
        return self.curve.told(settings, result.across, at[0], "gain")


class Upward:
    """Over depth or bias scale, beside the map and in line with it: the factor goes to the right."""

    margins = (58, 24, 42, 26)

    def __init__(self, axes: Axes, style: Style):
        style_axes(axes, style, grid="x", x_label="factor of δ", y_label=" ")
        self.axes, self.y_label, self.curve = axes, axes.texts[0], Curve(axes, style, upright=True)
        self.moving, self.ghosted, self.unit = self.curve.moving, (self.curve.measured, self.curve.theory), None

    @staticmethod
    def spans(settings, result) -> Spans:
        """Decades of the factor; the heights are those of the map."""
        return _factors(settings, result.upward)

    def draw(self, settings, result, spans) -> None:
        self.unit = settings.measure, settings.plane
        _, sides = ends_of(settings)
        round_axis(self.axes.yaxis, sides)
        self.y_label.set_text(OTHERS[settings.plane])
        self.curve.draw(settings, result.upward, getattr(settings, AXES[settings.plane].field), sides,
                        spans[_axis(settings)])

    def told(self, settings, result, at) -> Told:
        """The net beside the pointer."""
        return self.curve.told(settings, result.upward, at[1], OTHERS[settings.plane])
