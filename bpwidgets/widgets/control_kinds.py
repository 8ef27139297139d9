"""Which widget belongs to which kind of field, and how it follows: a slider of our own, the rest stock."""
from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import ipywidgets as W

from ..settings import (
    Axes,
    Cells,
    Choice,
    Coordinates,
    Data,
    Drawings,
    Field,
    NamedNumbers,
    Names,
    ObjectiveField,
    Point,
    Records,
    RowEdits,
    Settings,
    Sizes,
    Slider,
    Strokes,
    Toggle,
)
from ..settings.rows import Option
from .axes_box import AxesBox
from .chips import Chips
from .hints import hint_of, hint_of_choice, label_of
from .slider import SliderWidget
from .weight_sliders import WeightSliders

STYLE = {"description_width": "88px"}
WIDE = "324px"


@dataclass(frozen=True)
class ControlSpec:
    """make(field, settings, name): the widget. follow(widget, field, settings, name): bring it to the settings.
    to_change(name, widget, value): name and value of the change that a move of the widget means.
    hint(field, settings, name): what it says of itself. rows(field, settings, name): the rows of a table that are
    chosen. depends_on_value: whether these two change with the value."""

    make: Callable[[Any, Settings, str], W.Widget]
    follow: Callable[[Any, Any, Settings, str], None]
    to_change: Callable[[str, W.Widget, Any], tuple[str, Any]] = lambda name, widget, value: (name, value)
    hint: Callable[[Any, Settings, str], str] = lambda field, settings, name: hint_of(field, name)
    rows: Callable[[Any, Settings, str], list[Option]] = lambda field, settings, name: []
    depends_on_value: bool = False


def _slider(field: Slider, settings: Settings, name: str) -> W.Widget:
    low, high = hand_range(field, settings, name)
    return SliderWidget(min=low, max=high, step=hand_step(field, settings), log=field.log, integer=field.integer,
                        description=label_of(field, name), unit=field.unit, value=getattr(settings, name))


def hand_range(field: Slider, settings: Settings, name: str) -> tuple[float, float]:
    """What a slider spans: its range, widened where code has set a value outside."""
    low, high = field.slider_range(settings) if field.slider_range else settings.bounds(name)
    value = getattr(settings, name)
    if field.log and not low <= value <= high:
        return min(low, 10.0 ** math.floor(math.log10(value))), max(high, 10.0 ** math.ceil(math.log10(value)))
    return min(low, value), max(high, value)


def hand_step(field: Slider, settings: Settings) -> float:
    """What an arrow key moves: as declared, or a round 160th of a range that depends on the settings."""
    if field.log or field.integer or not field.slider_range:
        return field.step
    low, high = field.slider_range(settings)
    return float(f"{(high - low) / 160:.0e}")


def _follow_slider(widget: SliderWidget, field: Slider, settings: Settings, name: str) -> None:
    widget.move(getattr(settings, name), *hand_range(field, settings, name), hand_step(field, settings))


def _hint_of_slider(field: Slider | Coordinates, settings: Settings, name: str) -> str:
    fine = "" if getattr(field, "integer", False) else "\nWith Shift it moves a tenth as far."
    return hint_of(field, name) + fine


def _toggle(field: Toggle, settings: Settings, name: str) -> W.Widget:
    return W.Checkbox(getattr(settings, name), description=label_of(field, name), indent=False, layout={"width": WIDE})


def _follow_plain(widget: W.Widget, field: Field, settings: Settings, name: str) -> None:
    widget.value = getattr(settings, name)


def _text(field: Field, settings: Settings, name: str) -> W.Widget:
    return W.Text(_listed(getattr(settings, name)), description=label_of(field, name), continuous_update=False,
                  style=STYLE,
                  layout={"width": WIDE})


def _follow_text(widget: W.Widget, field: Field, settings: Settings, name: str) -> None:
    widget.value = _listed(getattr(settings, name))


def _pairs(field: NamedNumbers, settings: Settings, name: str) -> W.Widget:
    return W.Text(field.text(getattr(settings, name)), description=label_of(field, name), continuous_update=False,
                  style=STYLE,
                  layout={"width": WIDE})


def _follow_pairs(widget: W.Widget, field: NamedNumbers, settings: Settings, name: str) -> None:
    widget.value = field.text(getattr(settings, name))


def _drawn(field: Strokes | Cells, settings: Settings, name: str) -> W.Widget:
    return W.Text(field.as_text(getattr(settings, name)), description=label_of(field, name), continuous_update=False,
                  style=STYLE, layout={"width": WIDE})


def _follow_drawn(widget: W.Widget, field: Strokes | Cells, settings: Settings, name: str) -> None:
    widget.value = field.as_text(getattr(settings, name))


def _listed(values: tuple | None) -> str:
    return ", ".join(f"{value:.6g}" if isinstance(value, float) else str(value) for value in values or ())


def _several(field: Names, settings: Settings, name: str) -> W.Widget:
    """A button for each of a fixed list of names; text where they depend on the settings or may repeat."""
    if field.repeats or callable(field.options):
        return _text(field, settings, name)
    present = getattr(settings, name)
    return Chips(field.menu(settings, present), present, description=label_of(field, name))


def _follow_several(widget: W.Widget, field: Names, settings: Settings, name: str) -> None:
    if isinstance(widget, Chips) and widget.value is not getattr(settings, name):
        widget.follow(field.menu(settings, getattr(settings, name)), getattr(settings, name))
    elif not isinstance(widget, Chips):
        _follow_text(widget, field, settings, name)


def _menu(field: Any, settings: Settings, name: str) -> W.Widget:
    """A menu into which a user's own value comes, and which it leaves."""
    present = getattr(settings, name)
    return W.Dropdown(options=_pairs_of(field.menu(settings, present)), value=present,
                      description=label_of(field, name), style=STYLE, layout={"width": WIDE})


def _follow_menu(widget: W.Dropdown, field: Any, settings: Settings, name: str) -> None:
    present = getattr(settings, name)
    stands = widget.value is present and getattr(widget, "followed", None) is present
    if stands and not getattr(field, "options_from", ""):
        return
    wanted = _pairs_of(field.menu(settings, present))
    if tuple(wanted) != tuple(widget.options):
        widget.options = wanted
    widget.value = widget.followed = present


def _pairs_of(options: list[Option]) -> list[tuple[str, Any]]:
    return [(option.words, option.value) for option in options]


def _hint_of_menu(field: Any, settings: Settings, name: str) -> str:
    present = getattr(settings, name)
    return hint_of_choice(field, name, field.menu(settings, present), present)


def _rows_chosen(field: Choice | Names, settings: Settings, name: str) -> list[Option]:
    present = getattr(settings, name)
    chosen = present if isinstance(present, tuple) else (present,)
    return [option for option in field.menu(settings, present) if option.value in chosen] if field.rows.table else []


MENU = ControlSpec(_menu, _follow_menu, hint=_hint_of_menu, depends_on_value=True)


def _axes(field: Axes, settings: Settings, name: str) -> W.Widget:
    return AxesBox(field.kinds, field.names(settings), getattr(settings, name), description=label_of(field, name))


def _follow_axes(widget: AxesBox, field: Axes, settings: Settings, name: str) -> None:
    widget.follow(field.names(settings), getattr(settings, name))


def _weights(field: Coordinates, settings: Settings, name: str) -> W.Widget:
    widget = WeightSliders()
    _follow_weights(widget, field, settings, name)
    return widget


def _follow_weights(widget: WeightSliders, field: Coordinates, settings: Settings, name: str) -> None:
    values = dict(zip(field.names(settings), field.values(settings, name).tolist()))
    shown = field.shown(settings) if field.shown else tuple(values)
    widget.follow({one: (values[one], field.slider_range(settings, one) if field.slider_range else (-4.0, 4.0))
                   for one in shown}, field.marked(settings) if field.marked else "")


def _count(field: Records | RowEdits, settings: Settings, name: str) -> W.Widget:
    return W.Label(field.brief(getattr(settings, name)))


def _follow_count(widget: W.Label, field: Records | RowEdits, settings: Settings, name: str) -> None:
    widget.value = field.brief(getattr(settings, name))


CONTROL_SPECS = MappingProxyType({
    Slider: ControlSpec(_slider, _follow_slider, hint=_hint_of_slider),
    Choice: ControlSpec(_menu, _follow_menu, hint=_hint_of_menu, rows=_rows_chosen, depends_on_value=True),
    Toggle: ControlSpec(_toggle, _follow_plain),
    Names: ControlSpec(_several, _follow_several, rows=_rows_chosen, depends_on_value=True),
    Point: ControlSpec(_text, _follow_text),
    Sizes: ControlSpec(_text, _follow_text),
    Cells: ControlSpec(_drawn, _follow_drawn),
    NamedNumbers: ControlSpec(_pairs, _follow_pairs),
    Data: MENU,
    ObjectiveField: MENU,
    Axes: ControlSpec(_axes, _follow_axes),
    Records: ControlSpec(_count, _follow_count),
    Drawings: ControlSpec(_count, _follow_count),
    Strokes: ControlSpec(_drawn, _follow_drawn),
    RowEdits: ControlSpec(_count, _follow_count),
    Coordinates: ControlSpec(_weights, _follow_weights, lambda name, widget,
                             value: ("weights", {widget.description: value}), _hint_of_slider),
})
