"""A notebook with labs, for tests that share it: each test finds its labs as they were made."""
from tests.browser.lab_page import PRELUDE, LabPage
from tests.browser.labs import small


class Shelf:
    """A notebook with some labs, one below the other, and an empty cell after them."""

    def __init__(self, tabs, subshells, names):
        self.names = names
        self.notebook = tabs.open([PRELUDE, *map(small, self.names), ""], subshells=subshells)
        self.notebook.run_all()
        assert self.notebook.errors() == []
        self.pages = {name: LabPage(self.notebook, cell, name) for cell, name in enumerate(self.names, 1)}
        self.spare = len(self.names) + 1

    def reset(self, names):
        """In front; the labs of these names are as they were made."""
        self.notebook.activate()
        self.notebook.tell("\n".join(f"{name}.reset()" for name in names))
        return self

    def clear(self):
        """What the console reported; the labs stay."""
        return self.notebook.take_errors()
