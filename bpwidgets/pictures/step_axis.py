"""An axis of steps with a line at the step shown, which can be dragged."""
from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from ..text import number
from .frame import limits, most_across, round_ticks, style_axes, ticks, up_to
from .style import Style

SPIKES = 0.1


class StepAxis:
    """Steps from left to right. Dragging does the same on every picture that has one: it moves the cursor `step`."""

    handle = "step shown: drag the line, or move it with the arrow keys"

    def __init__(self, axes: Axes, style: Style, y_label: str):
        style_axes(axes, style, x_label="step", y_label=y_label)
        self.axes = axes
        self.cursor = axes.axvline(0, color=style.muted, lw=1.4)
        self.moving = (self.cursor,)

    def draw(self, step: int, steps: int, y: tuple[float, float]) -> None:
        """Room for all steps, enlarged in coarse increments; the line at one of them."""
        last = up_to(steps)
        limits(self.axes, (-0.02 * last, 1.02 * last), y)
        places = round_ticks(0, last, most=most_across(self.axes, 6))
        ticks(self.axes.xaxis, places, [number(place) for place in places])
        self.cursor.set_xdata([step, step])


def wide_decades(low: float, high: float, by: int, *, most: int = 7) -> tuple[int, int, int]:
    """Multiples of a number of decades around low..high (logarithms), and the decades from tick to tick, with a largest
    number of ticks.

    Curves of optimizers dip and rise by decades when a slider moves a little: limits in steps this wide hardly move.

    >>> wide_decades(-2.0, -0.5, 3), wide_decades(-4.0, 2.0, 3), wide_decades(0.1, 0.1, 2)
    ((-3, 0, 1), (-6, 3, 3), (0, 2, 1))
    """
    low = by * math.floor(low / by)
    high = max(by * math.ceil(high / by), low + by)
    return low, high, 1 if high - low < most else by * math.ceil((high - low) / by / (most - 1))


def without_spikes(heights: np.ndarray) -> tuple[float, float]:
    """Between which logarithms all but a tenth at each end lie: what passes 0 makes spikes of any depth, which may
    leave the axes.

    >>> without_spikes(np.array([-300.0, *range(10)]))
    (0.0, 8.0)
    """
    known = heights[np.isfinite(heights)]
    return tuple(np.quantile(known, (SPIKES, 1 - SPIKES)).tolist()) if known.size else (-1.0, 0.0)


def drag_step(settings, at) -> Mapping[str, Any]:
    """The step nearest to the pointer is shown."""
    return {"step": min(max(round(float(at[0])), 0), settings.steps)}


def nudge_step(settings, right: int) -> Mapping[str, Any]:
    """Move the step shown forward or back by this number of steps."""
    return {"step": min(max(settings.step + int(right), 0), settings.steps)}


def held_step(self, settings, result) -> tuple[float, float]:
    """Where the hand holds a picture with an axis of steps: at the step shown."""
    return settings.step, math.nan
