"""The length of the whole gradient, step by step, as it came and as the optimizer saw it: what clipping does."""
from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
from matplotlib.axes import Axes

from ....pictures.frame import decades, log_ticks, px_to_data
from ....pictures.scales import Spans, ends, known
from ....pictures.step_axis import StepAxis, drag_step, held_step, nudge_step
from ....pictures.style import MARKS, TEXT, Style
from ....pictures.telling import Told, place_under
from ....text import in_words

# Of the height, below and above, so that a limit on a whole decade does not lie on the border.
ROOM = 0.06


class GradientNorms:
    """Before clipping thin with small dots, after it thick and dashed, the limit as a line."""

    margins = (58, 66, 42, 26)
    handle, held = "step shown: drag the line, or move it with the arrow keys", held_step

    def __init__(self, axes: Axes, style: Style):
        self.steps, self.axes = StepAxis(axes, style, "length of the gradient"), axes
        color = style.weight_gradient
        self.before, = axes.plot([], [], color=color, lw=0.9, marker="o", ms=2.6)
        self.after, = axes.plot([], [], color=style.here, lw=1.8, ls=MARKS["weight_gradient"][1])
        self.limit, = axes.plot([], [], color=style.muted, lw=1)
        text = {"fontsize": TEXT, "va": "center", "ha": "left", "clip_on": False}
        self.words = (axes.text(0, 0, "", color=style.here, **text),)
        self.moving = (*self.steps.moving, self.limit, self.before, self.after, *self.words)
        self.ghosted, self.unit = (self.before, self.after), None

    @staticmethod
    def spans(settings, result) -> Spans:
        """The steps; logarithms of the lengths as they came, and of the limit."""
        limit = [settings.clip] if settings.clip else []
        return {"step": (0, settings.steps),
                **known("log10 length", ends(result.gradient_norm, np.array(limit), log=True))}

    def draw(self, settings, result, spans) -> None:
        with np.errstate(divide="ignore"):
            before, after = (np.log10(values) for values in (result.gradient_norm, result.clipped_norm))
        limit = [math.log10(settings.clip)] if settings.clip else []
        low, high, tick = decades(*spans["log10 length"], most=5) if "log10 length" in spans else (-1, 1, 1)
        room = ROOM * (high - low)
        self.steps.draw(settings.step, spans["step"][1], (low - room, high + room))
        log_ticks(self.axes.yaxis, low, high, tick)
        steps = np.arange(len(before))
        self.before.set_data(steps, np.where(np.isfinite(before), before, np.nan))
        self.after.set_data(*((steps, np.where(np.isfinite(after), after, np.nan)) if limit else ([], [])))
        self.limit.set_data(*((self.axes.get_xlim(), limit * 2) if limit else ([], [])))
        (word,) = self.words
        word.set_text("clipped" if limit else "")
        word.set_position((self.axes.get_xlim()[1] + px_to_data(self.axes, 6), limit[0] if limit else low))

    def drag(self, pressed, result, start: tuple[float, float], at: tuple[float, float]) -> Mapping[str, int]:
        """The step under the pointer."""
        return drag_step(pressed, at)

    def nudge(self, settings, result, right: int, up: int) -> Mapping[str, int]:
        """Move the step shown by this number of steps."""
        return nudge_step(settings, right)

    def told(self, settings, result, at) -> Told | None:
        """The length at the step under the pointer, before and after clipping."""
        step = place_under(at[0], 0, result.known)
        if step is None:
            return None
        after = f", clipped {in_words(result.clipped_norm[step])}" if settings.clip else ""
        return Told(f"step {step}: length of the gradient {in_words(result.gradient_norm[step])}{after}", step)
