"""Several of many: a button for each, which is pressed or not."""
from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import anywidget
import traitlets

from ..settings.rows import Option
from .page import read


class Chips(anywidget.AnyWidget):
    """A row of buttons. value: what the pressed ones stand for, in the order in which they were pressed."""

    # As text: anywidget would keep every widget alive whose script is a file that it watches.
    _esm = read("page.js") + read("chips.js")
    _css = read("chips.css")
    value = traitlets.Any(())
    # Words and one line for each button; the numbers of those that are pressed.
    options = traitlets.List().tag(sync=True)
    pressed = traitlets.List().tag(sync=True)
    description = traitlets.Unicode().tag(sync=True)
    disabled = traitlets.Bool().tag(sync=True)

    def __init__(self, options: Sequence[Option], value: Sequence[Any], **words: str):
        super().__init__(**words)
        self._values: list[Any] = []
        self.follow(options, value)
        self.observe(lambda change: self._press(change["new"]), "pressed")

    def follow(self, options: Sequence[Option], value: Sequence[Any]) -> None:
        """Bring the buttons to what there is to choose from, and to what is chosen."""
        self._values = [option.value for option in options]
        self.options = [[option.words, option.line] for option in options]
        self.value = tuple(value)
        self.pressed = [self._values.index(one) for one in value]

    def _press(self, pressed: Sequence[int]) -> None:
        self.value = tuple(self._values[k] for k in pressed)
