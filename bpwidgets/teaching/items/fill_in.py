"""FillIn: a product with live numbers, of which more and more factors are blank, from the last one backwards."""
from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ...errors import Verbatim, argument_error
from ...text import in_words
from ..cards.blanks import Formula, Term, rule_of
from ..cards.parts import Buttons, Part, Say, Values, text_of
from ..item import LabMade, pressed
from ..records.events import Event, Past, last
from .answers import read_number
from .chain import Factor, Round, product, told
from .fading import CLEAN, hidden_after, is_right, missed_last

if TYPE_CHECKING:
    from ...widgets.lab import Lab

CHECK, SHOW = ("check", "Check"), ("show", "Show this round")
NEXT, ANOTHER = ("next", "Next round"), ("next", "Another round")
AGREES = 1e-6


@dataclass(frozen=True)
class FillIn:
    """A chain of factors with the numbers of a lab: fill in those that are blank, and say which rule each of them is.

    name: by it the record knows the item. question: Markdown. lab(seed): what the numbers come from, other ones in each
    round; seeds are 0, 1, 2, ... factors(lab): the factors of the product, from the loss backwards. result: the letters
    of the product. given(lab): the numbers that the blanks are found from, in words. rules: rules to choose from
    besides those of the factors. agrees(lab): the product by another way, which is held against it. lab_after: the lab
    of a round stands below its card once it is answered; until then it is nowhere.

    At first the last factor is blank. Two clean rounds in a row hide one more, a miss shows one again; a number within
    1 % is right.

    >>> import bpwidgets as bp
    >>> from bpwidgets.teaching import Factor, FillIn
    >>> item = FillIn("share", "What does the second row of the table add to the gradient?", result="dL/dw",
    ...     lab=lambda seed: bp.WeightLab(weight=4 - seed),
    ...     factors=lambda lab: (
    ...         Factor("2/n", 2 / len(lab.result.x), rule="derivative of the mean of the squares"),
    ...         Factor("e", lab.result.table["error"][1], rule="error of the row"),
    ...         Factor("x", lab.result.x[1], rule="input of the weight", from_="It is given.")),
    ...     given=lambda lab: f"The input is {lab.result.x[1]:g}, the error {lab.result.table['error'][1]:g}.",
    ...     agrees=lambda lab: lab.result.table["gradient_share"][1])
    >>> print(item.describe())
    What does the second row of the table add to the gradient?
    Round 1: the last of 3 factors is blank. A number within 1 % is right.
    The input is 3, the error 6.
    dL/dw = 2/n × e × x
    ? = 0.5 × 6 × ____
    Which rule is it?
    x: derivative of the mean of the squares / error of the row / input of the weight
    """

    name: str
    question: str
    lab: Callable[[int], Any]
    factors: Callable[[Any], Sequence[Factor]]
    result: str
    given: Callable[[Any], str] = lambda lab: ""
    rules: Sequence[str] = ()
    agrees: Callable[[Any], float] | None = None
    lab_after: bool = False

    act = "respond"
    title = "Fill in"
    # The numbers of a round are told in words: its lab is not drawn ahead.
    shows_lab = False

    def __post_init__(self):
        if not self.name or not self.question or not self.result:
            raise argument_error("name, question and result", "FillIn", "three texts",
                                 (self.name, self.question, self.result))

    def locked(self) -> tuple[Part, ...]:
        """The first round as it is asked: with what is given, and without the numbers of the blanks."""
        return self._asked(self._round(0, ()), ())

    def describe(self) -> str:
        """The text twin before an answer: the question and the first round."""
        return text_of(self.locked())

    def card(self, past: Past, lab: LabMade) -> tuple[Part, ...]:
        event = last(past, "answered", "seen", "opened")
        rounds = _rounds(past)
        if event is None or event.kind == "opened":
            return self._asked(self._round(event.case if event else 0, rounds), rounds)
        return self._answered(self._round(event.case, rounds[:-1]), event, rounds)

    def press(self, button: str, values: Values, past: Past, lab: LabMade) -> Event:
        event, rounds = last(past, "answered", "seen", "opened"), _rounds(past)
        if event is None or event.kind == "opened":
            if button == "next" and event:
                return event
            now = self._round(event.case if event else 0, rounds)
            known = {"check": lambda: self._checked(now, values),
                     "show": lambda: Event("seen", outcome=now.outcome, right=False, case=now.case,
                                           settings=now.settings)}
            return pressed(button, known, self.title)
        # Another cell may have been quicker: its answer counts.
        known = {"next": lambda: Event("opened", case=event.case + 1), "check": lambda: event, "show": lambda: event}
        return pressed(button, known, self.title)

    def opens(self, past: Past) -> bool:
        event = last(past, "answered", "seen", "opened")
        return self.lab_after and event is not None and event.kind != "opened"

    def make_lab(self, past: Past) -> Lab:
        return self.lab(self.lab_of(past))

    def lab_of(self, past: Past) -> int:
        """The number of the round whose lab it is; another round has another one."""
        event = last(past, "answered", "seen", "opened")
        return event.case if event else 0

    def answered(self, past: Past) -> Past:
        """What happened up to the last round that was answered, for who looks back."""
        ends = [k for k, event in enumerate(past) if event.kind in ("answered", "seen")]
        return past[:ends[-1] + 1] if ends else past

    # -- a round

    def _round(self, case: int, rounds: Sequence[Event]) -> Round:
        """The round of this number, after these rounds."""
        lab = self.lab(case)
        factors = tuple(self.factors(lab))
        if not factors:
            raise argument_error("factors", f"FillIn {self.name!r}", "at least one", Verbatim("none"))
        self._check_factors(lab, factors)
        hidden, _ = hidden_after(rounds, len(factors))
        return Round(case, factors, hidden, self.given(lab), _settings_of(lab))

    def _check_factors(self, lab: Any, factors: Sequence[Factor]) -> None:
        """Refuse factors whose product is not what another way gives."""
        found, other = product(factors), self.agrees(lab) if self.agrees else None
        if other is not None and not math.isclose(found, float(other), rel_tol=AGREES, abs_tol=1e-300):
            raise argument_error("factors", f"FillIn {self.name!r}", f"a product of {float(other)}, as agrees(lab) is",
                                 found)

    def _offered(self, factors: Sequence[Factor]) -> tuple[str, ...]:
        """All rules, in an order that tells nothing."""
        return tuple(sorted({*(factor.rule for factor in factors), *self.rules}))

    def _checked(self, now: Round, values: Values) -> Event:
        rules = self._offered(now.factors)
        answer = []
        for k, factor in enumerate(now.factors[now.shown:], start=now.shown):
            blank = _blank(now.case, k)
            number = read_number(values.get(blank, ""), factor.name, of="the formula")
            rule = values.get(rule_of(blank))
            if rule not in range(len(rules)):
                raise argument_error(f"rule of {factor.name}", "the formula", "one of the rules", Verbatim("nothing"),
                                     "Choose which rule it is: it is asked with the number.")
            answer.append([number, rules[rule]])
        right = all(map(is_right, answer, now.outcome))
        return Event("answered", answer, now.outcome, right=right, case=now.case, settings=now.settings)

    # -- what stands on the card

    def _asked(self, now: Round, rounds: Sequence[Event]) -> tuple[Part, ...]:
        terms = tuple(Term(factor.name, blank=_blank(now.case, k)) if k >= now.shown
                      else Term(factor.name, in_words(factor.value)) for k, factor in enumerate(now.factors))
        helps = [Say(f"How to find `{factor.name}`: {factor.from_}", "note") for k, factor in enumerate(now.factors)
                 if k >= now.shown and factor.from_ and missed_last(k, len(now.factors), rounds)]
        return (*self._head(now, "is", "are"), Formula(Term(self.result), terms, self._offered(now.factors)), *helps,
                Buttons((CHECK, SHOW)))

    def _head(self, now: Round, *verbs: str) -> tuple[Part, ...]:
        return (Say(self.question, "question"),
                Say(f"Round {now.case + 1}: {now.blanks(*verbs)}. A number within 1 % is right.", "note"),
                *([Say(now.given)] if now.given else []))

    def _answered(self, now: Round, event: Event, rounds: Sequence[Event]) -> tuple[Part, ...]:
        answers = event.answer if event.kind == "answered" else [None] * now.hidden
        tones = [""] * now.shown + ["" if answer is None else "right" if is_right(answer, outcome) else "wrong"
                                    for answer, outcome in zip(answers, now.outcome)]
        terms = tuple(Term(factor.name, in_words(factor.value), factor.rule, tone=tone)
                      for factor, tone in zip(now.factors, tones))
        lines = [told(factor, answer) for factor, answer in zip(now.factors[now.shown:], answers)]
        tone = "right" if event.right else "wrong" if event.kind == "answered" else "said"
        finished, onwards = self._onwards(len(now.factors), event, rounds)
        return (*self._head(now, "was", "were"), Formula(Term(self.result, in_words(product(now.factors))), terms),
                Say("\n".join(f"- {line}" for line in lines), tone), Say(onwards, "note"),
                Buttons((ANOTHER if finished else NEXT,)))

    def _onwards(self, count: int, event: Event, rounds: Sequence[Event]) -> tuple[bool, str]:
        """Whether all is learned, and what comes next."""
        before, after = hidden_after(rounds[:-1], count)[0], hidden_after(rounds, count)
        if event.right and after.hidden == count and after.clean >= CLEAN:
            return True, "Two clean rounds with every factor blank: the whole chain is yours."
        if after.hidden > before:
            return False, "Two clean rounds: in the next one more factor is blank."
        if after.hidden < before:
            return False, "In the next round one factor more is shown again."
        if event.right:
            return False, "A clean round. One more, and one more factor is blank." if after.hidden < count else \
                "A clean round. One more, and the whole chain is yours."
        return False, "The next round has as many blanks, and other numbers."


def _settings_of(lab: Any) -> str:
    """The line that recreates the lab; "" for numbers that come from elsewhere."""
    settings = getattr(lab, "settings", None)
    return repr(settings) if settings is not None else ""


def _rounds(past: Past) -> list[Event]:
    """The events that ended a round."""
    return [event for event in past if event.kind in ("answered", "seen")]


def _blank(case: int, k: int) -> str:
    """The name of a blank: with the round, so that what was typed in one is no answer in another."""
    return f"round {case} factor {k}"
