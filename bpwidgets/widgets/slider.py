"""A slider that tells the truth: it keeps a value that lies between two of its steps, and any value can be typed.

(The stock sliders round every value to their step in the browser and send the rounded one back, also when code had set
it; and they have no accessible name.)
"""
from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import anywidget
import traitlets

from .page import read


class SliderWidget(anywidget.AnyWidget):
    """Label, track and a field for the exact value.

    value is clipped to min..max; step is what an arrow key moves: in decades if `log`, else in units of the value.
    unit: what is counted, told with the value: "hidden layers". marked: what it moves is selected in a picture.
    """

    # As text: anywidget would keep every widget alive whose script is a file that it watches.
    _esm = read("page.js") + read("slider.js")
    _css = read("slider.css")
    value = traitlets.Any().tag(sync=True)
    min = traitlets.Float().tag(sync=True)
    max = traitlets.Float().tag(sync=True)
    step = traitlets.Float().tag(sync=True)
    log = traitlets.Bool().tag(sync=True)
    integer = traitlets.Bool().tag(sync=True)
    description = traitlets.Unicode().tag(sync=True)
    unit = traitlets.Unicode().tag(sync=True)
    disabled = traitlets.Bool().tag(sync=True)
    marked = traitlets.Bool().tag(sync=True)

    def on_typed(self, heard: Callable[[int | float | str], None]) -> None:
        """Call `heard` with each value that is typed: a number where the text is one, else the text itself."""

        def hear(_, content: dict[str, Any], buffers) -> None:
            heard(number_in(content["text"], self.integer))
            # Refused or taken, the field shows what holds now.
            self.send({"kind": "redraw"})

        self.on_msg(hear)

    def move(self, value: float, low: float, high: float, step: float) -> None:
        """Take value, range and step together."""
        # Widen first: the value is clipped to the range.
        self.min, self.max = min(low, self.min), max(high, self.max)
        self.value = value
        self.min, self.max, self.step = low, high, step

    @traitlets.validate("value")
    def _clip(self, proposal) -> int | float:
        value = min(max(proposal["value"], self.min), self.max)
        return int(value) if self.integer else float(value)


def number_in(text: str, integer: bool) -> int | float | str:
    """The number that was typed, "1/819" and "0,5" included; the text itself if it is none.

    >>> number_in("12", True), number_in("1/8", False), number_in("0,5", False), number_in("two", False)
    (12, 0.125, 0.5, 'two')
    """
    plain = text.strip().replace(",", ".").replace("−", "-")
    try:
        exact = Fraction(plain.replace(" ", "")) if "/" in plain else float(plain)
        return int(exact) if integer and exact == int(exact) else float(exact)
    except (ValueError, ZeroDivisionError, OverflowError):
        return text
