"""What either loss says of the unit, over its weighted sum z: the curves of both, and where the step shown stands."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from ....pictures.frame import limits, number_ticks, px_to_data, px_upwards, round_span, style_axes
from ....pictures.quick_text import QuickText
from ....pictures.scales import Spans
from ....pictures.style import SMALL, TEXT, Style
from ....pictures.telling import Told
from ....text import in_words
from ..kinds import outputs
from ..verdict import SURELY
from .marks import MARKS

# px: what a letter takes, between a name and its number, from a dot to both; the room that a word needs, and how far
# it stands off the middle of that. PRESS: the z of one press of an arrow key.
LETTER, BETWEEN, ABOVE, WORD, ASIDE = 6.8, 5, 17, 84, 4
PRESS = 0.25


class Side(NamedTuple):
    """Where words stand beside a dot: to the left (-1), right (1) or neither (0); below (-1) or above (1)."""

    right: int
    up: int


class OverZ:
    """Two curves over z, with a dot on each. Where the unit is surely wrong the ground is shaded."""

    def __init__(self, axes: Axes, style: Style, y_label: str):
        style_axes(axes, style, x_label="z", y_label=y_label)
        self.axes = axes
        self.wrong = axes.add_patch(Rectangle((0, 0), 0, 0, color=style.muted, alpha=0.1, lw=0))
        self.word = axes.text(0, 0, "", color=style.muted, fontsize=SMALL, ha="center", va="center")
        self.level, = axes.plot([], [], color=style.muted, lw=0.8)
        self.start, = axes.plot([], [], color=style.muted, lw=1.4)
        self.curves = {name: axes.plot([], [], color=mark.color(style), ls=mark.line, lw=2.2)[0]
                       for name, mark in MARKS.items()}
        self.dots = {name: axes.plot([], [], color=mark.color(style), ls="", marker=mark.marker, ms=10,
                                     mec=style.ground, mew=1.5)[0] for name, mark in MARKS.items()}
        self.names, self.numbers = ({name: axes.add_artist(QuickText(
            0, 0, "", color=mark.color(style), fontsize=TEXT, va="center", ha=side)) for name, mark in MARKS.items()}
            for side in ("right", "left"))
        self.moving = (self.wrong, self.word, self.level, self.start, *self.curves.values(), *self.dots.values(),
                       *self.names.values(), *self.numbers.values())

    def draw(self, settings, result, curves: Mapping[str, np.ndarray], at: Mapping[str, np.ndarray],
             ends: tuple[float, float, float], sides: Mapping[str, Side], free: float = 0.5) -> None:
        """curves: (k,) over result.z; at: the height at each step. ends: of both axes, z from -x to x.

        sides: where the words of a dot are clear of the curves. free: which part of the height lies between them.
        """
        x, *y = ends
        limits(self.axes, (-x, x), tuple(y))
        number_ticks(self.axes.xaxis, -x, x)
        number_ticks(self.axes.yaxis, *y)
        self.level.set_data((-x, x), (0, 0))
        first = float(result.runs["entropy"].z[0])
        self.start.set_data((first, first), (0.0, float(at["entropy"][0])))
        self._shade(result, y, free)
        for name, curve in self.curves.items():
            curve.set_data(result.z, curves[name])
            z, height = float(result.runs[name].z[settings.step]), float(at[name][settings.step])
            self.dots[name].set_data([z], [height])
            self._say(name, result.runs[name].title, in_words(height), z, height, sides[name])

    def _shade(self, result, y: Sequence[float], free: float) -> None:
        """From the z on from which the output is off by nearly 1."""
        found = np.abs(outputs(result.z) - result.target) >= SURELY
        low, high = (float(result.z[found][0]), float(result.z[found][-1])) if found.any() else (0.0, 0.0)
        one_side = found.any() and not (found[0] and found[-1])
        self.wrong.set_bounds(low, y[0], high - low if one_side else 0.0, y[1] - y[0])
        start = min(max(float(result.runs["entropy"].z[0]), low), high)
        left, right = max(((low, start), (start, high)), key=lambda part: part[1] - part[0])
        aside = px_to_data(self.axes, ASIDE) * (1 if left == start else -1)     # clear of the line at the start
        self.word.set_position(((left + right) / 2 + aside, y[0] + free * (y[1] - y[0])))
        self.word.set_text("surely wrong" if one_side and right - left > px_to_data(self.axes, WORD) else "")

    def _say(self, name: str, title: str, number: str, z: float, height: float, side: Side) -> None:
        """Name and number beside the dot, within the axes."""
        (left, right), (low, high) = self.axes.get_xlim(), self.axes.get_ylim()
        before, after = (px_to_data(self.axes, LETTER * len(words) + BETWEEN) for words in (title, number))
        half, gap = (before + after) / 2, px_upwards(self.axes, ABOVE)
        middle = float(np.clip(z + side.right * half, left + half, right - half))
        if not side.right:      # beyond the line at 0, along which the curve is flat
            height = min(height, 0.0) if side.up < 0 else max(height, 0.0)
        height = float(np.clip(height + side.up * gap, low + gap / 2, high - gap / 2))
        between = middle - half + before
        for text, words, shift in ((self.names[name], title, -1), (self.numbers[name], number, 1)):
            text.set_text(words)
            text.set_position((between + shift * px_to_data(self.axes, BETWEEN / 2), height))


class GradientOverZ:
    """dL/dz over z: the slope of the unit flattens that of the squared error; dragging moves the start."""

    margins = (46, 14, 42, 26)
    handle = "start: click or drag to another z, or move it with the arrow keys"

    def __init__(self, axes: Axes, style: Style):
        self.axes, self.over = axes, OverZ(axes, style, "gradient dL/dz")
        self.moving = self.over.moving
        self.ghosted, self.unit = tuple(self.over.curves.values()), None

    @staticmethod
    def spans(settings, result) -> Spans:
        """Both curves."""
        return {"z": (float(result.z[0]), float(result.z[-1])), "dL/dz": _ends(result, "curve_deltas")}

    def draw(self, settings, result, spans) -> None:
        low, high = spans["dL/dz"]
        room = 0.2 * (high - low)
        way = 1 if result.runs["entropy"].deltas[settings.step] >= 0 else -1
        self.over.draw(settings, result, {name: run.curve_deltas for name, run in result.runs.items()},
                       {name: run.deltas for name, run in result.runs.items()},
                       (spans["z"][1], low - room, high + room), {"squared": Side(0, -way), "entropy": Side(-way, way)})

    def drag(self, pressed, result, start, at) -> Mapping[str, float]:
        """The unit starts at the z under the pointer: the bias moves."""
        return moved_to(pressed, result, at[0])

    def nudge(self, settings, result, right: int, up: int) -> Mapping[str, float]:
        """The unit starts some quarters further on."""
        return moved_to(settings, result, float(result.runs["entropy"].z[0]) + PRESS * (right + up))

    def held(self, settings, result) -> tuple[float, float]:
        """At the start."""
        run = result.runs["entropy"]
        return float(run.z[0]), float(run.deltas[0])

    def told(self, settings, result, at) -> Told | None:
        """Both gradients at this z."""
        return told_over_z(result, at[0], "dL/dz", "curve_deltas")


class LossOverZ:
    """Both losses over z."""

    margins = GradientOverZ.margins

    def __init__(self, axes: Axes, style: Style):
        self.axes, self.over = axes, OverZ(axes, style, "loss")
        self.moving = self.over.moving
        self.ghosted, self.unit = tuple(self.over.curves.values()), None

    @staticmethod
    def spans(settings, result) -> Spans:
        """Both curves."""
        return {"z": (float(result.z[0]), float(result.z[-1])), "loss": _ends(result, "curve_losses")}

    def draw(self, settings, result, spans) -> None:
        top = spans["loss"][1]
        way = 1 if result.target <= 0.5 else -1
        self.over.draw(settings, result, {name: run.curve_losses for name, run in result.runs.items()},
                       {name: run.losses for name, run in result.runs.items()},
                       (spans["z"][1], -0.2 * top, 1.15 * top), {"squared": Side(0, -1), "entropy": Side(-way, 1)},
                       free=0.27)

    def told(self, settings, result, at) -> Told | None:
        """Both losses at this z."""
        return told_over_z(result, at[0], "loss", "curve_losses")


def _ends(result, curves: str) -> tuple[float, float]:
    return round_span(*(getattr(run, curves) for run in result.runs.values()))


def moved_to(settings, result, z: float) -> dict[str, float]:
    """The bias with which the unit starts at this z."""
    first = float(result.runs["entropy"].z[0])
    bias = settings.bias + float(np.clip(z, result.z[0], result.z[-1])) - first
    return {"bias": float(np.clip(round(bias, 2), -40, 40))}


def told_over_z(result, z: float, what: str, curves: str) -> Told | None:
    """The values of both curves at a z."""
    if not result.z[0] <= z <= result.z[-1]:
        return None
    k = int(np.abs(result.z - z).argmin())
    said = ", ".join(f"{in_words(getattr(run, curves)[k])} with {run.title}" for run in result.runs.values())
    return Told(f"z {in_words(result.z[k])}, output {in_words(outputs(result.z)[k])}: {what} {said}",
                float(result.z[k]))
