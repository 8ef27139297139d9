"""The loss step by step, on a log axis: one dot per step shows the speed."""
from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes

from ..text import in_words, number
from .frame import decades, limits, log_ticks, most_across, round_ticks, style_axes, ticks, up_to
from .scales import Spans, ends, known
from .style import TEXT, Style
from .telling import Told, place_under

# Below this part of the loss at the start a loss counts as zero here (rounding, not learning): an open mark on the
# border.
FLOOR = 1e-12


class LossCurve:
    """log10 of the loss over the step; the step shown is marked."""

    margins = (58, 18, 42, 26)

    def __init__(self, axes: Axes, style: Style):
        style_axes(axes, style, x_label="step", y_label="loss, step by step")
        self.axes = axes
        self.curve, = axes.plot([], [], color=style.loss, lw=1.2, marker="o", ms=4, mec=style.ground, mew=0.5)
        self.here, = axes.plot([], [], "o", color=style.here, ms=10, mec=style.ground, mew=1.5)
        self.zero, = axes.plot([], [], "v", color=style.loss, mfc="none", mew=1.2, ms=5)
        self.nothing = axes.text(0.5, 0.5, "", transform=axes.transAxes, color=style.muted, fontsize=TEXT, ha="center")
        self.moving, self.ghosted, self.unit = (self.curve, self.zero, self.here, self.nothing), (self.curve,), None

    @staticmethod
    def measure(settings, result) -> tuple[float, float, np.ndarray]:
        """The highest loss, 0 if there is none, what counts as zero, and the logarithms from there on."""
        top = float(result.losses[np.isfinite(result.losses)].max(initial=0.0))
        floor = float(result.losses[0] or top) * FLOOR or 1.0
        return top, floor, np.log10(np.clip(result.losses, floor, None))

    @staticmethod
    def spans(settings, result, measured) -> Spans:
        """All steps; logarithms of the losses, if there is one to draw."""
        top, _, heights = measured
        return {"step": (0, len(result.losses) - 1), **known("log10 loss", ends(heights) if top > 0 else None)}

    def draw(self, settings, result, spans, measured) -> None:
        steps, finite = np.arange(len(result.losses)), np.isfinite(result.losses)
        top, floor, heights = measured
        self.nothing.set_text("" if top > 0 else "the loss is 0 at every step"
                              if finite.all() else "the loss is no number")
        low, high, step = decades(*spans.get("log10 loss", (-1, 1)), most=7)
        last = up_to(spans["step"][1])
        limits(self.axes, (-0.02 * last, 1.02 * last), (low - 0.06 * (high - low), high + 0.06 * (high - low)))
        log_ticks(self.axes.yaxis, low, high, step)
        places = round_ticks(0, last, most=most_across(self.axes, 6))
        ticks(self.axes.xaxis, places, [number(place) for place in places])
        drawn, zero = finite & (result.losses >= floor), finite & (result.losses < floor)
        self.curve.set_data(steps[drawn], heights[drawn])
        self.zero.set_data((steps[zero], np.full(zero.sum(), low)) if top > 0 else ([], []))
        heights = np.where(zero, low, heights)
        self.here.set_data(([settings.step], [heights[settings.step]])
                           if finite[settings.step] and top > 0 else ([], []))

    def told(self, settings, result, at) -> Told | None:
        """The loss at the step under the pointer."""
        step = place_under(at[0], 0, len(result.losses) - 1)
        if step is None or np.isnan(result.losses[step]):
            return None
        floor = FLOOR * float(result.losses[0])
        return Told(f"step {step}: loss {in_words(result.losses[step], 3, floor)}", step)

