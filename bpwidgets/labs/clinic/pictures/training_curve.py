"""The loss while the program trains its net; once the fault is found, that of the right program beside it."""
from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes

from ....pictures.frame import decades, drawable, limits, log_ticks, most_across, round_ticks, style_axes, ticks, up_to
from ....pictures.scales import Spans, known
from ....pictures.style import SMALL, TEXT, Style
from ....pictures.telling import Told, place_under
from ....text import in_words, number

FLOOR = 1e-300


class TrainingCurve:
    """log10 of the loss over the step."""

    margins = (50, 10, 38, 24)

    def __init__(self, axes: Axes, style: Style):
        style_axes(axes, style, x_label="step", y_label="loss")
        self.axes = axes
        self.healthy, = axes.plot([], [], color=style.safe, lw=1.6, ls=(0, (4, 2)))
        self.curve, = axes.plot([], [], color=style.loss, lw=2)
        self.end, = axes.plot([], [], "o", color=style.loss, ms=6, mec=style.ground, mew=1)
        self.nothing = axes.text(0.5, 0.5, "", transform=axes.transAxes, color=style.muted, fontsize=TEXT, ha="center",
                                 va="center")
        self.says = axes.text(1, 1, "", transform=axes.transAxes, color=style.safe, fontsize=SMALL, ha="right",
                              va="bottom")
        self.moving, self.ghosted = (self.healthy, self.curve, self.end, self.nothing, self.says), (self.curve,)
        self.unit = None

    @staticmethod
    def measure(settings, result) -> np.ndarray:
        """The heights of both curves that can be drawn."""
        heights = [_heights(result.losses)[1], *([_heights(result.healthy.losses)[1]] if result.healthy else [])]
        return np.concatenate(heights)

    @staticmethod
    def spans(settings, result, heights) -> Spans:
        """All steps; logarithms of the losses, if there is one to draw."""
        ends = (float(heights.min()), float(heights.max())) if heights.size else None
        return {"step": (0, len(result.losses) - 1), **known("log10 loss", ends)}

    def draw(self, settings, result, spans, heights) -> None:
        low, high, step = decades(*spans.get("log10 loss", (-1, 1)), most=5)
        last = up_to(spans["step"][1])
        limits(self.axes, (-0.02 * last, 1.03 * last), (low - 0.06 * (high - low), high + 0.06 * (high - low)))
        log_ticks(self.axes.yaxis, low, high, step)
        places = round_ticks(0, last, most=most_across(self.axes, 5))
        ticks(self.axes.xaxis, places, [number(place) for place in places])
        steps, drawn = _heights(result.losses)
        self.curve.set_data(steps, drawn)
        self.end.set_data(steps[-1:], drawn[-1:])
        self.nothing.set_text("" if len(steps) > 1 or result.healthy else "no number\nafter step 0")
        self.healthy.set_data(_heights(result.healthy.losses) if result.healthy else ([], []))
        self.says.set_text("- - right" if result.healthy else "")

    def told(self, settings, result, at) -> Told | None:
        """The loss at the step under the pointer."""
        step = place_under(at[0], 0, len(result.losses) - 1)
        if step is None:
            return None
        beside = f"; with the right program {in_words(result.healthy.losses[step])}" if result.healthy else ""
        return Told(f"step {step}: loss {in_words(result.losses[step])}{beside}", step)


def _heights(losses: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Steps and logarithms of the losses that can be drawn."""
    steps = np.flatnonzero(drawable(losses) & (losses > FLOOR))
    return steps, np.log10(losses[steps])
