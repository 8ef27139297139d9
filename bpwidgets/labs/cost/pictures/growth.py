"""What one gradient costs, over the number of parameters: nets of one form from narrow to wide, the chosen one
marked."""
from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Polygon

from ....pictures.frame import limits, log_ticks, px_to_data, px_upwards, spread_labels, style_axes
from ....pictures.quick_text import QuickText
from ....pictures.scales import Spans
from ....pictures.style import LINE, TEXT, Style
from ....pictures.telling import Told, closest
from ....text import in_words
from ..growth import PARAMETERS
from ..task import brief, titled
from ..verdict import times
from ..ways import WAYS
from .marks import MARKS

# The room to the right of the axes; from a line or a point to the words beside it, in px.
RIGHT, ASIDE, NEAR = 118, 8, 10
# Trials cost what forward differences cost: one curve with both names.
NAMES = {"central": "central\ndifferences", "forward": "forward\ndifferences,\ntrials", "backprop": "backpropagation",
         "directions": "one random\ndirection"}
# The axis reaches up to here at least, in logarithms: the most that central differences take of nets on the curves.
HIGHEST = {"passes": 7.3, "multiply_adds": 14.3}
DRAWN = ("central", "forward", "backprop")
UP = {"passes": "work of one gradient, in forward passes", "multiply_adds": "multiply-adds of one gradient"}
# In px, between the points of differences and of backpropagation: from here on there is room for both numbers, for the
# factor, for the name of the net.
BOTH, GAP, TALL = 30, 42, 130
# The room that the name of the net takes beside its line, that of numbers to the right of it, and that of a digit.
ROOM, RIGHT_OF, DIGIT = 118, 80, 9


class GrowthCurves:
    """log10 of the work over log10 of the number of parameters; dragging goes to another width."""

    margins = (52, RIGHT, 42, 26)
    handle = "width: drag the line, or move it with the arrow keys"

    def __init__(self, axes: Axes, style: Style):
        style_axes(axes, style, x_label="number of parameters", y_label=" ")
        self.axes, self.up = axes, axes.texts[0]
        self.here, = axes.plot([], [], color=style.muted, lw=1.2)
        self.saved = axes.add_patch(Polygon(np.zeros((1, 2)), closed=True, fc=style.here, alpha=0.1, lw=0))
        self.lines = {name: axes.plot([], [], color=MARKS[name].color(style), lw=2, ls=MARKS[name].line)[0]
                      for name in NAMES}
        self.dots = {name: axes.plot([], [], color=MARKS[name].color(style), ls="", marker=MARKS[name].marker, ms=9,
                                     mec=style.ground, mew=1.2)[0] for name in NAMES}
        beside = {"fontsize": TEXT, "clip_on": False}
        self.names = {name: axes.text(0, 0, "", color=MARKS[name].color(style), va="center", ha="left",
                                      linespacing=0.95, **beside) for name in NAMES}
        # They change with every frame.
        self.numbers = {name: _quick(axes, MARKS[name].color(style), weight="bold") for name in NAMES}
        self.net, self.size, self.factor = (_quick(axes, style.ink) for _ in range(3))
        self.moving = (self.saved, self.here, *self.lines.values(), *self.dots.values(), *self.names.values(),
                       *self.numbers.values(), self.net, self.size, self.factor)
        self.ghosted, self.unit = tuple(self.lines.values()), None

    @staticmethod
    def spans(settings, result) -> Spans:
        """All nets of the form, and the work of all ways."""
        growth = result.growth
        counted = _counted(settings, growth)
        return {"log10 parameters": (0.0, math.log10(max(growth.parameters[-1], PARAMETERS))),
                f"log10 {settings.counted}": (0.0, max(math.log10(max(float(rows[-1]) for rows in counted.values())),
                                                       HIGHEST[settings.counted]))}

    def draw(self, settings, result, spans) -> None:
        counted = _counted(settings, result.growth)
        self.unit = settings.counted
        right, top = (math.ceil(2 * spans[name][1]) / 2 for name in ("log10 parameters", f"log10 {settings.counted}"))
        limits(self.axes, (0.0, right), (-0.04 * top, top))
        log_ticks(self.axes.xaxis, 0, math.floor(right), 1)
        log_ticks(self.axes.yaxis, 0, math.floor(top), math.ceil(top / 8))
        self.up.set_text(UP[settings.counted])
        x, at = np.log10(result.growth.parameters), math.log10(result.parameters)
        own = {name: math.log10(_of(settings, result.costs[name])) for name in _shown(settings)}
        for name, line in self.lines.items():
            line.set_data((x, np.log10(counted[name])) if name in own else ([], []))
            line.set_linewidth(2.8 if name == settings.way else 1.8)
            self.dots[name].set_data(([at], [own[name]]) if name in own else ([], []))
        self.saved.set_xy(np.column_stack([
            np.append(x, x[::-1]), np.log10(np.append(counted["backprop"], counted["forward"][::-1]))]))
        self._name({name: float(np.log10(counted[name][-1])) for name in own}, right, top)
        self._number(settings, result, at, own)
        self._mark(result, at, own, top, "central" if settings.way == "central" else "forward")

    def _name(self, ends: Mapping[str, float], right: float, top: float) -> None:
        """At the right ends of the curves."""
        places = spread_labels(dict(ends), px_upwards(self.axes, 2.6 * LINE), 0, top - px_upwards(self.axes, LINE))
        for name, text in self.names.items():
            text.set_text(NAMES[name] if name in places else "")
            text.set_position((right + px_to_data(self.axes, ASIDE), places.get(name, 0)))

    def _number(self, settings, result, at: float, own: Mapping[str, float]) -> None:
        """Beside the points of the net, where no curve is: of both differences the one that is chosen."""
        differences = "central" if settings.way == "central" else "forward"
        apart = own[differences] - own["backprop"] > px_upwards(self.axes, BOTH)
        side = self._side(at)
        places = {"central": (-1, 1), "forward": (1, -1), "backprop": (side, 1 if apart else -1),
                  "directions": (-1, -1)}
        for name, text in self.numbers.items():
            right, up = places[name]
            seen = (name in own and name in (differences, "backprop", settings.way)
                    and (name != "forward" or (apart and side > 0)))
            words = _price(_of(settings, result.costs[name])) if seen else ""
            fits = right > 0 or at > px_to_data(self.axes, 2 * NEAR + DIGIT * len(words))
            text.set(text=words if fits else "",
                     ha="left" if right > 0 else "right", va="bottom" if up > 0 else "top",
                     position=(at + px_to_data(self.axes, NEAR * right),
                               own.get(name, 0) + px_upwards(self.axes, 3 * up)))

    def _mark(self, result, at: float, own: Mapping[str, float], top: float, differences: str) -> None:
        """The line of the net with its name, and how many times the cost of backpropagation differences have."""
        self.here.set_data([at, at], [0, top])
        low, high = own["backprop"], own["forward"]     # the factor stands between these two, whichever it is of
        room = px_upwards(self.axes, GAP) < high - low
        factor = result.costs[differences].forward_passes / result.costs["backprop"].forward_passes
        side = self._side(at)
        self.factor.set(text=times(factor) if room else "", ha="left" if side > 0 else "right", va="center",
                        position=(at + px_to_data(self.axes, NEAR * side), (low + high) / 2))
        fits = px_to_data(self.axes, ROOM) < max(at, self.axes.get_xlim()[1] - at)
        left, below = at > px_to_data(self.axes, ROOM), high - low > px_upwards(self.axes, TALL)
        upper = low + px_upwards(self.axes, 2 * LINE + (NEAR if side > 0 else NEAR + LINE)) if below and left else (
            top - px_upwards(self.axes, NEAR / 2))
        for line, (text, words) in enumerate(((self.net, brief(titled(result.widths), 15)),
                                              (self.size, f"{result.parameters:,} parameters"))):
            text.set(text=words if fits else "", ha="right" if left else "left", va="top",
                     position=(at + px_to_data(self.axes, -NEAR if left else NEAR),
                               upper - px_upwards(self.axes, line * LINE)))

    def _side(self, at: float) -> int:
        """1 where there is room for numbers to the right of a place, else -1."""
        return 1 if at + px_to_data(self.axes, RIGHT_OF) <= self.axes.get_xlim()[1] else -1

    def drag(self, pressed, result, start, at) -> Mapping[str, Any]:
        """The width of the net on the curve that has about so many parameters."""
        return {"width": int(np.clip(_width_at(pressed, result, at[0]), 1, 100_000))}

    def nudge(self, settings, result, right: int, up: int) -> Mapping[str, Any]:
        """The width grows or falls by a tenth, by one unit at least."""
        by = right + up
        step = max(round(abs(settings.width * (1.1 ** abs(by) - 1))), abs(by))
        return {"width": int(np.clip(settings.width + math.copysign(step, by) if by else settings.width, 1, 100_000))}

    def held(self, settings, result) -> tuple[float, float]:
        """At the chosen net."""
        return math.log10(result.parameters), math.nan

    def told(self, settings, result, at) -> Told:
        """What the net under the pointer costs."""
        k = closest(np.log10(result.growth.parameters), at[0])
        counted = _counted(settings, result.growth)
        said = ", ".join(f"{WAYS[name].short} {_price(counted[name][k])}" for name in _shown(settings))
        return Told(f"{result.growth.parameters[k]:,} parameters: {said}", math.log10(result.growth.parameters[k]))


def _quick(axes: Axes, color: str, **more: Any) -> QuickText:
    return axes.add_artist(QuickText(0, 0, "", color=color, fontsize=TEXT, clip_on=False, **more))


def _price(value: float) -> str:
    return f"{value:,.0f}" if 100 <= value < 1e9 else in_words(value)


def _shown(settings) -> tuple[str, ...]:
    return (*DRAWN, settings.way) if settings.way == "directions" else DRAWN


def _counted(settings, growth) -> Mapping[str, np.ndarray]:
    return growth.forward_passes if settings.counted == "passes" else growth.multiply_adds


def _of(settings, cost) -> float:
    return cost.forward_passes if settings.counted == "passes" else float(cost.multiply_adds)


def _width_at(settings, result, place: float) -> float:
    """Between the widths of the curve, on log scales."""
    growth = result.growth
    return 10 ** np.interp(place, np.log10(growth.parameters), np.log10(growth.widest))
