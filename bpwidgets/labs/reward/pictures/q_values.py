"""The values of all moves, as table and net know them, and what the next update does to them."""
from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection

from ....pictures.boxes import Box
from ....pictures.in_px import sized_in_px
from ....pictures.style import SMALL, TEXT, Style
from ....pictures.telling import Told
from ....pictures.texts import Texts, Written, text_on
from ....text import in_words, number
from ..policy import NET, TABLE
from ..result import Update
from ..world import MOVES, WAYS, A
from .board import BOLD, HEAD, Board, Ground, in_cells
from .policy import largest

# From this side of a cell on, in px, its four values are written; below, the largest one is. The line of the sum.
ROOMY, BELOW = 48, 22
# The radius of the dot of the largest change, in px.
DOT = 5.5


class QValues:
    """Each cell in four parts, one for each move, in the color of its value; the best move in bold. Framed: the move of
    the next update. Dots: what that update changes, the larger the more."""

    margins = (4, 8, 4, 0)
    kind = TABLE

    def __init__(self, axes: Axes, style: Style):
        self.axes, self.style = axes, style
        self.width, self.height = sized_in_px(axes)
        self.cells = Ground(axes, style)
        self.update = PolyCollection([], facecolor="none", edgecolor=style.here, linewidths=2.4, zorder=5)
        axes.add_collection(self.update, autolim=False)
        self.dots = axes.scatter([], [], s=[], linewidths=0, zorder=6)
        self.title = text_on(axes, 0, self.height - HEAD / 2, fontsize=TEXT, color=style.ink)
        self.sum = text_on(axes, 0, BELOW / 2, fontsize=SMALL, color=style.ink)
        self.texts = Texts(axes, fontsize=SMALL, zorder=7)

    @property
    def moving(self) -> tuple[Any, ...]:
        """All that follows the numbers, from the lowest."""
        return (*self.cells.moving, self.update, self.dots, self.title, self.sum, *self.texts)

    def board(self, result) -> Board:
        """Where the cells stand."""
        found = Board.within(self.width, self.height - BELOW, result.world.shape)
        return found._replace(top=found.top + BELOW)

    def draw(self, settings, result) -> None:
        world, board, update = result.world, self.board(result), result.update(self.kind, settings.episode)
        parts = [_parts(board.box(*place)) for place in world.states]
        most = largest(world.reward, result.best if result.best is not None else update.Q)
        offered = world.offered
        shapes = [(parts[s][a], update.Q[s, a]) for s in range(len(parts)) for a in range(A) if offered[s, a]]
        said = self.cells.show(board, world.text, shapes, most, None)
        self.texts.write(said + self._numbers(board, world, update.Q))
        self.update.set_verts([parts[update.move.s][update.move.a]])
        self._dots(board, world, update)
        self.title.set_position((board.left, self.height - HEAD / 2))
        self.title.set_text(f"{'a table' if self.kind == TABLE else 'a net'}: {self._count(result)}")
        self.sum.set_position((board.left, BELOW / 2))
        self.sum.set_text(arithmetic(update, world.gamma, ends=update.move.after == len(world.states)))

    def _count(self, result) -> str:
        count = result.model(self.kind).network.n
        return f"{count} {'numbers' if self.kind == TABLE else 'weights'}"

    def _numbers(self, board: Board, world, Q: np.ndarray) -> list[Written]:
        high = np.where(world.offered, Q, -np.inf).max(axis=1)
        words = in_cells(np.where(world.offered, Q, 0.0), board.side / 2 - 3, BOLD)
        if not any(words) or board.side < ROOMY:
            return [Written(*board.box(*place).middle, one, self.style.ink)
                    for place, one in zip(world.states, in_cells(high, board.side - 4))]
        said = []
        for k, one in enumerate(words):
            s, a = divmod(k, A)
            if world.offered[s, a]:
                (x, y), (down, right) = board.box(*world.states[s]).middle, WAYS[a]
                said.append(Written(x + (board.side / 2 - 3) * right, y - 0.36 * board.side * down, one, self.style.ink,
                                    {1: "right", -1: "left"}.get(right, "center"), bool(Q[s, a] == high[s])))
        return said

    def _dots(self, board: Board, world, update: Update) -> None:
        change = np.where(world.offered & np.isfinite(update.after - update.Q), update.after - update.Q, 0.0)
        most = float(np.abs(change).max())
        s, a = np.nonzero(np.abs(change) > 0.02 * most) if most > 0 else ((), ())
        places = [_dot(board.box(*world.states[i]), board.side, j) for i, j in zip(s, a)]
        self.dots.set_offsets(np.array(places).reshape(-1, 2))
        self.dots.set_sizes([np.pi * (DOT * np.sqrt(abs(change[i, j]) / most)) ** 2 for i, j in zip(s, a)])
        self.dots.set_facecolors([self.style.positive if change[i, j] > 0 else self.style.negative
                                  for i, j in zip(s, a)])

    def told(self, settings, result, at) -> Told | None:
        """The values of the cell under the pointer, beside the best ones."""
        board, world = self.board(result), result.world
        cell = board.cell_at(*at)
        s = world.index.get(cell) if cell else None
        if s is None:
            return None
        Q, best = result.Q(self.kind, settings.episode), result.best
        said = ", ".join(f"{MOVES[a]} {in_words(Q[s, a])}" + ("" if best is None else f" (best {in_words(best[s, a])})")
                         for a in range(A) if world.offered[s, a])
        return Told(f"row {cell[0] + 1}, column {cell[1] + 1}: {said}", *board.box(*cell).middle)


class TableValues(QValues):
    """A number of its own for each cell and move."""


class NetValues(QValues):
    """All from one net, which sees where the cell is."""

    kind = NET


def arithmetic(update: Update, gamma: float, ends: bool) -> str:
    """The TD error of an update, as a sum."""
    own = number(float(update.Q[update.move.s, update.move.a]), 2)
    if ends:
        return f"δ = {number(update.move.r, 3)} − {own} = {number(update.delta, 2)}".replace("-", "−")
    after = (update.target - update.move.r) / gamma if gamma else 0.0
    return (f"δ = {number(update.move.r, 3)} + {number(gamma, 3)} · {number(after, 2)} − {own} = "
            f"{number(update.delta, 2)}").replace("-", "−")


def _parts(box: Box) -> list[np.ndarray]:
    """The four triangles of a cell, up, right, down, left."""
    lower_left, lower_right, upper_right, upper_left = box.corners
    return [np.array([first, second, box.middle]) for first, second in (
        (upper_left, upper_right), (upper_right, lower_right), (lower_right, lower_left), (lower_left, upper_left))]


def _dot(box: Box, side: float, a: int) -> tuple[float, float]:
    """Where the change of a move is marked: beside its number."""
    (x, y), (down, right) = box.middle, WAYS[a]
    return (x + 0.3 * side * right, y - 13) if right else (x + 20, y - 0.36 * side * down)
