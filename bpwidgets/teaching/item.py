"""An item of a lesson: a frozen value that asks, and says what came of it.

What stands on its card and whether its lab is open follow from what happened (`past`) and from nothing else. An item
keeps nothing, writes nothing and knows no widgets; `shown.py` shows it, `record.py` keeps what happened.
"""
from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from ..errors import argument_error, nearest
from .cards.parts import Part, Values
from .records.events import Event, Past

if TYPE_CHECKING:
    from ..widgets.lab import Lab

# What an item has the learner do: "respond" to a question, "change" something and see, "construct" something.
ACTS = ("respond", "change", "construct")
Kept = TypeVar("Kept")
# The lab of an item, made when it is first asked for.
LabMade = Callable[[], "Lab"]


class Item(Protocol):
    """What all items have.

    name: by it the record knows the item, in whatever lesson or place it stands. act: one of `ACTS`. title: the
    accessible name of its card.
    """

    name: str
    act: str
    title: str

    def locked(self) -> tuple[Part, ...]:
        """The card before anything happened. It is made without the lab: what it does not know it cannot give away."""

    def card(self, past: Past, lab: LabMade) -> tuple[Part, ...]:
        """The card after these events."""

    def press(self, button: str, values: Values, past: Past, lab: LabMade) -> Event:
        """What the press of a button means; raises ArgumentError where something is missing."""

    def opens(self, past: Past) -> bool:
        """True if a lab stands below the card, after these events."""

    def make_lab(self, past: Past) -> Lab:
        """The lab below the card, made anew."""


def pressed(button: str, known: Mapping[str, Callable[[], Event]], of: str) -> Event:
    """What the button does, out of the known ones."""
    if button not in known:
        raise argument_error("button", of, f"one of {', '.join(known)}", button, nearest(button, known))
    return known[button]()


def kept_with(lab: Any, key: Any, compute: Callable[[], Kept]) -> Kept:
    """What is computed of a lab once, kept for as long as the lab lives."""
    kept = vars(lab).setdefault("_kept", {})
    if key not in kept:
        kept[key] = compute()
    return kept[key]
