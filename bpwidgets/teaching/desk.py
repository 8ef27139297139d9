"""Where a lesson is worked at: its record, and what its cells show at present."""
from __future__ import annotations

import weakref
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from .board import Board
from .item import Item
from .records.events import Event, Past
from .records.record import FILE, Record
from .shown import Keeper, Shown


class Taught(Protocol):
    """What a desk, and what is told about items, knows of a lesson."""

    @property
    def name(self) -> str:
        """By it the record knows the lesson."""

    @property
    def title(self) -> str:
        """What it is called."""

    @property
    def items(self) -> Sequence[Item]:
        """What its notebook shows."""

    @property
    def desk(self) -> Desk:
        """Where it is worked at."""


class Desk:
    """Where a lesson is worked at: the record, and the cells that show its items at present. found(name): another
    lesson of the course; None if there is none of that name."""

    def __init__(self, record: Record, found: Callable[[str], Taught | None] = lambda name: None):
        self.record, self.found = record, found
        self._shown: weakref.WeakSet[Shown] = weakref.WeakSet()
        self._boards: weakref.WeakSet[Board] = weakref.WeakSet()

    def lay(self, lesson: str, item: Item, asked_in: str = "") -> Shown:
        """Show an item; the cells that show the same one follow each other. asked_in: the lesson in which it is shown,
        if that is not its own."""
        def keep(event: Event) -> None:
            self.record.add(lesson, item.name, replace(event, asked_in=asked_in))

        def changed() -> None:
            for other in list(self._shown):
                if other is not shown and other.item.name == item.name:
                    other.follow()
            for board in list(self._boards):
                board.follow()

        keeper = Keeper(lambda: self.past(lesson, item), keep,
                        lambda: (self.record.trouble, self.record.unsaved))
        shown = Shown(item, keeper, changed)
        self._shown.add(shown)
        return shown

    def past(self, lesson: str, item: Item) -> Past:
        """What happened at an item."""
        return self.record.events(lesson, item.name)

    def hang(self, board: Board) -> Board:
        """Show a board; it follows what happens at any item."""
        self._boards.add(board)
        return board


def beside(found: Callable[[str], Taught | None] = lambda name: None) -> Desk:
    """A desk whose record lies beside the notebook."""
    from .. import __version__

    return Desk(Record(Path.cwd() / FILE, __version__), found)
