"""What a learner did, in a file that only grows: `record.jsonl` beside the lessons, one line for each event.

A line is written with one call and flushed, so that several notebooks may write at once and a line that was torn by a
crash spoils no other. Events that cannot be written (no space, no permission) are kept in memory, and written with the
next one that can.
"""
from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, NamedTuple

from .events import Event

FILE = "record.jsonl"


class Entry(NamedTuple):
    """An event with the names of its lesson and its item, and the version of the package that wrote it."""

    lesson: str
    item: str
    event: Event
    version: str = ""


class Record:
    """The record in a file; it reads what others write there, too.

    >>> import tempfile
    >>> record = Record(Path(tempfile.mkdtemp()) / "record.jsonl")
    >>> record.add("teach-one-weight", "second-step", Event("opened"))
    >>> [event.kind for event in record.events("teach-one-weight", "second-step")]
    ['opened']
    """

    def __init__(self, path: str | Path = FILE, version: str = ""):
        self.path, self.version, self.trouble = Path(path), version, ""
        self._waiting: list[Entry] = []
        self._read: list[Entry] = []
        self._read_to = 0
        self._lock = threading.RLock()

    def add(self, lesson: str, item: str, event: Event) -> None:
        """Keep an event, with the present time; on the disk if that can be written."""
        now = datetime.now(timezone.utc).isoformat(timespec="seconds")
        with self._lock:
            self._waiting.append(Entry(lesson, item, replace(event, time=event.time or now), self.version))
            self._write()

    def events(self, lesson: str, item: str) -> tuple[Event, ...]:
        """What happened at an item, in order."""
        return tuple(entry.event for entry in self.entries() if (entry.lesson, entry.item) == (lesson, item))

    def entries(self) -> list[Entry]:
        """All that is known: of the file, whoever wrote it, and of the memory."""
        with self._lock:
            self._follow()
            return [*self._read, *self._waiting]

    @property
    def unsaved(self) -> str:
        """The lines that could not be written, as text; "" if all were."""
        return "".join(map(_line, self._waiting))

    def _write(self) -> None:
        try:
            handle = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
            try:
                while self._waiting:
                    line = _line(self._waiting[0])
                    _write_all(handle, (f"\n{line}" if self._is_torn() else line).encode())
                    del self._waiting[0]
            finally:
                os.close(handle)
        except OSError as error:
            self.trouble = error.strerror or type(error).__name__
        else:
            self.trouble = ""

    def _is_torn(self) -> bool:
        """The file ends in the middle of a line."""
        with self.path.open("rb") as file:
            if file.seek(0, os.SEEK_END) == 0:
                return False
            file.seek(-1, os.SEEK_END)
            return file.read(1) != b"\n"

    def _follow(self) -> None:
        """Read the lines that came since the last time; from the beginning in a file that became shorter."""
        try:
            with self.path.open("rb") as file:
                if file.seek(0, os.SEEK_END) < self._read_to:
                    self._read, self._read_to = [], 0
                file.seek(self._read_to)
                whole = file.read().rpartition(b"\n")[0]
        except OSError:
            return
        if whole:
            self._read += entries_of(whole.decode(errors="replace").split("\n"))
            self._read_to += len(whole) + 1


def entries_of(lines: Iterable[str]) -> Iterable[Entry]:
    """The entries of a record's lines; what is no entry is left out."""
    for line in lines:
        try:
            told = json.loads(line)
        except ValueError:
            continue
        event = Event.from_json(told) if isinstance(told, dict) else None
        if event and isinstance(told.get("lesson"), str) and isinstance(told.get("item"), str):
            yield Entry(told["lesson"], told["item"], event, str(told.get("version", "")))


def _line(entry: Entry) -> str:
    told: dict[str, Any] = {"lesson": entry.lesson, "item": entry.item, **entry.event.to_json()}
    if entry.version:
        told["version"] = entry.version
    return json.dumps(told, ensure_ascii=False, separators=(", ", ": ")) + "\n"


def _write_all(handle: int, data: bytes) -> None:
    """One call as a rule; a disk that takes a part only is asked again, and refuses then."""
    while data:
        data = data[os.write(handle, data):]
    os.fsync(handle)
