"""A notebook for one lab after the other: a new kernel and a new page for each would cost more than the tests."""
from __future__ import annotations

from typing import Any

from tests.browser.lab_page import PRELUDE, LabPage

# Cells after the first two, for what a test runs beside its lab.
MORE = 3


class Bench:
    """A notebook with `state` in its kernel, whose other cells are written anew for each test."""

    def __init__(self, tabs: Any, subshells: str):
        self.notebook = tabs.open([PRELUDE, *[""] * (1 + MORE)], subshells=subshells)
        self.notebook.run(0)

    def show(self, lab: str, arguments: str, more: tuple[str, ...]) -> LabPage:
        """A new lab, shown in cell 1 under the name `lab`; the sources in `more` stand in the cells below."""
        self.notebook.activate()
        more = more + ("",) * (MORE - len(more))
        for cell, source in enumerate((f"lab = bp.{lab}({arguments}); lab", *more), 1):
            self.notebook.write(cell, source)
        self.notebook.run(1)
        assert self.notebook.errors() == []
        return LabPage(self.notebook)

    def clear(self) -> list[str]:
        """Take the lab off the screen, and answer what the console reported of it."""
        self.notebook.command("notebook:clear-all-cell-outputs")
        return self.notebook.take_errors()
