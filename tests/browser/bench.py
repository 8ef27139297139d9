"""Notebooks for one test after the other: a new kernel and a new page for each would cost more than the tests."""
from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from tests.browser.lab_page import PRELUDE, LabPage

# Cells after the first one, for a test's own sources.
CELLS = 4


class Bench:
    """A notebook with `state` in its kernel, whose other cells are written anew for each test."""

    def __init__(self, tabs: Any, subshells: str):
        self.notebook = tabs.open([PRELUDE, *[""] * CELLS], subshells=subshells)
        self.notebook.run(0)

    def fill(self, sources: tuple[str, ...]) -> Any:
        """The notebook, in front, with these sources in the cells from 1 on; none has run."""
        self.notebook.activate()
        for cell, source in enumerate(sources + ("",) * (CELLS - len(sources)), 1):
            self.notebook.write(cell, source)
        return self.notebook

    def show(self, lab: str, arguments: str, more: tuple[str, ...]) -> LabPage:
        """A new lab, shown in cell 1 under the name `lab`; the sources in `more` stand in the cells below."""
        self.fill((f"lab = bp.{lab}({arguments}); lab", *more))
        self.notebook.run(1)
        assert self.notebook.errors() == []
        return LabPage(self.notebook)

    def clear(self) -> list[str]:
        """Take all outputs off the screen, and answer what the console reported."""
        self.notebook.command("notebook:clear-all-cell-outputs")
        return self.notebook.take_errors()


class Lender:
    """Keeps a notebook for each way to hear widgets: `make(tabs, subshells)` opens it, and it has `notebook` and
    `clear`."""

    def __init__(self, tabs: Any, make: Callable[[Any, str], Any]):
        self._tabs, self._make, self._open = tabs, make, {}

    @contextmanager
    def lent(self, session: Any) -> Iterator[Callable[[str], Any]]:
        """For one test, a function: way to hear widgets -> the notebook. An error in the browser's console fails the
        test; after one that failed the notebooks are opened anew."""
        failed, used = session.testsfailed, set()

        def lend(subshells: str) -> Any:
            if subshells not in self._open:
                self._open[subshells] = self._make(self._tabs, subshells)
            used.add(subshells)
            return self._open[subshells]

        yield lend
        errors = [error for way in used for error in self._open[way].clear()]
        if errors or session.testsfailed > failed:
            for way in used:
                self._tabs.close(self._open.pop(way).notebook)
        assert not errors, "errors in the browser's console:\n" + "\n".join(errors)

    def close(self) -> None:
        """Close all notebooks."""
        for lent in self._open.values():
            self._tabs.close(lent.notebook)
