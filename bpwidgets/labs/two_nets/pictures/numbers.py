"""The game of two numbers: a spiral, an ellipse, and the distance from where both would rest."""
from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes

from ....pictures.frame import (
    limits,
    number_ticks,
    px_to_data,
    px_upwards,
    spread_labels,
    style_axes,
)
from ....pictures.moments import Moments
from ....pictures.style import LINE, TEXT, Style
from ....pictures.telling import Told, named, nearest, place_under
from ....pictures.trail import rimmed
from ....spacing import round_up
from ....text import in_words
from ..game import AT_ONCE, TURNS
from ..two_numbers import moved
from .arrows import Arrows

# The farthest from the middle that is drawn; places across at which a step is shown.
FARTHEST, PLACES = 4.0, 11
NUMBER_STEPS = Moments("number_step", "number_steps")
WORDS = {AT_ONCE: "at once", TURNS: "in turns"}
ROOM, ASIDE = 132, 8


def reach_of(result) -> float:
    """How far from the middle is drawn."""
    far = max(float(np.nanmax(one.radius)) for one in result.orbits.values())
    return 1.08 * min(max(far, 1.0), FARTHEST)


def looks(style: Style) -> dict[str, tuple[str, Any, str]]:
    """Color, line and marker of each order."""
    return {AT_ONCE: (style.delta, "-", "o"), TURNS: (style.activation, (0, (5, 2)), "s")}


class Circle:
    """theta across, psi upwards: both orders from one start, up to the step shown; pale, what comes."""

    margins = (40, 8, 42, 24)
    square = True

    def __init__(self, axes: Axes, style: Style):
        style_axes(axes, style, grid="", x_label="θ, what G makes", y_label="ψ, the slope of D")
        self.axes = axes
        self.cross = axes.plot([], [], color=style.hairline, lw=1)[0]
        self.field = Arrows(axes, style, style.muted, zorder=1)
        self.pale = {name: axes.plot([], [], color=color, ls=line, lw=0.8, alpha=0.4)[0]
                     for name, (color, line, _) in looks(style).items()}
        self.paths = {name: axes.plot([], [], color=color, ls=line, lw=2)[0]
                      for name, (color, line, _) in looks(style).items()}
        self.dots = {name: axes.plot([], [], color=color, ls="", marker=marker, ms=9, mec=style.ground, mew=1.5)[0]
                     for name, (color, _, marker) in looks(style).items()}
        rimmed(style, *self.dots.values())
        self.moving = (self.cross, self.field.artist, *self.pale.values(), *self.paths.values(), *self.dots.values())

    def draw(self, settings, result) -> None:
        reach = reach_of(result)
        limits(self.axes, (-reach, reach), (-reach, reach))
        for axis in (self.axes.xaxis, self.axes.yaxis):
            number_ticks(axis, -reach, reach)
        self.cross.set_data([-reach, reach, np.nan, 0, 0], [0, 0, np.nan, -reach, reach])
        places = np.linspace(-0.92, 0.92, PLACES) * reach
        theta, psi = (part.ravel() for part in np.meshgrid(places, places))
        c = settings.number_penalty
        self.field.show(np.column_stack([theta, psi]), np.column_stack([-psi, theta - c * psi]) / reach)
        for name, one in result.orbits.items():
            path = np.where(np.abs(one.path) < 1e6, one.path, np.nan)
            self.pale[name].set_data(*path.T)
            self.paths[name].set_data(*path[:settings.number_step + 1].T)
            self.dots[name].set_data(*path[settings.number_step][:, None])

    def told(self, settings, result, at) -> Told | None:
        """The step under the pointer, else where a step from here would lead."""
        for name, one in result.orbits.items():
            k = nearest(self.axes, at, *one.path.T)
            if k is not None:
                theta, psi = one.path[k].tolist()
                return Told(f"{WORDS[name]}, step {k}: θ {in_words(theta)}, ψ {in_words(psi)}, distance "
                            f"{in_words(one.radius[k])}", theta, psi)
        there = moved(AT_ONCE, *at, settings.number_rate, settings.number_penalty)
        return Told(f"{named(zip('θψ', at))}: a step at once leads to {named(zip('θψ', there))}", *at)


class Distance:
    """The distance from (0, 0), step by step. The line at the step shown is dragged."""

    margins = (34, ROOM, 42, 24)
    handle = "step of theta and psi: drag the line, or move it with the arrow keys"
    drag, nudge = NUMBER_STEPS.drag, NUMBER_STEPS.nudge

    def __init__(self, axes: Axes, style: Style):
        style_axes(axes, style, x_label="step", y_label="distance from (0, 0)")
        self.axes = axes
        self.cursor = axes.axvline(0, color=style.muted, lw=1.4)
        self.curves = {name: axes.plot([], [], color=color, ls=line, lw=2.2)[0]
                       for name, (color, line, _) in looks(style).items()}
        self.dots = {name: axes.plot([], [], color=color, ls="", marker=marker, ms=8, mec=style.ground, mew=1.2)[0]
                     for name, (color, _, marker) in looks(style).items()}
        self.names = {name: axes.text(0, 0, "", color=color, fontsize=TEXT, va="center", clip_on=False)
                      for name, (color, _, _) in looks(style).items()}
        self.moving = (self.cursor, *self.curves.values(), *self.dots.values(), *self.names.values())
        self.ghosted, self.unit = tuple(self.curves.values()), None

    def draw(self, settings, result) -> None:
        top, last, k = round_up(reach_of(result)), settings.number_steps, settings.number_step
        NUMBER_STEPS.below(self.axes, settings, (-0.03 * top, top), room=0.015)
        number_ticks(self.axes.yaxis, 0.0, top)
        self.cursor.set_xdata([k, k])
        right = self.axes.get_xlim()[1] + px_to_data(self.axes, ASIDE)
        spread = spread_labels({name: min(float(one.radius[k]), top) for name, one in result.orbits.items()},
                               px_upwards(self.axes, LINE), 0.0, top)
        for name, one in result.orbits.items():
            radius = np.where(one.radius < 1e6, one.radius, np.nan)
            self.curves[name].set_data(np.arange(last + 1), radius)
            self.dots[name].set_data(*(([k], radius[k:k + 1]) if radius[k] <= top else ([], [])))
            self.names[name].set(text=f"{WORDS[name]} {in_words(one.radius[k])}", position=(right, spread[name]))

    def held(self, settings, result) -> tuple[float, float]:
        """At the step shown."""
        return settings.number_step, float("nan")

    def told(self, settings, result, at) -> Told | None:
        """Both distances at the step under the pointer."""
        k = place_under(at[0], 0, settings.number_steps)
        return None if k is None else Told(f"step {k}: " + ", ".join(
            f"{WORDS[name]} {in_words(one.radius[k])}" for name, one in result.orbits.items()), k)
