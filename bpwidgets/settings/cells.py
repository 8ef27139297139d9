"""A field that holds a board of cells: walls, free ones, a start, rewards."""
from __future__ import annotations

import dataclasses
import math
import re
from typing import Any

from ..errors import argument_error
from ..text import counted
from .field import Field, Refuse, SettingsLike

FREE, WALL, START = ".", "#", "S"
# A board has at most so many rows and columns.
SIDE = 6
REWARDS = 100.0
TAKES = (f"rows of cells, at most {SIDE} x {SIDE}, with semicolons between rows and spaces between cells, such as "
         "'. . 1; S # -1'")
ADVICE = ". is free, # a wall, S the start, a number a reward that ends the episode; there is at least one S."


def cells_in(text: str) -> tuple[tuple[str, ...], ...]:
    """The cells of a text, row by row, numbers written in one way. Raises ArgumentError for anything else.

    >>> cells_in(". 1.0; S #")
    (('.', '1'), ('S', '#'))
    """
    rows = [row.split() for row in re.split(r"[;\n]", text) if row.strip()]
    if not rows or len(rows) > SIDE or not all(len(row) == len(rows[0]) <= SIDE for row in rows):
        raise argument_error("cells", "a world", TAKES, text, ADVICE)
    found = tuple(tuple(map(_cell, row)) for row in rows)
    if not any(START in row for row in found):
        raise argument_error("cells", "a world", "at least one start, S", text, ADVICE)
    return found


def text_of_cells(cells: tuple[tuple[str, ...], ...]) -> str:
    """The text of cells.

    >>> text_of_cells((('.', '1'), ('S', '#')))
    '. 1; S #'
    """
    return "; ".join(" ".join(row) for row in cells)


def reward_text(reward: float) -> str:
    """A reward as a cell says it.

    >>> reward_text(1.0), reward_text(-0.25)
    ('1', '-0.25')
    """
    return f"{reward:.6g}"


def _cell(word: str) -> str:
    if word in (FREE, WALL, START):
        return word
    try:
        reward = float(word)
    except ValueError:
        reward = math.nan
    if not abs(reward) <= REWARDS:
        expected = f"{FREE}, {WALL}, {START} or a number from -{REWARDS:g} to {REWARDS:g} in each cell"
        raise argument_error("cells", "a world", expected, word, ADVICE)
    return reward_text(reward + 0.0)


@dataclasses.dataclass(frozen=True, kw_only=True)
class Cells(Field):
    """A board of cells as a text: semicolons between rows, spaces between cells."""

    def takes(self, settings: SettingsLike | None) -> str:
        return TAKES

    def check(self, value: Any, settings: SettingsLike, refuse: Refuse) -> Any:
        if not isinstance(value, str):
            raise refuse(TAKES, value, ADVICE)
        try:
            return text_of_cells(cells_in(value))
        except ValueError:
            raise refuse(TAKES, value, ADVICE) from None

    def brief(self, value: Any) -> str:
        rows = cells_in(value)
        rewards = sum(cell not in (FREE, WALL, START) for row in rows for cell in row)
        return f"{len(rows)} x {len(rows[0])} cells, {counted(rewards, 'reward')}"
