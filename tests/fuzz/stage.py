"""What a trail acts on: two labs of a kind, and the hands that a line can name."""
from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import ipywidgets as W
import numpy as np

import bpwidgets as bp
from bpwidgets import engine

LOOK = {"kind": "look", "width": 800, "ratio": 1.0, "dark": False}


@dataclasses.dataclass(frozen=True)
class Case:
    """A kind of lab, and what it is made with to be fast."""

    kind: Callable[..., bp.Lab]
    small: Mapping[str, Any]


class Stage:
    """`lab` and `other`, of one kind, and a namespace in which a line of a trail is carried out."""

    def __init__(self, case: Case):
        self.labs = {name: case.kind(**case.small) for name in ("lab", "other")}
        self._links: list[Any] = []
        self._presses = itertools.count(1)
        self._keys: dict[tuple[str, str], tuple[int, int]] = {}
        hands = (self.type_into, self.drag, self.arrow, self.click, self.tick, self.watch, self.unwatch, self.rest,
                 self.link, self.unlink)
        self.names = {**self.labs, "np": np, "bp": bp, "engine": engine, **{hand.__name__: hand for hand in hands}}

    def run(self, line: str) -> None:
        """Carry out one line."""
        exec(compile(line, "<trail>", "exec"), self.names)

    def close(self) -> None:
        """Close both labs."""
        self.unlink()
        for lab in self.labs.values():
            lab.close()

    # -- what a person does in the browser, by the messages that come from there

    def type_into(self, control: W.Widget, text: str) -> None:
        """Type into the number beside a slider."""
        control._handle_custom_msg({"text": text}, [])

    def drag(self, lab: bp.Lab, picture: str, *places: tuple[float, float]) -> None:
        """Press the pointer at the first place, in parts of the axes, and move it over the others."""
        press = next(self._presses)
        for place in places:
            lab.canvas.pointer = {"name": picture, "press": press, "start": list(places[0]), "at": list(place)}

    def arrow(self, lab: bp.Lab, picture: str, right: int, up: int) -> None:
        """Press arrow keys on a picture."""
        before = lab.canvas.arrows.get(picture, (0, 0))
        lab.canvas.arrows = {**lab.canvas.arrows, picture: [before[0] + right, before[1] + up]}

    def click(self, lab: bp.Lab, words: str) -> None:
        """Press a button, unless it is gray."""
        for button in buttons(lab):
            if button.description == words and not button.disabled:
                button.click() if isinstance(button, W.Button) else setattr(button, "value", not button.value)

    def tick(self, lab: bp.Lab, words: str) -> None:
        """Switch a view on or off."""
        for box in switches(lab):
            if box.description == words:
                box.value = not box.value

    def watch(self, lab: bp.Lab) -> None:
        """A page opens."""
        lab.canvas._hear({**LOOK, "view": "page"})
        seen(lab)

    def unwatch(self, lab: bp.Lab) -> None:
        """The page is closed."""
        lab.canvas._hear({"kind": "gone", "view": "page"})

    def rest(self, lab: bp.Lab) -> None:
        """The browser sees no move for a while, until there is nothing finer to come."""
        for _ in range(20):
            seen(lab)
            lab.canvas._hear({"kind": "rest", "view": "page", "serial": lab.canvas.frame_info["serial"]})
            if lab.canvas.frame_info["exact"]:
                break
        lab.canvas._hear({"kind": "idle", "view": "page", "serial": lab.canvas.frame_info["serial"]})

    def link(self, *labs: bp.Lab, **more: Any) -> None:
        """Join labs, until `unlink`."""
        self._links.append(bp.link(*labs, **more))

    def unlink(self) -> None:
        """Each lab goes its own way again."""
        while self._links:
            self._links.pop().unlink()


def seen(lab: bp.Lab) -> None:
    """The page, if one is open, has shown the last frame."""
    if lab.canvas.watched:
        lab.canvas._hear({"kind": "seen", "view": "page", "serial": lab.canvas.frame_info["serial"]})


def widgets(lab: bp.Lab) -> Iterator[W.Widget]:
    """All that the lab shows."""
    stack: list[W.Widget] = [lab]
    while stack:
        widget = stack.pop()
        yield widget
        stack += getattr(widget, "children", ())


def buttons(lab: bp.Lab) -> list[W.Widget]:
    """What can be pressed."""
    return [widget for widget in widgets(lab) if isinstance(widget, (W.Button, W.ToggleButton))]


def switches(lab: bp.Lab) -> list[W.Checkbox]:
    """The check boxes of the views."""
    own = {id(widget) for widget in lab.controls.values()}
    return [widget for widget in widgets(lab) if isinstance(widget, W.Checkbox) and id(widget) not in own]
