"""The TD error of each update, of table and net on the same moves."""
from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes

from ....pictures.frame import decades, log_ticks, px_to_data, px_upwards, spread_labels, style_axes
from ....pictures.style import LINE, TEXT, Style
from ....pictures.telling import Told
from ....text import in_words, number
from ..policy import NET, TABLE
from .returns import EPISODES, RIGHT

ASIDE = 8
# The logarithm of the size that stands for none.
LEAST = -4.0


class TDErrors:
    """The size of each TD error as a point, at its place within the episode; lines: the mean of each episode."""

    margins = (44, RIGHT, 40, 22)
    handle, drag, nudge, held = EPISODES.hand

    def __init__(self, axes: Axes, style: Style):
        style_axes(axes, style, x_label="after episode", y_label="size of the TD error, |δ|")
        self.axes = axes
        self.cursor = axes.axvline(0, color=style.muted, lw=1.4)
        looks = {TABLE: (style.activation, "-", "o"), NET: (style.weight_gradient, (0, (5, 2)), "s")}
        self.points = {kind: axes.plot([], [], marker, color=color, ms=1.8, alpha=0.35, mew=0)[0]
                       for kind, (color, _, marker) in looks.items()}
        self.curves = {kind: axes.plot([], [], color=color, ls=line, lw=2)[0]
                       for kind, (color, line, _) in looks.items()}
        self.dots = {kind: axes.plot([], [], marker, color=color, ms=8, mec=style.ground, mew=1.2)[0]
                     for kind, (color, _, marker) in looks.items()}
        self.names = {kind: axes.text(0, 0, "", color=color, fontsize=TEXT, va="center", clip_on=False)
                      for kind, (color, _, _) in looks.items()}
        self.moving = (self.cursor, *self.points.values(), *self.curves.values(), *self.dots.values(),
                       *self.names.values())
        self.ghosted, self.unit = tuple(self.curves.values()), None

    @staticmethod
    def measure(settings, result) -> tuple[np.ndarray, dict[str, np.ndarray], dict[str, np.ndarray]]:
        """Places of all updates, and by kind the logarithms of their sizes and of their means over each episode."""
        ends = result.values.moves.ends[:result.known]
        starts = np.append(0, ends[:-1])
        count = int(ends[-1])
        lengths = np.diff(np.append(0, ends))
        episode = np.repeat(np.arange(len(ends)), lengths)
        places = episode + (np.arange(count) - starts[episode] + 1) / lengths[episode]
        with np.errstate(all="ignore"):
            found = {kind: np.abs(errors[:count]) for kind, errors in result.values.errors.items()}
            means = {kind: _log(np.add.reduceat(size, starts) / lengths) for kind, size in found.items()}
            sizes = {kind: _log(size) for kind, size in found.items()}
        return places, sizes, means

    @staticmethod
    def spans(settings, result, measured) -> dict[str, tuple[float, float]]:
        """Up to the largest error of the table."""
        known = measured[1][TABLE][np.isfinite(measured[1][TABLE])]
        return {"log10 TD error": (LEAST, float(known.max(initial=LEAST + 1)))}

    def draw(self, settings, result, spans, measured) -> None:
        places, sizes, means = measured
        low, high, step = decades(*spans["log10 TD error"])
        EPISODES.below(self.axes, settings, (low, high), room=0.01)
        log_ticks(self.axes.yaxis, low, high, step)
        at = result.at(settings.episode)
        self.cursor.set_xdata([at, at])
        heights = {}
        for kind, mean in means.items():
            with np.errstate(all="ignore"):
                drawn, seen = np.where(mean <= high, mean, np.nan), sizes[kind] <= high
            self.points[kind].set_data(places[seen], sizes[kind][seen])
            self.curves[kind].set_data(np.arange(1, len(mean) + 1), drawn)
            there = at > 0 and np.isfinite(drawn[at - 1])
            self.dots[kind].set_data(*([[at], [drawn[at - 1]]] if there else ((), ())))
            heights[kind] = float(drawn[at - 1]) if there else high
        spread = spread_labels(heights, px_upwards(self.axes, LINE), low, high)
        right = self.axes.get_xlim()[1] + px_to_data(self.axes, ASIDE)
        for kind, text in self.names.items():
            said = number(_size(means[kind][at - 1])) if at else ""
            text.set(text=f"{kind} {said}", position=(right, spread[kind]))


    def told(self, settings, result, at) -> Told | None:
        """The means at the episode under the pointer."""
        episode = int(np.floor(at[0] + 0.5))
        if not 1 <= episode <= result.known:
            return None
        _, _, means = self.measure(settings, result)
        said = ", ".join(f"{kind} {in_words(_size(mean[episode - 1]))}" for kind, mean in means.items())
        return Told(f"episode {episode}, mean size of δ: {said}", episode)


def _log(sizes: np.ndarray) -> np.ndarray:
    """Logarithms; of what is smaller than LEAST says, that."""
    return np.log10(np.maximum(sizes, 10.0 ** LEAST))


def _size(logarithm: float) -> float:
    """The size, 0 for what stands for none."""
    return 0.0 if logarithm <= LEAST else float(10.0 ** logarithm)
