"""Every state of an item: what its buttons do with whatever can be filled in, one after the other.

The walk knows no kinds of items: it presses the buttons that stand on the card, with values for the things to fill in.
"""
from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType
from typing import Any

from ...errors import ArgumentError
from ..cards.parts import Buttons, Part
from ..item import Item
from ..records.events import Event, Past

# How many presses deep, and how many states at most: beyond them nothing new is met.
DEPTH, MOST = 2, 60
NUMBERS = ("1", "0.5", "-1", "1000", "2", "6")
SENTENCE = "Each layer multiplies the error by a slope and a weight."
# Kind of a part -> what to fill in, one after the other. Other parts may say it themselves: `samples`.
SAMPLES: Mapping[str, Callable[[Mapping[str, Any]], Sequence[Any]]] = MappingProxyType({
    "choices": lambda part: range(len(part["options"])),
    "entry": lambda part: NUMBERS,
    "steps": lambda part: range(len(part["words"])),
    "order": lambda part: [[*range(len(part["things"]))], [*reversed(range(len(part["things"])))]],
    **dict.fromkeys(("place", "spot"), lambda part: ([0.5, 0.5], [0.0, 0.0], [1.0, 1.0])),
    "writing": lambda part: (SENTENCE,)})


@dataclass
class Walk:
    """What was met. events: all that a press made; labs: those that opened, by their settings; made: the same, by case
    or misconception; problems: what went wrong, in sentences."""

    item: Item
    events: list[Event] = field(default_factory=list)
    labs: dict[str, Any] = field(default_factory=dict)
    problems: dict[str, None] = field(default_factory=dict)
    made: dict[Any, Any] = field(default_factory=dict)

    def right(self) -> list[Event]:
        """The answers that were judged to be right."""
        return [event for event in self.events if event.right is True]


def walk(item: Item, outcome: Any = None) -> Walk:
    """Go through the states of an item. outcome: of a prediction, so that the right answer is among those tried."""
    met, seen, queue = Walk(item), set(), [()]
    lab = cache(lambda: item.make_lab(()))
    while queue and len(seen) < MOST:
        past: Past = queue.pop(0)
        if (key := _key(past)) in seen:
            continue
        seen.add(key)
        card = _told(met, past, lambda past=past: item.card(past, lab)) or ()
        _looked_at(met, past, card)
        if len(past) < DEPTH:
            queue += [(*past, event) for event in _presses(met, past, card, lab, outcome) if event not in past]
    return met


def _looked_at(met: Walk, past: Past, card: Sequence[Part]) -> None:
    """Every form of the card, and the lab below it."""
    for part in card:
        _told(met, past, lambda part=part: (json.dumps(part.sent()), part.text(), part.page()))
    if _told(met, past, lambda: met.item.opens(past)):
        lab = _told(met, past, lambda: _lab(met, past))
        if lab is not None:
            met.labs.setdefault(repr(getattr(lab, "settings", lab)), lab)


def _lab(met: Walk, past: Past) -> Any:
    """The lab below the card: the item's own, made once for each of its cases, or that of a misconception."""
    item: Any = met.item
    idea = item.demo(past) if hasattr(item, "demo") else None
    key = idea.name if idea else past[-1].case if past else 0
    if key not in met.made:
        met.made[key] = idea.demo() if idea else item.make_lab(past)
    return met.made[key]


def _presses(met: Walk, past: Past, card: Sequence[Part], lab: Callable[[], Any], outcome: Any) -> Iterator[Event]:
    """The events of all buttons with all values; an item that takes none of them at first has no way on."""
    buttons = [name for part in card if isinstance(part, Buttons) for name, _ in part.buttons]
    rows = list(_values(card, outcome))
    for button in buttons:
        refusals: list[str] = []
        for values in rows:
            try:
                event = met.item.press(button, values, past, lab)
            except ArgumentError as refusal:
                refusals.append(str(refusal))
                continue
            except Exception as error:    # an outcome or a function of the author may raise anything
                _problem(met, past, error, f"the button {button!r} with {values} ")
                continue
            if Event.from_json(json.loads(json.dumps(event.to_json(), default=repr))) != event:
                met.problems[f"{_where(past)}the button {button!r} makes an event that cannot be kept ({event}); let "
                             "its values be plain numbers, texts and lists."] = None
                continue
            met.events.append(event)
            yield event
        if not past and len(refusals) == len(rows) and not _unknown(card):    # later on a refusal may be meant
            met.problems[f"{_where(past)}the button {button!r} takes no answer that was tried: {refusals[-1]}"] = None


def _values(card: Sequence[Part], outcome: Any) -> Iterator[Mapping[str, Any]]:
    """What can be filled in: each value of each part at least once."""
    samples = {name: values for part in card for name, values in _samples(part, outcome).items() if values}
    for k in range(max(map(len, samples.values()), default=1)):
        yield {name: values[k % len(values)] for name, values in samples.items()}


def _samples(part: Any, outcome: Any) -> Mapping[str, Sequence[Any]]:
    """The things to fill in of a part, by name, with values for them."""
    if hasattr(part, "samples"):
        return part.samples()
    told = part.sent()
    if told["kind"] == "formula":
        blanks = [term for term in told["terms"] if term["blank"]]
        return {**{term["blank"]: NUMBERS for term in blanks},
                **{term["chosen"]: range(len(told["rules"])) for term in blanks}}
    if not hasattr(part, "name"):
        return {}
    right = RIGHT.get(told["kind"]) if part.name == "answer" and outcome is not None else None
    return {part.name: [*SAMPLES.get(told["kind"], lambda told: ())(told), *(right(part, outcome) if right else ())]}


def _unknown(card: Sequence[Part]) -> bool:
    """Something is to be filled in of which nothing is known here."""
    return any(hasattr(part, "name") and not hasattr(part, "samples") and part.sent()["kind"] not in SAMPLES
               for part in card)


def _spot(part: Any, outcome: Sequence[float]) -> Iterator[list[float]]:
    """The outcome in parts of the axes."""
    yield [(value - low) / (high - low) for value, (_, low, high) in zip(outcome, (part.x, part.y), strict=True)]


# Kind of a part -> what to fill in so that the answer is right, where trying all is not enough.
RIGHT: Mapping[str, Callable[[Any, Any], Iterable[Any]]] = MappingProxyType({
    "entry": lambda part, outcome: [repr(float(outcome))], "order": lambda part, outcome: [list(outcome)],
    "spot": _spot, "place": _spot})


def _told(met: Walk, past: Past, ask: Callable[[], Any]) -> Any:
    """The answer; None, and a problem, if there is an error."""
    try:
        return ask()
    except Exception as error:    # a study, an outcome or a function of the author may raise anything
        return _problem(met, past, error)


def _problem(met: Walk, past: Past, error: Exception, what: str = "it ") -> None:
    met.problems[f"{_where(past)}{what}fails with {type(error).__name__}: {error}"] = None


def _where(past: Past) -> str:
    """After which events."""
    told = [f"{event.kind} {event.answer}" if event.kind == "answered" else event.kind for event in past]
    return f"after {', '.join(told)}, " if told else "before anything happened, "


def _key(past: Past) -> str:
    return json.dumps([event.to_json() for event in past], default=repr)
