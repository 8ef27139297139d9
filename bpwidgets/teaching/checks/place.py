"""A lesson in its course: what it needs, what it has the learner do, and that its notebook shows each item once."""
from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from .items import Checked
from .labs import OpenLab
from .notebook import Finding, Use

MOST_MINUTES = 25
DO = {"respond": "answer a question: add a Prediction or a Question",
      "change": "move something and see what follows: show a lab with an open control",
      "construct": "make something: add an Exercise, a Collect or a SayIt"}


def place(lesson: Any, others: Mapping[str, Any]) -> Iterator[Finding]:
    """What the lesson needs exists and comes before it. others: the lessons of the course by name."""
    for name in lesson.needs:
        if name not in others:
            known = ", ".join(others) or "none yet"
            yield Finding(None, f"it needs {name!r}, which is no lesson; the names are {known}.")
        elif others[name].number >= lesson.number:
            yield Finding(None, f"it needs {name!r}, which has number {others[name].number} and comes no earlier than "
                                f"this one, {lesson.number}; number one of them anew.")
    if lesson.minutes > MOST_MINUTES:
        yield Finding(None, f"it takes {lesson.minutes} minutes; make it {MOST_MINUTES} at most.")


def acts(lesson: Any, items: Sequence[Checked], labs: Sequence[OpenLab]) -> Iterator[Finding]:
    """At least one act of each kind; lesson 0 only shows."""
    done = {found.item.act for found in items}
    if any(found.movable for found in items) or any(lab.movable for lab in labs):
        done.add("change")
    if lesson.number != 0:
        yield from (Finding(None, f"nothing in it has the learner {words}.") for act, words in DO.items()
                    if act not in done)


def shown(lesson: Any, uses: Sequence[Use]) -> Iterator[Finding]:
    """Each item stands in the notebook once, and each name that is shown is one of an item."""
    names = [item.name for item in lesson.items]
    for use in uses:
        if use.name is None:
            yield Finding(use.cell, "which item it shows cannot be read; write its name: "
                                    f'lesson.{use.way}("its-name").')
        elif use.name not in names:
            yield Finding(use.cell, f"it shows {use.name!r}, which is no item of the lesson; its items are "
                                    f"{', '.join(names)}.")
    for name in names:
        cells = [use.cell for use in uses if use.name == name]
        if not cells:
            yield Finding(None, f'item {name!r} stands in no cell; show it: lesson.show("{name}").')
        yield from (Finding(cell, f"it shows {name!r}, which cell {cells[0]} shows already; show it once.")
                    for cell in cells[1:])
