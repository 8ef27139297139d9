"""Every parameter as a cell in its matrix; a probe is spent on a cell, and shows how far the program is off there."""
from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.colors import to_rgba

from ....pictures.boxes import Box
from ....pictures.in_px import sized_in_px
from ....pictures.spots import Spot
from ....pictures.style import TEXT, Style
from ....pictures.telling import Told
from ....pictures.texts import Texts, Written, text_on
from ....text import counted
from ..result import Reading
from ..settings import PROBES
from ..verdict import both_numbers, off_in_words

# px: a cell at most, the gap between two, the gap between two layers, the column of names, the head.
WIDEST, TALL, GAP, BETWEEN, NAMES, HEAD = 56, 19, 3, 8, 26, 44
MOST_ACROSS, ROOM_FOR_TWO = 3, 54
PALE, FAINT = 0.16, 0.09
AGREES = "✓"


class Cell(NamedTuple):
    """A parameter and its place, in px from the lower left corner."""

    name: str
    box: Box


class Probes:
    """The matrices below each other, each with its bias as a last row. What agrees has a mark, what does not has the
    difference in percent; of updates both, where the first one is right and the second is not."""

    margins = (12, 4, 4, 4)

    def __init__(self, axes: Axes, style: Style):
        self.axes, self.style = axes, style
        self.width, self.height = sized_in_px(axes)
        self.wide = min(WIDEST, (self.width - NAMES) / MOST_ACROSS - GAP)
        self.cells = PolyCollection([], linewidths=1, zorder=1)
        axes.add_collection(self.cells, autolim=False)
        self.title = text_on(axes, 0, self.height - 2, fontsize=TEXT, color=style.ink, va="top", zorder=3)
        self.left = text_on(axes, 0, self.height - 20, color=style.muted, va="top", zorder=3)
        self.names, self.texts = (Texts(axes, zorder=3) for _ in range(2))

    @property
    def moving(self) -> tuple:
        """All that follows the patient and the probes."""
        return (self.cells, self.title, self.left, *self.names, *self.texts)

    def draw(self, settings, result) -> None:
        readings = {one.name: one for one in result.readings}
        self.title.set_text(_title(result))
        self.left.set_text(f"{PROBES - len(readings)} of {counted(PROBES, 'probe')} left")
        cells = list(self._cells(result))
        self.cells.set_verts([cell.box.corners for cell in cells])
        colors = [self._colors(readings.get(cell.name)) for cell in cells]
        self.cells.set_edgecolor([edge for edge, _ in colors])
        self.cells.set_facecolor([ground for _, ground in colors])
        self.texts.write([self._written(cell.box, readings[cell.name]) for cell in cells if cell.name in readings])
        self.names.write([Written(0, top - TALL / 2, name, self.style.muted, "left")
                          for name, _, top in self._rows(result) if name])

    def spots(self, settings, result) -> list[Spot]:
        """A cell is an element, by the name of its parameter."""
        readings = {one.name: one for one in result.readings}
        return [Spot(cell.name, _label(cell.name, readings.get(cell.name), result), cell.box, cell.name in readings)
                for cell in self._cells(result)]

    def touch(self, settings, result, name: str) -> Mapping[str, tuple[str, ...]]:
        """A probe is spent on this parameter, if none was yet."""
        return {} if name in settings.probes else {"probes": (*settings.probes, name)}

    def told(self, settings, result, at) -> Told | None:
        """The parameter under the pointer."""
        found = next((spot for spot in self.spots(settings, result) if spot.box.holds(*at)), None)
        return found and Told(found.label, *found.box.middle)

    # -- where things stand

    def _rows(self, result) -> Iterator[tuple[str, list[str], float]]:
        """Each row of cells: what is called at its left, the names of its parameters, and its upper end."""
        top = self.height - HEAD
        sizes = result.task.net.sizes
        for layer in range(1, len(sizes)):
            for i in range(sizes[layer - 1]):
                yield (f"W{layer}" if i == 0 else "", [f"W{layer}[{i},{j}]" for j in range(sizes[layer])], top)
                top -= TALL + GAP
            if f"b{layer}" in result.program.names:
                yield f"b{layer}", [f"b{layer}[{j}]" for j in range(sizes[layer])], top
                top -= TALL + GAP
            top -= BETWEEN

    def _cells(self, result) -> Iterator[Cell]:
        for _, names, top in self._rows(result):
            for j, name in enumerate(names):
                left = NAMES + j * (self.wide + GAP)
                yield Cell(name, Box(left, top - TALL, left + self.wide, top))

    # -- artists

    def _written(self, box: Box, reading: Reading) -> Written:
        return Written(*box.middle, self._marks(reading), self.style.danger if reading.wrong else self.style.safe)

    def _marks(self, reading: Reading) -> str:
        """How far it is off where it is farthest; before that a mark, if at first it agrees."""
        marks = list(map(_mark, reading.off))
        agreed = reading.wrong and marks[0] == AGREES and self.wide >= ROOM_FOR_TWO
        return f"{AGREES} {marks[-1]}" if agreed else _mark(max(reading.off))

    def _colors(self, reading: Reading | None) -> tuple:
        """Edge and ground of a cell."""
        if reading is None:
            return self.style.hairline, to_rgba(self.style.muted, FAINT)
        color = self.style.danger if reading.wrong else self.style.safe
        return color, to_rgba(color, PALE)


def _title(result) -> str:
    return "gradient check" if result.program.measure == "gradient" else "check of updates 1, 2"


def _mark(off: float) -> str:
    """What stands in a cell: a mark for what agrees, else the difference."""
    return "?" if math.isinf(off) else AGREES if off_in_words(off) == "agrees" else off_in_words(off)


def _label(name: str, reading: Reading | None, result) -> str:
    if reading is None:
        return f"{name}, not probed"
    moments = zip(result.program.moments, map(off_in_words, reading.off))
    said = "; ".join(f"{moment} {off}".strip() for moment, off in moments)
    return f"{name}: {said}. {both_numbers(reading, result.program)}"
