"""One field of the settings, one control with the field's bounds, words and value."""
from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

import ipywidgets as W

from ..settings import Settings
from .control_kinds import CONTROL_SPECS
from .echo import Echoes
from .slider import SliderWidget


class Control:
    """Joins a field to its widget. `follow` brings the widget to the settings; the widget's own moves go to `act(name,
    value)`.

    While one thread follows, only its own echoes are passed over: a move that comes on another thread is still heard.
    """

    def __init__(self, name: str, settings: Settings, act: Callable[[str, Any], None], locked: bool):
        self.name, self.field = name, settings.fields()[name]
        self._kind, self._act, self._echoes, self._locked = CONTROL_SPECS[type(self.field)], act, Echoes(), locked
        self._heard: set[str] = set()
        self.widget = self._kind.make(self.field, settings, name)
        self.widget.add_class("bpw-control")
        self._join()

    @property
    def parts(self) -> Mapping[str, W.Widget]:
        """The widgets by the names under which `lab.controls` has them: the field's own, and those of single
        coordinates."""
        return MappingProxyType({self.name: self.widget, **getattr(self.widget, "parts", {})})

    def follow(self, settings: Settings) -> None:
        """Bring range and value to the settings."""
        with self._echoes:
            with self.widget.hold_sync():
                self._kind.follow(self.widget, self.field, settings, self.name)
            self._join()

    def _join(self) -> None:
        """Hear what the user does with the widget, or with each of its parts; they may have become more."""
        hearing = getattr(self.widget, "hearing", {"": self.widget})
        for key, widget in hearing.items():
            widget.disabled = self._locked
            if key not in self._heard:
                self._heard.add(key)
                widget.tooltip = self.field.help
                widget.observe(lambda change, widget=widget: self._moved(widget, change["new"]), "value")
                if isinstance(widget, SliderWidget):
                    widget.on_typed(lambda value, widget=widget: self._tell(widget, value))

    def _moved(self, widget: W.Widget, value: Any) -> None:
        if not self._echoes.here:
            self._tell(widget, value)

    def _tell(self, widget: W.Widget, value: Any) -> None:
        self._act(*self._kind.to_change(self.name, widget, value))
