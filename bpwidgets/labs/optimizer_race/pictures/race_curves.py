"""The losses of a race, step by step, on a log axis: who is ahead when, and who is lost."""
from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes

from ....pictures.frame import log_ticks, px_to_data, px_upwards, spread_labels
from ....pictures.reaching import reach_over
from ....pictures.scales import Spans
from ....pictures.step_axis import StepAxis, drag_step, held_step, nudge_step, wide_decades, without_spikes
from ....pictures.style import LINE, SMALL, TEXT, Style
from ....pictures.telling import Told, named, place_under
from ....text import in_words
from ..verdict import settled
from .race_marks import Mark, Runners, marks_of, show_filled

# Losses beyond these parts of the first one are shown at the border: rounding below, and above what has plainly got
# lost.
FLOOR, CEILING = 1e-8, 1e3
MOST_MARKERS = 12
# Names stand this far to the right of the axes, and may stand this far below and above the axes (px); more than these
# are small, with so much air between them at least.
ASIDE, BELOW, ABOVE, MOST_LARGE, AIR = 14, 34, 18, 8, 2
# Above all curves, which are at matplotlib's 2.
FORK = 2.1


class Curve:
    """The loss of one optimizer, its name at the right end, and a sign on each border where it has left the axes."""

    def __init__(self, axes: Axes, style: Style, mark: Mark):
        color = mark.color(style)
        self.line, = axes.plot([], [], color=color, lw=1.6, ls=mark.line, marker=mark.marker, ms=6, mec=style.ground,
                               mew=0.7)
        reach_over(axes, self.line)
        self.above, self.below = (axes.plot([], [], ls="", marker=sign, mfc=style.ground, mec=color, mew=1.4, ms=7,
                                            clip_on=False)[0] for sign in ("^", "v"))
        self.label = axes.text(0, 0, "", color=color, fontsize=TEXT, va="center", ha="left", clip_on=False)
        self.lines = (self.line, self.above, self.below)
        self.artists = (*self.lines, self.label)


class RaceCurves:
    """log10 of each loss over the step; the names stand at the right ends, signs on the border where a curve has left
    the axes."""

    margins = (58, 130, 42, 26)
    handle, held = StepAxis.handle, held_step

    def __init__(self, axes: Axes, style: Style):
        self.axes = axes
        self.steps = StepAxis(axes, style, "loss, step by step")
        self.runners = Runners(lambda name, mark: Curve(axes, style, mark))
        self.fork, = axes.plot([], [], lw=1.6, ls=(0, (1.5, 1.5)), zorder=FORK)
        self.unit = None

    @property
    def ghosted(self) -> tuple[Artist, ...]:
        """The curve of each optimizer."""
        return tuple(runner.line for runner in self.runners)

    @property
    def moving(self) -> tuple[Artist, ...]:
        """All curves below the signs, and these below the names."""
        parts = [runner.artists for runner in self.runners]
        curves, *others = zip(*parts) if parts else [()]
        return (*self.steps.moving, *curves, self.fork, *(artist for part in others for artist in part))

    @staticmethod
    def spans(settings, result) -> Spans:
        """The steps; logarithms of the losses, without spikes and as far as they are shown."""
        heights = [_heights(loss) for loss in result.losses.values()]
        first = float(heights[0][0]) if math.isfinite(heights[0][0]) else 0.0
        bottom, top = first + math.log10(FLOOR), first + math.log10(CEILING)
        known = np.clip(np.nan_to_num(np.concatenate(heights), nan=top), bottom, top)
        last = np.clip(np.nan_to_num([height[-1] for height in heights], nan=top), bottom, top)
        return {"step": (0, settings.steps),
                "log10 loss": (float(min(without_spikes(known)[0], last.min())), float(known.max()))}

    def draw(self, settings, result, spans) -> None:
        self.runners.follow(marks_of(settings.optimizers))
        heights = {name: _heights(loss) for name, loss in result.losses.items()}
        low, high = self._ground(settings, spans)
        for name, height in heights.items():
            self._draw_curve(self.runners[name], height, low, high)
        self._draw_fork(settings, result)
        self._label(heights, result.titles, low, high)

    def _ground(self, settings, spans: Spans) -> tuple[float, float]:
        """Limits and ticks, in steps that stay put while a slider moves a little."""
        low, high, step = wide_decades(*spans["log10 loss"], 2)
        self.steps.draw(settings.step, spans["step"][1], (low, high))
        log_ticks(self.axes.yaxis, low, high, step)
        return low, high

    def _draw_curve(self, curve: Curve, height: np.ndarray, low: float, high: float) -> None:
        """The curve as far as the axes go; one sign where it first leaves them, below or above."""
        steps = np.arange(len(height))
        curve.line.set_data(steps, np.where(np.isfinite(height) & (np.abs(height) < 300), height, np.nan))
        curve.line.set_markevery(math.ceil(len(height) / MOST_MARKERS))
        with np.errstate(invalid="ignore"):
            lost = ~(height <= high), height < low
        for sign, out, at in zip((curve.above, curve.below), lost, (high, low)):
            first = steps[out][:1]
            sign.set_data(first, np.full(len(first), at))
        show_filled(curve.lines)

    def _draw_fork(self, settings, result) -> None:
        fork = result.forks.get(settings.shown)
        self.fork.set_visible(fork is not None)
        if fork is not None:
            height = _heights(fork.values)[settings.fork_step:]
            self.fork.set_color(self.runners[settings.shown].line.get_color())
            self.fork.set_data(settings.fork_step + np.arange(len(height)),
                               np.where(np.isfinite(height), height, np.nan))

    def _label(self, heights: Mapping[str, np.ndarray], titles: Mapping[str, str], low: float, high: float) -> None:
        """At the right end of each curve, moved apart where they would overlap."""
        ends = {name: float(np.clip(np.nan_to_num(height[-1], nan=high), low, high))
                for name, height in heights.items()}
        right = self.axes.get_xlim()[1] + px_to_data(self.axes, ASIDE)
        below, above = px_upwards(self.axes, BELOW), px_upwards(self.axes, ABOVE)
        room = min(LINE, (high - low + above + below) / px_upwards(self.axes, 1) / max(len(ends) - 1, 1))
        size = TEXT if len(ends) <= MOST_LARGE else min(SMALL, room - AIR)
        for name, place in spread_labels(ends, px_upwards(self.axes, room), low - below, high + above).items():
            label = self.runners[name].label
            label.set_text(titles[name])
            label.set_position((right, place))
            label.set_size(size)

    def drag(self, pressed, result, start, at) -> Mapping[str, Any]:
        """The step shown follows the pointer."""
        return drag_step(pressed, at)

    def nudge(self, settings, result, right: int, up: int) -> Mapping[str, Any]:
        """The step shown goes back or on."""
        return nudge_step(settings, right)

    def told(self, settings, result, at) -> Told | None:
        """All losses at the step under the pointer."""
        step = place_under(at[0], 0, settings.steps)
        if step is None:
            return None
        losses = named((result.titles[name], settled(loss)[step]) for name, loss in result.losses.items())
        fork = result.forks.get(settings.shown) if step >= settings.fork_step else None
        if fork is None:
            return Told(f"step {step}: {losses}", step)
        twin = f"{result.titles[settings.shown]} with rate {in_words(settings.fork_rate)}"
        return Told(f"step {step}: {losses}; {twin} {in_words(settled(fork.values)[step])}", step)


def _heights(losses: np.ndarray) -> np.ndarray:
    """log10 of the losses; -inf from 0 downwards, nan and inf where the losses are that."""
    with np.errstate(divide="ignore"):
        return np.log10(np.maximum(losses, 0.0))
