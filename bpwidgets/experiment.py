"""An experiment: settings, the study that answers them, and the result, always in step.

No widgets here: a lab only shows an experiment, and every test of a lab's behaviour can be made on this.

>>> from bpwidgets.settings import Settings, slider
>>> class Square(Settings):
...     lab = "SquareLab"
...     side: int = slider(2, 1, 9, step=1)
>>> experiment = Experiment(Square(), lambda settings: settings.side ** 2)
>>> experiment.listen(lambda event: print("area", event.result))
>>> experiment.set(side=5)
area 25
"""
from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .settings import Settings

# The one lock of the package, around set, draw and encode: JupyterLab delivers slider moves on a thread of their own.
LOCK = threading.RLock()

# A listener that sets a new value on every event would go round for ever.
MOST_ROUNDS = 100


@dataclass(frozen=True, eq=False)
class Event:
    """One committed change. `note` says what moved besides what was asked for, '' if nothing did."""

    settings: Settings
    result: Any
    previous: Settings
    note: str


class Experiment:
    """Settings, a study (settings -> result) and listeners. `set` is the only way to change anything."""

    def __init__(self, settings: Settings, study: Callable[[Settings], Any]):
        self.study = study
        self.result = study(settings)
        self.settings = settings
        self._listeners: list[Callable[[Event], None]] = []
        self._running = False
        self._waiting: dict[str, Any] = {}

    def listen(self, listener: Callable[[Event], None]) -> None:
        """Call `listener(event)` once after each committed change, in order of registration."""
        self._listeners.append(listener)

    def set(self, **changes) -> None:
        """Change one or more settings as one transaction: all or nothing, one study, one event.

        Bad values raise ValueError, a failing study its own error; then nothing has changed. Values equal to the present ones
        do nothing. Called from a listener, the change is checked at once and carried out after the current one; of
        several waiting values for a setting the newest wins.
        """
        with LOCK:
            if self._running:
                changes = self.settings.gather(changes, self.settings)
                self.settings.replace(**{**self._waiting, **changes})
                self._waiting.update(changes)
                return
            self._running = True
            try:
                self._commit(changes)
                self._carry_out_waiting()
            finally:
                self._running, self._waiting = False, {}

    def _carry_out_waiting(self) -> None:
        for _ in range(MOST_ROUNDS):
            if not self._waiting:
                return
            changes, self._waiting = self._waiting, {}
            self._commit(changes)
        raise RuntimeError(f"{self.settings.lab}: listeners changed the settings {MOST_ROUNDS} times in a row. "
                           "Let a listener set a value only when it differs from the present one.")

    def _commit(self, changes: dict[str, Any]) -> None:
        previous = self.settings
        new = previous.replace(**changes)
        if new == previous:
            return
        result = self.result if previous.moves_only_cursors(new) else self.study(new)
        self.settings, self.result = new, result
        event = Event(new, result, previous, _note(previous, new, changes))
        for listener in list(self._listeners):
            listener(event)


def _note(previous: Settings, new: Settings, asked: dict[str, Any]) -> str:
    """What moved by itself, in a sentence."""
    moved = [f"{name} moved to {getattr(new, name)}" for name, field in new.fields().items()
             if field.cursor and name not in asked and getattr(new, name) != getattr(previous, name)]
    return "; ".join(moved)
