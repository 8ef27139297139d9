"""Question: a few sentences, one of them right; whoever takes another is shown why it is not."""
from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from ...errors import Verbatim, argument_error
from ..cards.parts import Buttons, Choices, Part, Say, Values, text_of
from ..item import LabMade, kept_with, pressed
from ..misconceptions import Misconception, misconception
from ..records.events import Event, Past, last

if TYPE_CHECKING:
    from ...widgets.lab import Lab

ANSWER, SHOW, OPEN = ("answer", "Answer"), ("show", "Show me"), ("open", "Don't know yet")


@dataclass(frozen=True)
class Option:
    """One of the sentences to choose from.

    words: the sentence. feedback: one more, for whoever takes it. misconception: of a wrong one, the idea that it
    shows, a name of `MISCONCEPTIONS` or a `Misconception` of your own; its lab refutes it.

    >>> Option("Yes.", "The table of lesson 1 is learned without one.", "hidden-layer-is-obligatory").idea.sentence
    'A neural network needs at least one hidden layer.'
    """

    words: str
    feedback: str
    misconception: str | Misconception = ""

    def __post_init__(self):
        if not self.words or not self.feedback:
            raise argument_error("words and feedback", "Option", "two texts", (self.words, self.feedback))
        if self.misconception:
            misconception(self.misconception)

    @property
    def idea(self) -> Misconception | None:
        """The misconception itself."""
        return misconception(self.misconception) if self.misconception else None


@dataclass(frozen=True)
class Question:
    """A question with a few answers, and a sentence for each of them.

    name: by it the record knows the question. question: Markdown. options: the answers, in the order in which they
    stand on the card. right(): the number of the right one, from 0, computed from the engine; with a lab it is
    right(lab). lab(): a lab that stands below the card once the question is settled.

    Whoever takes a wrong answer is told the idea behind it, may open the lab that refutes it, and may answer again;
    the record keeps all answers, and the first one counts. "Don't know yet" tells the answer, and is kept, too.

    >>> from bpwidgets import engine
    >>> from bpwidgets.teaching import Option, Question
    >>> net = engine.network((1, 1), bias=False)
    >>> item = Question("hidden-layer", "Does every network need a hidden layer?", (
    ...     Option("Yes: without one it cannot learn.", "The table of lesson 1 is learned without one.",
    ...            "hidden-layer-is-obligatory"),
    ...     Option("No.", "One weight learns a table; hidden layers are for tables that no single layer can learn.")),
    ...     right=lambda: int(len(net.layers) == 1))
    >>> print(item.describe())
    Does every network need a hidden layer?
    ( ) Yes: without one it cannot learn.
    ( ) No.
    """

    name: str
    question: str
    options: Sequence[Option]
    right: Callable[..., int]
    lab: Callable[[], Lab] | None = None

    act = "respond"
    title = "Question"

    def __post_init__(self):
        if not self.name or not self.question:
            raise argument_error("name and question", "Question", "two texts", (self.name, self.question))
        if len(self.options) < 2:
            raise argument_error("options", "Question", "at least two", Verbatim(str(len(self.options))))

    def right_option(self, lab: LabMade) -> int:
        """The number of the right option, computed once. Raises ArgumentError if there is no such option."""
        if self.lab is None:
            return self._right
        shown = lab()
        return kept_with(shown, (self.name, "right"), lambda: self._checked(self.right(shown)))

    @cached_property
    def _right(self) -> int:
        return self._checked(self.right())

    def _checked(self, right: int) -> int:
        if right not in range(len(self.options)):
            raise argument_error("right", f"question {self.name!r}",
                                 f"a whole number from 0 to {len(self.options) - 1}", right)
        return int(right)

    def locked(self) -> tuple[Part, ...]:
        return (Say(self.question, "question"), self._form(), Buttons((ANSWER, OPEN)))

    def describe(self) -> str:
        """The text twin before an answer."""
        return text_of(self.locked())

    def card(self, past: Past, lab: LabMade) -> tuple[Part, ...]:
        given = self._given(past)
        if not given:
            return self.locked()
        right, newest = self.right_option(lab), given[-1]
        told = self.options[right if newest.kind == "opened" else newest.answer]
        if newest.kind == "opened":
            said = Say(f"You did not know yet. The answer: **{told.words}** {told.feedback}", "said")
        elif newest.answer == right:
            before = f" At first you said: “{self.options[given[0].answer].words}”" if len(given) > 1 else ""
            said = Say(f"**Right.** “{told.words}” {told.feedback}{before}", "right")
        else:
            said = Say(f"**Not so.** You said: “{told.words}” {told.feedback}", "wrong")
            return (Say(self.question, "question"), said, *self._idea(past), self._form(),
                    Buttons((ANSWER, *self._shows(past), OPEN)))
        shows = self._shows(past)
        return (Say(self.question, "question"), said, *self._idea(past), *([Buttons(shows)] if shows else []))

    def press(self, button: str, values: Values, past: Past, lab: LabMade) -> Event:
        return pressed(button, {"answer": lambda: self._answered(values, past, lab),
                                "open": lambda: self._settled(past) or Event("opened", outcome=self.right_option(lab)),
                                "show": lambda: self._shown(past)}, self.title)

    def opens(self, past: Past) -> bool:
        return self.demo(past) is not None or bool(self.lab and self._settled(past))

    def make_lab(self, past: Past) -> Lab:
        if self.lab is None:
            raise argument_error("lab", f"question {self.name!r}", "a lab", Verbatim("none"))
        return self.lab()

    def demo(self, past: Past) -> Misconception | None:
        """The misconception whose lab stands below the card in place of the question's own: what was opened last."""
        ideas = {idea.name: idea for option in self.options if (idea := option.idea)}
        for event in reversed(past):
            if event.kind == "seen" and event.misconception in ideas:
                return ideas[event.misconception]
            if self.lab and (event.kind == "opened" or event.right):
                return None
        return None

    # -- what the learner did

    def _given(self, past: Past) -> list[Event]:
        """The answers, as far as there are such options today, and the wish to be told."""
        places = range(len(self.options))
        return [event for event in past if event.kind == "opened" or (
            event.kind == "answered" and isinstance(event.answer, int) and event.answer in places)]

    def _settled(self, past: Past) -> Event | None:
        """The event after which nothing more is asked."""
        return next((event for event in self._given(past) if event.kind == "opened" or event.right), None)

    def _answered(self, values: Values, past: Past, lab: LabMade) -> Event:
        answer, given = values.get("answer"), self._given(past)
        if settled := self._settled(past):
            return settled
        if not isinstance(answer, int) or answer not in range(len(self.options)):
            raise argument_error("answer", "the question", "one of the options", Verbatim("nothing"),
                                 "Choose one first.")
        if given and given[-1].answer == answer:
            return given[-1]
        right, idea = self.right_option(lab), self.options[answer].idea
        shown = idea.name if idea and answer != right else ""
        return Event("answered", answer, outcome=right, right=answer == right, misconception=shown)

    def _shown(self, past: Past) -> Event:
        idea = self._met(past)
        if idea is None:
            raise argument_error("button", self.title, "an answer with an idea behind it", Verbatim("none"))
        return (self.demo(past) is idea and last(past, "seen")) or Event("seen", misconception=idea.name)

    def _met(self, past: Past) -> Misconception | None:
        """The idea behind the last wrong answer."""
        wrong = [event for event in self._given(past) if event.kind == "answered" and not event.right]
        return self.options[wrong[-1].answer].idea if wrong else None

    # -- parts of the card

    def _form(self) -> Part:
        return Choices("answer", "", tuple(option.words for option in self.options))

    def _idea(self, past: Past) -> tuple[Part, ...]:
        """The idea that was met, and with its lab below what is so."""
        idea = self._met(past)
        if idea is None:
            return ()
        truth = (Say(f"See the lab below. {idea.truth}"),) if self.demo(past) is idea else ()
        return (Say(f"A common idea: “{idea.sentence}”", "note"), *truth)

    def _shows(self, past: Past) -> tuple[tuple[str, str], ...]:
        idea = self._met(past)
        return (SHOW,) if idea and self.demo(past) is not idea else ()
