"""Independent pieces of work on several cores: while numpy computes, it lets other threads run."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import Any

# Enough for a picture; a machine with more cores is often shared by many people.
MOST = 4


def cores() -> int:
    """The number of cores that this process may use, 4 at most."""
    own = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(own, MOST)


def on_all_cores(work: Callable[[Any], Any], pieces: Sequence[Any]) -> list[Any]:
    """What the work makes of each piece, in order; each core takes a share of neighboring pieces.

    Examples
    --------
    >>> on_all_cores(lambda piece: piece ** 2, [1, 2, 3, 4, 5])
    [1, 4, 9, 16, 25]
    """
    threads = min(cores(), len(pieces))
    if threads < 2:
        return [work(piece) for piece in pieces]
    bounds = [len(pieces) * k // threads for k in range(threads + 1)]
    pool = _pool(os.getpid(), threads)
    shares = pool.map(lambda first, last: [work(piece) for piece in pieces[first:last]], bounds, bounds[1:])
    return [result for share in shares for result in share]


@lru_cache(maxsize=1)
def _pool(process: int, threads: int) -> ThreadPoolExecutor:
    """Threads that stay, with the memory they work in; a process that was forked gets its own."""
    return ThreadPoolExecutor(threads, thread_name_prefix="bpwidgets")
