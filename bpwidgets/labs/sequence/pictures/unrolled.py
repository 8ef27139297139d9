"""The three nets unrolled in time: each box is a step, as strong as the gradient that arrives there."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.colors import to_rgba

from ....pictures.boxes import Box, around
from ....pictures.cells import palette
from ....pictures.in_px import sized_in_px
from ....pictures.style import SMALL, TEXT, Style
from ....pictures.telling import Told
from ....pictures.texts import Texts, Written, text_on
from ....text import in_words, typeset
from ..cells import CELLS
from ..looking_back import Sight
from ..words import inputs_of, said, wanted_of
from .marks import MARKS

# px: for names, for what the nets say, the line of the title, of the inputs; the height of a box.
NAMES, TITLE, INPUTS, TALL = 52, 22, 22, 20
SAYS, SAYS_NARROW, NARROW, LONG_TITLE = 128, 90, 480, 700
# A number, a letter and a sign for "this one" need so much.
NUMBER, LETTER = 26, 12
# Logarithms of the gradients with the palest and the strongest color.
PALEST, STRONGEST = {"adding": -6.0, "letters": -4.0}, 0.0
KEY, KEY_WIDE = 7, 13


class Unrolled:
    """A row of boxes for each cell, the inputs below. A click or a drag asks for the output at another step."""

    margins = (8, 8, 4, 2)
    handle = "output at step: click on a step, or move it with the arrow keys"

    def __init__(self, axes: Axes, style: Style):
        self.axes, self.style = axes, style
        self.width, self.height = sized_in_px(axes)
        self.says = SAYS_NARROW if self.width < NARROW else SAYS
        self.palest = STRONGEST - 1
        self.colors, self.nothing = palette((style.hairline, style.delta)) / 255, to_rgba(style.ground)
        self.laid: tuple[Any, ...] = ()
        self.boxes = PolyCollection([], linewidths=1, zorder=2)
        self.arrows = PolyCollection([], linewidths=0, zorder=2)
        self.frame = PolyCollection([], facecolor="none", edgecolor=style.here, linewidths=1.8, zorder=3)
        for collection in (self.boxes, self.arrows, self.frame):
            axes.add_collection(collection, autolim=False)
        self.title = text_on(axes, 0, self.height - TITLE / 2, fontsize=TEXT, color=style.ink)
        self.texts, self.zeros = Texts(axes, fontsize=TEXT), Texts(axes, fontsize=SMALL)
        self.moving: tuple[Any, ...] = (self.boxes, self.arrows, self.frame, self.title)

    def draw(self, settings, result) -> None:
        sights, asked = result.sights(settings), settings.asked
        self.palest, pitch = PALEST[result.task], self._pitch(result.length)
        self._draw_boxes(np.array([sight.one for sight in sights.values()]), asked, pitch)
        x = self._x(asked - 1, pitch)
        self.frame.set_verts([Box(x - pitch / 2 + 1, 1, x + pitch / 2 - 1, self.height - TITLE).corners])
        what = "output" if settings.of == "output" else "loss"
        self.title.set_text(f"gradient of the {what} at step {asked}"
                            + (": what arrives at each step of this sequence" if self.width > LONG_TITLE else ""))
        said = [words for row, (name, sight) in enumerate(sights.items())
                for words in self._row_words(name, row, sight, result.row)]
        self.texts.write([*said, *self._key()[1], *self._inputs(settings, result, pitch)])
        self.zeros.write([Written(*self._box(row, t, pitch).middle, "0", self.style.muted)
                          for row, sight in enumerate(sights.values()) for t in np.flatnonzero(sight.one == 0)])
        self.moving = (self.boxes, self.arrows, self.frame, self.title, *self.texts, *self.zeros)

    def _draw_boxes(self, sizes: np.ndarray, asked: int, pitch: float) -> None:
        """A box for each step of each row, (rows, steps), with the color of what arrives there, and arrows between
        them; the key."""
        if self.laid != (laid := (sizes.shape, asked, pitch)):
            self.laid = laid
            self._lay_boxes(*sizes.shape, asked, pitch)
        colors, key = self._colors(sizes), self._colors(10.0 ** np.linspace(self.palest, STRONGEST, KEY))
        self.boxes.set_facecolor(np.concatenate([colors.reshape(-1, 4), key]))
        self.arrows.set_facecolor(colors[:, :asked - 1].reshape(-1, 4))

    def _lay_boxes(self, rows: int, steps: int, asked: int, pitch: float) -> None:
        places = [(row, t) for row in range(rows) for t in range(steps)]
        self.boxes.set_verts([*(self._box(row, t, pitch).corners for row, t in places), *self._key()[0]])
        key = self._colors(10.0 ** np.linspace(self.palest, STRONGEST, KEY))
        self.boxes.set_edgecolor([*(self.style.hairline if t < asked else self.style.ground for _, t in places), *key])
        self.arrows.set_verts([self._arrow(row, t, pitch) for row, t in places if 0 < t < asked])

    def _pitch(self, length: int) -> float:
        return (self.width - NAMES - self.says) / length

    def _x(self, t: int, pitch: float) -> float:
        return NAMES + (t + 0.5) * pitch

    def _y(self, row: int) -> float:
        """The middle of a row; the inputs are row 3."""
        room = (self.height - TITLE - INPUTS) / len(CELLS)
        return INPUTS / 2 + 1 if row == len(CELLS) else self.height - TITLE - (row + 0.5) * room

    def _box(self, row: int, t: int, pitch: float) -> Box:
        return around(self._x(t, pitch), self._y(row), min(max(pitch - 10, 8), 34), TALL)

    def _arrow(self, row: int, t: int, pitch: float) -> list[tuple[float, float]]:
        """From box t to the one before, in the gap between them."""
        before, after = self._box(row, t - 1, pitch).right, self._box(row, t, pitch).left
        middle, half = self._y(row), min((after - before) / 2, 5)
        return [(before + 1, middle), (after - 1, middle + half), (after - 1, middle - half)]

    def _colors(self, sizes: np.ndarray) -> np.ndarray:
        """RGBA of each, (..., 4): from pale to strong, the ground where nothing arrives."""
        there = sizes > 0
        part = (np.log10(np.where(there, sizes, 1)) - self.palest) / (STRONGEST - self.palest)
        found = self.colors[(part.clip(0, 1) * (len(self.colors) - 1)).astype(int)]
        return np.where(there[..., None], found, self.nothing)

    def _key(self) -> tuple[list, list[Written]]:
        """From pale to strong, at the right end of the title."""
        y, right = self.height - TITLE / 2, self.width - 16
        left = right - KEY * KEY_WIDE
        boxes = [Box(left + k * KEY_WIDE, y - 5, left + (k + 1) * KEY_WIDE, y + 5).corners for k in range(KEY)]
        return boxes, [Written(left - 6, y, typeset(f"1e{self.palest:.0f}"), self.style.muted, "right"),
                       Written(right + 6, y, "1", self.style.muted, "left")]

    def _row_words(self, name: str, row: int, sight: Sight, task) -> list[Written]:
        color = MARKS[name].color(self.style)
        return [Written(0, self._y(row), CELLS[name].title, color, "left", strong=True),
                Written(self.width - self.says + 10, self._y(row), f"says {said(task, sight)}", color, "left")]

    def _inputs(self, settings, result, pitch: float) -> list[Written]:
        sight = result.sight("plain", settings)
        letters, y = result.row.outputs > 1, self._y(len(CELLS))
        whole = pitch >= (LETTER if letters else NUMBER)
        words = [Written(self._x(t, pitch), y, one.text if whole else "+",
                         self.style.ink if one.strong else self.style.muted, strong=one.strong)
                 for t, one in enumerate(inputs_of(result.row, result.length, settings.example))
                 if whole or (one.strong and not letters and pitch >= LETTER)]
        return [*words, Written(self.width - self.says + 10, self._y(len(CELLS)), wanted_of(result.row, sight),
                                self.style.ink, "left")]

    def _step_at(self, x: float, length: int) -> int:
        return int(np.clip(np.floor((x - NAMES) / self._pitch(length)), 0, length - 1)) + 1

    def drag(self, pressed, result, start, at) -> Mapping[str, Any]:
        """The output at the step under the pointer is asked for."""
        return {"asked": self._step_at(at[0], result.length)}

    def nudge(self, settings, result, right: int, up: int) -> Mapping[str, Any]:
        """A step later or earlier."""
        return {"asked": int(np.clip(settings.asked + right, 1, result.length))}

    def held(self, settings, result) -> tuple[float, float]:
        """At the step that is asked."""
        return self._x(settings.asked - 1, self._pitch(result.length)), self.height / 2

    def told(self, settings, result, at) -> Told | None:
        """The gradient at the box under the pointer."""
        pitch = self._pitch(result.length)
        if not NAMES <= at[0] <= self.width - self.says or at[1] > self.height - TITLE:
            return None
        t = self._step_at(at[0], result.length) - 1
        row = int(np.abs([self._y(k) - at[1] for k in range(len(CELLS))]).argmin())
        name = list(CELLS)[row]
        size = result.sight(name, settings).one[t]
        if np.isnan(size):
            return Told(f"step {t + 1}: after the output", self._x(t, pitch), self._y(row))
        return Told(f"step {t + 1}, {settings.asked - 1 - t} back, {CELLS[name].title}: gradient {in_words(size)}",
                    self._x(t, pitch), self._y(row))


