"""A lab: an experiment with its controls, its pictures and its text twin, arranged."""
from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import ipywidgets as W
import traitlets

from ..errors import argument_error, nearest
from ..experiment import LOCK, Event, Experiment, State
from ..pictures.guess import Guess
from ..pictures.sheet import Figure, Sheet
from ..pictures.style import STYLES
from .background import between_messages
from .canvas import Canvas
from .company import Company
from .deferred import DeferredBox
from .export import (
    USUAL,
    csv_text,
    figure_of,
    pointable,
    save_animation,
    save_text,
    stacked,
    titled_sheet,
    usual_sheet,
)
from .look import Prepared, look_of
from .panel import Panel
from .plan import ARRANGEMENT, Arrangement, Plan, arrange, check_keywords, chosen_question, chosen_views
from .show import SavedPictures, from_jupyterlab
from .signature import documented, signature_of


class _Last(traitlets.Any):
    """The result of a lab: whoever reads it gets the last one of what the lab began with, not a piece of it."""

    def get(self, obj: Lab, cls: Any = None) -> Any:
        obj.finish_opening()
        return super().get(obj, cls)


class Lab(DeferredBox):
    """A live lab. Every keyword is a field of its settings, but for those that arrange it:

    controls: names of the fields that are open at first. views: what is shown, out of the names of the pictures,
    "table" and "verdict" (a lesson may hold the answer back). locked: names of fields that a hand cannot move (code
    can). question: the heading; None for the question that views and controls answer. actions: names of those that
    have a button. more: False leaves out "more settings", and all that waits there.

    `set` changes settings, one transaction at a time; `settings` and `result` hold frozen values, `state` both of one
    moment; `controls` maps every field to its widget; `observe(f, "result")` calls f after each change of the result.
    What takes long is computed when `result` or `state` is first read, or in sight when the lab is shown. Widgets are
    made when the lab is shown, put into a box, or asked for `controls`, `canvas` or `children`: one that is only read
    has none. Raises ArgumentError for names and values that do not exist, with what is allowed.
    """

    plan: Plan
    _made: Panel | None = None
    _guess: Guess | None = None
    _prepared: Prepared | None = None
    # What could not be done since the last change, for the status line of a lab that is not shown yet.
    _trouble = ""
    settings = traitlets.Any(read_only=True, help="the present settings, frozen")
    result = _Last(read_only=True, help="the present result, frozen")

    def __init_subclass__(cls, **more):
        super().__init_subclass__(**more)
        for name in cls.plan.settings.fields():
            if hasattr(Lab, name) or name in ARRANGEMENT:
                raise argument_error("settings", cls.__name__, "names that a lab does not use itself", name,
                                     "Give the field another name.")
        cls.__signature__ = signature_of(cls.plan)
        cls.__doc__ = documented(cls.__dict__.get("__doc__") or cls.plan.question, cls.plan)

    def __init__(self, *, controls: Sequence[str] | None = None, views: Sequence[str] | None = None,
                 locked: Sequence[str] = (), question: str | None = None, actions: Sequence[str] | None = None,
                 more: bool = True, **fields):
        plan = self.plan
        self._arrangement = arrange(plan, controls, locked, actions, more)
        self._views = chosen_views(plan.open_views if views is None else views, plan)
        self._question = chosen_question(question, plan)
        check_keywords(fields, plan)
        self._experiment = Experiment(plan.settings.create(**fields), plan.study, plan.length, coarse=bool(plan.length))
        self._start = self._experiment.settings
        super().__init__()
        self._company = Company((self,))
        self._follow(self._experiment.state)
        self._experiment.listen(self._committed)
        self._stills = SavedPictures(lambda: (self.settings, self._views), self._picture, lambda: self._alt)
        self._at_rest: list[Callable[[], None]] = [self._stills.renew]
        self.add_class("bpw-lab")

    def set(self, **changes) -> None:
        """Change settings from code: all or nothing, one recompute, one event.

        Raises ArgumentError with what is allowed.
        """
        with LOCK:
            self._experiment.set(**changes)

    def follow_lab(self, mover: Lab, changes: Mapping[str, Any]) -> None:
        """Follow another lab: as `set`, or as a hand where a hand moves it.

        What cannot be followed is told in the status line.
        """
        if mover._moving and self._made:
            return self._made.by_hand(changes)
        try:
            self.set(**changes)
        except Exception as error:
            self._trouble = str(error)
            if self._made:
                self._made.complain(self._trouble)

    def press(self, action: str) -> str | None:
        """Do what the button of this action does; the words on the button will do, too.

        Returns what the button says, if it says something. Raises ArgumentError with the actions there are.
        """
        actions = self.plan.actions
        name = next((name for name, one in actions.items() if action in (name, one.words)), None)
        if name is None:
            raise argument_error("action", self.settings.lab, f"one of {', '.join(actions) or 'none'}", action,
                                 nearest(action, actions))
        self.set(**actions[name].changes(*self.state))
        if not (says := actions[name].says):
            return None
        told = says(*self.state)
        if self._made:
            self._made.say(actions[name].words, told)
        return told

    def reset(self) -> None:
        """Back to the settings that the lab was made with."""
        self.set(**{name: getattr(self._start, name) for name in self._start.fields()})

    @property
    def state(self) -> State:
        """Settings and result of one moment: on another thread than the one that changes them, each alone may be
        newer than the other."""
        self.finish_opening()
        return self._experiment.state

    def finish_opening(self) -> None:
        """Compute the rest of what the lab began with, if there is more of it."""
        if self._experiment.opening:
            self._experiment.finish()

    @property
    def views(self) -> tuple[str, ...]:
        """What is shown: names of pictures, "table", "verdict"."""
        return self._views

    @property
    def question(self) -> str:
        """The heading: the question that the lab was made with, else the one that the shown views and open controls
        answer."""
        return self._question or self.plan.asked(self._views, self._arrangement.open(self._views))

    @property
    def _headed(self) -> Plan:
        """The plan with the present heading, and with the guess of the learner."""
        return replace(self.plan, question=self.question, guess=self._guess)

    def show(self, *views: str) -> None:
        """Show these views and no others: `lab.show("profile", "verdict")`. A heading that was not set follows.

        Labs side by side show the same. Raises ArgumentError with the names there are.
        """
        with LOCK:
            chosen = chosen_views(views, self.plan)
            for lab in self._company.labs:
                lab._views = chosen
            for lab in self._company.labs:
                if lab._made:
                    lab._made.show(chosen, lab.question)

    def mark(self, guess: Guess) -> None:
        """Show in a picture what somebody guessed before the lab was there; it stays, as a ghost, in every form."""
        with LOCK:
            self._guess = guess
            if self._prepared:
                self._prepared.sheet.mark(guess)
            if self._made:
                self._made.mark(guess)

    def join(self, company: Company) -> None:
        """Be drawn with these labs from now on; before the lab is looked at."""
        self._company = company

    def prepare(self, look: Mapping[str, Any]) -> None:
        """Draw the pictures for a page whose look is known, before there is a view of them: it will have its picture at
        once. Nothing is sent. look: `width` in CSS px, `ratio` of device pixels to these, `dark`."""
        with LOCK:
            if self._made is None:
                width, ratio, dark = now = look_of(look)
                sheet = self._headed.sheet(self._views, STYLES["dark" if dark else "light"], width=width, ratio=ratio,
                                           settings=self.settings)
                sheet.draw(*self.state, self._company.scales())
                sheet.pixels()
                self._prepared = Prepared(now, sheet, self.plan.heights(self.settings))

    @property
    def arrangement(self) -> Arrangement:
        """What a hand finds: which controls are open at first, which are locked, which buttons there are."""
        return self._arrangement

    def show_picture_first(self) -> Callable[[], None]:
        """Before the lab is looked at: what moves it follows when the picture was seen, or the answer is called."""
        def follow() -> None:
            self.children = self._panel.children

        canvas = self._panel.canvas
        self.children = (canvas,)
        canvas.once_seen(follow)
        return follow

    @property
    def controls(self) -> Mapping[str, W.Widget]:
        """Field name -> its widget, shown or not, and name of a weight -> its slider; setting a widget's value is
        what a hand does."""
        return self._panel.controls

    @property
    def canvas(self) -> Canvas:
        """The widget with the picture and the words."""
        self.finish_opening()
        return self._panel.canvas

    @property
    def made(self) -> Panel | None:
        """The widgets, if somebody has asked for them."""
        return self._made

    @property
    def widgets(self) -> Panel:
        """The widgets, made when somebody first asks for them."""
        return self._panel

    @property
    def _moving(self) -> bool:
        """True while a hand moves something of this lab."""
        return self._made is not None and self._made.moving

    @property
    def figure(self) -> Figure:
        """The present pictures on a new figure of their own, in the light style: for `savefig`."""
        return self.figure_at()

    def figure_at(self, width: float = USUAL, *, theme: str = "light") -> Figure:
        """As `figure`, this wide (CSS px, 500 to 1600; inches times 72), in the "light" or the "dark" style.

        Raises ArgumentError for another width or theme.
        """
        return figure_of(self._headed, self.state, self._views, width, theme, self._company.scales())

    def stills(self, note: str = "") -> list[Sheet]:
        """What stands below each other on pages without a kernel: question (with a note behind it) and verdict, then
        the pictures."""
        with LOCK:
            title = f"{self.question} ({note})" if note else self.question
            return [titled_sheet(title, self.plan, self.state, self._views, USUAL), self.still(USUAL)]

    def still(self, width: float) -> Sheet:
        """The pictures alone, in the light style."""
        with LOCK:
            drawn = self._made.canvas.usual if self._made else None
            return drawn if drawn and drawn.width == width else usual_sheet(
                self._headed, self.state, self._views, width, self._company.scales())

    def pointable(self, picture: str) -> dict[str, Any]:
        """One of the pictures alone, for a place on it to be chosen: `png` for each theme, `size` (CSS px), `box` of
        the axes in parts of it, `x` and `y`: name and ends of each axis.

        Raises ArgumentError with the pictures there are.
        """
        with LOCK:
            return pointable(self._headed, self.state, picture)

    def to_csv(self, path: str | Path | None = None, *, overwrite: bool = False) -> str | None:
        """The numbers behind the pictures, every digit of them: as text, or into a new file.

        Raises ArgumentError if the file exists.
        """
        text = csv_text(self.plan, *self.state)
        return text if path is None else save_text(text, path, overwrite, self.plan.settings.lab)

    def save_animation(self, path: str | Path, *, overwrite: bool = False, width: float = USUAL,
                       theme: str = "light") -> None:
        """All steps as a GIF, "run.gif", or a film, "run.mp4", where ffmpeg is installed; width and theme as in
        `figure_at`.

        Raises ArgumentError if the file exists.
        """
        with LOCK:
            save_animation(self._headed, self.state, self._views, path, overwrite, width, theme, self._company.scales())

    def describe(self) -> str:
        """The whole content of the lab as text: where it stands, the question, the verdict, the tables."""
        return self._described(self.state)

    def _described(self, state: State) -> str:
        line, *rest = self.plan.described(*state, self._views).split("\n", 1)
        return "\n".join([line, self.question, *rest])

    def __repr__(self) -> str:
        return self.plan.summary(*self.state)

    def __setattr__(self, name: str, value: Any) -> None:
        if name in self.plan.settings.fields():
            raise AttributeError(
                f"{self.plan.settings.lab}: settings are changed with set, for example lab.set({name}={value!r}); "
                "several at once are one change.")
        super().__setattr__(name, value)

    def close(self) -> None:
        """Close all widgets of the lab and let go of its figure; settings and result stay readable."""
        if self._made:
            with LOCK:
                self._made.close()
        super().close()

    def _contents(self) -> Sequence[W.Widget]:
        """The widgets that stand in the lab, from the top."""
        return self._panel.children

    @property
    def _panel(self) -> Panel:
        """The widgets, made when they are first asked for."""
        with LOCK:
            if self._made is None:
                self._made = Panel(self._headed, self._experiment, self._views, self._arrangement, self._start,
                                   choose=self.show, rested=self._rested, scales=self._company.scales,
                                   beside=self._company.beside, prepared=self._prepared)
                self._prepared = None
                if self._trouble:
                    self._made.complain(self._trouble)
            return self._made

    def _committed(self, event: Event) -> None:
        # Held: observers are told last, and also when a picture could not be drawn.
        with self._company.turn(), self.hold_trait_notifications():
            self._follow(event)
            self._trouble = ""
            if self._made:
                self._company.tell(self._made, event.note)

    def _follow(self, now: State | Event) -> None:
        self.set_trait("settings", now.settings)
        self.set_trait("result", now.result)

    # -- in a notebook

    def on_rest(self, listener: Callable[[], None]) -> None:
        """Call `listener()` whenever nothing has moved for a while and somebody looks."""
        self._at_rest.append(listener)

    def _rested(self) -> None:
        for listener in self._at_rest:
            listener()

    def _ipython_display_(self) -> None:
        # A run in pieces is seen from its first piece on; words and picture for later come when it is whole.
        if self._experiment.opening and from_jupyterlab() and between_messages(self._grow):
            self._stills.show_growing(self.in_output(), lambda: self._described(self.state))
        else:
            self._stills.show(self.in_output(self._described(self.state)))

    def _grow(self) -> bool:
        """One piece more of the run that the lab began with; when it is whole its picture for later shows it."""
        if not self._may_open:
            return False
        if self._panel.grow():
            return True
        self._stills.renew()
        return False

    def _repr_mimebundle_(self, **kwargs) -> dict[str, Any] | None:
        """Three forms of the lab: the live view, its text twin and a picture for pages without a kernel."""
        with LOCK:
            return {**self.in_output(self._described(self.state)), "image/png": self._picture()}

    @property
    def _alt(self) -> str:
        """What the picture shows, for who does not see it."""
        return self.plan.words(*self.state, self._views, "")["alt"]

    def _picture(self) -> bytes:
        with LOCK:
            return stacked(self.stills())
