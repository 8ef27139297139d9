"""One field of the settings, one control with the field's bounds, words and value: a slider of our own, the rest stock."""
from __future__ import annotations

import math
import threading
from collections.abc import Callable
from typing import Any

import ipywidgets as W

from ..datasets import Dataset
from ..settings import Choice, Data, Field, Names, Settings, Slider, Toggle
from .slider import SliderWidget

STYLE = {"description_width": "88px"}
WIDE = "324px"


class Control:
    """Joins a field to its widget. `follow` brings the widget to the settings; the widget's own moves go to `act`.

    While one thread follows, only its own echoes are passed over: a move that comes on another thread is still heard.
    """

    def __init__(self, name: str, settings: Settings, act: Callable[[str, Any], None], locked: bool):
        self.name, self.field = name, settings.fields()[name]
        self.widget = MAKERS[type(self.field)](self.field, settings, name)
        self.widget.disabled = locked
        self.widget.tooltip = self.field.help
        self.widget.add_class("bpw-control")
        self._act, self._following = act, 0
        self.widget.observe(self._moved, "value")
        if isinstance(self.widget, SliderWidget):
            self.widget.on_typed(lambda value: self._act(self.name, value))

    def _moved(self, change) -> None:
        if self._following != threading.get_ident():
            self._act(self.name, change["new"])

    def follow(self, settings: Settings) -> None:
        """Bring range and value to the settings."""
        self._following = threading.get_ident()
        try:
            with self.widget.hold_sync():
                FOLLOWERS[type(self.field)](self.widget, self.field, settings, self.name, getattr(settings, self.name))
        finally:
            self._following = 0


def _slider(field: Slider, settings: Settings, name: str) -> W.Widget:
    low, high = hand_range(field, settings, name)
    return SliderWidget(min=low, max=high, step=hand_step(field, settings), log=field.log, integer=field.integer,
                        description=field.label or name, value=getattr(settings, name))


def _choice(field: Choice, settings: Settings, name: str) -> W.Widget:
    options = [(words, option) for option, words in field.options.items()]
    return W.Dropdown(options=options, value=getattr(settings, name), description=field.label or name, style=STYLE,
                      layout={"width": WIDE})


def _toggle(field: Toggle, settings: Settings, name: str) -> W.Widget:
    return W.Checkbox(getattr(settings, name), description=field.label or name, indent=False, layout={"width": WIDE})


def _names(field: Names, settings: Settings, name: str) -> W.Widget:
    return W.Text(", ".join(getattr(settings, name)), description=field.label or name, continuous_update=False, style=STYLE,
                  layout={"width": WIDE})


def _data(field: Data, settings: Settings, name: str) -> W.Widget:
    return W.Dropdown(options=_data_options(field, settings.data), value=settings.data, description=field.label or name,
                      style=STYLE, layout={"width": WIDE})


def _data_options(field: Data, present: Dataset) -> list[tuple[str, Dataset]]:
    named = [(data.name, data) for data in field.options.values()]
    return named if present in field.options.values() else [*named, (present.name, present)]


def hand_range(field: Slider, settings: Settings, name: str) -> tuple[float, float]:
    """What a slider spans: the range of a hand, widened where code has set a value outside."""
    low, high = field.hand(settings) if field.hand else settings.bounds(name)
    value = getattr(settings, name)
    if field.log and not low <= value <= high:
        return min(low, 10.0 ** math.floor(math.log10(value))), max(high, 10.0 ** math.ceil(math.log10(value)))
    return min(low, value), max(high, value)


def hand_step(field: Slider, settings: Settings) -> float:
    """What an arrow key moves: as declared, or a round 160th of a range that depends on the settings."""
    if field.log or not field.hand:
        return field.step
    low, high = field.hand(settings)
    return float(f"{(high - low) / 160:.0e}")


def _follow_slider(widget: W.Widget, field: Slider, settings: Settings, name: str, value: Any) -> None:
    low, high = hand_range(field, settings, name)
    # Widen first: a widget clips its value to its range.
    widget.min, widget.max = min(low, widget.min), max(high, widget.max)
    widget.value = value
    widget.min, widget.max, widget.step = low, high, hand_step(field, settings)


def _follow_plain(widget: W.Widget, field: Field, settings: Settings, name: str, value: Any) -> None:
    widget.value = value


def _follow_names(widget: W.Widget, field: Names, settings: Settings, name: str, value: tuple[str, ...]) -> None:
    widget.value = ", ".join(value)


def _follow_data(widget: W.Widget, field: Data, settings: Settings, name: str, value: Dataset) -> None:
    options = _data_options(field, value)
    if tuple(options) != tuple(widget.options):
        widget.options = options
    widget.value = value


MAKERS = {Slider: _slider, Choice: _choice, Toggle: _toggle, Names: _names, Data: _data}
FOLLOWERS = {Slider: _follow_slider, Choice: _follow_plain, Toggle: _follow_plain, Names: _follow_names, Data: _follow_data}
