"""Labs that are drawn together: on one scale, each of them once for a change, with the same views."""
from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Protocol

from ..pictures.scales import Spans, common_spans
from .panel import Panel
from .plan import Plan


class Member(Protocol):
    """What a company knows of a lab. made: its widgets, if somebody has asked for them."""

    plan: Plan
    state: tuple[Any, Any]
    views: tuple[str, ...]
    made: Panel | None


class Company:
    """The labs that are drawn with a lab; alone it is its own company.

    A change of one lab may change others that follow it, and the scale of all: so within a `turn` they only note what
    is to be shown, and at its end each is drawn once, if it has changed or its scale has.
    """

    def __init__(self, labs: Sequence[Member]):
        self.labs = tuple(labs)
        self._depth = 0
        # What each panel still has to tell: a note, and whether a hand moved.
        self._due: dict[Panel, tuple[str, bool]] = {}
        self._known: tuple[tuple[Any, ...], Mapping[str, Spans]] = (), {}
        self._drawn: Mapping[str, Spans] | None = None

    @property
    def beside(self) -> bool:
        """There is more than one lab."""
        return len(self.labs) > 1

    def scales(self) -> Mapping[str, Spans]:
        """What the axes and colors of each picture that is shown must hold for all labs; {} for a lab alone."""
        if not self.beside:
            return {}
        now = *(lab.state for lab in self.labs), *(lab.views for lab in self.labs)
        before, _ = self._known
        if len(before) != len(now) or any(one is not other for one, other in zip(before, now)):
            views = {view for lab in self.labs for view in lab.views}
            kinds = {name: kind for name, kind in self.labs[0].plan.pictures.items() if name in views}
            self._known = now, common_spans(kinds, [lab.state for lab in self.labs])
        return self._known[1]

    @contextmanager
    def turn(self) -> Iterator[None]:
        """A change, with all that follows from it."""
        self._depth += 1
        try:
            yield
        finally:
            self._depth -= 1
            if not self._depth:
                self._draw()

    def tell(self, panel: Panel, note: str) -> None:
        """A lab has changed; `note` says what moved besides what was asked for."""
        if self.beside:
            self._due[panel] = note, panel.moving
        else:
            panel.refresh(note)

    def _draw(self) -> None:
        due, self._due = self._due, {}
        panels = [lab.made for lab in self.labs if lab.made]
        if not self.beside or not panels:
            return
        before, self._drawn = self._drawn, self.scales()
        for panel, (note, moving) in due.items():
            panel.refresh(note, moving=moving)
        moving = any(moved for _, moved in due.values())
        for panel in panels if before != self._drawn else ():
            if panel not in due:
                panel.canvas.refresh(moving=moving)
