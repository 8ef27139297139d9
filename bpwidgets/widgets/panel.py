"""The panel of a lab: all of it that is made of widgets, and the route of a hand from there to the experiment."""
from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from types import MappingProxyType
from typing import Any

import ipywidgets as W

from ..experiment import LOCK, Experiment
from ..pictures.guess import Guess
from ..pictures.scales import Spans
from ..pictures.sheet import DataPoint, Draggable, DrawnOn, Sheet
from ..pictures.spots import Spotted
from ..pictures.style import Style
from ..settings import Settings
from .actions import Action, Actions, changed, reset_to
from .arrangement import ControlRows, Switches
from .canvas import Canvas
from .canvas_callbacks import CanvasCallbacks
from .clock import Clock
from .closing import close_all
from .controls import Control
from .look import Prepared
from .place import place_told
from .plan import Arrangement, Plan
from .tabs import Tabs


class Panel:
    """Canvas, controls, clock and buttons of an experiment.

    views: what is shown at first. arrangement: what a hand finds there. start: the settings that the lab began with.
    choose(*views): a hand chose these views; raises ValueError if it cannot be. rested(): nothing has moved for a
    while. scales(): what the pictures must hold besides; beside: they stand in a column beside those of other labs.
    prepared: their sheet, where it is drawn already.
    """

    def __init__(self, plan: Plan, experiment: Experiment, views: Sequence[str], arrangement: Arrangement,
                 start: Settings, *, choose: Callable[..., None], rested: Callable[[], None],
                 scales: Callable[[], Mapping[str, Spans]] = dict, beside: bool = False,
                 prepared: Prepared | None = None):
        self._plan, self._experiment, self._choose = plan, experiment, choose
        self._scales, self._beside, self._arrangement = scales, beside, arrangement
        self._views, self._locked = tuple(views), arrangement.locked
        settings = experiment.settings
        self.moving, self._pressed, self._heights = False, settings, plan.heights(settings)
        # What the press of a button changed, and the settings of which that is true.
        self._said: tuple[str, Settings | None] = "", None
        self._controls = {name: Control(name, settings, self._hand, name in self._locked) for name in settings.fields()}
        self.placed = {name: control for name, control in self._controls.items() if arrangement.shows(name)}
        clocked = plan.clock in self.placed and plan.clock not in self._locked
        self.clock = Clock(plan.clock, self._hand) if clocked else None
        switched = arrangement.more and len(plan.pictures) > 1
        seen = (*plan.pictures, *plan.parts, *(["table"] if plan.table(*experiment.state) else []))
        self.switches = Switches(seen, self._views, self._switched) if switched else None
        self.tabs = Tabs(plan.tabs, self._views, self._chosen) if plan.tabs and switched else None
        rest = len(self.placed) > len(arrangement.open(views))
        actions = dict(arrangement.actions)
        if actions or rest or self.switches:
            actions["reset"] = reset_to(start, self._locked)
        self.actions = Actions(actions, self._locked, self._act)
        self.actions.show(self._views)
        self._follow()
        callbacks = CanvasCallbacks(self._sheet, self._draw, self._refine, rested, self._value, self._drag, self._nudge,
                                    self._tell, self._spots, self._touch, self._enter)
        fitting = prepared if prepared and prepared.heights == self._heights else None
        self.canvas = Canvas(callbacks, question=plan.question, narrow=beside, prepared=fitting,
                             coarse=experiment.unfinished, **self._words(""))

    @cached_property
    def rows(self) -> ControlRows:
        """The controls in their rows, made after the first picture."""
        opened = self._arrangement.open(self._views)
        return ControlRows(opened, self.placed, self._clocked, self.switches, len(self.placed) > len(opened))

    @cached_property
    def children(self) -> tuple[W.Widget, ...]:
        """All that stands in a lab, from the top."""
        return (self.canvas, *([self.tabs.chips] if self.tabs else []),
                *([self.actions.box] if self.actions.box else []),
                *self.rows.widgets)

    @property
    def _clocked(self) -> Mapping[str, W.Widget]:
        return {self._plan.clock: self.clock.box} if self.clock else {}

    def without(self, own: str) -> list[W.Widget]:
        """The controls for several labs, but for the one of the field in which they differ: the open ones, those with a
        clock last, and where there are others a toggle and what it opens."""
        placed = {name: control for name, control in self.placed.items() if name != own}
        opened = self._arrangement.open(self._views)
        names = sorted((name for name in opened if name != own), key=lambda name: name in self._clocked)
        return ControlRows(names, placed, self._clocked, self.switches, len(placed) > len(names)).widgets

    @property
    def controls(self) -> Mapping[str, W.Widget]:
        """Field name -> its widget, shown or not, and name of a weight -> its slider."""
        return _parts(self._controls.values())

    @property
    def made(self) -> Mapping[str, W.Widget]:
        """Those of the controls that are made: what stands behind "more settings" is, when that is opened."""
        return _parts(control for control in self._controls.values() if control.made)

    def refresh(self, note: str = "", *, moving: bool = False) -> None:
        """Bring everything to the present settings and result; `note` says what moved besides what was asked for."""
        self._follow()
        if self._heights != (heights := self._plan.heights(self._experiment.settings)):
            self._heights = heights
            self.canvas.remake()
        self.canvas.refresh(moving=moving or self.moving or self._experiment.unfinished, **self._words(note))

    def show(self, views: Sequence[str], question: str) -> None:
        """Show these views and no others, under this heading."""
        self._views = tuple(views)
        if self.switches:
            self.switches.follow(self._views)
        if self.tabs:
            self.tabs.follow(self._views)
        self.actions.show(self._views)
        if "rows" in vars(self):
            self.rows.follow(self._arrangement.open(self._views))
        self.canvas.remake()
        self.canvas.refresh(question=question, **self._words(""))

    def mark(self, guess: Guess) -> None:
        """Show a guess in the pictures, on this sheet and on those to come."""
        self._plan = replace(self._plan, guess=guess)
        self.canvas.mark(guess)

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

    def grow(self) -> bool:
        """One piece more of what the lab began with; True if there may be more. What the study raises is told."""
        if self._experiment.opening:
            self._refine()
        return self._experiment.opening

    def close(self) -> None:
        """Close all widgets, and let go of the figure."""
        for widget in vars(self).get("children", (self.canvas,)):
            close_all(widget)
        if "rows" in vars(self):
            self.rows.close()
        self.actions.close()
        if self.clock:
            self.clock.close()
        for control in self._controls.values():
            control.close()

    # -- what a hand does

    def _hand(self, name: str, value: Any) -> None:
        """A control was moved."""
        self.by_hand({name: value})

    def _value(self, picture: Draggable) -> tuple[str, float]:
        """Where a picture stands, "learning rate 0.1, momentum 0.9" and the first of its numbers: the settings that its
        arrow keys would change."""
        settings, result = self._experiment.state
        return place_told(settings, picture.nudge(settings, result, 0, 0))

    def _drag(self, picture: Draggable, first: bool, places: Sequence[DataPoint]) -> None:
        state = self._experiment.state
        if first:
            self._pressed = state.settings
        if isinstance(picture, DrawnOn):
            self._touched(picture.trace(self._pressed, state.result, places))
        else:
            self._touched(picture.drag(self._pressed, state.result, places[0], places[-1]))

    def _nudge(self, picture: Draggable, right: int, up: int) -> None:
        if isinstance(picture, DrawnOn) and not (right or up):
            self._touched(picture.lower(*self._experiment.state))
        else:
            self._touched(picture.nudge(*self._experiment.state, right, up))

    def _spots(self, sheet: Sheet) -> list[dict[str, Any]]:
        return sheet.spots(*self._experiment.state)

    def _touch(self, picture: Spotted, name: str) -> None:
        """An element of a picture was chosen."""
        self._touched(picture.touch(*self._experiment.state, name))

    def _enter(self, name: str, value: Any) -> None:
        """A number of the formula was moved, or typed."""
        self._touched(self._plan.enter(*self._experiment.state, name, value))

    def _touched(self, changes: Mapping[str, Any]) -> None:
        """A picture was touched, or a button pressed; what is locked stays as it is."""
        if free := self._free(changes):
            self.by_hand(free)

    def _free(self, changes: Mapping[str, Any]) -> Mapping[str, Any]:
        """Those of the changes that are not locked."""
        own = {"weights": self._experiment.settings.coordinates()}
        return {name: value for name, value in changes.items() if own.get(name, name) not in self._locked}

    def _act(self, action: Action, changes: Mapping[str, Any]) -> None:
        """A button was pressed: what it changed or says is told until the next change."""
        before = self._experiment.settings
        self._touched(changes)
        after = self._experiment.settings
        if action.says:
            self.say(action.words, action.says(*self._experiment.state))
        elif after is not before and (told := changed(before, after)):
            self.say(action.words, told)

    def say(self, words: str, told: str) -> None:
        """Tell in the status line what came of a press of the button with these words, until the next change."""
        self._said = f"{words}: {told}", self._experiment.settings
        self.canvas.status = self._words("")["status"]

    def _chosen(self, views: Sequence[str]) -> None:
        """A tab was chosen: its views are shown, and the verdict if it was."""
        self._choose(*views, *(["verdict"] if "verdict" in self._views else []))

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
        self.canvas.progress = self._progress
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
        settings, result = self._experiment.state
        said, of = self._said
        told = [said] if settings is of else []
        hints = {name: control.hint for name, control in self._controls.items()}
        rows = [row for control in self._controls.values() for row in control.rows]
        words = self._plan.words(settings, result, self._views, "; ".join([*told, *([note] if note else [])]))
        if numbers := words.get("formula", {}).get("numbers"):
            words["formula"]["numbers"] = [one for one in numbers if self._free(
                self._plan.enter(settings, result, one["name"], one["value"]))]
        return {**words, "hints": hints, "rows": rows, "progress": self._progress}

    @property
    def _progress(self) -> list[int]:
        return list(self._experiment.progress or ())

    def _sheet(self, style: Style, *, width: float, ratio: float) -> Sheet:
        """A live sheet; the question and the verdict stand above it as text of the page."""
        return self._plan.sheet(self._views, style, width=width, ratio=ratio, beside=self._beside,
                                settings=self._experiment.settings)

    def _draw(self, sheet: Sheet, *, moving: bool = False) -> None:
        sheet.draw(*self._experiment.state, self._scales(), moving=moving)

    def _tell(self, sheet: Sheet, where: Sequence[float] | str) -> Mapping[str, Any]:
        """What is said of a place on the sheet, or of where the hand holds a picture of this name."""
        state = self._experiment.state
        return sheet.told_where_held(*state, where) if isinstance(where, str) else sheet.told(*state, *where)


def _parts(controls: Iterable[Control]) -> Mapping[str, W.Widget]:
    return MappingProxyType({name: widget for control in controls for name, widget in control.parts.items()})
