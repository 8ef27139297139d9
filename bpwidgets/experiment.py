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
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from typing import Any, NamedTuple

from .memo import remembering
from .one_thread import ONE_THREAD
from .settings import Settings

# The one lock of the package, around set, draw and encode: JupyterLab delivers slider moves on a thread of their own.
LOCK = threading.RLock()

# A listener that sets a new value on every event would go round for ever.
MOST_ROUNDS = 100


class State(NamedTuple):
    """Settings and the result that answers them, as they belong together."""

    settings: Settings
    result: Any


@dataclass(frozen=True, eq=False)
class Event:
    """One committed change. `note` says what moved besides what was asked for, '' if nothing did."""

    settings: Settings
    result: Any
    previous: Settings
    note: str


class Experiment:
    """Settings, a study (settings -> result) and listeners. `set` and `sketch` are the only ways to change anything.

    state: settings and result, replaced as one: whoever needs both reads it once, on whatever thread.
    A study that takes long may be a generator of complete results, coarse ones first: `set` commits the last of them,
    `sketch` the first, and `refine` the next one for as long as the settings stay. It may give the same result again
    where nothing new is ready yet: a place at which it can be left.
    A study that takes a `memo` gets one that belongs to this experiment alone.

    length: the setting that says how long a run is which comes in pieces. Each of its results is complete by itself and
    has `known`, how long the run is so far: settings of this length have this result. So a run can be stopped, by
    setting its length to what is known, or by an interrupt; the settings then say how long it is.
    coarse: it begins with the first result of its study, as after `sketch`, and is `opening` until it has the last one
    or something is changed.
    """

    def __init__(self, settings: Settings, study: Callable[[Settings], Any], length: str = "", coarse: bool = False):
        self.study, self._length = remembering(study), length
        with LOCK, ONE_THREAD:
            result, finer = _first(self.study(settings))
            if not coarse:
                result, finer = _last(result, finer), None
            self.state = State(settings.completed(result), result)
        self._finer: Iterator[Any] | None = finer
        self._opening = coarse
        self._listeners: list[Callable[[Event], None]] = []
        self._running = False
        self._waiting: dict[str, Any] = {}

    @property
    def settings(self) -> Settings:
        """The present settings."""
        return self.state.settings

    @property
    def result(self) -> Any:
        """The present result."""
        return self.state.result

    def listen(self, listener: Callable[[Event], None]) -> None:
        """Call `listener(event)` once after each committed change, in order of registration."""
        self._listeners.append(listener)

    def set(self, **changes) -> None:
        """Change one or more settings as one transaction: all or nothing, one study, one event.

        Bad values raise ArgumentError, a failing study its own error; then nothing has changed. Values equal to the
        present ones do nothing. Called from a listener, the change is checked at once and carried out after the current
        one; of several waiting values for a setting the newest wins.
        """
        self._transact(changes, coarse=False)

    def sketch(self, **changes) -> None:
        """As `set`, with the first result that the study gives: while the user moves a control.

        `refine` brings the others.
        """
        self._transact(changes, coarse=True)

    def refine(self) -> bool:
        """Commit the next finer result of the present settings, if there is one; True if there may be more."""
        with LOCK:
            if self._running or self._finer is None:
                return False
            try:
                with ONE_THREAD, self._begun_again():
                    finer = next(self._finer, None)
            except KeyboardInterrupt:
                self._stop()
                raise
            if finer is None:
                self._finer = None
                return False
            if finer is self.result:
                return True
            self._running = True
            try:
                self._announce(self.settings, finer, {})
                self._carry_out_waiting()
            finally:
                self._running, self._waiting = False, {}
            return self.unfinished

    @property
    def unfinished(self) -> bool:
        """True if finer results of the present settings may still come."""
        return self._finer is not None

    @property
    def opening(self) -> bool:
        """True while finer results may still come of what it began with."""
        return self._opening and self.unfinished

    def finish(self) -> None:
        """Commit the last result of the present settings in one event, if it is not there yet. A listener that asks for
        it has what there is."""
        with LOCK:
            if not self._running and self.unfinished:
                self.set()

    @property
    def progress(self) -> tuple[int, int] | None:
        """How much of a run in pieces is there, and how long it will be; None where nothing runs."""
        if not (self._length and self.unfinished):
            return None
        return self.result.known, getattr(self.settings, self._length)

    def _stop(self) -> None:
        """Keep what there is of a run in pieces."""
        if self.progress:
            self.set(**{self._length: self.result.known})

    def _transact(self, changes: dict[str, Any], coarse: bool) -> None:
        with LOCK:
            if self._running:
                changes = self.settings.gather(changes, self.settings)
                self.settings.replace(**{**self._waiting, **changes})
                self._waiting.update(changes)
                return
            self._running = True
            try:
                self._commit(changes, coarse)
                self._carry_out_waiting()
            finally:
                self._running, self._waiting = False, {}

    def _carry_out_waiting(self) -> None:
        for _ in range(MOST_ROUNDS):
            if not self._waiting:
                return
            changes, self._waiting = self._waiting, {}
            self._commit(changes, coarse=False)
        raise RuntimeError(f"{self.settings.lab}: listeners changed the settings {MOST_ROUNDS} times in a row. "
                           "Let a listener set a value only when it differs from the present one.")

    def _commit(self, changes: dict[str, Any], coarse: bool) -> None:
        new, result, finer = self.settings.replace(**changes), self.result, self._finer
        asked, interruption = not self.settings.moves_only_cursors(new), None
        if asked and self._stops(new):
            asked, finer = False, None
        if asked or (finer and not coarse):     # else nothing is computed, and the BLAS stays as it is
            with ONE_THREAD:
                if asked:
                    result, finer = _first(self.study(new))
                    new = new.completed(result)
                if not coarse:
                    new, result, interruption = self._to_the_end(new, result, finer)
                    finer = None
        if new != self.settings or result is not self.result:
            self._opening &= finer is self._finer
            self._finer = finer
            self._announce(new, result, changes)
        if interruption:
            raise interruption

    def _stops(self, new: Settings) -> bool:
        """The new settings ask for no more of a run than there is."""
        if self.progress is None or getattr(new, self._length) != self.result.known:
            return False
        return self.settings.replace(**{self._length: self.result.known}).moves_only_cursors(new)

    def _to_the_end(self, new: Settings, result: Any, finer: Iterator[Any] | None
                    ) -> tuple[Settings, Any, KeyboardInterrupt | None]:
        """The last result; where an interrupt stops a run in pieces, the settings of what there is, and the
        interrupt."""
        last = deque((result,), maxlen=1)
        try:
            with self._begun_again():
                last.extend(finer or ())
        except KeyboardInterrupt as interruption:
            if not self._length:
                raise
            return new.replace(**{self._length: last[0].known}), last[0], interruption
        return new, last[0], None

    def _announce(self, new: Settings, result: Any, changes: dict[str, Any]) -> None:
        previous, self.state = self.settings, State(new, result)
        event = Event(new, result, previous, _note(previous, new, changes))
        interrupted = None
        for listener in list(self._listeners):
            try:
                listener(event)
            except KeyboardInterrupt as interruption:
                # It stopped half way; what is committed is told to all.
                listener(event)
                interrupted = interruption
        if interrupted:
            raise interrupted

    @contextmanager
    def _begun_again(self) -> Iterator[None]:
        """An interrupted study cannot go on: what is still to come of the present settings will begin anew."""
        try:
            yield
        except KeyboardInterrupt:
            if self._finer is not None:
                self._finer = _results(self.study(self.settings))
            raise


def _first(answer: Any) -> tuple[Any, Iterator[Any] | None]:
    """The first result of a study's answer, and the finer ones that follow it; most studies give a single one."""
    return (next(answer), answer) if isinstance(answer, Iterator) else (answer, None)


def _results(answer: Any) -> Iterator[Any]:
    """All results of a study's answer."""
    return answer if isinstance(answer, Iterator) else iter((answer,))


def _last(result: Any, finer: Iterator[Any] | None) -> Any:
    return deque(chain((result,), finer or ()), maxlen=1).pop()


def _note(previous: Settings, new: Settings, asked: dict[str, Any]) -> str:
    """What moved by itself, in a sentence."""
    moved = [f"{name} moved to {getattr(new, name)}" for name, field in new.fields().items()
             if field.cursor and name not in asked and getattr(new, name) != getattr(previous, name)]
    return "; ".join(moved)
