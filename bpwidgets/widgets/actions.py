"""Buttons that set what a result advises: the cure of a sick net, the largest stable rate."""
from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import ipywidgets as W

from ..settings import Field, Settings


@dataclass(frozen=True)
class Action:
    """What a button does. words: what stands on it.

    changes: (settings, result) -> the settings that a press changes, {} for none.
    """

    words: str
    changes: Callable[[Any, Any], Mapping[str, Any]]


class Actions:
    """A button for each action. `follow` says what it would do now; a press goes to `act(changes)`."""

    def __init__(self, actions: Mapping[str, Action], act: Callable[[Mapping[str, Any]], None]):
        self._actions, self._now = actions, (None, None)
        self.buttons = {name: W.Button(description=action.words, layout={"width": "auto"})
                        for name, action in actions.items()}
        for name, button in self.buttons.items():
            button.on_click(lambda _, action=actions[name]: act(action.changes(*self._now)))
        # A box that is shown nowhere would never be closed.
        self.box = W.HBox(list(self.buttons.values())).add_class("bpw-actions") if self.buttons else None

    def follow(self, settings: Settings, result: Any) -> None:
        """Bring the buttons to what the result advises."""
        self._now = settings, result
        for name, action in self._actions.items():
            button, changes = self.buttons[name], action.changes(settings, result)
            button.disabled = not changes
            said = [f"{field} = {settings.fields().get(field, Field()).brief(value)}"
                    for field, value in changes.items()]
            button.tooltip = ", ".join(said) or "nothing to change"
