"""What was done of each item of a lesson, from the events alone."""
from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ...text import capital, counted
from ..board import Board
from ..cards.parts import Part
from ..cards.tables import Table
from ..desk import Taught
from ..records.events import Event, Past

SAVED = "How far you came stands here while the notebook is open and its cells ran."


class Stand(NamedTuple):
    """Where an item stands, in words, and whether it is done."""

    words: str
    done: bool


def progress(lesson: Taught) -> Board:
    """A row for each item of the lesson; it follows what the learner does."""
    return lesson.desk.hang(Board("Progress", SAVED, lambda: _parts(lesson)))


def _parts(lesson: Taught) -> Sequence[Part]:
    stands = [stand(lesson.desk.past(lesson.name, item)) for item in lesson.items]
    rows = tuple((capital(item.name.replace("-", " ")), item.title, found.words)
                 for item, found in zip(lesson.items, stands))
    done = sum(found.done for found in stands)
    return (Table(f"{lesson.title}: {done} of {len(rows)} done", ("item", "kind", "so far"), rows),)


def stand(past: Past) -> Stand:
    """Where an item stands after these events.

    >>> stand((Event("answered", 1, right=False, confidence="sure"), Event("answered", 2, right=True)))
    Stand(words='not right at first (sure), then right', done=True)
    >>> stand((Event("tried", right=False), Event("hinted"), Event("tried", right=True))).words
    'correct, 2 tries, 1 hint'
    """
    kinds = [event.kind for event in past]
    if "tried" in kinds:
        return _of_tries([event for event in past if event.kind == "tried"], kinds)
    if "answered" in kinds:
        return Stand(_of_answers([event for event in past if event.kind == "answered"]), done=True)
    if "opened" in kinds:
        return Stand("opened without an answer", done=True)
    begun = set(kinds) - {"left"}
    return Stand("begun" if begun else "not yet", done=False)


def _of_tries(tries: Sequence[Event], kinds: Sequence[str]) -> Stand:
    correct = any(event.right for event in tries)
    words = ["correct" if correct else "not yet correct", counted(len(tries), "try", "tries")]
    if "hinted" in kinds:
        words.append(counted(kinds.count("hinted"), "hint"))
    if "seen" in kinds:
        words.append("solution seen")
    return Stand(", ".join(words), correct)


def _of_answers(answers: Sequence[Event]) -> str:
    first, *others = answers
    sure = f" ({first.confidence})" if first.confidence else ""
    if first.right is None:
        return f"answered{sure}"
    if first.right:
        return f"right{sure}"
    return f"not right at first{sure}, then right" if any(event.right for event in others) else f"not right{sure}"
