"""The moments of a run from left to right, with a line at the one that is shown, which a hand moves."""
from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, NamedTuple

from matplotlib.axes import Axes

from ..text import number
from .frame import limits, most_across, round_ticks, ticks


class Moments(NamedTuple):
    """cursor: the setting that says which moment is shown; last: the one that says how many there are; word: what a
    moment is called, where that is not the name of the setting.

    A picture says `handle, drag, nudge, held = EPOCHS.hand`, and does the same under a hand as every other one.
    """

    cursor: str
    last: str
    word: str = ""

    @property
    def hand(self) -> tuple[Any, ...]:
        """The name of the handle, and what a pointer, arrow keys and a rest mean."""
        return self.handle, self.drag, self.nudge, self.held

    @property
    def handle(self) -> str:
        """What the line is, and how it is moved."""
        return f"{self.word or self.cursor} shown: drag the line, or move it with the arrow keys"

    def drag(self, pressed, result, start, at) -> Mapping[str, Any]:
        """The moment under the pointer is shown."""
        return {self.cursor: self._within(pressed, round(float(at[0])))}

    def nudge(self, settings, result, right: int, up: int) -> Mapping[str, Any]:
        """Forward or back, one by one."""
        return {self.cursor: self._within(settings, getattr(settings, self.cursor) + int(right))}

    def held(self, settings, result) -> tuple[float, float]:
        """At the moment shown, or the last one that is known."""
        return min(getattr(settings, self.cursor), result.known), math.nan

    def below(self, axes: Axes, settings, y: tuple[float, float], *, room: float = 0.02, most: int = 6) -> None:
        """Room for all moments, and some of it beside them, in parts of the whole; below at most so many whole
        numbers."""
        last = max(getattr(settings, self.last), 1)
        limits(axes, (-room * last, (1 + room) * last), y)
        places = [place for place in round_ticks(0, last, most=most_across(axes, most)) if place == int(place)]
        ticks(axes.xaxis, places, [number(place) for place in places])

    def _within(self, settings, moment: int) -> int:
        return min(max(moment, 0), getattr(settings, self.last))


EPOCHS = Moments("epoch", "epochs")
