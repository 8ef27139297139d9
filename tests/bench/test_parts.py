"""The parts of the benchmark, which the tests do not run."""
import importlib

import pytest

from tests.bench.__main__ import PARTS


@pytest.mark.parametrize("part", PARTS)
def test_a_part_can_be_run(part):
    assert callable(importlib.import_module(f"tests.bench.{PARTS[part]}").run)
