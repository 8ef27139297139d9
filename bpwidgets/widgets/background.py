"""Work that takes long, done in pieces while the kernel goes on hearing the page.

A cell that computes for seconds keeps a slider waiting that nobody has touched before, and one that awaits can leave it
dead for good (ipykernel 7.4); a call of the kernel's own loop between two messages does neither.
"""
from __future__ import annotations

import asyncio
from collections.abc import Callable

# Seconds between two pieces, in which the messages of the page are heard.
BETWEEN = 0.002


def between_messages(piece: Callable[[], bool]) -> bool:
    """Call piece() once the running cell has ended, and again for as long as it answers True.

    False where nothing hears messages, as in a script: then nothing is called.
    """
    try:
        loop = asyncio.get_running_loop()
    except RuntimeError:
        return False

    def turn() -> None:
        if piece():
            loop.call_later(BETWEEN, turn)

    loop.call_soon(turn)
    return True
