"""Say it: a sentence in one's own words, kept, and then seen beside another one."""
from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...errors import Verbatim, argument_error
from ..cards.parts import Buttons, Part, Quote, Say, Values, Writing, text_of
from ..item import LabMade, pressed
from ..records.events import Event, Past

if TYPE_CHECKING:
    from ...widgets.lab import Lab

KEEP, ANEW = ("keep", "Keep"), ("keep", "Say it anew")
FEWEST_WORDS, MOST_LETTERS = 3, 2000
# A run of letters and digits; of scripts that are written without spaces, each sign.
WORD = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]|[^\W_]+")


@dataclass(frozen=True)
class SayIt:
    """A question that is answered in one's own words; then another answer stands beside them.

    name: by it the record knows it. question: Markdown. reference: the other answer, as Markdown; a function where its
    numbers are computed.

    Nothing is judged. Who has read the reference may say it anew; both are kept.

    >>> item = SayIt("why-it-vanishes", "Why does the error signal vanish?",
    ...              reference="Each layer multiplies it by a weight and a slope, and the slope is small.")
    >>> print(item.describe())
    Why does the error signal vanish?
    In your own words: ____
    """

    name: str
    question: str
    reference: str | Callable[[], str]

    act = "construct"
    title = "In your own words"

    def __post_init__(self):
        if not self.name or not self.question or not self.reference:
            raise argument_error("name, question and reference", "SayIt", "three texts",
                                 (self.name, self.question, self.reference))

    def locked(self) -> tuple[Part, ...]:
        return (Say(self.question, "question"), Writing("text-0", "In your own words"), Buttons((KEEP,)))

    def describe(self) -> str:
        """The text twin before anything is written."""
        return text_of(self.locked())

    def card(self, past: Past, lab: LabMade) -> tuple[Part, ...]:
        said = self._said(past)
        if not said:
            return self.locked()
        reference = self.reference if isinstance(self.reference, str) else self.reference()
        own = [Quote("You said", said[0])]
        if len(said) > 1:
            own.append(Quote("Then you said", said[-1]))
        return (Say(self.question, "question"), *own, Say(f"**One way to say it:** {reference}", "said"),
                Writing(_field(said), "Would you say it in another way now?"), Buttons((ANEW,)))

    def press(self, button: str, values: Values, past: Past, lab: LabMade) -> Event:
        return pressed(button, {"keep": lambda: Event("answered", self._read(values, past))}, self.title)

    def opens(self, past: Past) -> bool:
        return False

    def make_lab(self, past: Past) -> Lab:
        raise argument_error("lab", self.title, "a lab", Verbatim("none"))

    def _said(self, past: Past) -> list[str]:
        return [event.answer for event in past if event.kind == "answered" and isinstance(event.answer, str)]

    def _read(self, values: Values, past: Past) -> str:
        text = str(values.get(_field(self._said(past)), "")).strip()
        words = len(WORD.findall(text))
        if words < FEWEST_WORDS:
            raise argument_error("text", "what you say", f"at least {FEWEST_WORDS} words",
                                 Verbatim(f"{words} word{'' if words == 1 else 's'}"), "Write a sentence.")
        if len(text) > MOST_LETTERS:
            raise argument_error("text", "what you say", f"at most {MOST_LETTERS} letters",
                                 Verbatim(str(len(text))), "Make it shorter: a sentence or two.")
        return text


def _field(said: list[str]) -> str:
    """An empty field for each time that something is said."""
    return f"text-{len(said)}"
