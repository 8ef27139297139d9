"""For all tests: property tests draw the same examples in every run and are not timed; the BLAS has one thread, since
another test may be at work on the next core."""
import gc

import pytest
from hypothesis import settings

settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.load_profile("repeatable")

# Read when numpy is loaded. Other processes that tests start, kernels among them, have every thread.
with pytest.MonkeyPatch.context() as patch:
    for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        patch.setenv(variable, "1")
    import numpy as np  # noqa: F401


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
