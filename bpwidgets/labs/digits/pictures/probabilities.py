"""The ten probabilities, as bars."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.colors import to_rgba

from ....pictures.boxes import Box
from ....pictures.in_px import sized_in_px
from ....pictures.spots import Spot
from ....pictures.style import TEXT, TITLE, Style
from ....pictures.telling import Told
from ....pictures.texts import Texts, Written, text_on
from ....text import chance
from ..settings import ANSWER
from .seen import looked_for

# px: the head, the column of digits, the column of numbers, the part of a row that a bar takes.
HEAD, DIGITS, NUMBERS, BAR = 26, 24, 84, 0.62


class Probabilities:
    """A bar for each digit; the longest is the answer. A touch asks the pixels about that digit."""

    margins = (14, 4, 4, 0)

    def __init__(self, axes: Axes, style: Style):
        self.axes, self.style = axes, style
        self.width, self.height = sized_in_px(axes)
        self.rooms, self.bars = (PolyCollection([], linewidths=0, zorder=z) for z in (1, 2))
        for collection in (self.rooms, self.bars):
            axes.add_collection(collection, autolim=False)
        self.rooms.set_verts([self._bar(digit, 1.0).corners for digit in range(10)])
        self.rooms.set_facecolor(to_rgba(style.muted, 0.12))
        self.title = text_on(axes, 0, self.height - HEAD / 2 + 1, fontsize=TEXT, color=style.ink, zorder=3)
        self.texts, self.digits = Texts(axes, zorder=3, fontsize=TEXT), Texts(axes, zorder=3, fontsize=TITLE)

    @property
    def moving(self) -> tuple[Any, ...]:
        """All that follows the numbers."""
        return (self.bars, self.title, *self.digits, *self.texts)

    def draw(self, settings, result) -> None:
        reading, style = result.reading(settings.epoch), self.style
        self.title.set_text(title_of(settings, result, reading))
        p, about = reading.probabilities, looked_for(settings, reading)
        known = reading.answer is not None
        self.bars.set_verts([self._bar(digit, float(p[digit]) if known else 0.0).corners for digit in range(10)])
        self.bars.set_facecolor([style.weight_gradient if digit == reading.answer else to_rgba(style.muted, 0.75)
                                 for digit in range(10)])
        middles = [self._row(digit).middle[1] for digit in range(10)]
        self.digits.write([Written(DIGITS / 2 - 2, middles[digit], str(digit),
                                   style.ink if digit in (reading.answer, about) else style.muted,
                                   strong=digit == reading.answer) for digit in range(10)])
        self.texts.write([Written(self.width - NUMBERS + 8, middles[digit],
                                  (chance(p[digit]) if known else "no number") + self._mark(settings, digit),
                                  style.ink if digit == reading.answer else style.muted, "left",
                                  digit == reading.answer) for digit in range(10)])

    @staticmethod
    def _mark(settings, digit: int) -> str:
        return " ◂" if settings.about == str(digit) else ""

    def _row(self, digit: int) -> Box:
        tall = (self.height - HEAD) / 10
        top = self.height - HEAD - digit * tall
        return Box(0, top - tall, self.width, top)

    def _bar(self, digit: int, part: float) -> Box:
        row = self._row(digit)
        aside = (1 - BAR) / 2 * (row.top - row.bottom)
        return Box(DIGITS, row.bottom + aside, DIGITS + part * (self.width - DIGITS - NUMBERS), row.top - aside)

    def spots(self, settings, result) -> list[Spot]:
        """Each row, by its digit."""
        p = result.reading(settings.epoch).probabilities
        return [Spot(str(digit), f"{digit}: probability {chance(p[digit]) if p[digit] == p[digit] else 'not defined'}",
                     self._row(digit), settings.about == str(digit)) for digit in range(10)]

    def touch(self, settings, result, name: str) -> Mapping[str, str]:
        """The pixels are asked about this digit; once more, about the answer."""
        return {"about": ANSWER if settings.about == name else name}

    def told(self, settings, result, at) -> Told | None:
        """The row under the pointer."""
        found = next((spot for spot in self.spots(settings, result) if spot.box.holds(*at)), None)
        return found and Told(found.label, *found.box.middle)


def title_of(settings, result, reading) -> str:
    """What the net says at the epoch shown."""
    epoch = f"after epoch {result.at(settings.epoch)} of {settings.epochs}"
    return f"{epoch}: the numbers overflowed" if reading.answer is None else f"{epoch}: it reads {reading.answer}"
