"""How often answers were right, by how sure the learner was: a table and a curve."""
from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ...text import percent
from ..cards.parts import Part, Say
from ..cards.tables import Drawing, Table
from ..items.prediction import CONFIDENCES
from ..records.events import Event

# The curve, in px: its size, and where its field begins and ends.
WIDTH, HEIGHT = 320, 170
LEFT, RIGHT, TOP, BOTTOM = 62, 290, 14, 138


class Share(NamedTuple):
    """How many answers were right, out of how many."""

    right: int
    of: int

    def __str__(self) -> str:
        return f"{self.right} of {self.of}" if self.of else "none yet"


def shares(events: Iterable[Event]) -> dict[str, Share]:
    """The share that was right, for each way to be sure.

    >>> shares([Event("answered", confidence="sure", right=True), Event("answered", confidence="sure", right=False)])
    {'guess': Share(right=0, of=0), 'fairly sure': Share(right=0, of=0), 'sure': Share(right=1, of=2)}
    """
    judged = [event for event in events if event.kind == "answered" and isinstance(event.right, bool)]
    said = {sure: [event.right for event in judged if event.confidence == sure] for sure in CONFIDENCES}
    return {sure: Share(sum(found), len(found)) for sure, found in said.items()}


def calibration(here: Iterable[Event], ever: Iterable[Event]) -> Sequence[Part]:
    """The answers of this lesson, and those of all lessons."""
    now, all_of_them = shares(here), shares(ever)
    known = {sure: share for sure, share in all_of_them.items() if share.of}
    if not known:
        return (Say("No prediction is answered yet: how well you know what you know is told here once some are.",
                    "note"),)
    rows = tuple((sure, str(now[sure]), str(share), percent(share.right / share.of) if share.of else "")
                 for sure, share in all_of_them.items())
    table = Table("How often you were right", ("you were", "in this lesson", "in all lessons", "share"), rows)
    curve = (Drawing(_curve(known), f"A curve: {_in_words(known)}."),) if len(known) > 1 else ()
    return (table, *curve, Say(_verdict(known)))


def _verdict(known: dict[str, Share]) -> str:
    sure = known.get("sure")
    if sure is None:
        return "You were never sure so far."
    if sure.right == sure.of:
        return "Whenever you were sure, you were right."
    return f"When you were sure, you were wrong in {sure.of - sure.right} of {sure.of} cases: look at those first."


def _in_words(known: dict[str, Share]) -> str:
    return ", ".join(f"{sure}: {percent(share.right / share.of)} right" for sure, share in known.items())


def _curve(known: dict[str, Share]) -> str:
    """The share over the three ways to be sure; a table beside it has the numbers."""
    across = {sure: LEFT + 20 + k * (RIGHT - LEFT - 40) / (len(CONFIDENCES) - 1) for k, sure in enumerate(CONFIDENCES)}
    points = [(across[sure], BOTTOM - (BOTTOM - TOP) * share.right / share.of) for sure, share in known.items()]
    marks = "".join(f'<circle cx="{x:.0f}" cy="{y:.1f}" r="5" fill="currentColor"/>' for x, y in points)
    lines = "".join(_level(part) for part in (0, 0.5, 1))
    names = "".join(_text(x, BOTTOM + 20, "middle", sure) for sure, x in across.items())
    path = " ".join(f"{x:.0f},{y:.1f}" for x, y in points)
    return (f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" aria-hidden="true">'
            f'{lines}{names}<polyline points="{path}" fill="none" stroke="currentColor" stroke-width="2"/>'
            f'{marks}</svg>')


def _level(part: float) -> str:
    y = BOTTOM - (BOTTOM - TOP) * part
    line = f'<line x1="{LEFT}" x2="{RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="currentColor" stroke-opacity="0.25"/>'
    return line + _text(LEFT - 8, y + 4, "end", percent(part))


def _text(x: float, y: float, anchor: str, words: str) -> str:
    return f'<text x="{x:.0f}" y="{y:.0f}" text-anchor="{anchor}" font-size="12" fill="currentColor">{words}</text>'
