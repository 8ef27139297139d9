"""What stands below the picture or beside it: the open controls in compact rows, the rest behind one toggle, in groups
under their questions."""
from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import ipywidgets as W

from .controls import Control


class Switches:
    """A check box for each picture.

    `follow` brings them to what is shown; what the user switches goes to `act(view, on)`.
    """

    def __init__(self, pictures: Sequence[str], views: Sequence[str], act: Callable[[str, bool], None]):
        self.boxes = {view: W.Checkbox(view in views, description=view, indent=False).add_class("bpw-control")
                      for view in pictures}
        self._views = views
        for view, box in self.boxes.items():
            box.observe(lambda change, view=view: self._moved(view, change["new"], act), "value")

    def follow(self, views: Sequence[str]) -> None:
        """Bring the boxes to what is shown."""
        self._views = views
        for view, box in self.boxes.items():
            box.value = view in views

    def _moved(self, view: str, on: bool, act: Callable[[str, bool], None]) -> None:
        if on != (view in self._views):
            act(view, on)


def arranged(open_names: Sequence[str], controls: Mapping[str, Control], beside: Mapping[str, W.Widget],
             switches: Switches | None) -> list[W.Widget]:
    """The open controls, and behind one toggle all others with the switches; `beside` a control may stand a widget of
    its own."""
    rest = [name for name in controls if name not in open_names]
    flat = [W.HBox([beside[name], controls[name].widget]).add_class("bpw-clocked") if name in beside
            else controls[name].widget for name in open_names]
    boxes: list[W.Widget] = [W.Box(flat).add_class("bpw-open")]
    if rest or switches:
        more = W.ToggleButton(description="more settings", layout={"width": "130px"}).add_class("bpw-more")
        hidden = _groups(rest, controls, beside).add_class("bpw-rest")
        if switches:
            hidden.children += (_group("What to look at?", list(switches.boxes.values())),)
        hidden.layout.display = "none"
        more.observe(lambda change: setattr(hidden.layout, "display", None if change["new"] else "none"), "value")
        boxes += [more, hidden]
    return boxes


def _groups(names: Sequence[str], controls: Mapping[str, Control], beside: Mapping[str, W.Widget]) -> W.Box:
    groups: dict[str, list[W.Widget]] = {}
    for name in names:
        group = groups.setdefault(controls[name].field.question, [])
        group += [controls[name].widget, *([beside[name]] if name in beside else [])]
    return W.Box([_group(question, widgets) for question, widgets in groups.items()]).add_class("bpw-groups")


def _group(question: str, widgets: Sequence[W.Widget]) -> W.Widget:
    heading = [W.Label(question).add_class("bpw-question")] if question else []
    return W.VBox([*heading, *widgets]).add_class("bpw-group")
