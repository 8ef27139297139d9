"""What the README shows runs, and what it lists exists."""
import re
from pathlib import Path

import pytest

import bpwidgets as bp

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```python\n(.*?)```", README, flags=re.DOTALL)


def test_there_are_examples():
    assert len(BLOCKS) >= 2


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.splitlines()[0])
def test_each_example_runs(block):
    exec(compile(block, "README.md", "exec"), {})


def test_each_file_that_is_linked_exists():
    for target in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (ROOT / target).exists(), target


def test_each_lesson_and_each_lab_is_listed():
    for lesson in sorted((ROOT / "notebooks").glob("*.ipynb")):
        assert lesson.name in README
    for name in bp.__all__:
        if name.endswith("Lab") and name != "Lab":
            assert name in README
