"""An axis of steps with a line at the step shown, which a hand can move."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from matplotlib.axes import Axes

from ..text import number
from .frame import limits, quiet, round_ticks, ticks, up_to
from .style import Style


class StepAxis:
    """Steps from left to right. What a hand does is the same on every picture that has one: it moves the cursor `step`."""

    handle = "step shown: drag the line, or move it with the arrow keys"

    def __init__(self, axes: Axes, style: Style, y_label: str):
        quiet(axes, style, x_label="step", y_label=y_label)
        self.axes = axes
        self.cursor = axes.axvline(0, color=style.here, lw=1.2)
        self.moving = (self.cursor,)

    def draw(self, step: int, steps: int, y: tuple[float, float]) -> None:
        """Room for so many steps, in steps of its own; the line at one of them."""
        last = up_to(steps)
        limits(self.axes, (-0.02 * last, 1.02 * last), y)
        places = round_ticks(0, last)
        ticks(self.axes.xaxis, places, [number(place) for place in places])
        self.cursor.set_xdata([step, step])


def drag_step(settings, at) -> Mapping[str, Any]:
    """The step nearest to the pointer is shown."""
    return {"step": min(max(round(float(at[0])), 0), settings.steps)}


def nudge_step(settings, right: int) -> Mapping[str, Any]:
    """So many steps on, or back."""
    return {"step": min(max(settings.step + int(right), 0), settings.steps)}
