"""The panel of a lab: all of it that is made of widgets, and the route of a hand from there to the experiment."""
from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import ipywidgets as W

from ..experiment import LOCK, Experiment
from ..pictures.places import rows_with
from ..pictures.sheet import DataPoint, Draggable, Sheet
from ..pictures.style import Style
from .actions import Actions
from .arrangement import Switches, arranged
from .canvas import Canvas, CanvasCallbacks
from .clock import Clock
from .closing import close_all
from .controls import Control
from .plan import Plan


class Panel:
    """Canvas, controls, clock and buttons of an experiment.

    views: what is shown at first. open_controls: the names of those that do not wait behind "more". locked: names of
    fields that a hand cannot move. choose(*views): a hand chose these views; raises ValueError if it cannot be.
    rested(): nothing has moved for a while.
    """

    def __init__(self, plan: Plan, experiment: Experiment, views: Sequence[str], open_controls: Sequence[str],
                 locked: Sequence[str], *,
                 choose: Callable[..., None], rested: Callable[[], None]):
        self._plan, self._experiment, self._choose = plan, experiment, choose
        self._views, self._locked = tuple(views), tuple(locked)
        settings = experiment.settings
        self.moving, self._pressed = False, settings
        self._controls = {name: Control(name, settings, self._hand, name in locked) for name in settings.fields()}
        self.clock = Clock(plan.clock, self._hand) if plan.clock and plan.clock not in locked else None
        self.actions = Actions(plan.actions, self._touched)
        self.switches = Switches(tuple(plan.pictures), self._views, self._switched) if len(plan.pictures) > 1 else None
        self._follow()
        callbacks = CanvasCallbacks(self._sheet, self._draw, self._refine, rested, self._drag, self._nudge)
        self.canvas = Canvas(callbacks, question=plan.question, **self._words(""))
        beside = {plan.clock: self.clock.box} if self.clock else {}
        below = arranged(open_controls, self._controls, beside, self.switches)
        self.children: tuple[W.Widget, ...] = (self.canvas, *([self.actions.box] if plan.actions else []), *below)

    @property
    def controls(self) -> Mapping[str, W.Widget]:
        """Field name -> its widget, shown or not, and name of a weight -> its slider."""
        return MappingProxyType({name: widget for control in self._controls.values()
                                 for name, widget in control.parts.items()})

    def refresh(self, note: str = "") -> None:
        """Bring everything to the present settings and result; `note` says what moved besides what was asked for."""
        self._follow()
        self.canvas.refresh(moving=self.moving or self._experiment.unfinished, **self._words(note))

    def show(self, views: Sequence[str]) -> None:
        """Show these views and no others."""
        self._views = tuple(views)
        if self.switches:
            self.switches.follow(self._views)
        self.canvas.remake()
        self.canvas.refresh(**self._words(""))

    def complain(self, trouble: str) -> None:
        """Tell in the status line what could not be done."""
        self.canvas.refresh(status=trouble, trouble=True)

    def by_hand(self, changes: Mapping[str, Any]) -> None:
        """As `set`, but an error is shown in the status line and the controls go back; while somebody looks, a study
        may begin with a coarse result."""
        with LOCK:
            self.moving, before = True, self._experiment.settings
            try:
                change = self._experiment.sketch if self.canvas.watched else self._experiment.set
                change(**changes)
                if self._experiment.settings is before:
                    # What was typed may mean what holds already, in other words.
                    self._follow()
            except Exception as error:
                self._follow()
                self.complain(str(error) or type(error).__name__)
            except KeyboardInterrupt:
                self._follow()
                raise
            finally:
                self.moving = False

    def close(self) -> None:
        """Close all widgets, and let go of the figure."""
        for widget in (*self.children, *self.controls.values()):
            close_all(widget)

    # -- what a hand does

    def _hand(self, name: str, value: Any) -> None:
        """A control was moved."""
        self.by_hand({name: value})

    def _drag(self, picture: Draggable, first: bool, start: DataPoint, at: DataPoint) -> None:
        state = self._experiment.state
        if first:
            self._pressed = state.settings
        self._touched(picture.drag(self._pressed, state.result, start, at))

    def _nudge(self, picture: Draggable, right: int, up: int) -> None:
        self._touched(picture.nudge(*self._experiment.state, right, up))

    def _touched(self, changes: Mapping[str, Any]) -> None:
        """A picture was touched, or a button pressed; what is locked stays."""
        own = {"weights": self._experiment.settings.coordinates()}
        free = {name: value for name, value in changes.items() if own.get(name, name) not in self._locked}
        if free:
            self.by_hand(free)

    def _switched(self, view: str, on: bool) -> None:
        """A view was switched on or off; at least one picture stays."""
        try:
            self._choose(*(other for other in self._views if other != view), *([view] if on else []))
        except ValueError as error:
            self.switches.follow(self._views)
            self.complain(str(error))

    def _refine(self) -> bool:
        """The hand rests: a finer result, if there is one ready; True if there may be more."""
        shown = self._experiment.result
        try:
            more = self._experiment.refine()
        except Exception as error:
            more = False
            self.complain(str(error) or type(error).__name__)
        return more or self._experiment.result is not shown

    # -- what it shows

    def _follow(self) -> None:
        settings, result = self._experiment.state
        self.actions.follow(settings, result)
        for control in self._controls.values():
            control.follow(settings)
        if self.clock:
            self.clock.follow(getattr(settings, self._plan.clock), settings.bounds(self._plan.clock)[1])

    def _words(self, note: str) -> dict[str, Any]:
        return self._plan.words(*self._experiment.state, self._views, note)

    def _sheet(self, style: Style, *, width: float, ratio: float) -> Sheet:
        """A live sheet; the question and the verdict stand above it as text of the page."""
        return Sheet(self._plan.pictures, rows_with(self._plan.rows, self._views), style, width=width, ratio=ratio)

    def _draw(self, sheet: Sheet) -> None:
        sheet.draw(*self._experiment.state)
