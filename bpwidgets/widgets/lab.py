"""A lab: an experiment with its controls, its pictures and its text twin, arranged."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

import ipywidgets as W
import traitlets

from ..errors import argument_error, nearest
from ..experiment import LOCK, Event, Experiment, State
from ..pictures.sheet import DataPoint, Draggable, Figure, Sheet, rows_with
from ..pictures.style import Style
from ..settings import Settings
from .actions import Actions
from .arrangement import Switches, arranged
from .canvas import Canvas, CanvasCallbacks, encode
from .clock import Clock
from .closing import close_all
from .controls import Control
from .export import csv_text, print_sheet, save_animation, save_text
from .plan import Plan, check_keywords, chosen_names, chosen_views
from .show import SavedPictures
from .signature import documented, signature_of


class Lab(W.VBox):
    """A live lab. Every keyword is a field of its settings, but for three that arrange it:

    controls: names of the fields that are open at first. views: what is shown, out of the names of the pictures, "table" and
    "verdict" (a lesson may hold the answer back). locked: names of fields that a hand cannot move (code can).

    `set` changes settings, one transaction at a time; `settings` and `result` hold frozen values, `state` both of one moment; `controls`
    maps every field to its widget; `observe(f, "result")` calls f after each change of the result.
    Raises ArgumentError for names and values that do not exist, with what is allowed.
    """

    plan: Plan
    # Until they are made: a lab whose settings are refused is closed by ipywidgets all the same.
    _controls: Mapping[str, Control] = MappingProxyType({})
    _clock: Clock | None = None
    _switches: Switches | None = None
    settings = traitlets.Any(read_only=True, help="the present settings, frozen")
    result = traitlets.Any(read_only=True, help="the present result, frozen")

    def __init_subclass__(cls, **more):
        super().__init_subclass__(**more)
        for name in cls.plan.settings.fields():
            if hasattr(Lab, name):
                raise argument_error("settings", cls.__name__, "names that a lab does not use itself", name, "Give the field another name.")
        cls.__signature__ = signature_of(cls.plan)
        cls.__doc__ = documented(cls.__dict__.get("__doc__") or cls.plan.question, cls.plan)

    def __init__(self, *, controls: Sequence[str] | None = None, views: Sequence[str] | None = None,
                 locked: Sequence[str] = (), **fields):
        plan = self.plan
        self._shown = chosen_names("controls", plan.controls if controls is None else controls, plan.settings.fields(), plan)
        self._views = chosen_views(plan.open_views if views is None else views, plan)
        self._locked = locked = chosen_names("locked", locked, plan.settings.fields(), plan)
        check_keywords(fields, plan)
        self._experiment = Experiment(plan.settings.create(**fields), plan.study)
        self._start = self._experiment.settings
        super().__init__()
        self.set_trait("settings", self._experiment.settings)
        self.set_trait("result", self._experiment.result)
        self._moving, self._pressed = False, self.settings
        self._controls = {name: Control(name, self.settings, self._hand, name in locked) for name in plan.settings.fields()}
        self._clock = Clock(plan.clock, self._hand) if plan.clock and plan.clock not in locked else None
        self._actions = Actions(plan.actions, self._touched)
        self._switches = Switches(tuple(plan.pictures), self._views, self._hand_view) if len(plan.pictures) > 1 else None
        self._follow(self.settings)
        self._stills = SavedPictures((self.settings, self._views))
        shown = CanvasCallbacks(self._sheet, self._draw, self._refine, self._keep, self._drag, self._nudge)
        self.canvas = Canvas(shown, question=plan.question, **self._words(""))
        self._experiment.listen(self._committed)
        beside = {plan.clock: self._clock.box} if self._clock else {}
        below = arranged(self._shown, self._controls, beside, self._switches)
        self.children = [self.canvas, *([self._actions.box] if plan.actions else []), *below]
        self.add_class("bpw-lab")

    def set(self, **changes) -> None:
        """Change settings from code: all or nothing, one recompute, one event.

        Raises ArgumentError with what is allowed.
        """
        with LOCK:
            self._experiment.set(**changes)

    def follow_lab(self, mover: Lab, changes: Mapping[str, Any]) -> None:
        """Follow another lab: as `set`, or as a hand where a hand moves it. What cannot be followed is told in the status line."""
        if mover._moving:
            return self._by_hand(changes)
        try:
            self.set(**changes)
        except Exception as error:
            self.canvas.refresh(status=str(error), trouble=True)

    def press(self, action: str) -> None:
        """Do what the button of this action does; the words on the button will do, too.

        Raises ArgumentError with the actions there are.
        """
        actions = self.plan.actions
        name = next((name for name, one in actions.items() if action in (name, one.words)), None)
        if name is None:
            raise argument_error("action", self.settings.lab, f"one of {', '.join(actions) or 'none'}", action, nearest(action, actions))
        self.set(**actions[name].changes(*self.state))

    def reset(self) -> None:
        """Back to the settings that the lab was made with."""
        self.set(**{name: getattr(self._start, name) for name in self._start.fields()})

    @property
    def state(self) -> State:
        """Settings and result of one moment: on another thread than the one that changes them, each alone may be newer than the other."""
        return self._experiment.state

    @property
    def views(self) -> tuple[str, ...]:
        """What is shown: names of pictures, "table", "verdict"."""
        return self._views

    def show(self, *views: str) -> None:
        """Show these views and no others: `lab.show("profile", "verdict")`.

        Raises ArgumentError with the names there are.
        """
        with LOCK:
            self._views = chosen_views(views, self.plan)
            if self._switches:
                self._switches.follow(self._views)
            self.canvas.remake()
            self.canvas.refresh(**self._words(""))

    @property
    def controls(self) -> Mapping[str, W.Widget]:
        """Field name -> its widget, shown or not, and name of a weight -> its slider; setting a widget's value is what a hand does."""
        return MappingProxyType({name: widget for control in self._controls.values() for name, widget in control.parts.items()})

    @property
    def figure(self) -> Figure:
        """The present pictures on a new figure of their own, in the light style: for `savefig`."""
        return self.export().figure

    def export(self, note: str = "") -> Sheet:
        """The sheet of `figure`, with a note behind the question."""
        with LOCK:
            return print_sheet(self.plan, *self.state, self._views, note)

    def to_csv(self, path: str | Path | None = None, *, overwrite: bool = False) -> str | None:
        """The numbers behind the pictures, every digit of them: as text, or into a new file.

        Raises ArgumentError if the file exists.
        """
        text = csv_text(self.plan, *self.state)
        return text if path is None else save_text(text, path, overwrite, self.plan.settings.lab)

    def save_animation(self, path: str | Path, *, overwrite: bool = False) -> None:
        """All steps as a GIF, "run.gif", or a film, "run.mp4", where ffmpeg is installed.

        Raises ArgumentError if the file exists.
        """
        with LOCK:
            save_animation(self.plan, *self.state, self._views, path, overwrite)

    def describe(self) -> str:
        """The whole content of the lab as text: where it stands, the verdict, the tables."""
        return self.plan.describe(*self.state)

    def __repr__(self) -> str:
        return self.plan.summary(*self.state)

    def __setattr__(self, name: str, value: Any) -> None:
        if name in self.plan.settings.fields():
            raise AttributeError(f"{self.plan.settings.lab}: settings are changed with set, for example lab.set({name}={value!r}); "
                                 "several at once are one change.")
        super().__setattr__(name, value)

    def close(self) -> None:
        """Close all widgets of the lab and let go of its figure; settings and result stay readable."""
        with LOCK:
            for widget in (*self.children, *self.controls.values()):
                close_all(widget)
            self.layout.close()
            super().close()

    def _ipython_display_(self) -> None:
        self._stills.show(self._repr_mimebundle_(), (self.settings, self._views))

    def _repr_mimebundle_(self, **kwargs) -> dict[str, Any] | None:
        """Three forms of the lab: the live view, its text twin and a picture for pages without a kernel."""
        bundle = super()._repr_mimebundle_(**kwargs)
        return {**bundle, "text/plain": self.describe(), "image/png": encode(self.export(), "PALETTE")}

    # -- one route: hand or code -> experiment -> here

    def _hand(self, name: str, value: Any) -> None:
        """A control was moved."""
        self._by_hand({name: value})

    def _by_hand(self, changes: Mapping[str, Any]) -> None:
        """As `set`, but an error is shown in the status line and the controls go back; while somebody looks, a study may begin with
        a coarse result."""
        with LOCK:
            self._moving = True
            try:
                change = self._experiment.sketch if self.canvas.watched else self._experiment.set
                change(**changes)
            except Exception as error:
                self._follow(self._experiment.settings)
                self.canvas.refresh(status=str(error), trouble=True)
            finally:
                self._moving = False

    def _drag(self, picture: Draggable, first: bool, start: DataPoint, at: DataPoint) -> None:
        if first:
            self._pressed = self.settings
        self._touched(picture.drag(self._pressed, self.result, start, at))

    def _nudge(self, picture: Draggable, right: int, up: int) -> None:
        self._touched(picture.nudge(*self.state, right, up))

    def _touched(self, changes: Mapping[str, Any]) -> None:
        """A picture was touched, or a button pressed; what is locked stays."""
        own = {"weights": self.settings.coordinates()}
        free = {name: value for name, value in changes.items() if own.get(name, name) not in self._locked}
        if free:
            self._by_hand(free)

    def _refine(self) -> bool:
        """The hand rests: a finer result, if there is one; True if so."""
        shown = self.result
        try:
            self._experiment.refine()
        except Exception as error:
            self.canvas.refresh(status=str(error), trouble=True)
        return self.result is not shown

    def _hand_view(self, view: str, on: bool) -> None:
        """A view was switched on or off; at least one picture stays."""
        try:
            self.show(*(other for other in self._views if other != view), *([view] if on else []))
        except ValueError as error:
            self._switches.follow(self._views)
            self.canvas.refresh(status=str(error), trouble=True)

    def _committed(self, event: Event) -> None:
        # Held: observers are told last, and also when a picture could not be drawn.
        with self.hold_trait_notifications():
            self.set_trait("settings", event.settings)
            self.set_trait("result", event.result)
            self._follow(event.settings)
            self.canvas.refresh(moving=self._moving or self._experiment.unfinished, **self._words(event.note))

    def _follow(self, settings: Settings) -> None:
        self._actions.follow(*self.state)
        for control in self._controls.values():
            control.follow(settings)
        if self._clock:
            self._clock.follow(getattr(settings, self.plan.clock), settings.bounds(self.plan.clock)[1])

    def _words(self, note: str) -> dict[str, Any]:
        return self.plan.words(*self.state, self._views, note)

    # -- drawing

    def _sheet(self, style: Style, *, width: float, ratio: float) -> Sheet:
        """A live sheet; the question and the verdict stand above it as text of the page."""
        return Sheet(self.plan.pictures, rows_with(self.plan.rows, self._views), style, width=width, ratio=ratio)

    def _draw(self, sheet: Sheet) -> None:
        sheet.draw(*self.state)

    def _keep(self) -> None:
        """Nobody moves anything: what stands in the notebook for later becomes the present picture."""
        self._stills.renew((self.settings, self._views), lambda: encode(self.export(), "PALETTE"))
