"""Digits in rows, each with what was meant and what is read: the errors of the test, and drawings that were kept."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from ....pictures.boxes import Box
from ....pictures.in_px import sized_in_px
from ....pictures.spots import Spot
from ....pictures.style import TEXT, Style
from ....pictures.telling import Told
from ....pictures.texts import Texts, Written, text_on
from ....pictures.tiles import Grid, Tiles, ink_colors
from ....text import chance, counted
from ..reading import Exam
from ..settings import ANY

# px: the head, the gaps, the two lines below a picture; the sides of pictures: the largest is taken that has room
# for all.
HEAD, ACROSS, WORDS, LINE = 26, 18, 34, 14
SIDES = 104, 88, 72, 54


class Gallery:
    """Small pictures of an exam, as many as there is room for."""

    margins = (10, 4, 4, 0)

    def __init__(self, axes: Axes, style: Style):
        self.axes, self.style = axes, style
        self.width, self.height = sized_in_px(axes)
        self.tiles = Tiles(axes, style, ink_colors(style))
        self.title = text_on(axes, 0, self.height - HEAD / 2 + 1, fontsize=TEXT, color=style.ink, zorder=3)
        self.texts = Texts(axes, zorder=3)

    @property
    def moving(self) -> tuple[Any, ...]:
        """All that follows the numbers."""
        return (*self.tiles.moving, self.title, *self.texts)

    def grid(self, count: int) -> tuple[Grid, int]:
        """Where so many pictures stand, and for how many there is room."""
        for side in SIDES:
            columns = max(int((self.width + ACROSS) / (side + ACROSS)), 1)
            most = columns * max(int((self.height - HEAD) / (side + WORDS)), 1)
            if count <= most:
                break
        return Grid(columns, side, ACROSS, WORDS, 0, self.height - HEAD), most

    def show(self, exam: Exam, rows: np.ndarray, title: str, chosen: int | None = None) -> None:
        """Show these examples of it; chosen: the one that is on the board."""
        grid, most = self.grid(len(rows))
        shown = rows[:most]
        left_out = f"; the first {len(shown)}" if len(shown) < len(rows) else ""
        self.title.set_text(title + left_out)
        at = np.flatnonzero(shown == chosen)
        boxes = self.tiles.show(exam.pixels[shown], grid, int(at[0]) if len(at) else None)
        self.texts.write([text for row, box in zip(shown.tolist(), boxes) for text in self._words(exam, row, box)])

    def _words(self, exam: Exam, row: int, box: Box) -> tuple[Written, Written]:
        ink = self.style.ink if exam.right[row] else self.style.danger
        x = box.middle[0]
        return (Written(x, box.bottom - 9, confusion(exam, row), ink),
                Written(x, box.bottom - 9 - LINE, chance(exam.surety[row]), self.style.muted))

    def of(self, settings, result) -> tuple[Exam, np.ndarray]:
        """The exam, and which of its examples are shown."""
        raise NotImplementedError

    def told(self, settings, result, at) -> Told | None:
        """The digit under the pointer."""
        exam, rows = self.of(settings, result)
        grid, most = self.grid(len(rows))
        found = next((k for k in range(len(rows[:most])) if grid.box(k).holds(*at)), None)
        return None if found is None else Told(_label(exam, int(rows[found])), *grid.box(found).middle)


class Errors(Gallery):
    """What the net gets wrong, the most surely wrong first; or what stands in the chosen cell of the table. A touch
    brings a digit to the board."""

    def of(self, settings, result) -> tuple[Exam, np.ndarray]:
        exam = result.exam(settings.epoch)
        return exam, exam.chosen(*(None if name == ANY else int(name) for name in (settings.written, settings.read)))

    def draw(self, settings, result) -> None:
        exam, rows = self.of(settings, result)
        self.show(exam, rows, title_of(settings, exam, len(rows)), settings.example - 1)

    def spots(self, settings, result) -> list[Spot]:
        """Each digit, by its number in the test."""
        exam, rows = self.of(settings, result)
        grid, most = self.grid(len(rows))
        return [Spot(str(row + 1), _label(exam, row), grid.box(k), settings.example == row + 1)
                for k, row in enumerate(rows[:most].tolist())]

    def touch(self, settings, result, name: str) -> Mapping[str, int]:
        """It comes to the board; once more, your drawing comes back."""
        return {"example": 0 if settings.example == int(name) else int(name)}


class KeptDigits(Gallery):
    """Your drawings that were kept, and what the net reads."""

    def of(self, settings, result) -> tuple[Exam, np.ndarray]:
        exam = result.kept_exam(settings.epoch)
        return exam, np.arange(len(exam.labels))

    def draw(self, settings, result) -> None:
        exam, rows = self.of(settings, result)
        self.show(exam, rows, f"your digits: {int(exam.right.sum())} of {len(rows)} read correctly" if len(rows) else
                  "your digits: none is kept yet. Draw one, choose what you mean, press Keep")


def title_of(settings, exam: Exam, count: int) -> str:
    """Which of the test digits are shown."""
    written, read = settings.written, settings.read
    if written == read == ANY:
        return f"{counted(count, 'error')} in {len(exam.labels)} test digits, the surest first"
    if written == read:
        return f"test digits written {written} and read as {written}: {count}"
    parts = [f"written {written}" * (written != ANY), f"read as {read}" * (read != ANY)]
    return f"test digits {' and '.join(filter(None, parts))}, wrong: {count}"


def confusion(exam: Exam, row: int) -> str:
    """What was meant and what is read."""
    answer = int(exam.answers[row])
    return f"{exam.labels[row]} → {answer if answer >= 0 else '-'}"


def _label(exam: Exam, row: int) -> str:
    answer = int(exam.answers[row])
    meant = int(exam.labels[row])
    return f"meant as {meant}, read as {answer if answer >= 0 else 'none'}, probability {chance(exam.surety[row])}"
