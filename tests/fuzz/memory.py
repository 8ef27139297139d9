"""What a long walk leaves behind in memory."""
from __future__ import annotations

import gc
from pathlib import Path

# Pages of 4 kB; the second number is what this process holds.
STATUS = Path("/proc/self/statm")
MOST = 24.0     # MB between the middle of the walk and its end: caches are full by then, and the allocator breathes


class Memory:
    """Megabytes of this process in the middle of a walk and at its end."""

    def __init__(self, changes: int):
        self._changes, self._middle, self._end = changes, 0.0, 0.0

    def look(self, change: int) -> None:
        """Called after each change."""
        if change == self._changes // 2:
            self._middle = held()
        if change == self._changes:
            self._end = held()

    def __str__(self) -> str:
        return f"{self._middle:.0f} MB in the middle, {self._end:.0f} at the end"

    def grown(self) -> str:
        """A sentence if it grew."""
        return f"memory grew: {self}" if self._end - self._middle > MOST else ""


def held() -> float:
    """Megabytes of this process."""
    gc.collect()
    return int(STATUS.read_text().split()[1]) * 4096 / 1e6
