"""What the README shows runs, and what it lists exists."""
import re
from pathlib import Path

import pytest

import bpwidgets as bp
from bpwidgets.pictures.style import STYLES
from tests import gallery

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```python\n(.*?)```", README, flags=re.DOTALL)


def test_there_are_examples():
    assert len(BLOCKS) >= 2


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.splitlines()[0])
def test_each_example_runs(block):
    exec(compile(block, "README.md", "exec"), {})


def test_the_hint_stands_before_the_command_that_it_rescues_and_windows_has_commands_of_its_own():
    order = ["apt install python3-venv", "python3 -m venv .venv", "py -m venv .venv", "The next day"]
    assert sorted(order, key=README.index) == order
    assert ".venv\\Scripts\\bpwidgets lab" in README


def test_each_file_that_is_linked_exists():
    for target in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (ROOT / target).exists(), target


def test_each_lesson_and_each_lab_is_listed():
    for lesson in sorted((ROOT / "notebooks").glob("*.ipynb")):
        assert lesson.name in README
    for name in bp.__all__:
        if name.endswith("Lab") and name != "Lab":
            assert name in README


def test_each_picture_is_there_light_and_dark_and_small_enough():
    found = re.findall(r'(?:src|srcset)="([^"]*)"|\]\((notebooks/images/[^)]*)\)', README)
    files = {ROOT / (page or image) for page, image in found}
    assert files == {*gallery.FOLDER.iterdir()}
    assert {*files} >= {gallery.file(name, theme) for name in ("motion", *gallery.LABS) for theme in STYLES}
    assert all(file.stat().st_size < 1e6 for file in files)


def test_the_gallery_shows_every_lab_by_name():
    text = README
    shown = {lab.__name__ for lab, _ in gallery.LABS.values()}
    assert shown == {name for name in bp.__all__ if name.endswith("Lab") and name != "Lab"}
    assert all(f"<code>{name}</code>" in text for name in shown)
