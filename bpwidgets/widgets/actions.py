"""Buttons that set what a result advises: the cure of a sick net, the largest stable rate."""
from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import ipywidgets as W

from ..settings import Field, Settings

# words on the button -> (settings, result) -> the settings it would change; none where there is nothing to do.
Advice = Mapping[str, Callable[[Any, Any], Mapping[str, Any]]]


class Actions:
    """A button for each advice. `follow` says what it would do now; a press goes to `act(changes)`."""

    def __init__(self, advice: Advice, act: Callable[[Mapping[str, Any]], None]):
        self._advice, self._now = advice, (None, None)
        self.buttons = {words: W.Button(description=words, layout={"width": "auto"}) for words in advice}
        for words, button in self.buttons.items():
            button.on_click(lambda _, words=words: act(advice[words](*self._now)))
        # A box that is shown nowhere would never be closed.
        self.box = W.HBox(list(self.buttons.values())).add_class("bpw-actions") if self.buttons else None

    def follow(self, settings: Settings, result: Any) -> None:
        """Bring the buttons to what the result advises."""
        self._now = settings, result
        for words, advise in self._advice.items():
            button, changes = self.buttons[words], advise(settings, result)
            button.disabled = not changes
            said = [f"{name} = {settings.fields().get(name, Field()).brief(value)}" for name, value in changes.items()]
            button.tooltip = ", ".join(said) or "nothing to change"
