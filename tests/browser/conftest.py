"""Fixtures for tests in a real JupyterLab: `open_notebook`, and `subshells` for its two ways to hear widgets.

See `notebook_page.NotebookPage` for what can be done with an open notebook, and an example. JupyterLab is loaded once
for each way to hear widgets, and stays; each notebook has its own kernel. Tests that need neither a new notebook nor a
new kernel share one: `open_cells`, `open_lab`.
"""
from __future__ import annotations

import importlib.util
import shutil
from pathlib import Path

import pytest

from tests.browser.bench import Bench, Lender
from tests.browser.server import Server
from tests.browser.shelf import Shelf
from tests.browser.tabs import Tabs

# The first that is installed; the one without any window of its own needs a fifth less of the processor.
CHROMIUMS = "chromium-headless-shell", "chromium"
CHROMIUM_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                  "--disable-background-networking", "--disable-component-update", "--disable-sync"]


def pytest_collection_modifyitems(items):
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


def chromium() -> str | None:
    """The path of Debian's Chromium."""
    return next(filter(None, map(shutil.which, CHROMIUMS)), None)


def missing() -> str:
    """What must be installed before these tests can run, as one sentence; empty if nothing."""
    if importlib.util.find_spec("playwright") is None:
        return "Browser tests need playwright: pip install -e '.[lab,test]'"
    if importlib.util.find_spec("jupyterlab") is None:
        return "Browser tests need JupyterLab: pip install -e '.[lab,test]'"
    if chromium() is None:
        return "Browser tests need Chromium on the PATH: apt-get install chromium-headless-shell"
    return ""


# Not for the whole session: while playwright is up, its event loop would be in the way of the lessons' kernels.
@pytest.fixture(scope="package")
def browser():
    """Chromium, headless."""
    if missing():
        pytest.skip(missing())
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_FLAGS)
        try:
            yield launched
        finally:
            launched.close()


@pytest.fixture(scope="package")
def server(tmp_path_factory):
    """A JupyterLab on a temporary folder."""
    if missing():
        pytest.skip(missing())
    with Server(tmp_path_factory.mktemp("notebooks"), tmp_path_factory.mktemp("jupyter")) as server:
        yield server


@pytest.fixture(scope="package")
def tabs(browser, server):
    """The loaded JupyterLabs."""
    with Tabs(browser, server) as tabs:
        yield tabs


@pytest.fixture(params=["default", "disabled"])
def subshells(request):
    """JupyterLab's `commsOverSubshells`: whether slider moves are heard on a thread of their own. A test that asks for
    this and hands it on runs once for each."""
    return request.param


@pytest.fixture
def open_notebook(tabs):
    """A function that opens a notebook, from a list of sources or from a file, with its kernel ready.

    `open_notebook(cells, subshells="default", theme="light", pixel_ratio=1, width=1280, height=1600)` answers a
    `NotebookPage`. At the end of the test an error in the browser's console fails it; notebooks are closed and their
    kernels shut down.
    """
    opened = []

    def open_notebook(cells, **options):
        opened.append(tabs.open(cells, **options))
        return opened[-1]

    yield open_notebook
    errors = [error for notebook in opened for error in tabs.close(notebook)]
    assert not errors, "errors in the browser's console:\n" + "\n".join(errors)


@pytest.fixture(scope="package")
def benches(tabs):
    """The notebooks of `open_cells` and `open_lab`."""
    lender = Lender(tabs, Bench)
    yield lender
    lender.close()


@pytest.fixture
def bench_of(request, benches):
    """A function: way to hear widgets -> its `Bench`: one for many tests, and new after one that failed."""
    with benches.lent(request.session) as bench_of:
        yield bench_of


@pytest.fixture
def open_cells(bench_of):
    """A function that writes sources into a notebook that many tests share, from cell 1 on; none has run.

    `open_cells("x = 1", "x", subshells="default")` answers the notebook. Names that other tests chose may still be
    there in its kernel; in cell 0 stands `lab_page.PRELUDE`.
    """
    return lambda *sources, subshells="default": bench_of(subshells).fill(sources)


@pytest.fixture
def open_lab(bench_of):
    """A function that shows one lab in cell 1 of the notebook of `open_cells`.

    `open_lab("SurfaceLab", "more", "cells", arguments="steps=9", subshells="default")` answers the notebook and the
    `LabPage`; in the kernel the lab is called `lab`.
    """
    def open_lab(lab, *more, arguments="", subshells="default"):
        page = bench_of(subshells).show(lab, arguments, more)
        return page.notebook, page

    return open_lab


@pytest.fixture(scope="module")
def shelves(tabs, on_the_shelves):
    """Notebooks with labs, one for each way to hear widgets, which the tests of a file share. `on_the_shelves`, a fixture
    of that file, names the labs: way -> names."""
    lender = Lender(tabs, lambda tabs, subshells: Shelf(tabs, subshells, on_the_shelves[subshells]))
    yield lender
    lender.close()


@pytest.fixture
def shelf_of(request, shelves):
    """A function: way to hear widgets, labs that the test is about -> its `Shelf`, in which these are as they were made."""
    with shelves.lent(request.session) as lend:
        yield lambda subshells, names: lend(subshells).reset(names)


@pytest.fixture
def shelf(shelf_of, on_the_shelves, subshells):
    """The notebook of a test about all labs in it."""
    return shelf_of(subshells, on_the_shelves[subshells])
