"""Pooling both ways: which number of each window is kept, and to whom the gradient is handed."""
from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection

from ....pictures.style import Style
from ....pictures.telling import Told
from ....pictures.tiles import sign_colors
from ....text import in_words
from ..settings import ACROSS
from .number_map import Changes, NumberMap, by_sign, cell, in_unit, moved_in, titled
from .positions import OnPositions, to_position

POOL = 2
POOLED = ACROSS // POOL


class _InWindows(OnPositions):
    """A map with the windows of the pool; rings around what was kept."""

    def __init__(self, axes: Axes, style: Style):
        super().__init__(axes, style)
        windows = [cell(POOL * row, POOL * column, POOL).corners for row in range(POOLED) for column in range(POOLED)]
        self.windows = PolyCollection(windows, facecolor="none", edgecolor=style.muted, lw=1.4, zorder=3, clip_on=False)
        axes.add_collection(self.windows, autolim=False)

    @property
    def moving(self) -> tuple[Any, ...]:
        return (*super().moving[:-1], self.windows, *super().moving[-1:])

    def marks(self, settings, result) -> list[tuple[Any, str, float]]:
        winners = result.passes(settings).winners[..., settings.f]
        rings = [(_inset(*place), self.style.activation, 2.0) for place in zip(*np.nonzero(winners))]
        return [*rings, *super().marks(settings, result)]


def _inset(row: int, column: int):
    box = cell(row, column)
    return type(box)(box.left + 0.08, box.bottom + 0.08, box.right - 0.08, box.top - 0.08)


class Kept(_InWindows):
    """The map a = f(z), with the largest number of each window in a ring."""

    margins = (4, 4, 4, 24)
    handle = "position in the map a: drag it, or move it with the arrow keys"

    def values(self, settings, result) -> np.ndarray:
        return result.passes(settings).maps[..., settings.f]

    def words(self, settings, result) -> str:
        return "map a; framed: kept" if settings.pool == "max" else "map a"

    def said(self, settings, result, row: int, column: int) -> str:
        return "a ="


class _OfWindows(NumberMap):
    """3 x 3 numbers, one for each window of the pool. Dragging, or the arrow keys, go to a window."""

    side = POOLED
    name = ""

    def __init__(self, axes: Axes, style: Style):
        super().__init__(axes, style, sign_colors(style))

    def values(self, settings, result) -> np.ndarray:
        """The numbers, (3, 3)."""
        raise NotImplementedError

    def draw(self, settings, result) -> None:
        values = self.values(settings, result)
        texts, unit = in_unit(values)
        self.title.set_text(titled(self.name, unit))
        row, column = settings.place
        self.show(by_sign(values), texts, [(cell(row // POOL, column // POOL), self.style.here, 2.6)])

    def drag(self, pressed, result, start, at) -> Changes:
        """The filter goes to the window under the pointer."""
        row, column = self.nearest(at)
        return to_position(POOL * row, POOL * column)

    def nudge(self, settings, result, right: int, up: int) -> Changes:
        """One window on."""
        row, column = settings.place
        row, column = moved_in(POOLED, row // POOL, column // POOL, right, up)
        return to_position(POOL * row, POOL * column)

    def held(self, settings, result) -> tuple[float, float]:
        """At the window."""
        row, column = settings.place
        return column // POOL + 0.5, row // POOL + 0.5

    def told(self, settings, result, at) -> Told | None:
        """The number of the window under the pointer."""
        place = self.place(at)
        if place is None:
            return None
        value = self.values(settings, result)[place]
        return Told(f"window in row {place[0] + 1}, column {place[1] + 1}: {self.name} {in_words(value)}",
                    place[1] + 0.5, place[0] + 0.5)


class PooledMap(_OfWindows):
    """What the pool keeps."""

    sign, name = "→", "pooled"
    handle = "window of the pool: drag to one, or use the arrow keys"

    def values(self, settings, result) -> np.ndarray:
        return result.passes(settings).pooled[..., settings.f]


class PooledGradient(_OfWindows):
    """What comes back to the pool."""

    sign, name = "", "dL/d pooled"
    handle = "window of the gradient: drag to one, or use the arrow keys"

    def values(self, settings, result) -> np.ndarray:
        return result.passes(settings).d_pooled[..., settings.f]


class Handed(_InWindows):
    """What the pool hands to the map."""

    sign = "→"
    handle = "position in the gradient of the map: drag it, or move it with the arrow keys"

    def values(self, settings, result) -> np.ndarray:
        return result.passes(settings).da[..., settings.f]

    def words(self, settings, result) -> str:
        return "handed on: dL/da"

    def said(self, settings, result, row: int, column: int) -> str:
        return "dL/da ="
