"""One field of the settings, one control: stock ipywidgets with the field's bounds, words and value."""
from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import ipywidgets as W

from ..datasets import Dataset
from ..settings import Choice, Data, Field, Settings, Slider, Toggle

STYLE = {"description_width": "88px"}
WIDE = "272px"
# The plain d3 format drops zeros at the end and goes over to powers of ten where it must.
EXACT = ".6"


class Control:
    """Joins a field to its widget. `follow` brings the widget to the settings; the widget's own moves go to `act`.

    What `follow` writes is equal to the settings, and equal values change nothing, so there is no echo.
    """

    def __init__(self, name: str, settings: Settings, act: Callable[[str, Any], None], locked: bool):
        self.name, self.field = name, settings.fields()[name]
        self.widget = MAKERS[type(self.field)](self.field, settings, name)
        self.widget.disabled = locked
        self.widget.tooltip = self.field.help
        self.widget.add_class("bpw-control")
        self._act = act
        self.widget.observe(self._moved, "value")

    def _moved(self, change) -> None:
        value = change["new"]
        self._act(self.name, value)

    def follow(self, settings: Settings) -> None:
        """Bring range and value to the settings."""
        value = getattr(settings, self.name)
        self.widget.unobserve(self._moved, "value")
        try:
            with self.widget.hold_sync():
                FOLLOWERS[type(self.field)](self.widget, self.field, settings, self.name, value)
        finally:
            self.widget.observe(self._moved, "value")


def _slider(field: Slider, settings: Settings, name: str) -> W.Widget:
    value, (low, high) = getattr(settings, name), hand_range(field, settings, name)
    common = {"description": field.label or name, "style": STYLE, "layout": {"width": WIDE}}
    if field.log:
        return W.FloatLogSlider(value, min=math.log10(low), max=math.log10(high), step=field.step, readout_format=EXACT, **common)
    if field.integer:
        return W.IntSlider(value, min=low, max=high, step=field.step, **common)
    return W.FloatSlider(value, min=low, max=high, step=field.step, readout_format=EXACT, **common)


def _choice(field: Choice, settings: Settings, name: str) -> W.Widget:
    options = [(words, option) for option, words in field.options.items()]
    return W.Dropdown(options=options, value=getattr(settings, name), description=field.label or name, style=STYLE,
                      layout={"width": WIDE})


def _toggle(field: Toggle, settings: Settings, name: str) -> W.Widget:
    return W.Checkbox(getattr(settings, name), description=field.label or name, indent=False, layout={"width": WIDE})


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


def _follow_slider(widget: W.Widget, field: Slider, settings: Settings, name: str, value: Any) -> None:
    low, high = hand_range(field, settings, name)
    if field.log:
        low, high = math.log10(low), math.log10(high)
    # Widen first: a widget refuses min > max for a moment and clips its value to the old range.
    widget.min, widget.max = min(low, widget.min), max(high, widget.max)
    widget.value = value
    widget.min, widget.max = low, high


def _follow_plain(widget: W.Widget, field: Field, settings: Settings, name: str, value: Any) -> None:
    widget.value = value


def _follow_data(widget: W.Widget, field: Data, settings: Settings, name: str, value: Dataset) -> None:
    options = _data_options(field, value)
    if tuple(options) != tuple(widget.options):
        widget.options = options
    widget.value = value


MAKERS = {Slider: _slider, Choice: _choice, Toggle: _toggle, Data: _data}
FOLLOWERS = {Slider: _follow_slider, Choice: _follow_plain, Toggle: _follow_plain, Data: _follow_data}
