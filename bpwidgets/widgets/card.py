"""The card of a lesson's item in the page: words, things to fill in, buttons. What stands on it is decided elsewhere;
it shows parts and says which button was pressed, with what is filled in."""
from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import anywidget
import traitlets

from ..experiment import LOCK
from .deferred import OpenedLater
from .page import read


class Card(OpenedLater, anywidget.AnyWidget):
    """parts: what stands on the card, each a dict with its kind (see `card.js`). values: what is filled in, by name; it
    is kept while the page is loaded anew. trouble: what could not be done. pressed(button, values): a button was
    pressed; seen(told): somebody looks at the card, on a page that looks like this (kind "look"); or has seen what
    came of a press (kind "drawn")."""

    # As text: anywidget would keep every widget alive whose script is a file that it watches.
    _esm = read("page.js") + read("card.js")
    _css = read("card.css")
    parts = traitlets.List().tag(sync=True)
    values = traitlets.Dict().tag(sync=True)
    trouble = traitlets.Unicode().tag(sync=True)
    # The accessible name of the card.
    name = traitlets.Unicode().tag(sync=True)

    def __init__(self, name: str, parts: Sequence[Mapping[str, Any]], pressed: Callable[[str, Mapping[str, Any]], None],
                 seen: Callable[[Mapping[str, Any]], None]):
        super().__init__(name=name, parts=list(parts))
        self._pressed, self._looked = pressed, seen
        self.on_msg(lambda _, content, buffers: self._hear(content))
        self._may_open = True

    def show(self, parts: Sequence[Mapping[str, Any]], trouble: str = "") -> None:
        """Other parts, or what could not be done."""
        with self.hold_sync():
            self.parts, self.trouble = list(parts), trouble

    def _hear(self, content: Mapping[str, Any]) -> None:
        with LOCK:
            if content.get("kind") == "press":
                self._pressed(str(content.get("button")), dict(content.get("values") or {}))
            elif content.get("kind") in ("look", "drawn"):
                self._looked(content)
