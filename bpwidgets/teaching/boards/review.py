"""Every answered item of a lesson once more, as its card says it, and how well the learner knew what they know."""
from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import TypeVar

from ..board import Board
from ..cards.parts import Part, Say
from ..desk import Taught
from ..item import Item
from ..records.events import Past
from .calibration import calibration

SAVED = "What you said, what is, and why stands here once more when you run this cell."
# Kinds of parts that are only read.
READ = ("say", "code", "quote", "table", "drawing")
Made = TypeVar("Made")


def review(lesson: Taught) -> Board:
    """All that was answered in this lesson, as far as it is answered when the cell runs."""
    return Board("Review", SAVED, _once(lambda: _parts(lesson)))


def _parts(lesson: Taught) -> Sequence[Part]:
    replayed = [part for item in lesson.items for part in _replayed(item, lesson.desk.past(lesson.name, item))]
    entries = lesson.desk.record.entries()
    here = [entry.event for entry in entries if entry.lesson == lesson.name]
    nothing = (Say("Nothing is answered yet.", "note"),)
    return (*(replayed or nothing), *calibration(here, [entry.event for entry in entries]))


def _replayed(item: Item, past: Past) -> Iterator[Part]:
    """The cards of an item, one for each of its cases that was answered, without anything to fill in or to press."""
    cases = sorted({event.case for event in past if event.kind != "left"})
    for case in cases if hasattr(item, "of_case") else cases[:1]:
        asked: Item = item.of_case(case) if hasattr(item, "of_case") else item
        happened = item.answered(past) if hasattr(item, "answered") else past
        try:
            card = asked.card(happened, _once(lambda asked=asked, happened=happened: asked.make_lab(happened)))
            yield from (part for part in card if _to_read(part))
        except Exception as error:    # a study, an outcome or a function of the author may raise anything
            yield Say(f"{item.title} {item.name}: it cannot be shown again ({error}).", "note")


def _to_read(part: Part) -> bool:
    """Words and tables; nothing to fill in, and nothing to press."""
    told = part.sent()
    blank = any(term["blank"] for term in told.get("terms", ()))
    return not blank and (told["kind"] in READ or "terms" in told)


def _once(make: Callable[[], Made]) -> Callable[[], Made]:
    return cache(make)
