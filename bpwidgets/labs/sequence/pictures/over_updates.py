"""What the training did, over its updates: the losses of the three nets, and the lengths of their gradients."""
from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from ....pictures.frame import (
    decades,
    log_ticks,
    px_to_data,
    px_upwards,
    spread_labels,
    style_axes,
)
from ....pictures.moments import Moments
from ....pictures.scales import Spans, ends
from ....pictures.style import LINE, TEXT, Style
from ....pictures.telling import Told, named, place_under
from ....text import in_words
from ..cells import CELLS
from ..runs import EVERY
from .marks import MARKS

# px: names stand so far below the top, clear of what the axis is called.
RIGHT, ASIDE, BELOW = 118, 8, 8
UPDATES = Moments("update", "updates")


class OverUpdates:
    """A line for each cell on a log axis, a level to compare with, and the update shown, which is dragged."""

    margins = (46, RIGHT, 42, 26)
    handle, drag, held = UPDATES.handle, UPDATES.drag, UPDATES.held

    def __init__(self, axes: Axes, style: Style, y_label: str, width: float):
        style_axes(axes, style, x_label="after update", y_label=y_label)
        self.axes, self.y_label = axes, axes.texts[0]
        self.level, = axes.plot([], [], color=style.muted, lw=1.2, ls=(0, (2, 2)))
        self.cursor = axes.axvline(0, color=style.muted, lw=1.4)
        self.curves = {name: axes.plot([], [], color=mark.color(style), ls=mark.line, lw=width)[0]
                       for name, mark in MARKS.items()}
        self.dots = {name: axes.plot([], [], color=mark.color(style), ls="", marker=mark.marker, ms=8,
                                     mec=style.ground, mew=1.2)[0] for name, mark in MARKS.items()}
        self.names = {name: axes.text(0, 0, "", color=mark.color(style), fontsize=TEXT, va="center", clip_on=False)
                      for name, mark in MARKS.items()}
        self.word = axes.text(0, 0, "", color=style.muted, fontsize=TEXT, va="center", clip_on=False)
        self.moving = (self.level, self.cursor, *self.curves.values(), *self.dots.values(), *self.names.values(),
                       self.word)
        self.ghosted, self.unit = tuple(self.curves.values()), None

    def show(self, settings, result, spans: Spans, numbers: Mapping[str, float], level: tuple[float, str]) -> None:
        """numbers: of each cell what stands beside its name. level: its height, and the word for it."""
        low, high, step = decades(*spans["log10"])
        UPDATES.below(self.axes, settings, (low, high), most=5)
        log_ticks(self.axes.yaxis, low, high, step)
        at = result.at(settings.update)
        self.cursor.set_xdata([at, at])
        shown = {}
        for name, curve in self.curves.items():
            x, y = self.points(result, name)
            curve.set_data(x, _log(y))
            height = float(_log(np.array([numbers[name]]))[0])
            self.dots[name].set_data(*(([at], [height]) if low <= height <= high else ([], [])))
            shown[name] = float(np.clip(np.nan_to_num(height, nan=high), low, high))
        self._name(numbers, shown, level, low, high)

    def _name(self, numbers, shown, level, low: float, high: float) -> None:
        height, word = level
        log = math.log10(height) if height > 0 else math.nan
        visible = low <= log <= high
        self.level.set_data(*((self.axes.get_xlim(), [log, log]) if visible else ([], [])))
        places = spread_labels({**shown, **({"level": log} if visible else {})}, px_upwards(self.axes, LINE), low,
                               high - px_upwards(self.axes, BELOW))
        at = self.axes.get_xlim()[1] + px_to_data(self.axes, ASIDE)
        for name, text in self.names.items():
            text.set(text=f"{CELLS[name].title} {in_words(numbers[name], 2)}", position=(at, places[name]))
        self.word.set(text=word if visible else "", position=(at, places.get("level", 0.0)))

    def points(self, result, name: str) -> tuple[np.ndarray, np.ndarray]:
        """Updates and numbers of one cell."""
        raise NotImplementedError

    def nudge(self, settings, result, right: int, up: int) -> Mapping[str, Any]:
        """Forward or back, by a fortieth of the run."""
        step = max(settings.updates // 40, 1)
        return {"update": int(np.clip(settings.update + step * int(right), 0, settings.updates))}


class Losses(OverUpdates):
    """The loss of each net on 128 sequences: of numbers that are drawn for that alone, or pieces of the rhyme."""

    def __init__(self, axes: Axes, style: Style):
        super().__init__(axes, style, "loss", 2.2)

    @staticmethod
    def spans(settings, result) -> Spans:
        """Their logarithms."""
        known = ends(*(run.losses for run in result.runs.values()), np.array([result.row.baseline]), log=True)
        return {"log10": (min(known[0], -2.0), max(known[1], 0.0))}

    def draw(self, settings, result, spans) -> None:
        self.y_label.set_text(result.row.loss_title)
        sights = result.sights(_of_the_end(settings))
        self.show(settings, result, spans, {name: sight.loss for name, sight in sights.items()},
                  (result.row.baseline, f"{result.row.ignored} {in_words(result.row.baseline, 2)}"))

    def points(self, result, name: str) -> tuple[np.ndarray, np.ndarray]:
        """What was measured."""
        return result.measured_at, result.runs[name].losses

    def told(self, settings, result, at) -> Told | None:
        """The losses measured nearest to the pointer."""
        k = place_under(at[0] / EVERY, 0, result.known // EVERY)
        return None if k is None else Told(f"update {k * EVERY}: loss " + named(
            (CELLS[name].title, run.losses[k]) for name, run in result.runs.items()), k * EVERY)


class Lengths(OverUpdates):
    """The length of each gradient, before it is clipped."""

    def __init__(self, axes: Axes, style: Style):
        super().__init__(axes, style, "length of the whole gradient, before clipping", 1.1)

    @staticmethod
    def spans(settings, result) -> Spans:
        """Their logarithms, and that of the clip."""
        known = ends(*(run.lengths for run in result.runs.values()), log=True) or (-2.0, 0.0)
        return {"log10": (min(known[0], -2.0), max(known[1], math.log10(settings.clip) if settings.clip else 0, 1.0))}

    def draw(self, settings, result, spans) -> None:
        at = max(result.at(settings.update) - 1, 0)
        self.show(settings, result, spans, {name: float(run.lengths[at]) for name, run in result.runs.items()},
                  (settings.clip, f"clipped to {in_words(settings.clip, 2)}"))

    def points(self, result, name: str) -> tuple[np.ndarray, np.ndarray]:
        """The gradient of update k stands at k."""
        return np.arange(1, result.known + 1), result.runs[name].lengths

    def told(self, settings, result, at) -> Told | None:
        """The lengths at this update, and what clipping makes of them."""
        k = place_under(at[0], 1, result.known)
        if k is None:
            return None
        over = [CELLS[name].title for name, run in result.runs.items()
                if settings.clip and run.lengths[k - 1] > settings.clip]
        clipped = f"; clipped: {', '.join(over)}" if over else ""
        return Told(f"update {k}: length " + named(
            (CELLS[name].title, run.lengths[k - 1]) for name, run in result.runs.items()) + clipped, k)


def _of_the_end(settings):
    """The output of the whole sequence: that is what was trained."""
    return settings.replace(asked=settings.length)


def _log(values: np.ndarray) -> np.ndarray:
    with np.errstate(all="ignore"):
        return np.where(values > 0, np.log10(values), np.nan)
