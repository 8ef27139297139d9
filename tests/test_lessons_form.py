"""The lessons of this package are committed in canonical form, and keep the limits that make a lesson easy to read."""
import base64
import json
from pathlib import Path

import pytest

from bpwidgets.teaching.checks import lesson_check
from bpwidgets.teaching.notebooks import canonical, small_png

NOTEBOOKS = sorted((Path(__file__).parent.parent / "notebooks").glob("*.ipynb"))
METADATA = {"kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
            "language_info": {"name": "python"}}
LINES_PER_CELL = 10
pytestmark = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)


def cells(path, kind=None):
    every = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return [cell for cell in every if kind in (None, cell["cell_type"])]


def lines(cell):
    return [line for line in "".join(cell["source"]).splitlines() if line.strip()]


def test_it_is_canonical(path):
    canonical.check(path)


def test_it_keeps_the_promises_of_a_lesson(path):
    assert lesson_check.check(path) == ()


def test_it_is_whole_in_one_file(path):
    text = "".join("".join(cell["source"]) for cell in cells(path, "markdown"))
    assert "](images/" not in text and 'src="images/' not in text


def test_it_begins_with_its_title(path):
    first = cells(path)[0]
    assert first["cell_type"] == "markdown" and first["source"][0].startswith("# ")


def test_no_cell_is_empty_or_has_empty_lines_around_it(path):
    sources = ["".join(cell["source"]) for cell in cells(path)]
    assert [source for source in sources if not source.strip() or source != source.strip("\n")] == []


def test_no_cell_has_too_many_lines_of_code(path):
    assert [cell["id"] for cell in cells(path, "code") if len(lines(cell)) > LINES_PER_CELL] == []


def test_it_has_no_metadata_but_kernel_and_sorted_tags(path):
    assert json.loads(path.read_text(encoding="utf-8"))["metadata"] == METADATA
    for cell in cells(path):
        tags = cell["metadata"].get("tags")
        assert cell["metadata"] == ({"tags": sorted(tags)} if tags else {})


def described(metadata):
    """Nothing but the alternative text of a picture."""
    return metadata == {} or (list(metadata) == ["image/png"] and list(metadata["image/png"]) == ["alt"])


def test_its_ids_are_short_and_its_cells_all_ran_without_an_error(path):
    assert all(len(cell["id"]) <= 8 for cell in cells(path))
    assert [cell["execution_count"] for cell in cells(path, "code")] == list(range(1, len(cells(path, "code")) + 1))
    assert not [output for cell in cells(path, "code") for output in cell["outputs"]
                if output["output_type"] == "error" or not described(output.get("metadata", {}))]


def test_its_pictures_are_small(path):
    outputs = [output.get("data", {}) for cell in cells(path, "code") for output in cell["outputs"]]
    pictures = [base64.b64decode(data["image/png"]) for data in outputs if "image/png" in data]
    assert all(len(picture) <= small_png.PICTURE_BYTES for picture in pictures)


def test_it_leads_to_the_next_lesson(path):
    """The course is walked through by its links; the last lesson there is may name what comes as it likes."""
    closing = [text for cell in cells(path) if "## What comes next" in (text := "".join(cell["source"]))]
    assert len(closing) == 1
    after = NOTEBOOKS[NOTEBOOKS.index(path) + 1:][:1]
    assert all(f"]({name.name})" in closing[0] for name in after)
