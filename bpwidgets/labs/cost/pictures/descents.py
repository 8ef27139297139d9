"""The loss over the work that was spent, for each way of descending: all from one start."""
from __future__ import annotations

import math

import numpy as np
from matplotlib.axes import Axes

from ....pictures.frame import limits, log_ticks, px_to_data, px_upwards, spread_labels, style_axes
from ....pictures.scales import Spans
from ....pictures.style import LINE, TEXT, Style
from ....pictures.telling import Told
from ....text import in_words
from ..ways import WAYS
from .marks import MARKS

RIGHT, ASIDE = 118, 8
# Losses beyond these parts of the first one are shown at the border.
FLOOR, CEILING = 1e-8, 10.0
# The axis reaches from here to here at least, in logarithms: so it stays put while the descents become longer.
LOWEST, HIGHEST = -4.0, 0.2
MARKERS = 9
SHORT = {"trial": "trials", "forward": "forward\ndifferences", "central": "central\ndifferences",
         "directions": "random\ndirections", "backprop": "backpropagation"}


class DescentCurves:
    """log10 of the loss over log10 of the work, in steps: a loss stays until the next step is paid for."""

    margins = (52, RIGHT, 42, 26)

    def __init__(self, axes: Axes, style: Style):
        style_axes(axes, style, x_label="work spent, in forward passes", y_label="loss")
        self.axes = axes
        self.lines = {name: axes.plot([], [], color=mark.color(style), lw=1.8, ls=mark.line, drawstyle="steps-post",
                                      marker=mark.marker, ms=5, mec=style.ground, mew=0.6)[0]
                      for name, mark in MARKS.items()}
        self.names = {name: axes.text(0, 0, "", color=mark.color(style), fontsize=TEXT, va="center", ha="left",
                                      linespacing=0.95, clip_on=False) for name, mark in MARKS.items()}
        self.nothing = axes.text(0.5, 0.5, "", transform=axes.transAxes, color=style.muted, fontsize=TEXT, ha="center")
        self.moving = (*self.lines.values(), *self.names.values(), self.nothing)
        self.ghosted, self.unit = tuple(self.lines.values()), None

    @staticmethod
    def spans(settings, result) -> Spans:
        """The work of the budget; logarithms of the losses."""
        found = {"log10 work": (0.0, math.log10(max(settings.budget, 10)))}
        if runs := _compared(settings, result):
            known = np.concatenate([_heights(run) for run in runs.values()])
            found["log10 loss"] = min(float(known.min()), LOWEST), max(float(known.max()), HIGHEST)
        return found

    def draw(self, settings, result, spans) -> None:
        low, high = spans.get("log10 loss", (LOWEST, HIGHEST))
        low, high = 2 * math.floor(low / 2), math.ceil(2 * high) / 2
        right = spans["log10 work"][1]
        limits(self.axes, (0.0, 1.02 * right), (low - 0.03 * (high - low), high))
        log_ticks(self.axes.xaxis, 0, math.floor(right), 1)
        log_ticks(self.axes.yaxis, low, math.floor(high), 1 if high - low < 7 else 2)
        self.nothing.set_text("" if result.runs else "not computed")
        runs = _compared(settings, result)
        for name, line in self.lines.items():
            run = runs.get(name)
            x, y = _curve(run) if run else (np.empty(0), np.empty(0))
            line.set_data(x, y)
            line.set_markevery(_markers(x))
            line.set_linewidth(2.6 if name == settings.way else 1.6)
        self._name({name: float(_heights(run)[-1]) for name, run in runs.items()}, right, low, high)

    def _name(self, ends: dict[str, float], right: float, low: float, high: float) -> None:
        places = spread_labels(ends, px_upwards(self.axes, 2 * LINE + 1), low, high)
        at, px = 1.02 * right + px_to_data(self.axes, ASIDE), px_upwards(self.axes, 1)
        for name, text in self.names.items():
            text.set_text(SHORT[name] if name in places else "")
            # At whole pixels, so that the letters need not be made anew.
            text.set_position((at, low + px * round((places.get(name, low) - low) / px)))

    def told(self, settings, result, at) -> Told | None:
        """All losses after the work under the pointer."""
        if not (runs := _compared(settings, result)) or not 0 <= at[0] <= self.axes.get_xlim()[1]:
            return None
        work = float(f"{10 ** at[0]:.3g}")
        said = ", ".join(f"{WAYS[name].short} {in_words(run.losses[np.searchsorted(run.work, work, 'right') - 1])}"
                         for name, run in runs.items())
        return Told(f"after the work of {in_words(work)} forward passes: {said}", at[0])


def _compared(settings, result) -> dict:
    """The descents that are shown."""
    return {name: run for name, run in result.runs.items() if name in settings.compared}


def _heights(run) -> np.ndarray:
    """log10 of the losses, as far as they are shown."""
    first = float(run.losses[0])
    with np.errstate(divide="ignore"):
        return np.log10(np.clip(np.nan_to_num(run.losses, nan=np.inf), FLOOR * first, CEILING * first))


def _curve(run) -> tuple[np.ndarray, np.ndarray]:
    """Corners of the curve, from the work of one pass on, to what is spent."""
    x, y = np.append(run.work, max(run.spent, run.work[-1])), _heights(run)
    return np.log10(np.maximum(x, 1.0)), np.append(y, y[-1])


def _markers(x: np.ndarray) -> list[int]:
    """Which corners have a marker: at about even distances, not the last, which is no step."""
    if len(x) < 3:
        return []
    wanted = np.linspace(x[1], x[-2], MARKERS)
    return sorted({int(np.abs(x[1:-1] - place).argmin()) + 1 for place in wanted})
