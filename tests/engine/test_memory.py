"""Memory that the engine uses again and again is not given back to the system in between."""

import subprocess
import sys

import pytest

FAULTS = """
import resource, numpy as np
from bpwidgets import engine
def faults(): return resource.getrusage(resource.RUSAGE_SELF).ru_minflt
f = engine.NetworkLoss(engine.network((2, 8, 8, 1)), np.ones((200, 2)), np.ones((200, 1)))
thetas = np.ones((800, f.network.n))
f.values(thetas)
def more():
    before = faults()
    f.values(thetas)
    return faults() - before
print(min(more() for _ in range(5)))        # a system short of memory takes pages away now and then
"""


@pytest.mark.skipif("not sys.platform.startswith('linux')", reason="counts page faults of Linux")
def test_large_arrays_are_not_fetched_from_the_system_page_by_page():
    told = subprocess.run([sys.executable, "-W", "error", "-c", FAULTS], capture_output=True, text=True, check=True)
    assert int(told.stdout) < 1000      # 10,000 otherwise
