"""What is told about items beside their cards: a card to read, and below it items that are shown once more.

It depends on what the learner did, so a saved notebook holds one line in its place, the same for everybody.
"""
from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from ..experiment import LOCK
from ..widgets.card import Card
from ..widgets.deferred import DeferredBox
from ..widgets.show import show_locked
from .cards.parts import Part, Say, page_of, text_of
from .shown import Shown


class Board(DeferredBox):
    """A card that says something. title: its accessible name; saved: the line in a saved notebook; parts(): what stands
    on it; shown: the items below it. `print(board)` tells it as text.
    """

    def __init__(self, title: str, saved: str, parts: Callable[[], Sequence[Part]], shown: Sequence[Shown] = ()):
        super().__init__()
        self.title, self.saved, self.shown = title, saved, tuple(shown)
        self._told = parts
        self._card: Card | None = None
        self.add_class("bpw-item")

    def __repr__(self) -> str:
        return self.describe()

    def describe(self) -> str:
        """All of it as text."""
        return "\n\n".join([text_of(self.parts), *map(repr, self.shown)])

    @property
    def parts(self) -> tuple[Part, ...]:
        """What stands on the card."""
        return tuple(self._told())

    @property
    def card(self) -> Card:
        """The widget with the words."""
        with LOCK:
            if self._card is None:
                self._card = Card(self.title, self._sent(), lambda button, values: None, lambda look: None)
            return self._card

    def follow(self) -> None:
        """Something happened at an item."""
        with LOCK:
            if self._card is not None:
                self._card.show(self._sent())

    def _sent(self) -> list[dict[str, Any]]:
        return [part.sent() for part in self.parts]

    def _contents(self) -> Sequence[Any]:
        return (self.card, *self.shown)

    def _ipython_display_(self) -> None:
        show_locked(self._repr_mimebundle_())

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, Any]:
        saved = (Say(self.saved, "note"),)
        return {**(super()._repr_mimebundle_(**kwargs) or {}), "text/plain": text_of(saved),
                "text/html": page_of(saved)}
