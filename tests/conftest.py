"""For all tests: property tests draw the same examples in every run and are not timed; what shares a server or a kernel stays together."""
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.load_profile("repeatable")

BROWSER = Path(__file__).parent / "browser"


@pytest.hookimpl(tryfirst=True)      # before pytest-xdist reads the groups
def pytest_collection_modifyitems(items):
    """The groups for pytest-xdist: one for all browser tests, which share a JupyterLab, and one for each other file or lesson."""
    for item in items:
        group = "browser" if BROWSER in item.path.parents else item.nodeid.split("::")[0]
        item.add_marker(pytest.mark.xdist_group(group))
