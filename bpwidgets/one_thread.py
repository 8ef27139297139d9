"""The BLAS on one thread while a study runs.

Its threads wait for each other, on a busy machine for up to half a second. And they divide a sum among themselves, so
that its last bits depend on how many there are: on one thread the same settings give the same bits, wherever they are
asked for.
"""
from __future__ import annotations

import functools
import inspect
import threading
from collections.abc import Callable, Iterator
from typing import Any

from threadpoolctl import ThreadpoolController


class OneThread:
    """`with ONE_THREAD:` limits the BLAS. The first to enter sets the limit, the last to leave, on whatever thread,
    takes it away.

    OpenBLAS 0.3.31 hears only the first thread that ever set the number, for as long as that one lives. So the number
    is set on a thread that ends at once: the learner's code, and a slider on another thread, can set it all the same.
    Where the learner's own thread has been the first, it is set on the present one.
    """

    def __init__(self) -> None:
        self._lock, self._inside, self._limit = threading.Lock(), 0, None

    def __enter__(self) -> None:
        with self._lock:
            if not self._inside:
                self._limit = None if _alone() else _apart(_limited)
                if not _alone():
                    self._limit = _limited()
            self._inside += 1

    def __exit__(self, *error: object) -> None:
        with self._lock:
            self._inside -= 1
            if not self._inside and self._limit is not None:
                _apart(self._limit.restore_original_limits)
                if _alone():
                    self._limit.restore_original_limits()


# One for the process, as the BLAS has one number of threads.
ONE_THREAD = OneThread()


@functools.cache
def _threadpools() -> ThreadpoolController:
    return ThreadpoolController()


def _limited() -> Any:
    """Set the limit; what is returned takes it away."""
    return _threadpools().limit(limits=1, user_api="blas")


def _alone() -> bool:
    """True if each BLAS may use one thread only."""
    return all(library.num_threads == 1 for library in _threadpools().lib_controllers if library.user_api == "blas")


def _apart(act: Callable[[], Any]) -> Any:
    """Act on a thread that ends at once."""
    answers: list[Any] = []
    thread = threading.Thread(target=lambda: answers.append(act()))
    thread.start()
    thread.join()
    return answers[0]


def on_one_thread(study: Callable[..., Any]) -> Callable[..., Any]:
    """The study, with the BLAS on one thread whenever it computes; between two results of a generator the BLAS is
    free."""

    @functools.wraps(study)
    def single(*given: Any, **more: Any) -> Any:
        with ONE_THREAD:
            return study(*given, **more)

    @functools.wraps(study)
    def pieces(*given: Any, **more: Any) -> Iterator[Any]:
        results = study(*given, **more)
        while True:
            with ONE_THREAD:
                try:
                    result = next(results)
                except StopIteration:
                    return
            yield result

    return pieces if inspect.isgeneratorfunction(study) else single
