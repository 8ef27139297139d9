"""Kernels, each started while the test before runs."""
from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any


class Kernels:
    """One kernel waits, with the package imported (see `server.START`), for the notebook that is opened next."""

    def __init__(self, server: Any):
        self.server = server
        self._pool = ThreadPoolExecutor(1)
        self._next: Future | None = None

    def start_next(self) -> None:
        """Start a kernel in the background, for a notebook yet without a name."""
        self._next = self._pool.submit(self.server.start_session, "next.ipynb")

    def bind(self, path: str) -> None:
        """The waiting kernel becomes the one of the notebook `path`, and another starts."""
        self.server.rename_session(self._next.result(), path)
        self.start_next()

    def end(self, path: str) -> None:
        """Shut the kernel of `path` down, in the background."""
        self._pool.submit(self.server.shut_kernels_down, of=path)

    def close(self) -> None:
        """Wait until what was begun is done, and end all kernels."""
        self._pool.shutdown()
        self.server.shut_kernels_down()
