"""How the game went: both losses, which tell little, and the clusters that are covered."""
from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes

from ....pictures.frame import (
    drawable,
    px_to_data,
    px_upwards,
    round_span,
    round_ticks,
    spread_labels,
    style_axes,
    ticks,
)
from ....pictures.moments import Moments
from ....pictures.scales import Spans
from ....pictures.style import LINE, TEXT, Style
from ....pictures.telling import Told, closest
from ....text import in_words, number, percent
from ..losses import LN2, LN4
from ..watch import Measured

RIGHT, ASIDE = 116, 8
# Losses above this multiple of their usual size leave the axes.
USUAL = 1.5
STEPS = Moments("step", "steps")


class Course:
    """Curves over the steps, with a line at the step shown that is dragged."""

    margins = (42, RIGHT, 40, 22)
    handle, drag, nudge, held = STEPS.hand

    def __init__(self, axes: Axes, style: Style, y_label: str):
        style_axes(axes, style, x_label="step", y_label=y_label)
        self.axes, self.style = axes, style
        self.cursor = axes.axvline(0, color=style.muted, lw=1.4)

    def place(self, settings, y: tuple[float, float]) -> float:
        """Room for all steps; where the names stand."""
        STEPS.below(self.axes, settings, y, room=0.015)
        return self.axes.get_xlim()[1] + px_to_data(self.axes, ASIDE)


class Losses(Course):
    """Both losses: measured on samples that stay, and, pale, on each batch. ln 4 and ln 2 are those of a guess."""

    def __init__(self, axes: Axes, style: Style):
        super().__init__(axes, style, "loss")
        looks = {"d": (style.weight_gradient, "-", "o"), "g": (style.activation, (0, (5, 2)), "s")}
        self.pale = {name: axes.plot([], [], color=color, ls=line, lw=0.7, alpha=0.4)[0]
                     for name, (color, line, _) in looks.items()}
        self.curves = {name: axes.plot([], [], color=color, ls=line, lw=2.1)[0]
                       for name, (color, line, _) in looks.items()}
        self.dots = {name: axes.plot([], [], color=color, ls="", marker=marker, ms=8, mec=style.ground, mew=1.2)[0]
                     for name, (color, _, marker) in looks.items()}
        self.names = {name: axes.text(0, 0, "", color=color, fontsize=TEXT, va="center", clip_on=False)
                      for name, (color, _, _) in looks.items()}
        self.moving = (*self.pale.values(), self.cursor, *self.curves.values(),
                       *self.dots.values(), *self.names.values())
        self.ghosted, self.unit = tuple(self.curves.values()), None

    @staticmethod
    def spans(settings, result) -> Spans:
        """Both losses, and those of a guess."""
        found = np.concatenate([result.curve("d_loss"), result.curve("g_loss")])
        usual = found[drawable(found)]
        ends = np.quantile(usual, [0.02, 0.98]) if usual.size else np.zeros(2)
        return {"loss": round_span(np.array([min(0.0, ends[0]), max(USUAL * LN4, ends[1])]))}

    def draw(self, settings, result, spans) -> None:
        low, high = spans["loss"]
        right = self.place(settings, (low, high))
        self._guesses(settings.g_loss == "saturating", low, high)
        at, seen = result.at(settings.step), result.measured(settings.step)
        self.cursor.set_xdata([at, at])
        values = {"d": seen.d_loss, "g": seen.g_loss}
        ends = {name: float(np.clip(np.nan_to_num(value), low, high)) for name, value in values.items()}
        spread = spread_labels(ends, px_upwards(self.axes, LINE), low, high)
        steps = np.arange(1, result.known + 1)
        for k, (name, value) in enumerate(values.items()):
            curve = result.curve(f"{name}_loss")
            self.pale[name].set_data(steps, _drawn(result.losses[:, k]))
            self.curves[name].set_data(result.measured_at, _drawn(curve))
            self.dots[name].set_data(*(([at], [value]) if low <= value <= high else ([], [])))
            self.names[name].set(text=f"L_{name.upper()} {in_words(value)}", position=(right, spread[name]))

    def _guesses(self, saturating: bool, low: float, high: float) -> None:
        """Marks at 0, at the losses of a discriminator that can only guess, and at the ends."""
        marks = {LN4: "ln 4", 0.0: "0", **({-LN2: "−ln 2"} if saturating else {LN2: "ln 2"})}
        marks.update({end: number(end) for end in (low, high) if end not in marks})
        room, shown = px_upwards(self.axes, LINE), []
        for place in marks:
            if low <= place <= high and all(abs(place - other) >= room for other in shown):
                shown.append(place)
        ticks(self.axes.yaxis, sorted(shown), [marks[place] for place in sorted(shown)])

    def told(self, settings, result, at) -> Told | None:
        """The losses at the step under the pointer."""
        if not 0 <= at[0] <= result.known:
            return None
        step, seen = measured_near(result, at[0])
        return Told(f"step {step}: L_D {in_words(seen.d_loss)}, L_G {in_words(seen.g_loss)}", step)


class Covered(Course):
    """How many clusters the fakes cover, and the share of the fakes that belong to one."""

    def __init__(self, axes: Axes, style: Style):
        super().__init__(axes, style, "clusters covered")
        self.inside, = axes.plot([], [], color=style.muted, lw=1.6, ls=(0, (4, 2)))
        self.covered, = axes.plot([], [], color=style.activation, lw=2.2, drawstyle="steps-post")
        self.dot, = axes.plot([], [], "o", color=style.activation, ms=8, mec=style.ground, mew=1.2)
        self.small, = axes.plot([], [], "s", color=style.muted, ms=7, mec=style.ground, mew=1.2)
        self.names = [axes.text(0, 0, "", color=color, fontsize=TEXT, va="center", clip_on=False)
                      for color in (style.activation, style.muted)]
        self.moving = (self.cursor, self.inside, self.covered, self.small, self.dot, *self.names)
        self.ghosted, self.unit = (self.covered, self.inside), None

    def draw(self, settings, result) -> None:
        count = result.game.target.clusters
        right = self.place(settings, (-0.04 * count, 1.08 * count))
        places = [place for place in round_ticks(0, count, most=5) if place == int(place)]
        ticks(self.axes.yaxis, places, [number(place) for place in places])
        at, seen = result.at(settings.step), result.measured(settings.step)
        self.cursor.set_xdata([at, at])
        self.covered.set_data(result.measured_at, result.curve("covered"))
        self.inside.set_data(result.measured_at, count * result.curve("inside"))
        self.dot.set_data([at], [seen.covered])
        self.small.set_data([at], [count * seen.inside])
        words = f"{seen.covered} of {count}", f"{percent(seen.inside)} in clusters"
        spread = spread_labels({"covered": float(seen.covered), "inside": count * seen.inside},
                               px_upwards(self.axes, LINE), 0.0, float(count))
        for text, said, place in zip(self.names, words, spread.values()):
            text.set(text=said, position=(right, place))

    def told(self, settings, result, at) -> Told | None:
        """What is covered at the step under the pointer."""
        if not 0 <= at[0] <= result.known:
            return None
        step, seen = measured_near(result, at[0])
        covered = f"{seen.covered} of {len(seen.counts)} clusters covered"
        return Told(f"step {step}: {covered}, {percent(seen.inside)} of the fakes in one", step)


def measured_near(result, place: float) -> tuple[int, Measured]:
    """The step nearest to a place at which was measured, and what."""
    k = closest(result.measured_at, place)
    return int(result.measured_at[k]), result.play.measured[k]


def _drawn(values: np.ndarray) -> np.ndarray:
    return np.where(drawable(values), values, np.nan)
