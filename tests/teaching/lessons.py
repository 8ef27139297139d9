"""Lessons for the tests of what goes around lessons."""
import bpwidgets as bp
from bpwidgets.teaching import Choice, Lesson, Number, Prediction
from bpwidgets.teaching.desk import Desk
from bpwidgets.teaching.records.events import Event
from bpwidgets.teaching.records.record import Record


def few(weight):
    """A lab with few open controls."""
    return bp.WeightLab(weight=weight, controls=("weight", "learning_rate"))


LIMIT = Prediction("largest-rate", "Up to which learning rate does weight {weight} come to rest?",
                   Number("learning rate"), lab=few, outcome=lambda lab: lab.result.rate_limit,
                   why="From there on each step ends further away.", cases=({"weight": 4}, {"weight": 3}))
WAY = Prediction("which-way", "At weight 1, which way is down?", Choice(("to smaller weights", "to larger ones")),
                 lab=lambda: few(1), outcome=lambda lab: int(lab.result.gradients[0] < 0),
                 why="The slope is below 0.")


class Course:
    """Lessons one, two, three ... beside one record; the items stand in the first."""

    NAMES = ("one", "two", "three", "four", "five", "six")

    def __init__(self, path):
        self.record = Record(path)
        self.desk = Desk(self.record, lambda name: self.lesson(name) if name in self.NAMES else None)

    def lesson(self, name):
        number = self.NAMES.index(name) + 1
        return Lesson(name, name.title(), number, (LIMIT, WAY) if name == "one" else (), desk=self.desk)

    def happened(self, lesson, item="largest-rate", kind="answered", right=None, **more):
        self.record.add(lesson, item, Event(kind, right=right, **more))
