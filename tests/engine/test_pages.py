"""Memory that was used once is used again, not given back to the system and fetched anew page by page."""

import platform
import subprocess
import sys

import pytest

PASSES = """
import resource
import numpy as np
from bpwidgets import engine

net = engine.network((64,) * 51)
theta, x = net.initialize(), np.ones((256, 64))
faults = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_minflt
for _ in range(3):
    before = faults()
    trace = net.forward(theta, x)
    net.backward(theta, trace, trace.output)
    del trace
    print(faults() - before)
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="about the C library of Linux")
def test_the_passes_of_a_deep_net_get_no_new_pages_the_second_time():
    run = subprocess.run([sys.executable, "-c", PASSES], capture_output=True, text=True, check=True)
    first, *others = map(int, run.stdout.split())
    assert first > 3000 and max(others) < 300
