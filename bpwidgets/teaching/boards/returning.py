"""Predictions that were missed come back in later lessons, with other numbers.

A miss is due in the next lesson that is opened; after a right answer it is due two lessons later, after a second one it
is done. All of it follows from the record. A lesson counts as opened once something happened in it, or when it asks.
"""
from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from ..board import Board
from ..cards.parts import Part, Say
from ..desk import Taught
from ..records.record import Entry

SAVED = "Predictions that you missed in earlier lessons come back here, with other numbers, when you run this cell."
# How many come back in one lesson; the others wait for the next one.
MOST = 3
# After so many right answers one after the other it is done.
ENOUGH = 2


class Asked(NamedTuple):
    """An item that is asked again: names of its lesson and of itself, and which case it is."""

    lesson: str
    item: str
    case: int


def again(lesson: Taught, others: Sequence[Taught] = ()) -> Board:
    """What is due in this lesson, and what was asked again in it before, as cards."""
    named = {other.name: other for other in others}
    record = lesson.desk.record.entries()
    before = asked_before(record, lesson.name)
    sources = [(named.get(asked.lesson) or lesson.desk.found(asked.lesson), asked)
               for asked in [*before, *due(record, lesson.name)]]
    found = [(source, item) for source, asked in sources if source and (item := _item(source, asked))]
    shown = found[:max(MOST, len(before))]
    cards = [lesson.desk.lay(source.name, item, lesson.name) for source, item in shown]
    return Board("Asked again", SAVED, _words([source.title for source, _ in shown]), cards)


def _item(lesson: Taught, asked: Asked) -> Any:
    """The item with other numbers; None if it is no more, or if it knows none."""
    item: Any = next((item for item in lesson.items if item.name == asked.item), None)
    return item.of_case(asked.case) if hasattr(item, "of_case") else None


def _words(titles: Sequence[str]) -> Callable[[], Sequence[Part]]:
    if not titles:
        words = "Nothing is due: no prediction that you missed comes back in this lesson."
    else:
        many = ("A prediction that you missed comes" if len(titles) == 1 else
                f"{len(titles)} predictions that you missed come")
        words = f"{many} back, with other numbers (from {'; '.join(dict.fromkeys(titles))})."
    return lambda: (Say(words),)


def asked_before(record: Sequence[Entry], here: str) -> list[Asked]:
    """What was asked again in this lesson, in the order in which it was answered."""
    return list(dict.fromkeys(Asked(entry.lesson, entry.item, entry.event.case)
                              for entry in record if entry.event.asked_in == here and entry.event.kind != "left"))


def due(record: Sequence[Entry], here: str) -> list[Asked]:
    """What is due in this lesson, the longest missed first."""
    items: dict[tuple[str, str], list[int]] = {}
    for k, entry in enumerate(record):
        if _is_judged(entry) and entry.lesson:
            items.setdefault((entry.lesson, entry.item), []).append(k)
    found = [(answers[-1], Asked(*name, record[answers[-1]].event.case + 1))
             for name, places in items.items() if _is_due(answers := _first_of_each_case(record, places), record, here)]
    return [asked for _, asked in sorted(found)]


def _is_due(answers: Sequence[int], record: Sequence[Entry], here: str) -> bool:
    right = _right_since_a_miss([record[k] for k in answers])
    if right is None or right >= ENOUGH:
        return False
    last = _place(record[answers[-1]])
    opened = ({_place(entry) for entry in record[answers[-1] + 1:]} | {here}) - {last, ""}
    return here != last and len(opened) > right


def _right_since_a_miss(answers: Sequence[Entry]) -> int | None:
    """How many answers in a row were right since the last miss; None if none was missed."""
    missed = [k for k, entry in enumerate(answers) if not entry.event.right]
    return len(answers) - 1 - missed[-1] if missed else None


def _first_of_each_case(record: Sequence[Entry], places: Sequence[int]) -> list[int]:
    """The answers that count: of two notebooks that were answered at once, the first."""
    first: dict[int, int] = {}
    for k in places:
        first.setdefault(record[k].event.case, k)
    return list(first.values())


def _is_judged(entry: Entry) -> bool:
    """It was answered, right or wrong; or looked up, when it was asked again."""
    event = entry.event
    return (event.kind == "answered" and isinstance(event.right, bool)) or (event.kind == "opened" and event.case > 0)


def _place(entry: Entry) -> str:
    return entry.event.asked_in or entry.lesson
