"""Lines of equal height, and the numbers that stand in them."""
from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from contourpy import contour_generator
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection

from ..text import in_words
from .shades import ink_on, shade_of, shades
from .style import PIXELS_PER_INCH, SMALL, Style
from .terrain import Terrain

# In px: the room of a number in its line, for each of its letters and besides; between two numbers; from a number to
# the border.
LETTER, BESIDES, APART, BORDER = 7, 10, 60, 26
# A mark less px away from the middle of a number lies on it.
NEAR = 34
# A line of less px has no number.
SHORT = 100
# At each this many corners of a line a number is tried.
TRIED = 4
# Numbers, at most.
NUMBERS = 7


class Label(NamedTuple):
    """A number in a line: what it says, which line, its place, and the angle of the line there, in degrees, never
    upside down."""

    text: str
    line: int
    at: tuple[float, float]
    angle: float


class Contours:
    """Lines at some levels of a terrain: dark on bright ground, bright on dark ground, with numbers in some of them."""

    def __init__(self, axes: Axes, style: Style):
        self.axes, self._shades = axes, shades(style)
        self.lines = LineCollection([], linewidths=0.8, alpha=0.5)
        axes.add_collection(self.lines, autolim=False)
        self.numbers = tuple(axes.text(0, 0, "", fontsize=SMALL, ha="center", va="center", rotation_mode="anchor")
                             for _ in range(NUMBERS))
        self.moving = (self.lines, *self.numbers)

    def draw(self, ground: Terrain, levels: np.ndarray, places: np.ndarray, cell: np.ndarray | None,
             avoid: np.ndarray) -> None:
        """Lines at the levels, whose heights are `places`.

        cell: the size of a cell of the grid on a logarithmic scale, where specks are left out and the decades have
        numbers; None on a linear one, where every other level has one. avoid: (k, 2), from where
        numbers keep away.
        """
        found = contour_lines(ground.u, ground.v, np.where(ground.lost > 0, np.nan, ground.height), places)
        if cell is not None:
            found = [[line for line in lines if not is_speck(line, cell)] for lines in found]
        said = [k for k, level in enumerate(levels) if (k % 2 == 0 if cell is None else is_decade(level))][:NUMBERS]
        size = self.axes.bbox.size / self.axes.figure.dpi * PIXELS_PER_INCH
        window = np.array([(ground.u[0], ground.v[0]), (ground.u[-1], ground.v[-1])])
        parted, labels = with_numbers([found[k] for k in said], [in_words(levels[k]) for k in said],
                                      size / np.ptp(window, axis=0), window, avoid)
        for k, lines in zip(said, parted):
            found[k] = lines
        colors = [ink_on(shade) for shade in self._shades[shade_of(places)]]
        self.lines.set_segments([line for lines in found for line in lines])
        self.lines.set_color([color for color, lines in zip(colors, found) for _ in lines])
        for text, label in zip(self.numbers, labels):
            k = said[label.line]
            light = ground.light[np.searchsorted(ground.u, label.at[0]), np.searchsorted(ground.v, label.at[1])]
            text.set(text=label.text, position=label.at, rotation=label.angle,
                     color=ink_on(light * self._shades[shade_of(places[k])]))
        for text in self.numbers[len(labels):]:
            text.set_text("")

    def places(self) -> np.ndarray:
        """Where the numbers stand, (k, 2)."""
        return np.array([text.get_position() for text in self.numbers if text.get_text()]).reshape(-1, 2)

    def are_near(self, points: np.ndarray, numbers: np.ndarray) -> np.ndarray:
        """Which of the points (k, 2) would lie on one of the numbers (n, 2)."""
        (left, right), (low, high) = self.axes.get_xlim(), self.axes.get_ylim()
        unit = self.axes.bbox.size / self.axes.figure.dpi * PIXELS_PER_INCH / (right - left, high - low)
        away = (points[:, None] - numbers) * unit
        return (np.hypot(away[..., 0], away[..., 1]) < NEAR).any(axis=1)


def is_decade(level: float) -> bool:
    """True for whole powers of ten.

    >>> [is_decade(level) for level in (0.1, 0.3, 1.0, 20.0, 1000.0)]
    [True, False, True, False, True]
    """
    return level > 0 and f"{level:.6e}".startswith("1.000000e")


def contour_lines(u: np.ndarray, v: np.ndarray, height: np.ndarray, levels: Sequence[float]) -> list[list[np.ndarray]]:
    """For each level the polygons (k, 2) along which height[i, j] at (u[i], v[j]), straight between neighbors, is it;
    none at nan."""
    lines = contour_generator(u, v, np.ma.masked_invalid(height.T)).lines
    return [lines(level) for level in levels]


def is_speck(line: np.ndarray, cell: np.ndarray) -> bool:
    """True for a ring no larger than two cells of the grid, which tells more of the grid than of the loss.

    Along a valley narrower than the grid the points fall now on its floor and now on its sides: on a log scale the
    rings around them would be a chain of islands, each like a minimum.
    """
    return bool(np.array_equal(line[0], line[-1]) and (np.ptp(line, axis=0) <= 2 * cell).all())


def with_numbers(lines: Sequence[list[np.ndarray]], texts: Sequence[str], unit: np.ndarray, window: np.ndarray,
                 avoid: np.ndarray) -> tuple[list[list[np.ndarray]], list[Label]]:
    """The lines of each level with gaps, and what stands there: a number for each level whose longest line has room for
    it.

    unit (2,): px per unit of u and of v. window (2, 2): its lower left and upper right corner.
    avoid (k, 2): places from which numbers keep away.
    """
    labels: list[Label] = []
    taken = list(avoid * unit)
    parted = []
    for k, (polygons, text) in enumerate(zip(lines, texts)):
        longest = max(range(len(polygons)), key=lambda j: len(polygons[j]), default=None)
        place = None if longest is None else _place(
            polygons[longest] * unit, window * unit, LETTER * len(text) + BESIDES, taken)
        if place is not None:
            first, middle, last = place
            line = polygons[longest]
            way = (line[last] - line[first]) * unit
            angle = (np.degrees(np.arctan2(way[1], way[0])) + 90) % 180 - 90
            labels.append(Label(text, k, (float(line[middle][0]), float(line[middle][1])), float(angle)))
            taken.append(line[middle] * unit)
            parted.append([*polygons[:longest], line[:first + 1], line[last:], *polygons[longest + 1:]])
        else:
            parted.append(polygons)
    return parted, labels


def _place(line: np.ndarray, window: np.ndarray, room: float,
           taken: Sequence[np.ndarray]) -> tuple[int, int, int] | None:
    """The straightest part of a line (in px) that has room for a number, as its first, middle and last corner; None if
    there is none."""
    length = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(line, axis=0).T))])
    if length[-1] < max(SHORT, 3 * room):
        return None
    middle = np.arange(0, len(line), TRIED)
    first = np.searchsorted(length, length[middle] - room / 2, "right") - 1
    last = np.searchsorted(length, length[middle] + room / 2)
    good = (first >= 0) & (last < len(line))
    middle, first, last = middle[good], first[good], last[good]
    inside = ((line[middle] > window[0] + BORDER) & (line[middle] < window[1] - BORDER)).all(axis=1)
    for place in taken:
        inside &= np.hypot(*(line[middle] - place).T) > APART
    if not inside.any():
        return None
    bend = 1 - np.hypot(*(line[last] - line[first]).T) / (length[last] - length[first])
    best = int(np.argmin(np.where(inside, bend, np.inf)))
    return int(first[best]), int(middle[best]), int(last[best])
