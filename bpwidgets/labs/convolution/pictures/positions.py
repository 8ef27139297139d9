"""Where the filter is: on the image, on its map, on what comes back."""
from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes

from ....datasets.bitmap import SIDE
from ....pictures.style import Style
from ....pictures.telling import Told
from ....pictures.tiles import ink_colors, sign_colors
from ....text import in_words
from ..settings import ACROSS, SIZE
from .number_map import Changes, NumberMap, by_sign, cell, in_unit, moved_in, titled


def to_position(row: int, column: int) -> Changes:
    """The setting that puts the filter there."""
    row, column = min(max(row, 0), ACROSS - 1), min(max(column, 0), ACROSS - 1)
    return {"position": row * ACROSS + column}


class OnPositions(NumberMap):
    """6 x 6 numbers, one for each position of the filter. Dragging, or the arrow keys, move the filter."""

    side = ACROSS

    def __init__(self, axes: Axes, style: Style):
        super().__init__(axes, style, sign_colors(style))

    def values(self, settings, result) -> np.ndarray:
        """The numbers, (6, 6)."""
        raise NotImplementedError

    def words(self, settings, result) -> str:
        """What they are."""
        raise NotImplementedError

    def draw(self, settings, result) -> None:
        values = self.values(settings, result)
        texts, unit = in_unit(values)
        self.title.set_text(titled(self.words(settings, result), unit))
        self.show(by_sign(values), texts, self.marks(settings, result))

    def marks(self, settings, result) -> list[tuple[Any, str, float]]:
        """Frames: the position."""
        return [(cell(*settings.place), self.style.here, 2.6)]

    def drag(self, pressed, result, start, at) -> Changes:
        """The filter goes to the position under the pointer."""
        return to_position(*self.nearest(at))

    def nudge(self, settings, result, right: int, up: int) -> Changes:
        """One position on."""
        return to_position(*moved_in(self.side, *settings.place, right, up))

    def held(self, settings, result) -> tuple[float, float]:
        """At the position."""
        row, column = settings.place
        return column + 0.5, row + 0.5

    def told(self, settings, result, at) -> Told | None:
        """The number of the position under the pointer."""
        place = self.place(at)
        if place is None:
            return None
        row, column = place
        value = self.values(settings, result)[place]
        return Told(f"position {row * ACROSS + column}, row {row + 1}, column {column + 1}: "
                    f"{self.said(settings, result, row, column)} {in_words(value)}", column + 0.5, row + 0.5)

    def said(self, settings, result, row: int, column: int) -> str:
        """How the number of a position comes about."""
        raise NotImplementedError


class Image(NumberMap):
    """The image with the filter on it, and the part of the image that the chosen weight sees on its way."""

    side = SIDE
    margins = (4, 4, 4, 24)
    handle = "filter on the image: drag it, or move it with the arrow keys"

    def __init__(self, axes: Axes, style: Style):
        super().__init__(axes, style, ink_colors(style))
        self.dot, = axes.plot([], [], "o", ms=8, mfc=style.here, mec=style.ground, mew=1.4, zorder=6)

    @property
    def moving(self) -> tuple[Any, ...]:
        return (*super().moving, self.dot)

    def draw(self, settings, result) -> None:
        (p, q), (i, j) = settings.place, settings.cell
        self.title.set_text(f"thin frame: pixels of {settings.weight_name}")
        self.show(result.shown.pixels.reshape(SIDE, SIDE), (), self.marks(settings))
        self.dot.set_data([q + j + 0.5], [p + i + 0.5])

    def marks(self, settings) -> list[tuple[Any, str, float]]:
        """Frames: all that the chosen weight sees on its way, and the filter."""
        return [(cell(*settings.cell, ACROSS), self.style.weight, 1.8), (cell(*settings.place, SIZE), self.style.here,
                                                                         2.6)]

    def drag(self, pressed, result, start, at) -> Changes:
        """The middle of the filter goes to the pixel under the pointer."""
        row, column = self.nearest(at)
        return to_position(row - SIZE // 2, column - SIZE // 2)

    def nudge(self, settings, result, right: int, up: int) -> Changes:
        """One pixel on."""
        return to_position(*moved_in(ACROSS, *settings.place, right, up))

    def held(self, settings, result) -> tuple[float, float]:
        """At the middle of the filter."""
        row, column = settings.place
        return column + SIZE / 2, row + SIZE / 2

    def told(self, settings, result, at) -> Told | None:
        """The ink of the pixel under the pointer."""
        place = self.place(at)
        if place is None:
            return None
        ink = result.shown.pixels.reshape(SIDE, SIDE)[place]
        return Told(f"row {place[0] + 1}, pixel {place[1] + 1}: ink {in_words(ink)}", place[1] + 0.5, place[0] + 0.5)


class Window(Image):
    """The image with the filter on it, and the pixel under the chosen weight."""

    def draw(self, settings, result) -> None:
        super().draw(settings, result)
        self.title.set_text(f"image of {result.images.one(result.shown.meant)}")

    def marks(self, settings) -> list[tuple[Any, str, float]]:
        return super().marks(settings)[1:]


class Map(OnPositions):
    """What the filter makes of the image: z at every position."""

    sign = "→"
    handle = "position in the map: drag it, or move it with the arrow keys"

    def values(self, settings, result) -> np.ndarray:
        return result.passes(settings).z[..., settings.f]

    def words(self, settings, result) -> str:
        return "z at each position"

    def said(self, settings, result, row: int, column: int) -> str:
        return "nine products and the bias, z ="


class Deltas(OnPositions):
    """dL/dz at every position: what comes back."""

    sign = "×"
    handle = "position in delta: drag it, or move it with the arrow keys"

    def values(self, settings, result) -> np.ndarray:
        return result.passes(settings).delta[..., settings.f]

    def words(self, settings, result) -> str:
        return "delta = dL/dz"

    def said(self, settings, result, row: int, column: int) -> str:
        return "delta ="


class Shares(OnPositions):
    """What each position sends into the chosen weight."""

    sign = "="
    handle = "position in the shares: drag it, or move it with the arrow keys"

    def values(self, settings, result) -> np.ndarray:
        return result.passes(settings).shares(settings.f, *settings.cell)

    def words(self, settings, result) -> str:
        return f"share in dL/d{settings.weight_name}"

    def said(self, settings, result, row: int, column: int) -> str:
        passes, (i, j) = result.passes(settings), settings.cell
        delta, pixel = passes.delta[row, column, settings.f], passes.seen(i, j)[row, column]
        return f"delta {in_words(delta)} times pixel {in_words(pixel)} ="
