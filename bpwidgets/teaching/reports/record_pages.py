"""A record to be read by people, and as a table for other programs."""
from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from ...text import counted
from ..records.events import Event
from ..records.record import Entry, entries_of
from .said import answer_in_words, known

COLUMNS = ("lesson", "item", "kind", "case", "answer", "outcome", "confidence", "right", "misconception", "settings",
           "asked_in", "time", "version")
# A cell that begins with one of these is a formula to a spreadsheet.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def read_record(path: Path) -> list[Entry]:
    """The entries of a record in a file; what is no entry, such as a line that was torn, is left out.

    Raises OSError for a file that cannot be read.
    """
    return list(entries_of(path.read_bytes().decode(errors="replace").split("\n")))


# -- to be read

def as_text(entries: Sequence[Entry]) -> str:
    """Lesson by lesson, what happened when. Times are UTC.

    >>> print(as_text([Entry("one", "way", Event("opened", time="2026-01-02T03:04:05+00:00"))]))
    1 event in 1 lesson; times are UTC
    <BLANKLINE>
    one
      2026-01-02 03:04  way  opened without an answer
    """
    lessons = list(dict.fromkeys(entry.lesson for entry in entries))
    head = f"{counted(len(entries), 'event')} in {counted(len(lessons), 'lesson')}; times are UTC"
    return "\n".join([head, *(line for name in lessons
                              for line in _lesson_lines(name, [entry for entry in entries if entry.lesson == name]))])


def _lesson_lines(name: str, entries: Sequence[Entry]) -> list[str]:
    lesson = known(name, "").lesson
    width = max(len(entry.item) for entry in entries)
    title = f" ({lesson.title})" if lesson else ""
    return ["", f"{name or 'items that stand alone'}{title}",
            *(f"  {entry.event.time[:16].replace('T', ' '):<16}  {entry.item:<{width}}  {event_in_words(entry)}"
              for entry in entries)]


def event_in_words(entry: Entry) -> str:
    """What happened, as the end of a line."""
    event = entry.event
    words = WORDS.get(event.kind, lambda entry: event.kind)(entry)
    return f"{words} [asked in {event.asked_in}]" if event.asked_in else words


def _answered(entry: Entry) -> str:
    event, item = entry.event, known(entry.lesson, entry.item).item
    sure = f" ({event.confidence})" if event.confidence else ""
    verdict = {True: ": right", False: ": not right"}.get(event.right, "")
    outcome = "" if event.outcome is None else f", it is {answer_in_words(item, event.outcome)}"
    idea = f" [{event.misconception}]" if event.misconception else ""
    return f"answered {answer_in_words(item, event.answer)}{sure}{verdict}{outcome}{idea}"


def _tried(entry: Entry) -> str:
    idea = f" [{entry.event.misconception}]" if entry.event.misconception else ""
    return f"tried: {'correct' if entry.event.right else 'not yet'}{idea}"


WORDS: MappingProxyType[str, Callable[[Entry], str]] = MappingProxyType({
    "answered": _answered, "tried": _tried, "opened": lambda entry: "opened without an answer",
    "hinted": lambda entry: "took a hint", "seen": lambda entry: "looked at what helps",
    "left": lambda entry: f"left the lab as {entry.event.settings}"})


# -- for other programs

def as_csv(entries: Iterable[Entry], *, anonymous: bool = False) -> str:
    """A line for each event, under a line of names. anonymous: nothing that a learner wrote or chose freely, and days
    in place of times."""
    written = io.StringIO()
    lines = csv.writer(written, lineterminator="\n")
    lines.writerow(COLUMNS)
    lines.writerows(_cells(_without_traces(entry) if anonymous else entry) for entry in entries)
    return written.getvalue()


def _without_traces(entry: Entry) -> Entry:
    """An entry that does not tell who it is of: no words of their own, no settings, no seed, the day alone."""
    event = entry.event
    return entry._replace(event=replace(event, answer=_without_words(event.answer),
                                        outcome=_without_words(event.outcome), settings="", time=event.time[:10],
                                        case=0 if event.kind == "tried" else event.case))


def _without_words(answer: Any) -> Any:
    """Numbers, and lists of them; None for all else."""
    if isinstance(answer, list):
        return answer if all(_is_number(part) for part in answer) else None
    return answer if _is_number(answer) else None


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float)


def _cells(entry: Entry) -> list[str]:
    event: Event = entry.event
    values = {**{name: getattr(event, name) for name in COLUMNS if hasattr(event, name)},
              "lesson": entry.lesson, "item": entry.item, "version": entry.version}
    return [_cell(values[name]) for name in COLUMNS]


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return f"'{value}" if value.startswith(FORMULA) else value
    return json.dumps(value, ensure_ascii=False)
