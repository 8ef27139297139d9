"""Prediction: say what will happen, how sure you are, and only then see it."""
from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from ...errors import Verbatim, argument_error
from ..cards.parts import Buttons, Choices, Part, Say, Values
from ..item import LabMade, kept_with, pressed
from ..records.events import Event, Past, last
from .answers import AnswerKind, Place

if TYPE_CHECKING:
    from ...pictures.guess import Guess
    from ...widgets.lab import Lab

CONFIDENCES = ("guess", "fairly sure", "sure")
COMMIT, OPEN = ("commit", "Commit"), ("open", "Open without predicting")
NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True)
class Prediction:
    """A question whose answer is a lab away: the lab opens when an answer was committed.

    name: by it the record knows the prediction. question: Markdown; `{rate}` stands for a number of the case. answer:
    the kind of answer. lab(**case): the lab that shows it. outcome(lab): what is, computed from the lab. why(lab): the
    explanation, with the lab's numbers; a text will do. cases: numbers for the question and the lab; the first is asked
    in the lesson, a miss comes back in later lessons with the next. guess(answer, lab): where the answer stands in a
    picture of the lab. before(**case): a lab that is there from the beginning and gives nothing away.

    Until an answer is committed the lab is nowhere: not on the page, not in a model, not in any text. "Open without
    predicting" opens it, too, and the record says so.

    >>> import bpwidgets as bp
    >>> from bpwidgets.teaching import Number, Prediction
    >>> item = Prediction("largest-rate", "Up to which learning rate does the weight come to rest?",
    ...                   Number("learning rate", within=0.1), lab=bp.WeightLab,
    ...                   outcome=lambda lab: lab.result.rate_limit, why="From 2/L'' on each step ends further away.")
    >>> print(item.describe())
    Up to which learning rate does the weight come to rest?
    learning rate: ____
    How sure are you?: guess / fairly sure / sure
    """

    name: str
    question: str
    answer: AnswerKind
    lab: Callable[..., Lab]
    outcome: Callable[[Any], Any]
    why: str | Callable[[Any], str]
    cases: Sequence[Mapping[str, Any]] = (NOTHING,)
    guess: Callable[[Any, Any], Guess] | None = None
    before: Callable[..., Lab] | None = None
    # Which of the cases is asked.
    at: int = 0

    act = "respond"
    title = "Prediction"

    def __post_init__(self):
        if not self.name or not self.question:
            raise argument_error("name and question", "Prediction", "two texts", (self.name, self.question))
        if not self.cases:
            raise argument_error("cases", "Prediction", "at least one", Verbatim("none"),
                                 "Leave it out where there are no other numbers.")
        if isinstance(self.answer, Place):    # its picture is that of the case
            object.__setattr__(self, "answer", self.answer.of_case(self.case))

    def of_case(self, at: int) -> Prediction:
        """The same prediction with other numbers, those of case `at`. Behind the last case the numbers of the first
        come again, as a case of their own."""
        return replace(self, at=at)

    @property
    def case(self) -> Mapping[str, Any]:
        """The numbers that are asked about."""
        return self.cases[self.at % len(self.cases)]

    @property
    def asked(self) -> str:
        """The question with its numbers."""
        return self.question.format(**self.case) if self.case else self.question

    def locked(self) -> tuple[Part, ...]:
        return (Say(self.asked, "question"), self.answer.form(),
                Choices("confidence", "How sure are you?", CONFIDENCES, inline=True), Buttons((COMMIT, OPEN)))

    def describe(self) -> str:
        """The text twin before an answer: the question and what is asked for."""
        from ..cards.parts import text_of

        return text_of(self.locked())

    def card(self, past: Past, lab: LabMade) -> tuple[Part, ...]:
        event = self._opened(past)
        if event is None:
            return self.locked()
        shown = lab()
        outcome, why = self._is_so(shown)
        is_so = f"It is **{self.answer.words(outcome)}**."
        if event.kind == "opened":
            told = Say(f"You opened it without predicting. {is_so} {why}", "said")
        else:
            marked = ", marked **?** in the picture" if self.guessed(past, shown) else ""
            said = f"You said {self.answer.words(event.answer)} ({event.confidence}{marked})."
            right = self.answer.is_right(event.answer, outcome)
            told = Say(f"**{'Right.' if right else 'Not so.'}** {said} {is_so} {why}", "right" if right else "wrong")
        return (Say(self.asked, "question"), told)

    def press(self, button: str, values: Values, past: Past, lab: LabMade) -> Event:
        if (there := self._opened(past)) is not None:
            return there
        return pressed(button, {"commit": lambda: self._committed(values, lab()),
                                "open": lambda: Event("opened", case=self.at)}, self.title)

    def _committed(self, values: Values, lab: Lab) -> Event:
        answer = self.answer.read(values)
        sure = values.get("confidence")
        if sure not in range(len(CONFIDENCES)):
            raise argument_error("confidence", "the prediction", f"one of {', '.join(CONFIDENCES)}",
                                 Verbatim("nothing"), "Say how sure you are: it is part of the prediction.")
        outcome, _ = self._is_so(lab)
        return Event("answered", answer, outcome, CONFIDENCES[sure], self.answer.is_right(answer, outcome),
                     case=self.at)

    def prepare(self, lab: Lab) -> None:
        """Compute what will be told, while the learner thinks."""
        self._is_so(lab)

    def _is_so(self, lab: Lab) -> tuple[Any, str]:
        """The outcome and the explanation, computed once for this lab, which is then as it was made."""
        def compute() -> tuple[Any, str]:
            return self.outcome(lab), self.why if isinstance(self.why, str) else self.why(lab)

        return kept_with(lab, (self.name, self.at), compute)

    def opens(self, past: Past) -> bool:
        return self._opened(past) is not None

    def make_lab(self, past: Past) -> Lab:
        return self.lab(**self.case)

    def guessed(self, past: Past, lab: Lab) -> Guess | None:
        """Where the learner's answer stands in a picture of the lab."""
        event = self._opened(past)
        return self.guess(event.answer, lab) if self.guess and event and event.kind == "answered" else None

    def _opened(self, past: Past) -> Event | None:
        """The one event that counts: the first."""
        return next((event for event in past if event.kind in ("answered", "opened") and event.case == self.at), None)


def missed(past: Past) -> Event | None:
    """The newest answer, if it was wrong."""
    event = last(past, "answered")
    return event if event and event.right is False else None
