"""What stands below the picture or beside it: the open controls in compact rows, the rest behind one toggle, in groups
under their questions. A tab may have open controls of its own."""
from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property

import ipywidgets as W

from ..experiment import LOCK
from .closing import close_all
from .controls import Control


class Switches:
    """A check box for each picture, and for the table.

    `follow` brings them to what is shown; what the user switches goes to `act(view, on)`.
    """

    def __init__(self, pictures: Sequence[str], views: Sequence[str], act: Callable[[str, bool], None]):
        self._pictures, self._views, self._act = pictures, views, act

    @cached_property
    def boxes(self) -> Mapping[str, W.Checkbox]:
        """The box of each picture, made when somebody asks for them."""
        boxes = {view: W.Checkbox(view in self._views, description=view.replace("_", " "), indent=False)
                 .add_class("bpw-control") for view in self._pictures}
        for view, box in boxes.items():
            box.observe(lambda change, view=view: self._moved(view, change["new"]), "value")
        return boxes

    def follow(self, views: Sequence[str]) -> None:
        """Bring the boxes to what is shown."""
        self._views = views
        for view, box in vars(self).get("boxes", {}).items():
            box.value = view in views

    def _moved(self, view: str, on: bool) -> None:
        if on != (view in self._views):
            self._act(view, on)


class ControlRows:
    """The open controls, and behind one toggle all others with the switches, which are made when it is first pressed.

    controls: those that a hand finds. beside: name -> a widget that stands beside the control of this name. rest: there
    are controls behind the toggle. `follow` says which ones are open from now on.
    """

    def __init__(self, open_names: Sequence[str], controls: Mapping[str, Control], beside: Mapping[str, W.Widget],
                 switches: Switches | None, rest: bool):
        self._controls, self._beside, self._switches = controls, beside, switches
        self._names, self._rest = tuple(open_names), rest or switches is not None
        self._clocked: dict[str, W.Widget] = {}
        self._groups: dict[str, W.Widget] = {}      # by their questions

    @cached_property
    def widgets(self) -> list[W.Widget]:
        """From the top."""
        return [self._open, *([self._toggle, self._hidden] if self._rest else [])]

    def follow(self, open_names: Sequence[str]) -> None:
        """These are open, in this order; the toggle stays as it is."""
        with LOCK:
            if self._names != (names := tuple(open_names)):
                self._names = names
                if "widgets" in vars(self):
                    self._open.children = self._flat()
                    self._fill()

    def close(self) -> None:
        """Close what may stand nowhere at present."""
        for box in (*self._clocked.values(), *self._groups.values()):
            close_all(box)

    @cached_property
    def _open(self) -> W.Box:
        return W.Box(self._flat()).add_class("bpw-open")

    @cached_property
    def _hidden(self) -> W.Box:
        return W.Box(layout={"display": "none"}).add_class("bpw-groups").add_class("bpw-rest")

    @cached_property
    def _toggle(self) -> W.ToggleButton:
        toggle = W.ToggleButton(description="more settings", layout={"width": "auto"}).add_class("bpw-more")
        toggle.observe(lambda change: self._fill(), "value")
        return toggle

    def _flat(self) -> list[W.Widget]:
        return [self._with_clock(name) if name in self._beside else self._controls[name].widget for name in self._names]

    def _with_clock(self, name: str) -> W.Widget:
        if name not in self._clocked:
            both = [self._beside[name], self._controls[name].widget]
            self._clocked[name] = W.HBox(both).add_class("bpw-clocked")
        return self._clocked[name]

    def _fill(self) -> None:
        """What stands behind the toggle: nothing before it was pressed, and then what is not open."""
        with LOCK:
            opened = self._rest and self._toggle.value
            if opened or self._hidden.children:
                self._hidden.children = [*self._filled(), *self._looks]
            self._hidden.layout.display = None if opened else "none"

    @cached_property
    def _looks(self) -> list[W.Widget]:
        return [_group("What to look at?", list(self._switches.boxes.values()))] if self._switches else []

    def _filled(self) -> list[W.Widget]:
        """The groups of what is not open; a group whose controls are open for a while is kept."""
        groups: dict[str, list[W.Widget]] = {}
        for name, control in self._controls.items():
            if name not in self._names:
                group = groups.setdefault(control.field.question, [])
                group += [control.widget, *([self._beside[name]] if name in self._beside else [])]
        for question, widgets in groups.items():
            if question in self._groups:
                heading = self._groups[question].children[:1 if question else 0]
                self._groups[question].children = (*heading, *widgets)
            else:
                self._groups[question] = _group(question, widgets)
        return [self._groups[question] for question in groups]


def _group(question: str, widgets: Sequence[W.Widget]) -> W.Widget:
    heading = [W.Label(question).add_class("bpw-question")] if question else []
    return W.VBox([*heading, *widgets]).add_class("bpw-group")
