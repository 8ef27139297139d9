"""Work that takes long, done in pieces while the kernel goes on hearing the page.

A cell that computes for seconds keeps a slider waiting that nobody has touched before, and one that awaits can leave it
dead for good (ipykernel 7.4); a call of the kernel's own loop between two messages does neither.
"""
from __future__ import annotations

import asyncio
from collections.abc import Callable

# Seconds before the first piece, in which the page shows its picture and tells its theme; and between two pieces: to
# hear a message of the page takes several turns of the loop, and each would wait for a piece.
BEFORE, BETWEEN = 0.2, 0.01


def between_messages(piece: Callable[[], bool]) -> bool:
    """Call piece() soon after the running cell has ended, and again for as long as it answers True.

    False where nothing hears messages, as in a script: then nothing is called.
    """
    try:
        loop = asyncio.get_running_loop()
    except RuntimeError:
        return False

    def turn() -> None:
        if piece():
            loop.call_later(BETWEEN, turn)

    loop.call_later(BEFORE, turn)
    return True
