"""How far back the error reaches: the gradient of an output with respect to each earlier input, on a log axis."""
from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from ....pictures.frame import limits, log_ticks, px_to_data, px_upwards, round_ticks, spread_labels, style_axes, ticks
from ....pictures.scales import Spans, ends
from ....pictures.style import LINE, SMALL, TEXT, Style
from ....pictures.telling import Told, named, place_under
from ....text import in_words
from ..cells import CELLS
from .marks import MARKS

LEFT, RIGHT, ASIDE, BELOW, WORD = 122, 44, 8, 8, 104
# The axis reaches from here to here at least; what is smaller leaves it.
LOWEST, HIGHEST = -8, 1


class Reach:
    """A line for each cell over the steps back; the output is on the right, the past on the left. The
    border beyond which the error is cut off is dragged."""

    margins = (LEFT, RIGHT, 42, 26)
    handle = "cut: drag it to where the error shall end, or move it with the arrow keys"

    def __init__(self, axes: Axes, style: Style):
        style_axes(axes, style, x_label="steps back from the output")
        axes.yaxis.tick_right()
        axes.tick_params(axis="y", length=0)
        axes.text(1, 1, "size of d output / d input", transform=axes.transAxes, color=style.muted, fontsize=TEXT,
                  ha="right", va="bottom")
        self.axes, self.y_label = axes, axes.texts[-1]
        self.cut = axes.add_patch(Rectangle((0, 0), 0, 0, color=style.muted, alpha=0.14, lw=0))
        self.border = axes.axvline(0, color=style.muted, lw=1.4)
        self.word = axes.text(0, 0, "", color=style.muted, fontsize=SMALL, ha="center", va="center")
        self.curves = {name: axes.plot([], [], color=mark.color(style), ls=mark.line, lw=2.2, marker=mark.marker, ms=5,
                                       mec=style.ground, mew=0.6)[0] for name, mark in MARKS.items()}
        self.uncut = {name: axes.plot([], [], color=mark.color(style), ls=mark.line, lw=1.2, alpha=0.6)[0]
                      for name, mark in MARKS.items()}
        self.names = {name: axes.text(0, 0, "", color=mark.color(style), fontsize=TEXT, va="center", ha="right",
                                      clip_on=False) for name, mark in MARKS.items()}
        self.moving = (self.cut, self.border, *self.uncut.values(), self.word, *self.curves.values(),
                       *self.names.values(), self.y_label)
        self.ghosted, self.unit = tuple(self.curves.values()), None

    @staticmethod
    def spans(settings, result) -> Spans:
        """Logarithms of the sizes."""
        known = ends(*(sight.reach for sight in result.sights(settings).values()), log=True) or (LOWEST, HIGHEST)
        return {"log10 size": (float(LOWEST), float(max(HIGHEST, math.ceil(known[1]))))}

    def draw(self, settings, result, spans) -> None:
        self.unit = settings.of
        low, high = (int(end) for end in spans["log10 size"])
        limits(self.axes, (0.5 - result.length, 0.6), (low - 0.2, high + 0.2))
        back = [place for place in round_ticks(0, max(result.length - 1, 1)) if place == int(place)]
        ticks(self.axes.xaxis, [-place for place in back], [str(int(place)) for place in back])
        log_ticks(self.axes.yaxis, low, high, max((high - low) // 4, 1))
        self.y_label.set_text(f"size of d {settings.of} / d input")
        sights, first = result.sights(settings), {}
        for name, curve in self.curves.items():
            steps, height = heights_of(sights[name].reach, settings.asked)
            curve.set_data(steps, np.where(height >= low, height, np.nan))
            _, whole = heights_of(sights[name].uncut, settings.asked)
            self.uncut[name].set_data(*((steps, np.where(whole >= low, whole, np.nan)) if self._is_cut(settings)
                                        else ([], [])))
            known = np.flatnonzero(np.isfinite(height))
            first[name] = float(np.clip(height[known[0]], low, high)) if len(known) else low
        self._name(sights, first, low, high)
        self._shade(settings, result, low, high)

    def _name(self, sights, first, low: float, high: float) -> None:
        """At the left ends, with what is left there."""
        at, top = self.axes.get_xlim()[0] - px_to_data(self.axes, ASIDE), high - px_upwards(self.axes, BELOW)
        for name, place in spread_labels(first, px_upwards(self.axes, LINE), low, top).items():
            self.names[name].set(position=(at, place),
                                 text=f"{CELLS[name].title} {in_words(sights[name].reach[0], 2)}")

    def _shade(self, settings, result, low: float, high: float) -> None:
        """Where the error is cut off."""
        left, right = self.axes.get_xlim()[0], 0.5 - settings.truncate
        shown = self._is_cut(settings)
        self.border.set_xdata([right, right])
        self.cut.set_bounds(left, low - 0.2, max(right - left, 0.0) if shown else 0.0, high - low + 0.4)
        self.word.set_text("cut off: 0 arrives" if shown and right - left > px_to_data(self.axes, WORD) else "")
        self.word.set_position(((left + right) / 2, low + 0.15 * (high - low)))

    @staticmethod
    def _is_cut(settings) -> bool:
        return settings.truncate < settings.asked

    def drag(self, pressed, result, start, at) -> Mapping[str, Any]:
        """The error goes back to the pointer and no further."""
        return {"truncate": int(np.clip(round(0.5 - at[0]), 1, pressed.length))}

    def nudge(self, settings, result, right: int, up: int) -> Mapping[str, Any]:
        """A step less, or one more."""
        return {"truncate": int(np.clip(settings.truncate - right, 1, settings.length))}

    def held(self, settings, result) -> tuple[float, float]:
        """At the border."""
        return 0.5 - settings.truncate, math.nan

    def told(self, settings, result, at) -> Told | None:
        """All three at this step back."""
        back = place_under(-at[0], 0, settings.asked - 1)
        if back is None:
            return None
        t = settings.asked - 1 - back
        said = named((CELLS[name].title, sight.reach[t]) for name, sight in result.sights(settings).items())
        whole = named((CELLS[name].title, sight.uncut[t]) for name, sight in result.sights(settings).items())
        return Told(f"{back} back, step {t + 1}: {said}" + (f"; without the cut {whole}" if back >= settings.truncate
                                                            else ""), -back)


def heights_of(sizes: np.ndarray, asked: int) -> tuple[np.ndarray, np.ndarray]:
    """Minus the steps back, and the logarithms of sizes, nan for 0: of the steps up to the one that is asked."""
    with np.errstate(all="ignore"):
        height = np.log10(sizes[:asked])
    return np.arange(asked) - asked + 1.0, np.where(np.isfinite(height), height, np.nan)
