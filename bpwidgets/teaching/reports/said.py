"""What stands in a record, in words: an answer, a misconception, the item they belong to."""
from __future__ import annotations

import importlib
import importlib.util
import json
from functools import cache
from typing import Any, NamedTuple

TABLE = f"{__package__}.misconceptions"


class Known(NamedTuple):
    """A lesson of the course and an item of it; None for what is not, or no more, in the course."""

    lesson: Any
    item: Any


@cache
def known(lesson: str, item: str) -> Known:
    """The lesson and the item of these names."""
    found = _lesson(lesson)
    return Known(found, next((one for one in found.items if one.name == item), None) if found else None)


@cache
def _lesson(name: str) -> Any:
    from .. import course

    return course.lesson(name) if name in course.names() else None


def answer_in_words(item: Any, answer: Any) -> str:
    """An answer, or an outcome, as the item words it; as it was written where the item is not known.

    >>> from bpwidgets.teaching import Choice, Prediction
    >>> item = Prediction("way", "Which way?", Choice(("left", "right")), lab=None, outcome=None, why="")
    >>> answer_in_words(item, 1), answer_in_words(None, 1), answer_in_words(item, 7)
    ('right', '1', '7')
    """
    try:
        if hasattr(item, "answer"):
            return item.answer.words(answer)
        if hasattr(item, "options") and isinstance(answer, int):
            return item.options[answer].words
    except (ValueError, TypeError, LookupError, AttributeError):    # the item was another one when it was answered
        pass
    return answer if isinstance(answer, str) else json.dumps(answer, ensure_ascii=False)


def question_of(item: Any) -> str:
    """What the item asks, in the words of its first case."""
    return str(getattr(item, "asked", None) or getattr(item, "question", None) or getattr(item, "task", ""))


@cache
def misconception_in_words(name: str) -> str:
    """The sentence of a misconception as people say it; its name where the table does not have it."""
    if importlib.util.find_spec(TABLE) is None:
        return name
    row = importlib.import_module(TABLE).MISCONCEPTIONS.get(name)
    return name if row is None else row.sentence
