"""Both tasks over the number of examples: the mean of several seeds, with a band from the lowest to the highest."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Polygon

from ....pictures.frame import limits, px_to_data, px_upwards, spread_labels, style_axes, ticks
from ....pictures.style import LINE, TEXT, Style
from ....pictures.telling import Told, closest
from ....text import counted, share
from ..sweep import COUNTS
from ..ways import ORDER, WAYS
from .curves import ASIDE, RIGHT, THICK, THIN
from .marks import MARKS

PLACES = np.log10(COUNTS)
# Where the line ends while words stand in the middle, in parts of the height.
BELOW_WORDS = 0.42


class SweepCurves:
    """The four ways at the end of training. The line at the number of examples is dragged."""

    margins = (44, RIGHT, 42, 26)
    handle = "examples of each new digit: drag the line, or move it with the arrow keys"
    digits = new_or_old = ""

    def __init__(self, axes: Axes, style: Style):
        style_axes(axes, style, x_label="examples of each new digit", y_label=f"{self.digits} that are read")
        self.axes, self.style = axes, style
        self.cursor = axes.axvline(0, color=style.muted, lw=1.4)
        self.bands = {way: axes.add_patch(Polygon(np.zeros((3, 2)), color=mark.color(style), alpha=0.13, lw=0))
                      for way, mark in MARKS.items()}
        self.curves = {way: axes.plot([], [], color=mark.color(style), ls=mark.line, lw=THIN, marker=mark.marker, ms=6,
                                      mec=style.ground, mew=0.8)[0] for way, mark in MARKS.items()}
        self.names = {way: axes.text(0, 0, "", color=mark.color(style), fontsize=TEXT, va="center", clip_on=False)
                      for way, mark in MARKS.items()}
        self.waiting = axes.text(0.5, 0.5, "", transform=axes.transAxes, color=style.muted, fontsize=TEXT, ha="center",
                                 va="center")
        limits(axes, (PLACES[0] - 0.05, PLACES[-1] + 0.05), (-0.03, 1.03))
        ticks(axes.xaxis, PLACES.tolist(), [str(count) for count in COUNTS])
        ticks(axes.yaxis, (0.0, 0.2, 0.4, 0.6, 0.8, 1.0), ("0", "20%", "40%", "60%", "80%", "100%"))
        self.moving = (*self.bands.values(), self.cursor, *self.curves.values(), *self.names.values(), self.waiting)
        self.ghosted, self.unit = tuple(self.curves.values()), None

    def draw(self, settings, result) -> None:
        sweep, ends = result.sweep, {}
        known = sweep.trained > 0
        self.waiting.set_text("" if known else self._why(settings, result))
        self.cursor.set_data([np.log10(settings.examples)] * 2, (0.0, 1.0 if known else BELOW_WORDS))
        low, mean, high = sweep.band(getattr(sweep, self.new_or_old)) if known else np.empty((3, 0, len(ORDER)))
        for w, way in enumerate(ORDER):
            self.curves[way].set_data(PLACES[:len(mean)], mean[:, w])
            self.curves[way].set_linewidth(THICK if way == settings.way else THIN)
            self.bands[way].set_visible(known)
            if known:
                outline = np.append(PLACES, PLACES[::-1]), np.append(low[:, w], high[::-1, w])
                self.bands[way].set_xy(np.column_stack(outline))
                ends[way] = float(mean[-1, w])
        self._name(settings, ends)

    @staticmethod
    def _why(settings, result) -> str:
        if result.ways is None:
            return "the new task has not begun"
        if not settings.sweep_seeds:
            return "press “Train five nets each way”"
        new = result.sweep.new
        return f"training: {int(np.isfinite(new).all(axis=2).sum())} of {settings.sweep_seeds * len(COUNTS)}"

    def _name(self, settings, ends: Mapping[str, float]) -> None:
        places = spread_labels(dict(ends), px_upwards(self.axes, LINE), 0.0, 1.0)
        at = self.axes.get_xlim()[1] + px_to_data(self.axes, ASIDE)
        for way, text in self.names.items():
            text.set(text=f"{WAYS[way]} {share(ends[way])}" if way in ends else "", position=(at, places.get(way, 0.0)))
            text.set_weight("bold" if way == settings.way else "normal")

    def drag(self, pressed, result, start, at) -> Mapping[str, Any]:
        """So many examples are given to the runs of the other views."""
        return {"examples": int(np.clip(round(10 ** float(np.clip(at[0], 0, 3))), COUNTS[0], COUNTS[-1]))}

    def nudge(self, settings, result, right: int, up: int) -> Mapping[str, Any]:
        """More or fewer."""
        return {"examples": int(np.clip(settings.examples + int(right), COUNTS[0], COUNTS[-1]))}

    def held(self, settings, result) -> tuple[float, float]:
        """At the number of examples."""
        return float(np.log10(settings.examples)), float("nan")

    def told(self, settings, result, at) -> Told | None:
        """The nearest number of examples: the mean of each way, and its range."""
        sweep = result.sweep
        if not sweep.trained or not PLACES[0] - 0.1 <= at[0] <= PLACES[-1] + 0.1:
            return None
        c = closest(PLACES, at[0])
        low, mean, high = sweep.band(getattr(sweep, self.new_or_old))
        said = ", ".join(f"{WAYS[way]} {share(mean[c, w])} ({share(low[c, w])} to {share(high[c, w])})"
                         for w, way in enumerate(ORDER))
        return Told(f"{counted(COUNTS[c], 'example')} of each, {self.digits}: {said}", float(PLACES[c]))


class NewOverExamples(SweepCurves):
    """What is learned."""

    digits, new_or_old = "new digits", "new"


class OldOverExamples(SweepCurves):
    """What is forgotten."""

    digits, new_or_old = "old digits", "old"
