"""How many paths there are, and what backpropagation has to do, over the depth of a layered net."""
from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from matplotlib.axes import Axes
from matplotlib.patheffects import withStroke

from ....pictures.frame import (
    decades,
    limits,
    log_ticks,
    most_across,
    px_upwards,
    round_ticks,
    spread_labels,
    style_axes,
    ticks,
    up_to,
)
from ....pictures.style import LINE, SMALL, Style
from ....pictures.telling import Told, place_under
from ....text import counted
from ..counts import count_in_words
from ..settings import USUAL

# The labels stand beside the marks, on the side on which there is room for their words, and so much higher, in px.
AWAY, HIGHER = 9, 11


class GrowthPicture:
    """Two curves over the number of hidden layers, in powers of ten; a line marks the depth that is chosen."""

    margins = (52, 16, 36, 34)
    handle = "depth: drag it, or move it with the arrow keys"

    def __init__(self, axes: Axes, style: Style):
        style_axes(axes, style, x_label="hidden layers", y_label=" ")
        self.axes, self.style = axes, style
        self.paths, = axes.plot([], [], color=style.delta, lw=2)
        self.operations, = axes.plot([], [], color=style.weight_gradient, lw=2, ls=(0, (5, 2)))
        self.marks = {name: axes.plot([], [], color=color, marker=marker, ms=7, ls="")[0] for name, color, marker in
                      (("paths", style.delta, "s"), ("operations", style.weight_gradient, "^"))}
        self.line, = axes.plot([], [], color=style.muted, lw=0.9)
        self.words = {name: axes.annotate("", (0, 0), xytext=(0, 0), textcoords="offset points", fontsize=SMALL,
                                          color=mark.get_color(), va="center", annotation_clip=False)
                      for name, mark in self.marks.items()}
        for text in self.words.values():
            text.set_path_effects([withStroke(linewidth=3, foreground=style.ground)])
        self.title = axes.texts[0]
        self.ghosted, self.unit = (self.paths, self.operations), None
        self.moving = (self.line, self.paths, self.operations, *self.marks.values(), *self.words.values(), self.title)

    def draw(self, settings, result) -> None:
        growth, depth = result.growth, settings.depth
        last = USUAL if depth <= USUAL else up_to(depth)
        curves = {"paths": growth.paths[:last], "operations": growth.operations[:last]}
        highest = max(math.log10(numbers[-1]) for numbers in curves.values())
        low, high, step = decades(0, highest * 1.05)
        limits(self.axes, (0.5, last + 0.5), (low - 0.03 * high, high))
        log_ticks(self.axes.yaxis, low, high, step)
        places = [1, *(int(p) for p in round_ticks(1, last, most=most_across(self.axes, 9)) if p > 2)]
        ticks(self.axes.xaxis, places, [str(p) for p in places])
        for name, line in (("paths", self.paths), ("operations", self.operations)):
            line.set_data(range(1, last + 1), [math.log10(number) for number in curves[name]])
            self.marks[name].set_data([depth], [math.log10(curves[name][depth - 1])])
        self.line.set_data([depth, depth], self.axes.get_ylim())
        self.title.set_text(f"width {growth.width}, depth {depth}")
        self.title.set_color(self.style.ink)
        self._place_words(curves, depth, last)

    def _place_words(self, curves: Mapping[str, tuple[int, ...]], depth: int, last: int) -> None:
        """Beside the marks, one above the other."""
        low, high = self.axes.get_ylim()
        room = px_upwards(self.axes, LINE)
        higher = px_upwards(self.axes, HIGHER)
        ends = {name: math.log10(numbers[depth - 1]) + higher for name, numbers in curves.items()}
        heights = spread_labels(ends, room, low + room / 2, high - room / 2)
        left = depth > last / 2
        for name, text in self.words.items():
            text.set_text(words_of(name, curves[name][depth - 1]))
            text.xy = (depth, heights[name])
            text.set_position((-AWAY if left else AWAY, 0))
            text.set_ha("right" if left else "left")

    def drag(self, pressed, result, start, at) -> dict[str, Any]:
        """The depth under the pointer."""
        low, high = pressed.bounds("depth")
        return {"depth": int(min(max(round(at[0]), low), high))}

    def nudge(self, settings, result, right: int, up: int) -> dict[str, Any]:
        """So many layers more."""
        low, high = settings.bounds("depth")
        return {"depth": int(min(max(settings.depth + right + up, low), high))}

    def held(self, settings, result) -> tuple[float, float]:
        """Where the hand holds it."""
        return settings.depth, math.log10(result.growth.paths[settings.depth - 1])

    def told(self, settings, result, at) -> Told | None:
        """Both numbers at the depth under the pointer."""
        depth = place_under(at[0], 1, len(result.growth.paths))
        return depth and Told(growth_words(result.growth, depth), depth)


def words_of(name: str, number: int) -> str:
    """A number with what it counts."""
    what = {"paths": ("path", "paths"), "operations": ("multiply-add", "multiply-adds")}[name]
    return f"{count_in_words(number)} {what[number != 1]}"


def growth_words(growth, depth: int) -> str:
    """Both numbers at one depth."""
    return (f"{counted(depth, 'layer')} of {counted(growth.width, 'unit')}: "
            f"{words_of('paths', growth.paths[depth - 1])} from one first weight to the loss, "
            f"{words_of('operations', growth.operations[depth - 1])} of backpropagation")
