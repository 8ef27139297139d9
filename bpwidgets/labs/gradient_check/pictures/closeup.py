"""The loss along one weight, so near that the step fills the picture, without its tangent: bend, kinks, rounding."""
from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes

from ....pictures.frame import (
    LARGEST,
    SMALLEST,
    compact,
    limits,
    px_to_data,
    px_upwards,
    style_axes,
    ticks,
)
from ....pictures.style import SMALL, TEXT, Style
from ....pictures.telling import Told
from ....text import in_words, number
from ..closeup import STEPS

MOST_KINKS = 4
# The curve fills the axes: its largest height is 1. On the other side of 0 there is as much room as one of these.
SIDES = (0.12, 0.35, 0.65, 1.15)


class LossNearBy:
    """What is left of the loss when the tangent is taken out, from w - 1.5 h to w + 1.5 h. The tangent is level here,
    so the tilt of a line through two points of the curve is the error of that difference. The number at the side is the
    height of the curve: so the picture stays calm while the step moves through all sizes."""

    margins = (78, 18, 40, 26)

    def __init__(self, axes: Axes, style: Style):
        style_axes(axes, style, grid="", y_label="loss − tangent")
        self.axes = axes
        self.level, = axes.plot([], [], color=style.hairline, lw=0.8)
        self.tangent, = axes.plot([], [], color=style.muted, lw=0.9)
        self.kinks, = axes.plot([], [], color=style.slope, lw=1.2, ls=(0, (1, 1.5)))
        self.curve, = axes.plot([], [], color=style.loss, lw=0.98)
        self.forward, = axes.plot([], [], color=style.activation, lw=1.8, ls=(0, (5, 2)))
        self.central, = axes.plot([], [], color=style.weight_gradient, lw=2.4)
        self.points, = axes.plot([], [], "o", color=style.here, ms=9, mec=style.ground, mew=1.3)
        self.weight, = axes.plot([], [], "|", color=style.ink, ms=12, mew=1.5)
        self.height = axes.text(0, 0, "", color=style.muted, fontsize=SMALL, ha="right", va="center", clip_on=False)
        self.kink_label = axes.text(0, 0, "", color=style.slope, fontsize=SMALL, ha="left", va="bottom")
        self.label = axes.text(1, 1, "", transform=axes.transAxes, color=style.weight, fontsize=TEXT, ha="right",
                               va="bottom")
        self.moving = (self.level, self.tangent, self.kinks, self.curve, self.forward, self.central, self.weight,
                       self.points, self.height, self.kink_label, self.label)

    def draw(self, settings, result) -> None:
        near, h = result.closeup, settings.step
        numbers = np.array([*near.rest, near.left, near.right])
        numbers = numbers[np.isfinite(numbers)]
        below, above = -float(numbers.min(initial=0)), float(numbers.max(initial=0))
        size = max(below, above)
        unit = size if SMALLEST < size < LARGEST else 1.0
        limits(self.axes, (-STEPS, STEPS), (-_room(below / unit), _room(above / unit)))
        ticks(self.axes.xaxis, (-1, 0, 1), ("w − h", "w", "w + h"))
        ticks(self.axes.yaxis, (0,), ("0",))
        ends = np.array([-STEPS, STEPS])
        self.tangent.set_data(ends, [0, 0])
        self._draw_height(size, 1.0 if above >= below else -1.0)
        self.curve.set_data(near.away / h, near.rest / unit)
        left, right = near.left / unit, near.right / unit
        self.central.set_data(ends, (left + right) / 2 + (right - left) / 2 * ends)
        self.forward.set_data(ends, right * ends)
        self.points.set_data([-1, 1], [left, right])
        self.weight.set_data([0], [0])
        self._draw_kinks(near, h)
        self.label.set_text(result.selected)

    def _draw_height(self, size: float, level: float) -> None:
        """The number at the largest height, where the axis would have one."""
        shown = SMALLEST < size < LARGEST
        self.level.set_data(([-STEPS, STEPS], [level, level]) if shown else ([], []))
        self.height.set_text(compact(number(level * size, 2)) if shown else "")
        self.height.set_position((-STEPS - px_to_data(self.axes, 6), level))

    def _draw_kinks(self, near, h: float) -> None:
        low, high = self.axes.get_ylim()
        places = [place / h for place, _ in near.kinks[:MOST_KINKS]]
        x = [part for place in places for part in (place, place, np.nan)]
        self.kinks.set_data(x, [part for _ in places for part in (low, high, np.nan)])
        self.kink_label.set_text("kink" if places else "")
        if places:
            beside = px_to_data(self.axes, 4)
            self.kink_label.set_position((min(places[0] + beside, STEPS - 7 * beside), low + px_upwards(self.axes, 2)))

    def told(self, settings, result, at) -> Told | None:
        """What stands at this distance: the rest of the loss there, and all slopes."""
        near, h = result.closeup, settings.step
        for place, side in near.kinks:
            if abs(at[0] - place / h) < px_to_data(self.axes, 6):
                return Told(f"{side.words} switches at w {_signed(place)}", place / h)
        k = int(np.argmin(np.abs(near.away / h - at[0])))
        return Told(f"w {_signed(near.away[k])}: loss minus tangent {in_words(near.rest[k])}; slopes: gradient "
                    f"{in_words(near.gradient, 6)}, central {in_words(near.central, 6)}, forward "
                    f"{in_words(near.forward, 6)}", float(near.away[k] / h))


def _room(part: float) -> float:
    """From 0 to the end of the axis, for a curve that goes so far to this side."""
    return next((side for side in SIDES if part <= side - 0.1), SIDES[-1])


def _signed(distance: float) -> str:
    return f"{'+' if distance >= 0 else '−'} {in_words(abs(distance))}"
