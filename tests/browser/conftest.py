"""Fixtures for tests in a real JupyterLab: `open_notebook`, and `subshells` for its two ways to hear widgets.

See `notebook_page.NotebookPage` for what can be done with an open notebook, and an example.
"""
from __future__ import annotations

import importlib.util
import json
import shutil
from itertools import count
from pathlib import Path

import pytest

from tests.browser.notebook_page import THEMES, NotebookPage
from tests.browser.server import Server

CHROMIUM_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                  "--disable-component-update", "--disable-sync"]
HEIGHT = 1600    # pixels: most of a lesson is in view at once


def pytest_collection_modifyitems(items):
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


def missing() -> str:
    """What must be installed before these tests can run, as one sentence; empty if nothing."""
    if importlib.util.find_spec("playwright") is None:
        return "Browser tests need playwright: pip install -e '.[lab,test]'"
    if importlib.util.find_spec("jupyterlab") is None:
        return "Browser tests need JupyterLab: pip install -e '.[lab,test]'"
    if shutil.which("chromium") is None:
        return "Browser tests need Chromium on the PATH: apt-get install chromium"
    return ""


# Not for the whole session: while playwright is up, its event loop would be in the way of the lessons' kernels.
@pytest.fixture(scope="package")
def browser():
    """Chromium, headless."""
    if missing():
        pytest.skip(missing())
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=CHROMIUM_FLAGS)
        try:
            yield chromium
        finally:
            chromium.close()


@pytest.fixture(scope="package")
def server(tmp_path_factory):
    """A JupyterLab on a temporary folder."""
    if missing():
        pytest.skip(missing())
    with Server(tmp_path_factory.mktemp("notebooks"), tmp_path_factory.mktemp("jupyter")) as server:
        yield server


@pytest.fixture(params=["default", "disabled"])
def subshells(request):
    """JupyterLab's `commsOverSubshells`: whether slider moves are heard on a thread of their own. A test that asks for this
    and hands it to `open_notebook` runs once for each."""
    return request.param


@pytest.fixture
def open_notebook(browser, server):
    """A function that opens a notebook, from a list of sources or from a file, with its kernel ready.

    `open_notebook(cells, subshells="default", theme="light", pixel_ratio=1, width=1280, height=1600)` answers a `NotebookPage`.
    At the end of the test an error in the browser's console fails it; pages are closed and kernels shut down.
    """
    opened, contexts = [], []

    def open_notebook(cells, *, subshells="default", theme="light", pixel_ratio=1, width=1280, height=HEIGHT):
        server.configure("@jupyterlab/apputils-extension:kernels-settings",
                         {} if subshells == "default" else {"commsOverSubshells": subshells})
        server.configure("@jupyterlab/apputils-extension:themes", {"theme": THEMES[theme]})
        context = browser.new_context(viewport={"width": width, "height": height}, device_scale_factor=pixel_ratio)
        contexts.append(context)
        notebook = NotebookPage(context.new_page(), server, write_notebook(server.folder, cells))
        opened.append(notebook)
        notebook.open()
        return notebook

    try:
        yield open_notebook
    finally:
        for context in contexts:
            context.close()
        server.shut_kernels_down()
    errors = [error for notebook in opened for error in notebook.console_errors]
    assert not errors, "errors in the browser's console:\n" + "\n".join(errors)


NUMBERS = count(1)


def write_notebook(folder: Path, cells: list[str] | Path) -> str:
    """Write the notebook under a new name into `folder`; `cells` are sources of code cells, or the file to copy."""
    name = f"test-{next(NUMBERS)}.ipynb"
    if isinstance(cells, Path):
        shutil.copy(cells, folder / name)
        return name
    code = [{"id": str(k), "cell_type": "code", "source": source, "metadata": {}, "outputs": [], "execution_count": None}
            for k, source in enumerate(cells)]
    kernel = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    notebook = {"nbformat": 4, "nbformat_minor": 5, "metadata": {"kernelspec": kernel}, "cells": code}
    (folder / name).write_text(json.dumps(notebook))
    return name
