"""What the policy gains on average, episode by episode: all seeds, with and without the baseline."""
from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection

from ....pictures.frame import (
    number_ticks,
    px_to_data,
    px_upwards,
    round_span,
    spread_labels,
    style_axes,
)
from ....pictures.moments import Moments
from ....pictures.scales import Spans, ends, known
from ....pictures.style import LINE, TEXT, Style
from ....pictures.telling import Told, place_under
from ....text import in_words, number
from ..baselines import NONE

RIGHT, ASIDE = 150, 8
# What stands beside the curves.
NAMES = {"with": "baseline", "without": "no baseline"}
EPISODES = Moments("episode", "episodes")


class Returns:
    """The exact expected return of each seed, thin; of the one that is shown thick. Dashed: that of the best policy."""

    margins = (44, RIGHT, 40, 22)
    handle, drag, nudge, held = EPISODES.hand

    def __init__(self, axes: Axes, style: Style):
        style_axes(axes, style, x_label="after episode", y_label="expected return")
        self.axes, self.style = axes, style
        self.cursor = axes.axvline(0, color=style.muted, lw=1.4)
        self.best, = axes.plot([], [], color=style.muted, lw=1.2, ls=(0, (4, 3)))
        looks = {"with": (style.activation, "-"), "without": (style.weight_gradient, (0, (5, 2)))}
        self.others, self.curves, self.dots, self.names = {}, {}, {}, {}
        for name, (color, line) in looks.items():
            self.others[name] = LineCollection([], colors=color, linewidths=0.9, alpha=0.4)
            axes.add_collection(self.others[name], autolim=False)
            self.curves[name] = axes.plot([], [], color=color, ls=line, lw=2.2)[0]
            self.dots[name] = axes.plot([], [], "o" if name == "with" else "s", color=color, ms=8, mec=style.ground,
                                        mew=1.2)[0]
            self.names[name] = axes.text(0, 0, "", color=color, fontsize=TEXT, va="center", clip_on=False)
        self.named = axes.text(0, 0, "", color=style.muted, fontsize=TEXT, va="center", clip_on=False)
        self.moving = (self.cursor, self.best, *self.others.values(), *self.curves.values(), *self.dots.values(),
                       *self.names.values(), self.named)
        self.ghosted, self.unit = tuple(self.curves.values()), None

    @staticmethod
    def spans(settings, result) -> Spans:
        """All returns that are drawn."""
        best = [] if result.best_return is None else [result.best_return]
        return known("expected return", ends(np.array(best), *(curves[:result.known + 1]
                                                               for curves in result.run.J.values())))

    def draw(self, settings, result, spans) -> None:
        low, high = round_span(np.array(spans.get("expected return", (0.0, 1.0))))
        EPISODES.below(self.axes, settings, (low, high + 0.02 * (high - low)), room=0.01)
        number_ticks(self.axes.yaxis, low, high)
        at = result.at(settings.episode)
        self.cursor.set_xdata([at, at])
        shown = {name: result.run.J[kind][:result.known + 1] for name, kind in self._kinds(result).items()}
        for name in self.curves:
            curves = shown.get(name, np.empty((0, 1)))
            steps = np.arange(len(curves))
            self.others[name].set_segments([np.column_stack([steps, curve]) for curve in curves.T[1:]])
            self.curves[name].set_data(steps, curves[:, 0])
            self.dots[name].set_data(*([[at], [curves[at, 0]]] if len(curves) else ((), ())))
        self._name(result, {name: float(curves[at, 0]) for name, curves in shown.items()}, low, high)

    @staticmethod
    def _kinds(result) -> dict[str, str]:
        """The curves that are there: name -> baseline."""
        return {"without": NONE} if result.baseline == NONE else {"with": result.baseline, "without": NONE}

    def _name(self, result, heights: dict[str, float], low: float, high: float) -> None:
        best = result.best_return
        heights = {name: value for name, value in heights.items() if np.isfinite(value)}
        ends_of = heights if best is None else {**heights, "best": best}
        places = spread_labels(ends_of, px_upwards(self.axes, LINE), low, high)
        right = self.axes.get_xlim()[1] + px_to_data(self.axes, ASIDE)
        for name, text in self.names.items():
            there = name in heights
            text.set(text=f"{NAMES[name]} {number(heights[name])}" if there else "",
                     position=(right, places[name] if there else 0.0))
        self.best.set_data(*(((), ()) if best is None else (self.axes.get_xlim(), (best, best))))
        self.named.set(text="" if best is None else f"best {number(best)}",
                       position=(right, places.get("best", 0.0)))


    def told(self, settings, result, at) -> Told | None:
        """The returns at the episode under the pointer."""
        episode = place_under(at[0], 0, result.known)
        if episode is None:
            return None
        said = ", ".join(f"{NAMES[name]} {in_words(result.run.J[kind][episode, 0])}"
                         for name, kind in self._kinds(result).items())
        return Told(f"after episode {episode}: {said}", episode)
