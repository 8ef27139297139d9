"""The program of the patient, line by line with numbers; a line is accused where it stands."""
from __future__ import annotations

import math
import textwrap
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
from ....pictures.texts import Texts, Written
from ..settings import NOBODY

# px: from line to line at most, the column of numbers, the room of a letter of the sentence above.
STEP, NUMBERS, LETTER, HEAD_STEP = 16.5, 34, 6.2, 15
WRONG, FINE = "✗", "✓"
MONO = "DejaVu Sans Mono"
# Letters of the longest line, the width of one as a part of its size, and the sizes that suit.
LONGEST, ACROSS, SIZES = 47, 0.602, (11, 12.5)
PALE = 0.13


class Line(NamedTuple):
    """A line as it stands in the picture. number: 0 for the right line below a wrong one."""

    number: int
    text: str
    color: str
    top: float


class ProgramText:
    """Below a sentence about net and loss the numbered lines. Once the wrong one is found the right one stands below
    it."""

    margins = (14, 2, 4, 4)

    def __init__(self, axes: Axes, style: Style):
        self.axes, self.style = axes, style
        self.width, self.height = sized_in_px(axes)
        self.band = PolyCollection([], edgecolor="none", zorder=1)
        axes.add_collection(self.band, autolim=False)
        fits = (self.width - NUMBERS) / (LONGEST * ACROSS)
        self.size = min(max(fits, SIZES[0]), SIZES[1])
        self.answers = Texts(axes, fontsize=TEXT, family=MONO, zorder=3)
        self.head, self.numbers = Texts(axes, zorder=3), Texts(axes, family=MONO, zorder=3)
        self.texts = Texts(axes, fontsize=self.size, family=MONO, zorder=3)

    @property
    def moving(self) -> tuple:
        """All that follows the patient and the accusation."""
        return (self.band, *self.head, *self.numbers, *self.texts, *self.answers)

    def draw(self, settings, result) -> None:
        muted, lines, step = self.style.muted, list(self._lines(result)), self._step(result)
        self.head.write([Written(0, self.height - 8 - k * HEAD_STEP, said, muted, "left")
                         for k, said in enumerate(self._sentence(result))])
        self.numbers.write([Written(NUMBERS - 10, line.top - step / 2, _number(line), muted, "right")
                            for line in lines])
        self.texts.write([Written(NUMBERS, line.top - step / 2, line.text, line.color, "left") for line in lines])
        self._draw_answer(result, lines, step)

    def spots(self, settings, result) -> list[Spot]:
        """A line is an element, by its number; the right line below a wrong one is told with it."""
        below = dict(zip(_wrong(result), result.fix))
        return [Spot(f"line {line.number}", self._label(line, result, below), self._box(line, self._step(result)),
                     line.number == result.accused) for line in self._lines(result) if line.number]

    def touch(self, settings, result, name: str) -> Mapping[str, str]:
        """Accuse this line; the accused one once more, and none is."""
        return {"accused": NOBODY if name == settings.accused else name}

    def told(self, settings, result, at) -> Told | None:
        """The line under the pointer."""
        found = next((spot for spot in self.spots(settings, result) if spot.box.holds(*at)), None)
        return found and Told(found.label, *found.box.middle)

    # -- where things stand

    def _sentence(self, result) -> list[str]:
        return textwrap.wrap(result.program.says, max(math.floor(self.width / LETTER), 20))

    def _lines(self, result) -> Iterator[Line]:
        top, below = self._top(result), dict(zip(_wrong(result), result.fix))
        step = self._step(result)
        for number, text in enumerate(result.lines, 1):
            yield Line(number, text, self.style.danger if number in below else self.style.ink, top)
            top -= step
            if number in below:
                yield Line(0, below[number], self.style.safe, top)
                top -= step

    def _top(self, result) -> float:
        """The upper end of the first line."""
        return self.height - 12 - HEAD_STEP * len(self._sentence(result))

    def _step(self, result) -> float:
        """From line to line: less where there are many."""
        return min(STEP, self._top(result) / (len(result.lines) + len(result.fix)))

    def _label(self, line: Line, result, below: Mapping[int, str]) -> str:
        said = f"line {line.number}: {line.text.strip()}"
        if line.number in below:
            return f"{said}; wrong, right is: {below[line.number].strip()}"
        if line.number in (*result.cleared, result.accused):
            return f"{said}; accused, and as it should be"
        return said

    def _box(self, line: Line, step: float) -> Box:
        return Box(0, line.top - step, self.width, line.top)

    # -- artists

    def _draw_answer(self, result, lines: list[Line], step: float) -> None:
        """A band behind the accused line; a mark before each line that was accused says what came of that."""
        line = next((line for line in lines if line.number and line.number == result.accused), None)
        color = self.style.danger if result.solved else self.style.muted
        self.band.set_verts([self._box(line, step).corners] if line else [])
        self.band.set_facecolor(to_rgba(color, PALE))
        self.answers.write([Written(2, line.top - step / 2, *self._mark(line, result), "left") for line in lines
                            if line.number and line.number in (*result.cleared, result.accused)])

    def _mark(self, line: Line, result) -> tuple[str, str]:
        """What stands before a line that was accused, and its color."""
        found = result.solved and line.number == result.accused
        return (WRONG, self.style.danger) if found else (FINE, self.style.muted)


def _number(line: Line) -> str:
    """What stands before a line; an arrow before a right one below a wrong one."""
    return str(line.number) if line.number else "→" if line.text else ""


def _wrong(result) -> tuple[int, ...]:
    """The numbers of the wrong lines, once they are found."""
    return result.fault.lines if result.solved else ()
