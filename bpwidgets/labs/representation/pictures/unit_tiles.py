"""The units of a layer, each as the mean of the digits to which it answers most."""
from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from ....pictures.in_px import sized_in_px
from ....pictures.spots import Spot
from ....pictures.style import TEXT, Style
from ....pictures.telling import Told
from ....pictures.texts import text_on
from ....pictures.tiles import Grid, Tiles, ink_colors
from ..units import TOP
from ..verdict import layer_name

HEAD, GAP, MOST = 24, 9, 92


class UnitTiles:
    """A touch chooses a unit."""

    margins = (12, 8, 4, 0)

    def __init__(self, axes: Axes, style: Style):
        self.axes, self.style = axes, style
        self.width, self.height = sized_in_px(axes)
        self.tiles = Tiles(axes, style, ink_colors(style))
        self.title = text_on(axes, 0, self.height - HEAD / 2 + 1, fontsize=TEXT, color=style.ink)
        self.moving: tuple[Any, ...] = (*self.tiles.moving, self.title)

    def draw(self, settings, result) -> None:
        answers = result.units(settings.epoch, settings.layer)
        count = answers.activations.shape[1]
        pictures = np.array([answers.seen(k, result.pixels) for k in range(count)])
        self.tiles.show(pictures, self.grid(count), result.unit(settings))
        self.title.set_text(f"units of {layer_name(settings.layer)}: the mean of their {TOP} top digits")

    def grid(self, count: int) -> Grid:
        """As large as there is room for."""
        best = max(range(1, count + 1), key=lambda columns: self._side(columns, count))
        return Grid(best, min(self._side(best, count), MOST), GAP, GAP, 2, self.height - HEAD)

    def _side(self, columns: int, count: int) -> float:
        rows = math.ceil(count / columns)
        return min((self.width - 4 - (columns - 1) * GAP) / columns, (self.height - HEAD - rows * GAP) / rows)

    def spots(self, settings, result) -> list[Spot]:
        """Each unit, by its number."""
        answers = result.units(settings.epoch, settings.layer)
        count = answers.activations.shape[1]
        grid, shown = self.grid(count), result.unit(settings)
        return [Spot(str(k + 1), self._label(answers, k), grid.box(k), k == shown) for k in range(count)]

    @staticmethod
    def _label(answers, k: int) -> str:
        label, times = answers.favorite(k)
        return f"unit {k + 1}: {times} of its {TOP} top digits are {label}s"

    def touch(self, settings, result, name: str) -> Mapping[str, int]:
        """The unit is chosen."""
        return {"unit": int(name)}

    def told(self, settings, result, at) -> Told | None:
        """The unit under the pointer."""
        found = next((spot for spot in self.spots(settings, result) if spot.box.holds(*at)), None)
        return found and Told(found.label, *found.box.middle)
