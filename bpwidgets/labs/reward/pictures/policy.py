"""The world: walls, rewards, the value of each cell, and where the policy goes."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection

from ....pictures.in_px import sized_in_px
from ....pictures.style import SMALL, TEXT, Style
from ....pictures.telling import Told
from ....pictures.texts import Texts, Written, text_on
from ....settings.cells import START, WALL
from ....text import in_words, percent
from ..painting import painted, stepped
from ..settings import LOOKS
from ..world import MOVES
from .board import HEAD, Board, Ground, in_cells, needles, signed

# How far the needles stand below the middle of a cell, in parts of its side; and a value from its upper left corner.
LIFT, INSET = 0.09, 5


class Policy:
    """Each free cell in the color of its value; a needle for each move, as long as it is probable. A press looks at a
    cell, or puts there what the brush is."""

    margins = (4, 8, 4, 0)
    handle = "world: press a cell; or lead the frame with the arrow keys, and Enter puts there what the brush is"

    def __init__(self, axes: Axes, style: Style):
        self.axes, self.style = axes, style
        self.width, self.height = sized_in_px(axes)
        self.cells = Ground(axes, style)
        self.needles = PolyCollection([], facecolor=style.ink, edgecolor="none", zorder=3)
        axes.add_collection(self.needles, autolim=False)
        self.title = text_on(axes, 0, self.height - HEAD / 2, fontsize=TEXT, color=style.ink)
        self.texts = Texts(axes, fontsize=SMALL, zorder=6)

    @property
    def moving(self) -> tuple[Any, ...]:
        """All that follows the numbers, from the lowest."""
        return (*self.cells.moving, self.needles, self.title, *self.texts)

    def board(self, settings) -> Board:
        """Where the cells stand."""
        return Board.within(self.width, self.height, settings.of_world.shape)

    def draw(self, settings, result) -> None:
        world, board, moment = result.world, self.board(settings), result.moment(settings.episode)
        values = moment.exact.value
        boxes = [board.box(*place) for place in world.states]
        most = largest(values, world.reward)
        said = self.cells.show(board, world.text, [(box.corners, value) for box, value in zip(boxes, values)], most,
                                settings.place)
        known = np.where(np.isfinite(moment.pi), moment.pi, 0.0)
        self.needles.set_verts(needles(board, world.states, known, LIFT))
        said += [Written(box.left + INSET, box.top - 9, words, self.style.ink, "left")
                 for box, words in zip(boxes, in_cells(values, board.side - 2 * INSET))]
        said += [Written(box.left + INSET, box.bottom + 9, START, self.style.ink, "left", strong=True)
                 for box, (row, column) in zip(boxes, world.states) if world.cells[row][column] == START]
        self.texts.write(said)
        self.title.set_position((board.left, self.height - HEAD / 2))
        self.title.set_text(f"value and policy, episode {result.at(settings.episode)}")

    def drag(self, pressed, result, start, at) -> Mapping[str, Any]:
        """From one cell to another."""
        return self.trace(pressed, result, (start, at))

    def trace(self, pressed, result, places: Sequence[tuple[float, float]]) -> Mapping[str, Any]:
        """The cells that the pointer went over are what the brush is; the last one is looked at."""
        board = self.board(pressed)
        cells = dict.fromkeys(filter(None, (board.cell_at(*place) for place in places)))
        return painted(pressed, list(cells))

    def lower(self, settings, result) -> Mapping[str, Any]:
        """The chosen cell becomes what the brush is."""
        return painted(settings, [settings.place]) if settings.brush != LOOKS else {}

    def nudge(self, settings, result, right: int, up: int) -> Mapping[str, Any]:
        """The next cell is looked at."""
        return stepped(settings, right, up)

    def held(self, settings, result) -> tuple[float, float]:
        """At the chosen cell."""
        return self.board(settings).box(*settings.place).middle

    def told(self, settings, result, at) -> Told | None:
        """What the cell under the pointer is worth, and where the policy goes from it."""
        board, world = self.board(settings), result.world
        cell = board.cell_at(*at)
        if cell is None:
            return None
        name = f"row {cell[0] + 1}, column {cell[1] + 1}"
        k = world.index.get(cell)
        if k is None:
            word = world.cells[cell[0]][cell[1]]
            said = "a wall" if word == WALL else f"reward {signed(float(word))}, the episode ends"
        else:
            moment = result.moment(settings.episode)
            moves = ", ".join(f"{move} {percent(p)}" for move, p in zip(MOVES, moment.pi[k]) if p > 0)
            said = f"value {in_words(moment.exact.value[k])}; {moves}"
        return Told(f"{name}: {said}", *board.box(*cell).middle)


def largest(*arrays: np.ndarray) -> float:
    """The largest size of the numbers there are."""
    known = np.concatenate([np.abs(array[np.isfinite(array)]).ravel() for array in arrays])
    return float(known.max(initial=0.0))
