"""Which changes of a widget are echoes of code, and which are moves of a hand."""
from __future__ import annotations

import threading


class Echoes:
    """`with echoes:` brings a widget to the settings; meanwhile `echoes.here` is True on this thread, and on no
    other: there a hand moves."""

    def __init__(self) -> None:
        self._thread: int | None = None

    def __enter__(self) -> None:
        self._thread = threading.get_ident()

    def __exit__(self, *error: object) -> None:
        self._thread = None

    @property
    def here(self) -> bool:
        """True if a change that comes on the present thread is an echo."""
        return self._thread == threading.get_ident()
