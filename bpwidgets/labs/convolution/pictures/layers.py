"""All filters, their maps and what is pooled of them, and what comes back, layer by layer."""
from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes

from ....pictures.in_px import sized_in_px
from ....pictures.style import Style
from ....pictures.telling import Told
from ....pictures.texts import Texts, Written
from ....pictures.tiles import Grid, Tiles, sign_colors
from ....text import in_words
from .number_map import Changes, by_sign

LABELS = "filters, 3 × 3", "maps a, 6 × 6", "pooled, 3 × 3", "dL/d pooled", "delta of the maps"
LEFT, GAP, MOST = 118, 8, 56


class Layers:
    """Columns are filters, rows are layers: three forward, two back. Dragging, or the arrow keys, choose a filter."""

    margins = (4, 4, 4, 4)
    handle = "filter: choose one with the pointer, or with the left and right arrow keys"

    def __init__(self, axes: Axes, style: Style):
        self.axes, self.style = axes, style
        self.width, self.height = sized_in_px(axes)
        self.rows = [Tiles(axes, style, sign_colors(style), blank=0.5) for _ in LABELS]
        self.texts = Texts(axes, zorder=4)

    @property
    def moving(self) -> tuple[Any, ...]:
        """All that follows the numbers."""
        return (*(artist for row in self.rows for artist in row.moving), *self.texts)

    def values(self, settings, result) -> list[np.ndarray]:
        """Of each row the numbers, (rows, columns, F)."""
        passes = result.passes(settings)
        return [passes.weights, passes.maps, passes.pooled, passes.d_pooled, passes.delta]

    def grid(self, row: int, count: int) -> Grid:
        """Where the small pictures of a row stand."""
        side = min((self.width - LEFT - 2) / count - GAP, self.height / len(LABELS) - GAP, MOST)
        pitch = self.height / len(LABELS)
        return Grid(count, side, GAP, 0, LEFT, self.height - row * pitch - (pitch - side) / 2)

    def draw(self, settings, result) -> None:
        labels = []
        for row, (tiles, values) in enumerate(zip(self.rows, self.values(settings, result))):
            count = values.shape[-1]
            grid = self.grid(row, count)
            tiles.show(by_sign(values).reshape(-1, count).T, grid, settings.f)
            labels.append(Written(0, grid.top - grid.side / 2, LABELS[row], self.style.ink, "left"))
        self.texts.write(labels)

    def _filter(self, result, x: float) -> int:
        count = result.net.network.layers[0].outputs
        grid = self.grid(0, count)
        return min(max(int((x - LEFT + GAP / 2) // (grid.side + GAP)), 0), count - 1)

    def drag(self, pressed, result, start, at) -> Changes:
        """The filter of this column."""
        return {"filter": self._filter(result, at[0]) + 1}

    def nudge(self, settings, result, right: int, up: int) -> Changes:
        """The next filter."""
        return {"filter": min(max(settings.filter + right, 1), settings.filters)}

    def held(self, settings, result) -> tuple[float, float]:
        """At the map of the chosen filter."""
        return self.grid(1, result.net.network.layers[0].outputs).box(settings.f).middle

    def told(self, settings, result, at) -> Told | None:
        """The small picture under the pointer."""
        for row, values in enumerate(self.values(settings, result)):
            grid = self.grid(row, values.shape[-1])
            f = self._filter(result, at[0])
            if grid.box(f).holds(*at):
                low, high = values[..., f].min(), values[..., f].max()
                return Told(f"filter {f + 1}, {LABELS[row]}: from {in_words(low)} to {in_words(high)}",
                            *grid.box(f).middle)
        return None
