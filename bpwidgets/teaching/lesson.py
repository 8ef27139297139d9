"""A lesson as data, and the little that a notebook says to it: `lesson.show("second-step")`."""
from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..errors import Verbatim, argument_error, nearest
from ..trials.trial import Trial
from .board import Board
from .boards.progress import progress
from .boards.returning import again
from .boards.review import review
from .desk import Desk, Taught, beside
from .item import Item
from .shown import Shown

# Under this name the record has items that stand alone, outside of a lesson.
ALONE = ""


@dataclass(frozen=True, eq=False)
class Lesson:
    """A lesson: what it is called, what it needs, and the items that its notebook shows.

    name: by it the record knows the lesson; it stays when the lesson is numbered anew. number: its place in the course.
    needs: names of the lessons that come before. minutes: how long it takes. outcomes: what somebody can do afterwards.
    items: predictions, questions, exercises ... each with a name of its own. record: where events are kept; beside the
    notebook, in `record.jsonl`, if none is given.

    Raises ArgumentError for two items of one name.
    """

    name: str
    title: str
    number: int
    items: Sequence[Item]
    needs: Sequence[str] = ()
    minutes: int = 20
    outcomes: Sequence[str] = ()
    desk: Desk = field(default_factory=beside, repr=False)

    def __post_init__(self):
        names = [item.name for item in self.items]
        for name in names:
            if names.count(name) > 1:
                raise argument_error("items", f"Lesson {self.name!r}", "items of different names",
                                     Verbatim(f"{name!r} twice"))

    def __repr__(self) -> str:
        return f"Lesson {self.number}, {self.title}: {', '.join(item.name for item in self.items)}"

    def item(self, name: str) -> Item:
        """The item of this name. Raises ArgumentError with the names there are."""
        found = next((item for item in self.items if item.name == name), None)
        if found is None:
            names = [item.name for item in self.items]
            raise argument_error("item", f"lesson {self.name!r}", f"one of {', '.join(names)}", name,
                                 nearest(name, names))
        return found

    def show(self, name: str) -> Shown:
        """The item of this name, as the output of a cell: as far as the learner has come."""
        return self.desk.lay(self.name, self.item(name))

    def check(self, name: str, function: Callable[..., Any]) -> Shown:
        """What the learner wrote for an exercise is tried, and shown with what came of it.

        Nothing is raised, whatever the function does: "Run All" goes on.
        """
        exercise: Any = self.item(name)
        if not hasattr(exercise, "tried"):
            raise argument_error("item", f"lesson {self.name!r}", "an exercise", name,
                                 f"Write lesson.show({name!r}).")
        shown = self.desk.lay(self.name, exercise)
        shown.attempt(function)
        return shown

    def case(self, name: str) -> tuple[Any, ...]:
        """The arguments of the case that the last try of an exercise was told of: `gradient(*lesson.case("gradient"))`.
        """
        exercise: Any = self.item(name)
        return exercise.case(self.desk.record.events(self.name, name))

    def grade(self, name: str, function: Callable[..., Any]) -> Trial:
        """Try a function that was handed in, on fresh cases; an AssertionError says why it is not right.

        It is raised only where nbgrader grades or validates (`NBGRADER_EXECUTION` says so). The record is neither read
        nor written.
        """
        from .grade import grade

        return grade(self.item(name), function)

    def progress(self) -> Board:
        """What was done of each item so far."""
        return progress(self)

    def review(self) -> Board:
        """Every item that was answered, once more: what was said, what is, and why; and how often the answers were
        right, by how sure the learner was."""
        return review(self)

    def again(self, *others: Taught) -> Board:
        """The predictions that were missed in earlier lessons and are due, with other numbers. others: lessons to look
        into that are none of the course."""
        return again(self, others)


def show(item: Item) -> Shown:
    """An item that stands alone, in any notebook.

    >>> from bpwidgets.teaching import Choice, Prediction, show
    >>> import bpwidgets as bp
    >>> show(Prediction("way", "At weight 1, which way is down?", Choice(("to smaller weights", "to larger ones")),
    ...                 lab=lambda: bp.WeightLab(weight=1), outcome=lambda lab: int(lab.result.gradients[0] < 0),
    ...                 why="The slope there is below 0: the loss falls to the right."))
    At weight 1, which way is down?
    ( ) to smaller weights
    ( ) to larger ones
    How sure are you?: guess / fairly sure / sure
    """
    return beside().lay(ALONE, item)
