"""What happened at an item of a lesson, as one frozen value: given, opened, tried, left.

An item keeps nothing itself: where it stands follows from its events, in their order. So a lesson that is opened the
next day stands where it stood.
"""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

Past = Sequence["Event"]


@dataclass(frozen=True)
class Event:
    """One thing that a learner did.

    kind: "answered", "opened" (without an answer), "tried", "hinted", "seen" (a reference, or the lab of a
    misconception), "left" (a lab, with these settings), "kept" (a point), "dropped" (the last of these). answer,
    outcome: as JSON has them: numbers, texts, lists. confidence: "guess", "fairly sure", "sure". right: None where
    nothing was judged. misconception: the name of the one that the answer shows. case: which of the item's cases it
    was. settings: of a lab, as the line that recreates it. time: UTC, as in ISO 8601.

    >>> Event("answered", answer=0.01, right=False).to_json()
    {'kind': 'answered', 'answer': 0.01, 'right': False}
    """

    kind: str
    answer: Any = None
    outcome: Any = None
    confidence: str = ""
    right: bool | None = None
    misconception: str = ""
    case: int = 0
    settings: str = ""
    time: str = ""
    # The lesson in which it was asked, if that is not the item's own.
    asked_in: str = ""

    def to_json(self) -> dict[str, Any]:
        """All that is not as it is anyway."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: value for name, value in values.items() if value != getattr(type(self), name, None)}

    @classmethod
    def from_json(cls, line: Mapping[str, Any]) -> Event | None:
        """The event of a line, whatever else stands there; None for what is none."""
        known = {name: line[name] for name in NAMES & line.keys()}
        if not known.get("kind") or not all(isinstance(known[name], str) for name in TEXTS & known.keys()):
            return None
        return cls(**known) if isinstance(known.get("case", 0), int) else None


NAMES = frozenset(field.name for field in fields(Event))
TEXTS = frozenset({"kind", "confidence", "misconception", "settings", "time", "asked_in"})


def last(past: Past, *kinds: str, case: int | None = None) -> Event | None:
    """The last event of one of these kinds, of this case if one is given."""
    return next((event for event in reversed(past) if event.kind in kinds and case in (None, event.case)), None)
