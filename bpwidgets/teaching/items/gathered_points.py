"""Points that were gathered, and the laws through them: a table, a score, a picture."""
from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ...errors import ArgumentError
from ...labs.collect.lab import fitted
from ...labs.collect.result import Fit
from ...text import in_words
from ..cards.parts import Part, Say
from ..records.events import Event, Past
from .laws import Law

if TYPE_CHECKING:
    from ...widgets.lab import Lab

# From this ratio of the largest number to the smallest on they are drawn over decades.
MANY_DECADES = 1000
CURVE = 201
# A prediction that is off by a smaller part is as good as exact.
NO_DIFFERENCE = 1e-3


def points_of(past: Past) -> list[Event]:
    """The points that are kept, in their order: [x, y] each. Those after a law was committed to do not count."""
    points: list[Event] = []
    for event in past:
        if event.kind == "answered":
            break
        if event.kind == "kept":
            points.append(event)
        elif event.kind == "dropped":
            del points[-1:]
    return points


def scored(past: Past) -> Event | None:
    """The one law that counts: the first."""
    return next((event for event in past if event.kind == "answered"), None)


@dataclass(frozen=True, eq=False)
class Judged:
    """A law that was committed to, held against one point. predictions: the words of each law -> what it says of the
    point `at`, nan where it says nothing; measured: what is."""

    points: Sequence[Event]
    law: Law
    predictions: Mapping[str, float]
    at: float
    measured: float

    @property
    def predicted(self) -> float:
        """What the chosen law says."""
        return self.predictions[self.law.words]

    @property
    def closest(self) -> str:
        """The law that comes closest to what is."""
        away = {words: abs(value - self.measured) for words, value in self.predictions.items()}
        return min(away, key=lambda words: (not math.isfinite(away[words]), away[words]))

    @property
    def right(self) -> bool:
        """No other law comes closer."""
        away, least = (abs(self.predictions[words] - self.measured) for words in (self.law.words, self.closest))
        return bool(away <= least)

    @property
    def x(self) -> np.ndarray:
        """(n,)"""
        return np.array([float(point.answer[0]) for point in self.points])

    @property
    def y(self) -> np.ndarray:
        """(n,)"""
        return np.array([float(point.answer[1]) for point in self.points])


def judged(laws: Sequence[Law], chosen: str, points: Sequence[Event], at: float, measured: float) -> Judged:
    """The chosen law beside all the others."""
    x, y = zip(*(point.answer for point in points))
    return Judged(points, next(law for law in laws if law.words == chosen),
                  {law.words: _prediction(law, x, y, at) for law in laws}, at, measured)


def _prediction(law: Law, x: Sequence[float], y: Sequence[float], at: float) -> float:
    """What a law says of another x; nan for one that does not suit the points."""
    try:
        return law.predict(x, y, at)
    except ArgumentError:
        return math.nan


def table_of(points: Sequence[Event], across: str, measure: str) -> Say:
    """The points as a table, in the order of x."""
    rows = sorted((point.answer for point in points), key=lambda point: point[0])
    return Say("\n".join([f"| {across} | {measure} |", "|--:|--:|", *(f"| {in_words(x)} | {in_words(y)} |"
                                                                       for x, y in rows)]))


def told(score: Judged, across: str, why: str) -> tuple[Part, ...]:
    """What was said, what is, and why; and what each of the laws would have said."""
    here = f"at {across} {in_words(score.at)}"
    said = (f"You said: {score.law.words}. Through your {len(score.points)} points that makes "
            f"{in_words(score.predicted)} {here}; measured there: **{in_words(score.measured)}**"
            f"{_off(score.predicted, score.measured)}.")
    best = "No other law comes closer." if score.right else \
        f"Closer comes: **{score.closest}**, with {in_words(score.predictions[score.closest])}."
    verdict = "Right." if score.right else "Not so."
    rows = [f"| {words} | {in_words(value)} |" for words, value in score.predictions.items()]
    return (Say(f"**{verdict}** {said} {best} {why}".rstrip(), "right" if score.right else "wrong"),
            Say("\n".join([f"| law | {here} |", "|:--|--:|", *rows, f"| measured | {in_words(score.measured)} |"])))


def _off(predicted: float, measured: float) -> str:
    """How far off a prediction is, as a factor or in percent; "" where the two numbers say it themselves.

    >>> _off(1.2, 1.0), _off(0.01, 1.0), _off(1.0001, 1.0), _off(-1.0, 1.0)
    (', 20 % away', ', a factor of 100 away', '', '')
    """
    ratio = predicted / measured if measured else math.nan
    if not (0 < ratio < math.inf) or abs(ratio - 1) < NO_DIFFERENCE:
        return ""
    if 0.5 < ratio < 2:
        return f", {in_words(100 * abs(ratio - 1), 2)} % away"
    return f", a factor of {in_words(max(ratio, 1 / ratio), 2)} away"


def picture_of(score: Judged, of: str, x: str, measure: str) -> Lab:
    """The points, the law through them and the point that was measured, in a picture."""
    across = np.linspace(min(score.x.min(), score.at), max(score.x.max(), score.at), CURVE)
    curve = score.law.curve(score.x, score.y)(across)
    heights = np.append(score.y, score.measured)
    wide = bool((heights > 0).all() and heights.max() / heights.min() >= MANY_DECADES)
    fit = Fit(across, np.where(np.isfinite(curve), curve, np.nan), float(score.at), score.measured, wide)
    here = f"at {x.replace('_', ' ')} {in_words(score.at)}"
    verdict = f"Your law says {in_words(score.predicted)} {here}; measured: {in_words(score.measured)}."
    records = [{x: one, measure: other} for one, other in zip(score.x.tolist(), score.y.tolist())]
    return fitted(of, records, fit, verdict)
