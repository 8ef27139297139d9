"""Buttons that set what a result advises, the cure of a sick net or the fastest pair, and one that sets all back; and
buttons that only say something."""
from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import ipywidgets as W

from ..settings import Field, Records, Settings
from .closing import close_all

# So many changes are told in words.
TOLD = 4


@dataclass(frozen=True)
class Action:
    """What a button does. words: what stands on it.

    changes: (settings, result) -> the settings that a press changes, {} for none. fields: those that it is about; where
    a hand may not change one of them the button is left out. help: what it does, where that is not its changes.
    says: (settings, result) -> what is told in the status line after a press, and is kept nowhere. views: the button is
    there while one of these is shown; () for always. passing: and only while it would change something.
    """

    words: str
    changes: Callable[[Any, Any], Mapping[str, Any]]
    fields: Sequence[str] = ()
    help: str = ""
    says: Callable[[Any, Any], str] | None = None
    views: Sequence[str] = ()
    passing: bool = False


def reset_to(start: Settings, locked: Sequence[str]) -> Action:
    """Back to the settings of the start; what is locked and what was gathered stays."""
    names = [name for name, field in start.fields().items() if name not in locked and not isinstance(field, Records)]

    def changes(settings: Settings, result: Any) -> Mapping[str, Any]:
        moved = any(getattr(settings, name) != getattr(start, name) for name in names)
        return {name: getattr(start, name) for name in names} if moved else {}

    return Action("Reset", changes, help="back to the settings that the lab began with")


def stop(length: str) -> Action:
    """Keep what there is of a run that is still being made; `length` is the setting that says how long it will be."""
    def changes(settings: Settings, result: Any) -> Mapping[str, Any]:
        return {length: result.known} if result.known < getattr(settings, length) else {}

    return Action("Stop", changes, (length,), help="keep what there is of the run", passing=True)


class Actions:
    """A button for each action, made when somebody asks for them.

    `follow` says what it would do now; a press goes to `act(action, changes)`. locked: names of fields that no button
    may change.
    """

    def __init__(self, actions: Mapping[str, Action], locked: Sequence[str],
                 act: Callable[[Action, Mapping[str, Any]], None]):
        self._actions, self._locked, self._act = actions, frozenset(locked), act
        self._now: tuple[Any, Any] = (None, None)
        self._views: Sequence[str] = ()

    @cached_property
    def buttons(self) -> Mapping[str, W.Button]:
        """The button of each action."""
        buttons = {name: W.Button(description=action.words, layout={"width": "auto"})
                   for name, action in self._actions.items()}
        for name, button in buttons.items():
            self._tell(name, button)
            button.on_click(lambda _, action=self._actions[name]: self._act(action, action.changes(*self._now)))
        return buttons

    @cached_property
    def box(self) -> W.Widget | None:
        """The buttons in a row, if there are any: a box that is shown nowhere would never be closed."""
        return W.HBox(list(self.buttons.values())).add_class("bpw-actions") if self._actions else None

    def show(self, views: Sequence[str]) -> None:
        """Only the buttons that belong to what is shown, and those that belong to all."""
        self._views = views
        for name, button in vars(self).get("buttons", {}).items():
            self._tell(name, button)

    def follow(self, settings: Settings, result: Any) -> None:
        """Bring the buttons to what the result advises."""
        self._now = settings, result
        for name, button in vars(self).get("buttons", {}).items():
            self._tell(name, button)

    def close(self) -> None:
        """Close the buttons, if they are made; they may stand in boxes of others."""
        made = vars(self)
        for widget in (*made.get("buttons", {}).values(), made.get("box")):
            if widget:
                close_all(widget)

    def _tell(self, name: str, button: W.Button) -> None:
        settings, result = self._now
        action = self._actions[name]
        changes = action.changes(settings, result)
        forbidden = [field for field in changes if field in self._locked]
        said = action.help or "; ".join(_said(settings.fields().get(field, Field()), field, value)
                                        for field, value in changes.items())
        button.disabled = not (changes or action.says) or bool(forbidden)
        elsewhere = bool(action.views) and set(action.views).isdisjoint(self._views)
        button.layout.display = "none" if elsewhere or (action.passing and button.disabled) else None
        button.tooltip = (f"locked here: {', '.join(forbidden)}" if forbidden
                          else said if changes or action.says else "nothing to change")


def changed(before: Settings, after: Settings) -> str:
    """What is different after a press, "activation: sigmoid → tanh; gain: 1.0 → 1.1"; cursors are not told."""
    said = [f"{field.label or name}: {_brief(field, getattr(before, name))} → {_brief(field, getattr(after, name))}"
            for name, field in after.fields().items()
            if not field.cursor and getattr(before, name) != getattr(after, name)]
    more = [f"{len(said) - TOLD} more"] if len(said) > TOLD else []
    return "; ".join([*said[:TOLD], *more])


def _said(field: Field, name: str, value: Any) -> str:
    return f"{field.label or name}: {_brief(field, value)}"


def _brief(field: Field, value: Any) -> str:
    """None stands for what suits the other settings."""
    return "automatic" if value is None else field.brief(value)
