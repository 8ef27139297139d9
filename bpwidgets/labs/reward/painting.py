"""What a press on the cells of a world means."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ...settings.cells import FREE, START, cells_in, reward_text, text_of_cells
from .settings import LOOKS, REWARD


def painted(settings: Any, places: Sequence[tuple[int, int]]) -> Mapping[str, Any]:
    """The changes of a brush that went over these cells, row and column each: the last one is looked at, too.

    A single cell that is that already becomes free. A start takes the place of the others; the last start and the last
    cell in which one can move stay.
    """
    cells = [list(row) for row in cells_in(settings.world)]
    if not places:
        return {}
    row, column = places[-1]
    chosen = {"cell": row * len(cells[0]) + column + 1}
    if settings.brush == LOOKS:
        return chosen
    new = reward_text(settings.reward) if settings.brush == REWARD else settings.brush
    if new == START:
        cells = [[FREE if cell == START else cell for cell in line] for line in cells]
        cells[row][column] = START
        return {"world": text_of_cells(_frozen(cells)), **chosen}
    erases = len(places) == 1 and cells[row][column] == new
    for row, column in places:
        if cells[row][column] != START:
            cells[row][column] = FREE if erases else new
    return {"world": text_of_cells(_frozen(cells)), **chosen}


def stepped(settings: Any, right: int, up: int) -> Mapping[str, Any]:
    """The cell so many columns and rows further, as far as there are any."""
    rows = cells_in(settings.world)
    row, column = settings.place
    row, column = min(max(row - up, 0), len(rows) - 1), min(max(column + right, 0), len(rows[0]) - 1)
    return {"cell": row * len(rows[0]) + column + 1}


def _frozen(cells: list[list[str]]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(row) for row in cells)
