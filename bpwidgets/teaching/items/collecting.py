"""Collect: points gathered from a lab, a law committed to before it is drawn, scored where nobody looked yet."""
from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ...errors import Verbatim, argument_error, nearest
from ..cards.parts import Buttons, Choices, Part, Say, Values, text_of
from ..item import LabMade, pressed
from ..records.events import Event, Past
from ..records.left import changes_to
from .gathered_points import Judged, judged, picture_of, points_of, scored, table_of, told
from .laws import Law

if TYPE_CHECKING:
    from ...widgets.lab import Lab

KEEP, DROP, COMMIT = ("keep", "Keep this point"), ("drop", "Take the last back"), ("commit", "Commit to this law")


@dataclass(frozen=True)
class Collect:
    """A number of a lab against one of its settings: gather points, commit to a law, and see how far it reaches.

    name: by it the record knows the item. question: Markdown. lab(): the lab, there from the beginning; its views must
    not tell the law. x: the name of the setting that is changed. y(lab): the number that is read. laws: what may be
    committed to. unseen: the setting at which the law is scored, such as {"depth": 40}; it is told only then. measure:
    what y is called. why: the explanation, a text or a function of the lab at the unseen point. least: how many points
    there must be.

    Only x may differ between the points. The law that comes closest at the unseen point is the right one.

    >>> import bpwidgets as bp
    >>> from bpwidgets.teaching import Collect, Law, fixed_amount, same_factor
    >>> item = Collect("decay", "How does the error at layer 1 depend on the depth?", x="depth",
    ...     lab=lambda: bp.GradientFlowLab(depth=2, views=("profile",)),
    ...     y=lambda lab: lab.result.delta_size[0] / lab.result.delta_size[-1],
    ...     laws=(Law("falls by a fixed amount per layer", fixed_amount),
    ...           Law("falls by the same factor per layer", same_factor)), unseen={"depth": 40})
    >>> print(item.describe())
    How does the error at layer 1 depend on the depth?
    Change only the depth in the lab below, and keep 3 points or more. Then commit to a law:
    it is drawn and scored after that, at a depth that you did not keep.
    """

    name: str
    question: str
    lab: Callable[[], Lab]
    x: str
    y: Callable[[Any], float]
    laws: Sequence[Law]
    unseen: Mapping[str, Any]
    measure: str = "measured"
    why: str | Callable[[Any], str] = ""
    least: int = 3

    act = "construct"
    title = "Collect"

    def __post_init__(self):
        if not self.name or not self.question or not self.measure:
            raise argument_error("name, question and measure", "Collect", "three texts",
                                 (self.name, self.question, self.measure))
        if len(self.laws) < 2:
            raise argument_error("laws", f"Collect {self.name!r}", "two or more", Verbatim(str(len(self.laws))))
        if self.x not in self.unseen:
            raise argument_error("unseen", f"Collect {self.name!r}", f"a value of {self.x}", dict(self.unseen),
                                 f"Write {{{self.x!r}: ...}}.")

    @property
    def across(self) -> str:
        """The name of x as people read it."""
        return self.x.replace("_", " ")

    def locked(self) -> tuple[Part, ...]:
        task = (f"Change only the {self.across} in the lab below, and keep {self.least} points or more. Then commit to "
                f"a law:\nit is drawn and scored after that, at a {self.across} that you did not keep.")
        return (Say(self.question, "question"), Say(task, "note"), Buttons((KEEP,)))

    def describe(self) -> str:
        """The text twin before a point is kept: the question and what is to be done."""
        return text_of(self.locked())

    def card(self, past: Past, lab: LabMade) -> tuple[Part, ...]:
        points, event = points_of(past), scored(past)
        if event is not None:
            return (Say(self.question, "question"), table_of(points, self.across, self.measure),
                    *told(self._judged(event, points), self.across, self._why(points)))
        if not points:
            return self.locked()
        gathered = table_of(points, self.across, self.measure)
        if len(points) < self.least:
            missing = self.least - len(points)
            left = f"{missing} more point{'s' if missing > 1 else ''}, then you may commit to a law."
            return (Say(self.question, "question"), gathered, Say(left, "note"), Buttons((KEEP, DROP)))
        return (Say(self.question, "question"), gathered,
                Choices("law", "Which law do they follow?", tuple(law.words for law in self.laws)),
                Buttons((COMMIT, KEEP, DROP)))

    def press(self, button: str, values: Values, past: Past, lab: LabMade) -> Event:
        event = scored(past)
        if event is not None:
            return event
        return pressed(button, {"keep": lambda: self._kept(past, lab()), "drop": lambda: self._dropped(past),
                                "commit": lambda: self._committed(past, values)}, self.title)

    def opens(self, past: Past) -> bool:
        return True

    def make_lab(self, past: Past) -> Lab:
        return self.lab()

    def found(self, past: Past) -> Lab | None:
        """The points with the law through them, once there is one."""
        event = scored(past)
        if event is None:
            return None
        of = event.settings.partition("(")[0]
        return picture_of(self._judged(event, points_of(past)), of, self.x, self.measure)

    # -- what is kept

    def _kept(self, past: Past, lab: Lab) -> Event:
        points = points_of(past)
        x, y = self._x(lab), float(self.y(lab))
        of = f"a point of {lab.settings.lab}"
        if not math.isfinite(y):
            raise argument_error(self.measure, of, "a number", y, f"Choose another {self.across}.")
        if x == self.unseen[self.x]:
            raise argument_error(self.across, of, "another one", x,
                                 "This one is left for the end: the law is scored there.")
        if x in [point.answer[0] for point in points]:
            raise argument_error(self.across, of, "one that is not kept yet", x, "Change it in the lab below.")
        if points:
            self._check_others(points[0], lab)
        return Event("kept", [x, y], settings=repr(lab.settings))

    def _x(self, lab: Lab) -> float:
        names = lab.settings.fields()
        if self.x not in names:
            raise argument_error("x", f"Collect {self.name!r}", f"a setting of {lab.settings.lab}", self.x,
                                 nearest(self.x, names))
        return getattr(lab.settings, self.x)

    def _check_others(self, first: Event, lab: Lab) -> None:
        """Refuse a point that differs from the first one in more than x; what is only looked at may differ."""
        fields = lab.settings.fields()
        for name, value in changes_to(first.settings, lab.settings).items():
            if name != self.x and not fields[name].cursor:
                raise argument_error(fields[name].label or name, f"a point of {lab.settings.lab}",
                                     f"{value!r}, as at the other points", getattr(lab.settings, name),
                                     f"Only the {self.across} may differ: set it back, or take the points back.")

    def _dropped(self, past: Past) -> Event:
        if not points_of(past):
            raise argument_error("point", self.title, "one that was kept", Verbatim("none"))
        return Event("dropped")

    # -- the law

    def _committed(self, past: Past, values: Values) -> Event:
        points, chosen = points_of(past), values.get("law")
        if len(points) < self.least:
            raise argument_error("points", self.title, f"{self.least} or more", Verbatim(str(len(points))),
                                 "Keep more of them first.")
        if chosen not in range(len(self.laws)):
            raise argument_error("law", self.title, "one of the laws", Verbatim("nothing"), "Choose one first.")
        lab = self._unseen_lab(points[0].settings)
        measured = float(self.y(lab))
        if not math.isfinite(measured):
            raise argument_error("unseen", f"Collect {self.name!r}", "a place where there is a number", measured)
        law = self.laws[chosen]
        law.curve(*zip(*(point.answer for point in points)))    # a law that does not suit the points is refused
        result = judged(self.laws, law.words, points, self.unseen[self.x], measured)
        return Event("answered", [law.words, _plain(result.predicted)], [result.closest, measured],
                     right=result.right, misconception="" if result.right else law.misconception,
                     settings=repr(lab.settings))

    def _unseen_lab(self, line: str) -> Lab:
        """The lab at the unseen point, with the other settings of the points."""
        lab = self.lab()
        lab.set(**{**changes_to(line, lab.settings), **self.unseen})
        return lab

    def _judged(self, event: Event, points: Sequence[Event]) -> Judged:
        return judged(self.laws, event.answer[0], points, self.unseen[self.x], event.outcome[1])

    def _why(self, points: Sequence[Event]) -> str:
        return self.why if isinstance(self.why, str) else self.why(self._unseen_lab(points[0].settings))


def _plain(number: float) -> float | None:
    """A number as JSON has it; None where there is none."""
    return number if math.isfinite(number) else None
