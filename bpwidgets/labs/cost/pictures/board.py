"""The board of the game: a track for each weight, with the next try and all tries so far, each as a dot."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from ....pictures.frame import limits, px_to_data, round_ticks, style_axes, ticks
from ....pictures.style import TEXT, Style
from ....pictures.telling import Told
from ....text import in_words, number
from ..game import MOST_WEIGHTS, REACH
from ..settings import is_revealed, names_of, theta_of

# From key press to key press, in the unit of a weight.
STEP = 0.1
# Sizes of the dots, from the worst try to the best.
SMALLEST, LARGEST = 4.0, 13.0


class Board:
    """A row for each weight. Dots are tries, the larger the lower their loss; the best has a ring. A bar is the next
    try."""

    margins = (46, 16, 42, 26)
    handle = "next try: drag a weight, or choose one with up and down and move it with left and right"

    def __init__(self, axes: Axes, style: Style):
        style_axes(axes, style, grid="", x_label="weight", y_label="each try is a dot, larger where the loss is lower")
        self.axes = axes
        self.tracks, = axes.plot([], [], color=style.hairline, lw=5, solid_capstyle="round")
        self.dots = axes.scatter([], [], s=[], color=style.loss, alpha=0.6, linewidths=0, zorder=2.1)
        self.best, = axes.plot([], [], "o", color=style.loss, mfc="none", mew=2, ms=LARGEST + 6, zorder=2.2)
        self.next, = axes.plot([], [], "|", color=style.ink, ms=20, mew=2.5, zorder=2.2)
        self.chosen, = axes.plot([], [], "|", color=style.ink, ms=28, mew=4.5, zorder=2.2)
        self.descent, = axes.plot([], [], color=style.path, lw=0, marker="D", ms=9, mec=style.ground, mew=1,
                                  zorder=2.3)
        self.bottom, = axes.plot([], [], "x", color=style.safe, ms=11, mew=2.4, zorder=2.4)
        self.names = tuple(axes.text(0, 0, "", color=style.ink, fontsize=TEXT, ha="right", va="center", clip_on=False)
                           for _ in range(MOST_WEIGHTS))
        self.moving = (self.tracks, self.dots, self.best, self.next, self.chosen, self.descent, self.bottom,
                       *self.names)

    def draw(self, settings, result) -> None:
        game, names = result.game, names_of(settings)
        rows = -np.arange(len(names), dtype=float)
        limits(self.axes, (-REACH - 0.2, REACH + 0.2), (rows[-1] - 0.6, 0.6))
        places = round_ticks(-REACH, REACH)
        ticks(self.axes.xaxis, places, [number(place) for place in places])
        ticks(self.axes.yaxis, [], [])
        self.tracks.set_data(np.tile((-REACH, REACH, np.nan), len(rows)), np.repeat(rows, 3))
        theta = theta_of(settings)
        self.next.set_data(np.clip(theta, -REACH, REACH), rows)
        self._draw_tries(game, rows)
        at = names.index(settings.selected)
        self.chosen.set_data(np.clip(theta[at:at + 1], -REACH, REACH), rows[at:at + 1])
        shown = is_revealed(settings)
        self.descent.set_data((np.clip(game.descent[settings.step], -REACH, REACH), rows) if shown else ([], []))
        self.bottom.set_data((game.best, rows) if shown else ([], []))
        self._name(names, rows, settings.selected)

    def _draw_tries(self, game, rows: np.ndarray) -> None:
        tried = np.clip(game.tried, -REACH, REACH)
        self.dots.set_offsets(np.column_stack([tried.ravel(), np.tile(rows, len(tried))]).reshape(-1, 2))
        with np.errstate(divide="ignore"):
            heights = np.log(np.maximum(game.losses, 1e-300))
        span = np.ptp(heights) if len(heights) else 0.0
        low = (heights.max() - heights) / span if span > 0 else np.ones(len(heights))
        self.dots.set_sizes(np.repeat((SMALLEST + (LARGEST - SMALLEST) * low) ** 2, len(rows)))
        best = game.best_try
        self.best.set_data(([], []) if best is None else (tried[best], rows))

    def _name(self, names: tuple[str, ...], rows: np.ndarray, selected: str) -> None:
        for k, text in enumerate(self.names):
            text.set_text(names[k] if k < len(names) else "")
            text.set_weight("bold" if k < len(names) and names[k] == selected else "normal")
            text.set_position((-REACH - 0.2 - px_to_data(self.axes, 8), rows[k] if k < len(names) else 0))

    def drag(self, pressed, result, start, at) -> Mapping[str, Any]:
        """The weight in whose row the pointer was pressed goes where it is now."""
        name = names_of(pressed)[int(np.clip(round(-start[1]), 0, pressed.game_weights - 1))]
        return {"weights": {name: _on_track(at[0])}, "selected": name}

    def nudge(self, settings, result, right: int, up: int) -> Mapping[str, Any]:
        """Up and down choose a weight, left and right move it."""
        names = names_of(settings)
        at = names.index(settings.selected)
        name = names[int(np.clip(at - up, 0, len(names) - 1))]
        moved = {"weights": {name: _on_track(theta_of(settings)[names.index(name)] + STEP * right)}}
        return moved if name == settings.selected else {**moved, "selected": name}

    def held(self, settings, result) -> tuple[float, float]:
        """At the weight that is selected."""
        at = names_of(settings).index(settings.selected)
        return float(theta_of(settings)[at]), float(-at)

    def told(self, settings, result, at) -> Told | None:
        """The try whose dot is under the pointer, else the next try of this weight."""
        row = int(np.clip(round(-at[1]), 0, settings.game_weights - 1))
        name, game = names_of(settings)[row], result.game
        near = np.abs(game.tried[:, row] - at[0]) if len(game.tried) else np.empty(0)
        if len(near) and near.min() < px_to_data(self.axes, 10):
            k = int(near.argmin())
            return Told(f"try {k + 1}: {name} {in_words(game.tried[k, row])}, loss {in_words(game.losses[k])}",
                        float(game.tried[k, row]), float(-row))
        weight = float(theta_of(settings)[row])
        return Told(f"next try: {name} {in_words(weight)}", weight, float(-row))


def _on_track(weight: float) -> float:
    return float(f"{np.clip(weight, -REACH, REACH):.2f}")
