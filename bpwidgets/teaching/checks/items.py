"""The items of a lesson: every state, every outcome, every wrong option with the lab that refutes it."""
from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ..item import ACTS, Item
from ..items.answers import Choice, Decade, Number, Ranking
from .labs import too_many
from .notebook import Finding
from .states import Walk, walk


@dataclass(frozen=True)
class Checked:
    """An item with what was met in it. outcomes: of each case of a prediction. movable: a lab opens in which a hand can
    move something."""

    item: Item
    walk: Walk
    outcomes: Sequence[Any]
    findings: Sequence[Finding]
    movable: bool


def checked(item: Item) -> Checked:
    """Look into every state of an item."""
    outcomes, wrong = _outcomes(item)
    met = walk(item, outcomes[0] if outcomes else None)
    labs = [getattr(lab, "labs", (lab,))[0] for lab in met.labs.values()]
    hands = [(lab.arrangement.open(lab.views), lab.arrangement.locked) for lab in labs if hasattr(lab, "arrangement")]
    found = [*wrong, *met.problems, *_acts(item), *_judged(item, met), *_options(item, met)]
    controls = [finding for names, _ in hands for finding in too_many(None, f"the lab of {item.name!r}", names)]
    movable = any(set(names) - set(locked) for names, locked in hands)
    said = [Finding(None, f"item {item.name!r}: {words}") for words in found]
    return Checked(item, met, outcomes, [*said, *dict.fromkeys(controls)], movable)


def _outcomes(item: Any) -> tuple[list[Any], list[str]]:
    """The outcomes of all cases of a prediction, and what is wrong with them."""
    if not hasattr(item, "of_case") or not hasattr(item, "outcome"):
        return [], []
    outcomes, wrong = [], []
    for k in range(len(item.cases)):
        case = item.of_case(k)
        try:
            outcome = case.outcome(case.make_lab(()))
            case.locked()
            fault = _fault(case.answer, outcome) or ("" if case.answer.is_right(*_both(case.answer, outcome)) else
                                                     "no answer that can be given is right; look at its bounds")
        except Exception as error:    # a lab, an outcome or a question of the author may raise anything
            wrong.append(f"the outcome of case {k} cannot be computed ({type(error).__name__}: {error})")
            continue
        outcomes.append(outcome)
        if fault:
            wrong.append(f"the outcome of case {k} is {outcome!r}: {fault}.")
    return outcomes, wrong


def _both(kind: Any, outcome: Any) -> tuple[Any, Any]:
    """The best answer that can be given, and the outcome."""
    return (kind.nearest(outcome) if isinstance(kind, Decade) else outcome), outcome


def _fault(kind: Any, outcome: Any) -> str:
    """Why this is no outcome of this kind of answer; "" if it is one."""
    if isinstance(kind, Choice) and outcome not in range(len(kind.options)):
        return f"the number of an option is expected, from 0 to {len(kind.options) - 1}"
    if isinstance(kind, Number) and not (math.isfinite(outcome) and kind.low <= outcome <= kind.high):
        return "a finite number within the bounds of the answer is expected"
    if isinstance(kind, Decade) and not outcome > 0:
        return "a number above 0 is expected"
    if isinstance(kind, Ranking) and sorted(outcome) != list(range(len(kind.things))):
        return "the numbers of all things, each once, are expected"
    if isinstance(kind, Ranking) and list(outcome) == list(range(len(kind.things))):
        return "the things stand in the right order before anybody moved one; give them in another order"
    return ""


def _acts(item: Item) -> Iterator[str]:
    if item.act not in ACTS:
        yield f"its act is {item.act!r}; let it be one of {', '.join(ACTS)}."


def _judged(item: Item, met: Walk) -> Iterator[str]:
    """What judges answers has right ones and wrong ones."""
    judged = [event.right for event in met.events if event.kind == "answered" and event.right is not None]
    tried_all = hasattr(item, "outcome") or hasattr(item, "options")
    if judged and True not in judged and tried_all:
        yield "none of the answers that were tried is right; look at what is computed as the right one."
    if judged and False not in judged:
        yield "every answer that was tried is right; let it ask something."


def _options(item: Any, met: Walk) -> Iterator[str]:
    """Every wrong option names its misconception, and the lab of that shows what it claims."""
    right = [event.answer for event in met.right()]
    for k, option in enumerate(getattr(item, "options", ())):
        if k in right:
            continue
        idea = getattr(option, "idea", None)
        if idea is None:
            yield f"option {k} ({option.words!r}) is wrong and names no misconception; name one of the table."
            continue
        try:
            if not idea.shows(idea.demo()):
                yield f"the lab of misconception {idea.name!r} does not show what it claims; mend its demo."
        except Exception as error:    # a demo may raise anything
            yield f"the lab of misconception {idea.name!r} cannot be opened ({type(error).__name__}: {error})."
