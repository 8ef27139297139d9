"""The score of the game: the loss of each try over the passes that are used, and gradient descent once it is shown."""
from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes

from ....pictures.frame import decades, limits, log_ticks, most_across, px_to_data, round_ticks, style_axes, ticks
from ....pictures.style import TEXT, Style
from ....pictures.telling import Told, place_under
from ....text import in_words, number
from ..settings import is_revealed

# Losses below this part of that at the start are shown at the border.
FLOOR = 1e-5
RIGHT = 96


class Tries:
    """log10 of the loss over the number of passes: dots for the tries, steps for the best so far."""

    margins = (52, RIGHT, 42, 26)

    def __init__(self, axes: Axes, style: Style):
        style_axes(axes, style, x_label=" ", y_label="loss of each try")
        self.axes = axes
        self.tries, = axes.plot([], [], "o", color=style.loss, ms=7, alpha=0.7, mec=style.ground, mew=0.7)
        self.best, = axes.plot([], [], color=style.loss, lw=2, drawstyle="steps-post")
        self.descent, = axes.plot([], [], color=style.path, lw=1.8, marker="D", ms=6, mec=style.ground, mew=0.7)
        words = {"fontsize": TEXT, "va": "center", "ha": "left", "linespacing": 0.95, "clip_on": False}
        self.yours = axes.text(0, 0, "", color=style.loss, **words)
        self.its = axes.text(0, 0, "", color=style.path, **words)
        self.moving = (self.descent, self.best, self.tries, self.yours, self.its)

    def draw(self, settings, result) -> None:
        game = result.game
        first = float(game.descent_losses[0])
        top = max(first, float(game.losses.max(initial=0.0)))
        low, high, step = decades(np.log10(FLOOR * first), np.log10(top))
        limits(self.axes, (0.0, game.passes + 0.5), (low - 0.02 * (high - low), float(high)))
        log_ticks(self.axes.yaxis, low, high, step)
        places = round_ticks(0, game.passes, most=most_across(self.axes, 6))
        ticks(self.axes.xaxis, places, [number(place) for place in places])
        passes = np.arange(1, len(game.losses) + 1)
        heights = _heights(game.losses, first)
        self.tries.set_data(passes, heights)
        self.best.set_data(passes, np.minimum.accumulate(heights) if len(heights) else heights)
        shown = settings.step + 1 if is_revealed(settings) else 0
        descent = _heights(game.descent_losses[:shown], first)
        self.descent.set_data(game.descent_passes[:shown], descent)
        label = self.axes.xaxis.label
        if label.get_text() != (words := f"passes used: {len(passes)} of {game.passes}"):
            label.set_text(words)
        self._name(heights, descent, game.passes)

    def _name(self, heights: np.ndarray, descent: np.ndarray, passes: int) -> None:
        right = passes + 0.5 + px_to_data(self.axes, 8)
        low, high = self.axes.get_ylim()
        room = 0.16 * (high - low)
        yours = float(heights.min()) if len(heights) else np.nan
        its = float(descent[-1]) if len(descent) else np.nan
        if abs(yours - its) < room:
            yours, its = max(yours, its) + (room / 2 if yours >= its else -room / 2), min(yours, its)
        for text, words, place in ((self.yours, "your best", yours), (self.its, "gradient\ndescent", its)):
            text.set_text(words if np.isfinite(place) else "")
            text.set_position((right, place if np.isfinite(place) else low))

    def told(self, settings, result, at) -> Told | None:
        """The loss of the try under the pointer, and of gradient descent after as many passes."""
        game = result.game
        k = place_under(at[0], 1, game.passes)
        said = []
        if k is not None and k <= len(game.losses):
            said.append(f"your try {in_words(game.losses[k - 1])}")
        if k is not None and is_revealed(settings):
            step = int(np.searchsorted(game.descent_passes, k, "right")) - 1
            said.append(f"gradient descent {in_words(game.descent_losses[min(step, settings.step)])}")
        return Told(f"after pass {k}: {', '.join(said)}", float(k)) if said else None


def _heights(losses: np.ndarray, first: float) -> np.ndarray:
    return np.log10(np.maximum(losses, FLOOR * first))
