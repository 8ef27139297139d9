"""A world of cells: where each move leads, and what it brings.

Moves are up, right, down and left. Cells with a number end the episode and give that number as reward; every step gives
the step reward besides. A move against a wall or the border stays where it is, or is not offered.
"""
from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ...settings.cells import FREE, START, WALL, cells_in

MOVES = ("up", "right", "down", "left")
# Rows down and columns to the right of each move.
WAYS = ((-1, 0), (0, 1), (1, 0), (0, -1))
A = len(MOVES)
STAY, CLOSED = "stay", "closed"
# What can become of a move: it goes as meant, or slips to its left or its right.
TURNS = (0, -1, 1)


@dataclass(frozen=True)
class World:
    """All that decides what a move does; S below is the number of `states`, the cells in which a move can be made.

    text: the cells, as in `settings.cells`. step_reward: of each step. gamma: the weight of a reward one step later.
    slip: the probability that a move goes to one of its sides instead. walls: whether a move against a wall stays or is
    closed. most_steps: after so many an episode is cut off.

    >>> world = World("S . 1")
    >>> world.states, world.next[0, 1].tolist(), float(world.reward[1, 1, 0])
    (((0, 0), (0, 1)), [1, 0, 0], 1.0)
    """

    text: str
    step_reward: float = 0.0
    gamma: float = 1.0
    slip: float = 0.0
    walls: str = STAY
    most_steps: int = 40

    @cached_property
    def cells(self) -> tuple[tuple[str, ...], ...]:
        """The cells, row by row."""
        return cells_in(self.text)

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return len(self.cells), len(self.cells[0])

    @cached_property
    def states(self) -> tuple[tuple[int, int], ...]:
        """Row and column of each cell in which a move can be made."""
        return tuple((row, column) for row, cells in enumerate(self.cells) for column, cell in enumerate(cells)
                     if cell in (FREE, START))

    @cached_property
    def index(self) -> dict[tuple[int, int], int]:
        """The number of the state in a cell."""
        return {place: k for k, place in enumerate(self.states)}

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """The states in which episodes begin, one as often as the other."""
        return tuple(k for k, (row, column) in enumerate(self.states) if self.cells[row][column] == START)

    @cached_property
    def next(self) -> np.ndarray:
        """The state after each move and each turn it can take, (S, 4, 3); S for the end."""
        return self._outcomes[0]

    @cached_property
    def reward(self) -> np.ndarray:
        """What each of them gives, (S, 4, 3)."""
        return self._outcomes[1]

    @cached_property
    def chances(self) -> np.ndarray:
        """How probable the turns are, (3,)."""
        return fixed(np.array([1 - self.slip, self.slip / 2, self.slip / 2]))

    @cached_property
    def offered(self) -> np.ndarray:
        """True for the moves that can be chosen, (S, 4): all, or those that no wall closes."""
        if self.walls == STAY:
            return fixed(np.ones((len(self.states), A), bool))
        free = np.array([[self._entered(place, way) != place for way in WAYS] for place in self.states])
        return fixed(free | ~free.any(axis=1, keepdims=True))

    @cached_property
    def passage(self) -> np.ndarray:
        """How probable each next state is after each move, (S, 4, S); what is missing of 1 is the end."""
        count = len(self.states)
        return fixed((self.chances[:, None] * (self.next[..., None] == np.arange(count))).sum(axis=2))

    @cached_property
    def gain(self) -> np.ndarray:
        """The mean reward of each move, (S, 4)."""
        return fixed(self.reward @ self.chances)

    @cached_property
    def first(self) -> np.ndarray:
        """How probable it is to begin in each state, (S,)."""
        found = np.zeros(len(self.states))
        found[list(self.starts)] = 1 / len(self.starts)
        return fixed(found)

    def _entered(self, place: tuple[int, int], way: tuple[int, int]) -> tuple[int, int]:
        """The cell after a move; the same one before a wall."""
        row, column = place[0] + way[0], place[1] + way[1]
        inside = 0 <= row < self.shape[0] and 0 <= column < self.shape[1]
        return (row, column) if inside and self.cells[row][column] != WALL else place

    @cached_property
    def _outcomes(self) -> tuple[np.ndarray, np.ndarray]:
        following = np.empty((len(self.states), A, len(TURNS)), int)
        reward = np.full(following.shape, self.step_reward)
        for k, place in enumerate(self.states):
            for a in range(A):
                for t, turn in enumerate(TURNS):
                    cell = self._entered(place, WAYS[(a + turn) % A])
                    following[k, a, t] = self.index.get(cell, len(self.states))
                    if cell not in self.index:
                        reward[k, a, t] += float(self.cells[cell[0]][cell[1]])
        return fixed(following), fixed(reward)


def fixed(array: np.ndarray) -> np.ndarray:
    """The array, which can no longer be written to."""
    array.flags.writeable = False
    return array


def uniform(world: World) -> np.ndarray:
    """The policy that chooses among all moves by chance, (S, 4)."""
    return world.offered / world.offered.sum(axis=1, keepdims=True)
