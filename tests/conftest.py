"""For all tests: property tests draw the same examples in every run and are not timed; the BLAS has one thread, since
another test may be at work on the next core; and each core has its share of the browser."""
import gc
import os

import pytest
from hypothesis import settings

from tests.browser.labs import way_of

settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.load_profile("repeatable")

# Read when numpy is loaded. Other processes that tests start, kernels among them, have every thread.
with pytest.MonkeyPatch.context() as patch:
    for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        patch.setenv(variable, "1")
    import numpy as np  # noqa: F401

# Containers often forbid to keep what was compiled. Then each of some forty kernels would compile the package anew.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """File by file; of the tests in the browser one half for each of the two ways to hear widgets, so that each has one
    JupyterLab, in one tab."""
    from xdist.scheduler import LoadFileScheduling

    class Scheduling(LoadFileScheduling):
        def _split_scope(self, nodeid):
            return f"browser, {way_of(nodeid)}" if "tests/browser/" in nodeid else super()._split_scope(nodeid)

    return Scheduling(config, log)


def pytest_collection_finish():
    """What is there now stays to the end: thousands of tests and all libraries. Garbage is looked for in the rest."""
    gc.collect()
    gc.freeze()


@pytest.fixture
def two_threads():
    """A BLAS with two threads, also on a machine with one core."""
    from tests.blas import blas_threads, give

    before = max(blas_threads())
    give(2)
    yield
    give(before)
