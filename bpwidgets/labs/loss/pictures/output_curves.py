"""What the unit says, step by step, with either loss."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from ....pictures.frame import px_to_data, px_upwards, spread_labels, ticks
from ....pictures.step_axis import StepAxis, drag_step, held_step, nudge_step
from ....pictures.style import LINE, TEXT, Style
from ....pictures.telling import Told, place_under
from ....text import in_words
from .marks import MARKS

RIGHT, ASIDE = 96, 8


class OutputCurves:
    """The output over the step: one run goes at once, the other one waits. The line at the step shown is dragged."""

    margins = (34, RIGHT, 42, 26)
    handle = StepAxis.handle

    def __init__(self, axes: Axes, style: Style):
        self.axes, self.over = axes, StepAxis(axes, style, "output, step by step")
        self.target, = axes.plot([], [], color=style.safe, lw=1.4, ls=(0, (2, 2)))
        self.curves = {name: axes.plot([], [], color=mark.color(style), ls=mark.line, lw=2.2)[0]
                       for name, mark in MARKS.items()}
        self.dots = {name: axes.plot([], [], color=mark.color(style), ls="", marker=mark.marker, ms=10,
                                     mec=style.ground, mew=1.5)[0] for name, mark in MARKS.items()}
        self.names = {name: axes.text(0, 0, "", color=mark.color(style), fontsize=TEXT, va="center", clip_on=False)
                      for name, mark in MARKS.items()}
        self.wanted = axes.text(0, 0, "", color=style.safe, fontsize=TEXT, va="center", clip_on=False)
        self.moving = (self.target, *self.over.moving, *self.curves.values(), *self.dots.values(),
                       *self.names.values(), self.wanted)
        self.ghosted, self.unit = tuple(self.curves.values()), None

    def draw(self, settings, result) -> None:
        self.over.draw(settings.step, settings.steps, (-0.05, 1.08))
        places = (0.0, 0.5, 1.0)
        ticks(self.axes.yaxis, places, [f"{place:g}" for place in places])
        left, right = self.axes.get_xlim()
        self.target.set_data((left, right), (settings.target, settings.target))
        ends = {name: float(run.outputs[-1]) for name, run in result.runs.items()}
        spread = spread_labels({**ends, "target": settings.target}, px_upwards(self.axes, LINE), 0.0, 1.05)
        at = right + px_to_data(self.axes, ASIDE)
        for name, run in result.runs.items():
            self.curves[name].set_data(np.arange(len(run.outputs)), run.outputs)
            self.dots[name].set_data([settings.step], [run.outputs[settings.step]])
            self.names[name].set(text=run.title, position=(at, spread[name]))
        self.wanted.set(text="target", position=(at, spread["target"]))

    def drag(self, pressed, result, start, at) -> Mapping[str, Any]:
        """The step under the pointer is shown."""
        return drag_step(pressed, at)

    def nudge(self, settings, result, right: int, up: int) -> Mapping[str, Any]:
        """Forward or back."""
        return nudge_step(settings, right)

    held = held_step

    def told(self, settings, result, at) -> Told | None:
        """Both outputs at the step under the pointer."""
        step = place_under(at[0], 0, settings.steps)
        if step is None:
            return None
        said = ", ".join(f"{in_words(run.outputs[step])} with {run.title}" for run in result.runs.values())
        return Told(f"step {step}: output {said}", step)
