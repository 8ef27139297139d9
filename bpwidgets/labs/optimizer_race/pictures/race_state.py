"""One optimizer from inside, step by step: what it remembers, what it divides by, and the rate that comes of both."""
from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.text import Text

from ....pictures.frame import log_ticks, ticks
from ....pictures.reaching import reach_over
from ....pictures.scales import Spans
from ....pictures.step_axis import StepAxis, drag_step, held_step, nudge_step, wide_decades, without_spikes
from ....pictures.style import TEXT, Style
from ....pictures.telling import Told, named, place_under
from ....spacing import round_up
from ....text import number
from .race_marks import marks_of

MOST_DRAWN = 1e150
# Where the title stands, in parts of the height of the axes: clear of the uppermost number.
ABOVE = 1.04


class Panel(NamedTuple):
    """states: the names of what is drawn, the first one that an optimizer has. beside: what is drawn thinly beside it,
    likewise; thin: what that is called. of: what stands before its name. nothing: what is said of optimizers that have
    none. power: the logarithm of this power is drawn, or plain numbers if it is None.
    """

    states: tuple[str, ...]
    beside: tuple[str, ...] = ()
    thin: str = ""
    of: str = ""
    nothing: str = ""
    power: float | None = 1.0


PANELS = MappingProxyType({
    "memory": Panel(("corrected_mean", "velocity", "mean"), ("gradient",), "gradient", nothing="remembers no gradient",
                    power=None),
    "squares": Panel(("corrected_squares", "highest_squares", "squares"), ("squares",), "raw", "√ ",
                     "remembers no squares", 0.5),
    "effective": Panel(("effective_rate",)),
})


class RaceState:
    """One panel for the two weights of the map: the first solid, the second dashed, with a sign at the step shown."""

    margins = (54, 18, 42, 26)
    handle, held = StepAxis.handle, held_step
    panel: Panel

    def __init__(self, axes: Axes, style: Style):
        self.axes, self.style = axes, style
        self.steps = StepAxis(axes, style, "")
        self.beside = [axes.plot([], [], color=style.muted, lw=0.9, ls=line)[0] for line in ("-", (0, (3, 2)))]
        self.curves = [axes.plot([], [], lw=width, ls=line)[0] for width, line in ((2.0, "-"), (1.8, (0, (4, 2))))]
        self.here, = axes.plot([], [], ls="", mec=style.ground, mew=1.0, ms=8)
        reach_over(axes, *self.curves, self.here)
        # Which optimizer, and which of its numbers: it changes rarely, so it belongs to the ground.
        self.what = axes.text(0, ABOVE, "", transform=axes.transAxes, color=style.muted, fontsize=TEXT, ha="left",
                              va="bottom")
        self.moving = (*self.steps.moving, *self.beside, *self.curves, self.here)
        self.ghosted, self.unit = tuple(self.curves), None

    @classmethod
    def spans(cls, settings, result, measured) -> Spans:
        """The steps; both curves with what is drawn beside them, without spikes on a log axis."""
        _, heights, others = measured
        both = np.concatenate([heights, others], axis=1)
        if not both.size:
            return {"step": (0, settings.steps)}
        size = reach(both)
        return {"step": (0, settings.steps),
                **({"log10 size": without_spikes(both)} if cls.panel.power else {"size": (-size, size)})}

    def draw(self, settings, result, spans, measured) -> None:
        mark = marks_of(settings.optimizers)[settings.shown]
        main, heights, others = measured
        self.unit = settings.shown, main, result.labels
        self._ground(settings, spans)
        words = (f"{result.titles[settings.shown]}: {self.panel.of}{main.replace('_', ' ')}" if main
                 else f"{result.titles[settings.shown]} {self.panel.nothing}")
        words += f", thin: {self.panel.thin}" if main and others.size else ""
        _say(self.what, words)
        _say(self.axes.xaxis.label, "step    ── {}   ╌╌ {}".format(*result.labels))
        for lines, drawn in ((self.beside, others), (self.curves, heights)):
            for line, height in zip(lines, drawn.T if drawn.size else np.empty((2, 0))):
                line.set_data(np.arange(len(height)), height)
        self._draw_here(settings, heights, mark)

    @classmethod
    def _names(cls, states) -> tuple[str, str]:
        """The names of what is drawn, and of what is drawn thinly beside it; "" where an optimizer has neither."""
        main, beside = (next((state for state in names if state in states), "")
                        for names in (cls.panel.states, cls.panel.beside))
        return main, beside

    @classmethod
    def measure(cls, settings, result) -> tuple[str, np.ndarray, np.ndarray]:
        """The name of what is drawn, its curves, and those beside them."""
        states = result.states[settings.shown]
        main, beside = cls._names(states)
        return main, cls._heights(states, main), cls._heights(states, beside if beside != main else "")

    @classmethod
    def _heights(cls, states, name: str) -> np.ndarray:
        """What is drawn, (steps + 1, 2), nan where there is nothing to draw; (steps + 1, 0) if there is no such
        state."""
        if not name:
            return np.empty((len(states["gradient"]), 0))
        with np.errstate(all="ignore"):
            heights = cls.panel.power * np.log10(states[name]) if cls.panel.power else states[name]
            return np.where(np.abs(heights) < MOST_DRAWN, heights, np.nan)

    def _ground(self, settings, spans: Spans) -> None:
        """Limits and ticks, in steps that stay put while a slider moves a little."""
        if self.panel.power:
            low, high, step = wide_decades(*spans.get("log10 size", (-1.0, 0.0)), 3, most=5)
            log_ticks(self.axes.yaxis, low, high, step)
        else:
            low, high = spans.get("size", (-1.0, 1.0))
            ticks(self.axes.yaxis, (low, 0.0, high), [number(place) for place in (low, 0.0, high)])
        self.steps.draw(settings.step, spans["step"][1], (low, high))

    def _draw_here(self, settings, heights: np.ndarray, mark) -> None:
        color = mark.color(self.style)
        for line in (*self.curves, self.here):
            line.set_color(color)
        self.here.set_marker(mark.marker)
        at = heights[settings.step]
        self.here.set_data(np.full(len(at), settings.step), at)

    def drag(self, pressed, result, start, at) -> Mapping[str, Any]:
        """The step shown follows the pointer."""
        return drag_step(pressed, at)

    def nudge(self, settings, result, right: int, up: int) -> Mapping[str, Any]:
        """The step shown goes back or on."""
        return nudge_step(settings, right)

    def told(self, settings, result, at) -> Told | None:
        """What is drawn of both weights at the step under the pointer."""
        states, step = result.states[settings.shown], place_under(at[0], 0, settings.steps)
        main, beside = self._names(states)
        if step is None or not main:
            return None
        names = {main: self.panel.of + main.replace("_", " ")}
        if beside and beside != main:
            names[beside] = self.panel.of + self.panel.thin
        power = self.panel.power or 1.0
        parts = [f"{words} {named(zip(result.labels, states[name][step] ** power))}" for name, words in names.items()]
        return Told(f"{result.titles[settings.shown]}, step {step}: {'; '.join(parts)}", step)


def _say(text: Text, words: str) -> None:
    """Set a text of the ground only where it differs."""
    if text.get_text() != words:
        text.set_text(words)


def reach(heights: np.ndarray) -> float:
    """1, 2 or 5 times a power of ten, not below the size of any of them.

    >>> reach(np.array([-0.3, 9.2])), reach(np.array([0.0, np.nan]))
    (10.0, 1.0)
    """
    return round_up(float(np.nanmax(np.abs(heights), initial=0.0)) or 1.0)


def inside(name: str) -> type[RaceState]:
    """The picture of one of the `PANELS`."""
    return type("RaceState", (RaceState,), {"panel": PANELS[name]})
