"""How fast each layer learns, step by step (Nielsen 2015, chapter 5): the length of dL/db on a log axis, one curve
for each place."""
from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.colors import to_rgb

from ....pictures.frame import decades, log_ticks, most_across, px_to_data, px_upwards, spread_labels
from ....pictures.scales import Spans, ends, known
from ....pictures.step_axis import StepAxis, drag_step, held_step, nudge_step
from ....pictures.style import LINE, TEXT, Style
from ....pictures.telling import Told, place_under
from ....spacing import evenly
from ....text import in_words
from ..settings import place_words

# The largest number of curves, for evenly spaced places, the first and the last included.
MOST_CURVES = 12
# How much of the color of the paper is left in the first place's curve.
PALE = 0.45
# Numbers for which the axis of steps has room where it is as long as the name of the other axis.
ACROSS = 5


def chosen(depth: int) -> np.ndarray:
    """The places whose curves are drawn, from 0 on.

    >>> chosen(4).tolist(), len(chosen(100))
    ([0, 1, 2, 3], 12)
    """
    return evenly(depth, MOST_CURVES)


class LearningSpeeds:
    """The first place pale and thin, the last in full color and thick; the one that is marked has a color of its own.

    Speeds of exactly 0 leave a gap.
    """

    margins = (58, 66, 42, 26)
    handle, held = "step shown: drag the line, or move it with the arrow keys", held_step

    def __init__(self, axes: Axes, style: Style):
        self.steps, self.axes = StepAxis(axes, style, "learning speed |dL/db|"), axes
        self._ground, self._full = (np.array(to_rgb(color)) for color in (style.ground, style.delta))
        self.curves = LineCollection([])
        axes.add_collection(self.curves, autolim=False)
        self.marked, = axes.plot([], [], color=style.here, lw=2.2, ls=(0, (6, 1.5)))
        text = {"fontsize": TEXT, "va": "center", "ha": "left", "clip_on": False}
        self.labels = {"last": axes.text(0, 0, "", color=style.delta, **text),
                       "first": axes.text(0, 0, "", color=style.delta, **text),
                       "marked": axes.text(0, 0, "", color=style.here, **text)}
        self.moving = (*self.steps.moving, self.curves, self.marked, *self.labels.values())
        self.ghosted, self.unit = (self.curves,), None

    @staticmethod
    def spans(settings, result) -> Spans:
        """The steps; logarithms of the speeds."""
        return {"step": (0, settings.steps), **known("log10 speed", ends(result.speed, log=True))}

    def draw(self, settings, result, spans) -> None:
        self.unit = settings.net
        with np.errstate(divide="ignore"):
            heights = np.log10(result.speed)
        low, high, tick = decades(*spans["log10 speed"], most=6) if "log10 speed" in spans else (-1, 1, 1)
        self.steps.draw(settings.step, spans["step"][1], (low, high))
        log_ticks(self.axes.yaxis, low, high, tick)
        places, steps = chosen(settings.depth), np.arange(len(heights))
        heights = np.where(np.isfinite(heights), heights, np.nan)
        self.curves.set_segments([np.column_stack([steps, heights[:, place]]) for place in places])
        share = (1 - PALE) + PALE * places / max(settings.depth - 1, 1)
        self.curves.set_color(self._ground + share[:, None] * (self._full - self._ground))
        self.curves.set_linewidth(0.8 + 1.4 * places / max(settings.depth - 1, 1))
        marked = 0 < settings.layer <= settings.depth
        self.marked.set_data(*((steps, heights[:, settings.layer - 1]) if marked else ([], [])))
        self._label(settings, heights[result.known], low, high)

    def _label(self, settings, ends: np.ndarray, low: float, high: float) -> None:
        """The numbers of the first and the last place, and of the marked one, at the ends of their curves."""
        word = "layer" if settings.net == "layers" else "time"
        places = {"first": 1, "last": settings.depth, "marked": settings.layer}
        said = {key: place for key, place in places.items() if 0 < place <= settings.depth}
        if "marked" in said:
            said = {key: place for key, place in said.items() if key == "marked" or place != settings.layer}
        heights = {key: float(np.nan_to_num(ends[place - 1], nan=low)) for key, place in said.items()}
        # The name of the axis may be longer than the axis.
        top = high - (px_upwards(self.axes, LINE) if most_across(self.axes, ACROSS) < ACROSS else 0.0)
        spots = spread_labels(heights, px_upwards(self.axes, LINE), low, top)
        x = self.axes.get_xlim()[1] + px_to_data(self.axes, 6)
        for key, label in self.labels.items():
            label.set_text(f"{word} {said[key]}" if key in said else "")
            label.set_position((x, spots.get(key, low)))

    def drag(self, pressed, result, start: tuple[float, float], at: tuple[float, float]) -> Mapping[str, int]:
        """The step under the pointer."""
        return drag_step(pressed, at)

    def nudge(self, settings, result, right: int, up: int) -> Mapping[str, int]:
        """Move the step shown by this number of steps."""
        return nudge_step(settings, right)

    def told(self, settings, result, at) -> Told | None:
        """The speeds of the places that have a name in the picture, at the step under the pointer, and of the curve
        that is nearest."""
        step = place_under(at[0], 0, result.known)
        if step is None:
            return None
        speed = result.speed[step]
        with np.errstate(divide="ignore", invalid="ignore"):
            away = np.abs(np.log10(speed[chosen(settings.depth)]) - at[1])
        near = [int(chosen(settings.depth)[np.nanargmin(away)]) + 1] if np.isfinite(away).any() else []
        marked = [settings.layer] if 0 < settings.layer <= settings.depth else []
        where = "in" if settings.net == "layers" else "at"
        said = ", ".join(f"{in_words(speed[place - 1])} {where} {place_words(settings, place)}"
                         for place in sorted({1, settings.depth, *marked, *near}))
        return Told(f"step {step}: |dL/db| {said}", step)
