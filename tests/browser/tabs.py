"""JupyterLabs that are loaded once, in which one notebook after the other is opened and closed."""
from __future__ import annotations

import json
import shutil
from itertools import count
from pathlib import Path
from typing import Any

from tests.browser.kernels import Kernels
from tests.browser.notebook_page import LOADED, LOOKS, SECONDS, NotebookPage

WIDTH, HEIGHT = 1280, 1600    # CSS px: most of a lesson is in view at once
SUBSHELLS = "@jupyterlab/apputils-extension:kernels-settings"

# (beginning of the message, part of the stack): what JupyterLab 4.6 and its widget manager themselves report now and
# then: when a kernel is restarted soon after a page was loaded, when one ends soon after a widget was shown, when a
# notebook with a widget is opened without a kernel, when a notebook is closed soon after it was opened, and two seconds
# after a stored widget was looked for (a lab that is not shown fails its test anyway); JupyterLab 4.4, when a notebook
# comes to the front whose active cell is out of sight, and when its table of contents follows a cell that runs.
NOT_OURS = (("Could not restore the debugger state: Canceled future", ""),
            ("Error: Canceled future for create_subshell_request message", ""),
            ("Canceled future for create_subshell_request message", "/static/lab/jlab_core."),
            ("Cannot read properties of null (reading 'kernel')", "/@jupyter-widgets/jupyterlab-manager/"),
            ("Failed to execute 'removeChild' on 'Node'", "/static/lab/jlab_core."),
            ("Error: widget model not found", ""),
            ("TypeError: Cannot read properties of null (reading 'footer')", ""),
            ("TypeError: Cannot read properties of undefined (reading 'isRunning')", ""),
            ("TypeError: Cannot set properties of undefined (setting 'isRunning')", ""),
            ("Cannot read properties of undefined (reading 'type')", "/static/lab/jlab_core."))


class Tab:
    """A tab of the browser with JupyterLab in it; `errors` is what its console reported since the list was cleared."""

    def __init__(self, context: Any, server: Any, subshells: str):
        self.server, self.subshells = server, subshells
        self.page = context.new_page()
        self._screen = context.new_cdp_session(self.page)
        self.errors: list[str] = []
        self.page.on("console", lambda message: self._note(message.text) if message.type == "error" else None)
        self.page.on("pageerror", lambda error: self._note(str(error), error.stack or ""))
        self.load(subshells)

    def load(self, workspace: str) -> None:
        """Load JupyterLab with no notebook in it."""
        self.configure()
        self.page.goto(self.server.url(f"lab/workspaces/{workspace}"))
        self.page.wait_for_function(LOADED, timeout=90 * SECONDS, polling=LOOKS)

    def configure(self) -> None:
        """Write this tab's settings for the page that is loaded next; all tabs have one server."""
        self.server.configure(SUBSHELLS, {} if self.subshells == "default" else {"commsOverSubshells": self.subshells})

    def resize(self, width: int = WIDTH, height: int = HEIGHT, pixel_ratio: float = 1) -> None:
        """The window becomes this large (CSS px), on a screen of this density."""
        self._screen.send("Emulation.setDeviceMetricsOverride",
                          {"width": width, "height": height, "deviceScaleFactor": pixel_ratio, "mobile": False})

    def _note(self, error: str, stack: str = "") -> None:
        if not any(error.startswith(begin) and part in stack for begin, part in NOT_OURS):
            self.errors.append(f"{error}\n{stack}".strip())


class Tabs:
    """The tabs, one for each way to hear widgets; a context manager."""

    def __init__(self, browser: Any, server: Any):
        self.server, self.kernels = server, Kernels(server)
        # One for all, so that what the first tab has loaded need not be loaded again.
        self.context = browser.new_context()
        self.tabs: dict[str, Tab] = {}
        self.numbers = count(1)

    def __enter__(self) -> Tabs:
        self.kernels.start_next()
        return self

    def __exit__(self, *_) -> None:
        self.context.close()
        self.kernels.close()

    def open(self, cells: list[str] | Path, *, subshells: str = "default", theme: str = "light", pixel_ratio: float = 1,
             width: int = WIDTH, height: int = HEIGHT) -> NotebookPage:
        """A new notebook in the tab that suits, with its kernel ready."""
        tab = self._tab(subshells)
        tab.page.bring_to_front()    # one behind another is painted once a second
        tab.resize(width, height, pixel_ratio)
        path = f"test-{next(self.numbers)}.ipynb"
        write_notebook(self.server.folder / path, cells)
        self.kernels.bind(path)
        notebook = NotebookPage(tab, self.server, path)
        notebook.open()
        if notebook.theme != theme:
            notebook.switch_theme(theme)
        return notebook

    def close(self, notebook: NotebookPage) -> list[str]:
        """Close a notebook, end its kernel, and answer what the console reported since it was opened."""
        notebook.close()
        self.kernels.end(notebook.path)
        return notebook.take_errors()

    def _tab(self, subshells: str) -> Tab:
        if subshells not in self.tabs:
            self.tabs[subshells] = Tab(self.context, self.server, subshells)
        return self.tabs[subshells]


def write_notebook(path: Path, cells: list[str] | Path) -> None:
    """Write a new notebook; `cells` are sources of code cells, or the file to copy."""
    if isinstance(cells, Path):
        shutil.copy(cells, path)
        return
    code = [{"id": str(k), "cell_type": "code", "source": source, "metadata": {}, "outputs": [],
             "execution_count": None} for k, source in enumerate(cells)]
    kernel = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    path.write_text(json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {"kernelspec": kernel}, "cells": code}))
