"""The profile of one step of a training, place by place on a log axis: what goes up, what comes back, in layers or in
time."""
from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np
from matplotlib.axes import Axes

from ....pictures.frame import decades, limits, log_ticks, px_to_data, px_upwards, spread_labels, style_axes, ticks
from ....pictures.scales import Spans, ends
from ....pictures.selected_layer import grip, held, mark
from ....pictures.style import LINE, MARKS, TEXT, Style
from ....pictures.telling import Told, named, place_under
from ..settings import place_words, places_of
from .training_map import PLACES, place_span, place_ticks


class Line(NamedTuple):
    """One curve: its name for each kind of net ('' where there is none), role of its color, marker and line, and
    where its sizes are."""

    names: Mapping[str, str]
    role: str
    marks: tuple
    sizes: Callable[[Any, int, Any], np.ndarray]


LINES = MappingProxyType({
    "activation": Line({"layers": "activations", "time": "|h|"}, "activation", MARKS["activation"],
                       lambda result, step, reached: result.sizes["activation"][step]),
    "weight_gradient": Line({"layers": "dW", "time": ""}, "weight_gradient", MARKS["weight_gradient"],
                            lambda result, step, reached: result.sizes["weight_gradient"][step]),
    "delta": Line({"layers": "δ", "time": ""}, "delta", MARKS["delta"], lambda result, step,
                  reached: result.sizes["delta"][step]),
    "error": Line({"layers": "", "time": "|dL/dh|"}, "loss", ("D", "-"), lambda result, step,
                  reached: result.sizes["error"][step]),
    "jacobian": Line({"layers": "", "time": "|dh_T/dh|"}, "weight", ("v", (0, (5, 2))), lambda result, step,
                     reached: reached.jacobian),
    "bound": Line({"layers": "", "time": "bound"}, "ink", MARKS["theory"], lambda result, step, reached: reached.bound),
})
# A bound that is far above all else would press the curves together: it is shown up to this number of decades above
# them.
HEADROOM = 3
MOST_MARKERS = 20
NAME = "size at this step"
X_LABELS = MappingProxyType({"layers": "layer (input on the left)", "time": "step in time"})


class TrainingProfile:
    """Curves over the places, with their names at their right ends, at the step of training that is shown."""

    margins = (58, 92, 42, 26)
    handle, held = "layer or time: click on one, or step with the arrow keys", held

    def __init__(self, axes: Axes, style: Style):
        style_axes(axes, style, x_label=" ", y_label=NAME)
        self.axes, self.y_label = axes, axes.texts[0]
        self.curves, self.labels = {}, {}
        for key, line in LINES.items():
            color, (marker, dashes) = getattr(style, line.role), line.marks
            self.curves[key], = axes.plot([], [], color=color, lw=1.8, ls=dashes, marker=marker, ms=5, mec=style.ground,
                                          mew=0.6)
            self.labels[key] = axes.text(0, 0, "", color=color, fontsize=TEXT, va="center", ha="left", clip_on=False)
        self.place = grip(axes, style)
        self.moving = (self.place, *self.curves.values(), *self.labels.values())
        self.ghosted, self.unit = tuple(self.curves.values()), None

    @staticmethod
    def spans(settings, result) -> Spans:
        """The places; logarithms of the sizes of all steps, so that the ground stays put while the steps run.

        A Jacobian, which starts at 1 on the right, has room above them and, in steps of five decades, below."""
        ever = (sizes for key, sizes in result.sizes.items() if LINES[key].names[settings.net])
        bottom, top = ends(*ever, log=True) or (-1.0, 1.0)
        if LINES["jacobian"].names[settings.net]:
            reached = result.reach(result.at(settings.step))
            lowest, _ = ends(reached.jacobian, log=True) or (bottom, top)
            bottom, top = bottom if lowest >= bottom else 5 * math.floor(lowest / 5), max(top, 0.0) + HEADROOM
        return {**place_span(settings), "log10 size": (bottom, top)}

    def draw(self, settings, result, spans) -> None:
        self.unit = settings.net
        step = result.at(settings.step)
        reached = result.reach(step)
        with np.errstate(divide="ignore", invalid="ignore"):
            heights = {key: np.log10(line.sizes(result, step, reached)) for key, line in LINES.items()
                       if line.names[settings.net]}
        low, high = self._ground(settings, spans)
        self.y_label.set_text(NAME if step == settings.step else f"size at step {step}")
        for key, curve in self.curves.items():
            height = heights.get(key, np.empty(0))
            curve.set_data(np.arange(1, len(height) + 1), np.where(np.isfinite(height), height, np.nan))
            curve.set_markevery(max(len(height) // MOST_MARKERS, 1))
        mark(self.place, settings.layer)
        self._label(settings, heights, low, high)

    def _ground(self, settings, spans: Spans) -> tuple[float, float]:
        """Limits and ticks, in steps that stay put while a slider moves a little."""
        low, high, tick = decades(*spans["log10 size"], most=7)
        places = spans[PLACES[settings.net]][1]
        limits(self.axes, (0.5, places + 0.5), (low, high))
        ticks(self.axes.xaxis, *place_ticks(settings, places))
        self.axes.xaxis.label.set_text(X_LABELS[settings.net])
        log_ticks(self.axes.yaxis, low, high, tick)
        return low, high

    def _label(self, settings, heights: Mapping[str, np.ndarray], low: float, high: float) -> None:
        ends = {key: float(np.clip(height[-1], low, high)) if np.isfinite(height[-1]) else high
                for key, height in heights.items()}
        places = spread_labels(ends, px_upwards(self.axes, LINE), low, high)
        for key, label in self.labels.items():
            label.set_text(LINES[key].names[settings.net])
            label.set_position((places_of(settings) + px_to_data(self.axes, 8), places.get(key, low)))

    def drag(self, pressed, result, start: tuple[float, float], at: tuple[float, float]) -> Mapping[str, int]:
        """The place next to the pointer."""
        return {"layer": min(max(round(float(at[0])), 1), places_of(pressed))}

    def nudge(self, settings, result, right: int, up: int) -> Mapping[str, int]:
        """Select the place that number of layers or steps further on; 0, before the first, selects none."""
        return {"layer": min(max(settings.layer + int(right + up), 0), places_of(settings))}

    def told(self, settings, result, at) -> Told | None:
        """All sizes at the place under the pointer."""
        place, step = place_under(at[0], 1, places_of(settings)), result.at(settings.step)
        if place is None:
            return None
        reached = result.reach(step)
        sizes = [(name, line.sizes(result, step, reached)) for line in LINES.values()
                 if (name := line.names[settings.net])]
        said = named((name, size[place - 1]) for name, size in sizes if place <= len(size))
        return Told(f"{place_words(settings, place)} at step {step}: {said}", place)
