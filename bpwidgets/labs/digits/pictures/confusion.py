"""The confusion table: how often each digit is read as each; a cell opens its pictures."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.colors import to_rgba

from ....pictures.boxes import Box, over
from ....pictures.in_px import sized_in_px
from ....pictures.spots import Spot
from ....pictures.style import TEXT, Style
from ....pictures.telling import Told
from ....pictures.texts import Texts, Written, text_on
from ....text import counted
from ..settings import ANY

HEAD, NAMES, GAP = 44, 22, 2


class Confusion:
    """A row for each digit that was meant, a column for each that is read. What is right lies on the diagonal."""

    margins = (4, 6, 4, 0)

    def __init__(self, axes: Axes, style: Style):
        self.axes, self.style = axes, style
        self.width, self.height = sized_in_px(axes)
        self.step = min((self.width - NAMES) / 10, (self.height - HEAD) / 10)
        self.cells = PolyCollection([self._cell(i, j).corners for i in range(10) for j in range(10)], linewidths=1,
                                    zorder=1)
        axes.add_collection(self.cells, autolim=False)
        text_on(axes, 0, self.height - 13, fontsize=TEXT, color=style.ink).set_text("written (rows), read as (columns)")
        for k in range(10):
            text_on(axes, NAMES / 2, self._cell(k, 0).middle[1], color=style.muted, fontsize=TEXT,
                    ha="center").set_text(str(k))
            text_on(axes, self._cell(0, k).middle[0], self.height - HEAD + 9, color=style.muted, fontsize=TEXT,
                    ha="center").set_text(str(k))
        self.texts = Texts(axes, zorder=3)

    @property
    def moving(self) -> tuple[Any, ...]:
        """All that follows the numbers."""
        return (self.cells, *self.texts)

    def draw(self, settings, result) -> None:
        table, style = result.exam(settings.epoch).table, self.style
        off = table * (1 - np.eye(10, dtype=int))
        most = max(int(off.max()), 1)
        self.cells.set_facecolor([self._shade(i == j, int(table[i, j]), most) for i in range(10) for j in range(10)])
        self.cells.set_edgecolor([style.here if self._is_chosen(settings, i, j) else to_rgba(style.muted, 0.18)
                                  for i in range(10) for j in range(10)])
        self.cells.set_linewidths([2.4 if self._is_chosen(settings, i, j) else 1
                                   for i in range(10) for j in range(10)])
        self.texts.write([Written(*self._cell(i, j).middle, str(table[i, j]),
                                  style.muted if i == j else style.ink, strong=i != j)
                          for i, j in zip(*np.nonzero(table))])

    def _shade(self, right: bool, count: int, most: int) -> tuple[float, ...]:
        """Errors are lit by their number; what is right is pale, for it is much."""
        if not count:
            return over(self.style.muted, 0.04, self.style.ground)
        return (over(self.style.safe, 0.14, self.style.ground) if right
                else over(self.style.danger, 0.15 + 0.45 * count / most, self.style.ground))

    @staticmethod
    def _is_chosen(settings, i: int, j: int) -> bool:
        return settings.written in (str(i), ANY) and settings.read in (str(j), ANY) and \
            (settings.written, settings.read) != (ANY, ANY)

    def _cell(self, i: int, j: int) -> Box:
        left, top = NAMES + j * self.step, self.height - HEAD - i * self.step
        return Box(left, top - self.step + GAP, left + self.step - GAP, top)

    def spots(self, settings, result) -> list[Spot]:
        """Each cell, by what was meant and what is read."""
        table = result.exam(settings.epoch).table
        return [Spot(f"{i} as {j}", _label(i, j, int(table[i, j])), self._cell(i, j), self._is_chosen(settings, i, j))
                for i in range(10) for j in range(10)]

    def touch(self, settings, result, name: str) -> Mapping[str, str]:
        """Its pictures are shown; once more, all errors."""
        written, read = name.split(" as ")
        same = (settings.written, settings.read) == (written, read)
        return {"written": ANY, "read": ANY} if same else {"written": written, "read": read}

    def told(self, settings, result, at) -> Told | None:
        """The cell under the pointer."""
        found = next((spot for spot in self.spots(settings, result) if spot.box.holds(*at)), None)
        return found and Told(found.label, *found.box.middle)


def _label(i: int, j: int, count: int) -> str:
    return f"{i} read as {j}, {'right, ' if i == j else ''}{counted(count, 'time')}"
