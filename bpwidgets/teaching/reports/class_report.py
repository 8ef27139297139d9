"""What a class knows and what it only believes, from the records of its learners: what to talk about on Monday."""
from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from ...text import counted, in_words, percent
from ..records.events import Event
from ..records.record import Entry
from .said import answer_in_words, known, misconception_in_words, question_of

JUDGED = ("answered", "tried")
SURE = "sure"


@dataclass(frozen=True)
class ItemReport:
    """An item over all learners.

    learners: how many have a verdict; right: how many were right, with their first answer, or in the end for what is
    tried again and again. wrong: the answers that were not right, most chosen first: (answer, how often).
    misconception: the one that the most chosen of them shows. surely_wrong: how many were sure of a wrong answer.
    opened: how many opened it without an answer.
    """

    lesson: str
    item: str
    learners: int
    right: int
    wrong: tuple[tuple[Any, int], ...]
    misconception: str
    surely_wrong: int
    opened: int

    @property
    def weight(self) -> int:
        """How many learners are helped by talking about it; who is sure of what is wrong counts twice."""
        return self.learners - self.right + self.surely_wrong


def class_report(records: Iterable[Iterable[Entry]], lesson: str | None = None) -> list[ItemReport]:
    """A report of each item that somebody answered, what to talk about first at the front. records: one for each
    learner. lesson: of this one alone."""
    verdicts: dict[tuple[str, str], list[Sequence[Event]]] = {}
    for record in records:
        items: dict[tuple[str, str], list[Event]] = {}
        for entry in record:
            if lesson in (None, entry.lesson) and _counts(entry.event):
                items.setdefault((entry.lesson, entry.item), []).append(entry.event)
        for name, past in items.items():
            verdicts.setdefault(name, []).append(past)
    reports = [_report(*name, pasts) for name, pasts in verdicts.items()]
    told = (one for one in reports if one.learners or one.opened)
    return sorted(told, key=lambda one: (-one.weight, one.lesson, one.item))


def _counts(event: Event) -> bool:
    """It belongs to the first time that the item was asked."""
    return event.kind == "tried" or (event.kind in ("answered", "opened") and event.case == 0)


def _report(lesson: str, item: str, pasts: Sequence[Sequence[Event]]) -> ItemReport:
    judged = [event for past in pasts if (event := _verdict(past)) is not None]
    wrong = [event for event in judged if not event.right]
    chosen = Counter(_key(event) for event in wrong).most_common()
    most = [event.misconception for event in wrong if event.misconception and _key(event) == chosen[0][0]]
    opened = sum(not any(event.kind in JUDGED for event in past) for past in pasts)
    return ItemReport(lesson, item, len(judged), len(judged) - len(wrong),
                      tuple((json.loads(key), number) for key, number in chosen), most[0] if most else "",
                      sum(event.confidence == SURE for event in wrong), opened)


def _verdict(past: Sequence[Event]) -> Event | None:
    """The event by which a learner is counted: the first answer; of tries the one that was right, else the last."""
    tries = [event for event in past if event.kind == "tried"]
    if tries:
        return next((event for event in tries if event.right), tries[-1])
    return next((event for event in past if event.kind == "answered" and isinstance(event.right, bool)), None)


def _key(event: Event) -> str:
    """By it equal answers are counted; numbers that are written alike are equal. What is tried is told by its fault."""
    if event.kind == "tried":
        return json.dumps(event.misconception)
    answer = float(f"{event.answer:.2g}") if isinstance(event.answer, float) else event.answer
    return json.dumps(answer, ensure_ascii=False)


# -- as text

def as_text(reports: Sequence[ItemReport], learners: int) -> str:
    """What to talk about first, item by item."""
    lessons = len({one.lesson for one in reports})
    head = (f"{counted(learners, 'record')}, {counted(lessons, 'lesson')}, {counted(len(reports), 'item')}; "
            "what to talk about first stands first.")
    return "\n\n".join([head, *(f"{k}. {_item_text(one)}" for k, one in enumerate(reports, 1))])


def _item_text(one: ItemReport) -> str:
    item = known(one.lesson, one.item).item
    share = f" ({percent(one.right / one.learners)})" if one.learners else ""
    told = [f"{one.lesson or 'alone'} / {one.item}: {one.right} of {one.learners} right{share}"]
    if one.surely_wrong:
        told.append(f"{one.surely_wrong} sure and wrong")
    if one.opened:
        told.append(f"{one.opened} opened it without an answer")
    asked = [f"   Asked: {question}"] if (question := question_of(item)) else []
    return "\n".join(["; ".join(told), *asked, *_most_chosen(one, item)])


def _most_chosen(one: ItemReport, item: Any) -> list[str]:
    if not one.wrong:
        return []
    answer, number = one.wrong[0]
    idea = f" The idea behind it: {_sentence(one.misconception)}" if one.misconception else ""
    said = answer_in_words(item, answer) if not isinstance(answer, float) or item else in_words(answer)
    if not said:
        return [f"   Most are stuck with a fault of their own ({counted(number, 'time')})."]
    return [f"   Most chosen, and not right: {said} ({counted(number, 'time')}).{idea}"]


def _sentence(name: str) -> str:
    words = misconception_in_words(name)
    return words if words.endswith((".", "!", "?")) else f"{words}."
