"""The command that writes notebooks in canonical form can be trusted with the notebooks of others."""
import base64
import io
import json
import re
from pathlib import Path

import nbformat
import numpy as np
import pytest
from PIL import Image

from bpwidgets.teaching.notebooks import canonical, small_png

README = Path(__file__).parent.parent / "README.md"
TITLE = {"cell_type": "markdown", "id": "title", "metadata": {"editable": True}, "source": "# See a line\n"}

SHOWN = """
from IPython.display import display
live_view = {"application/vnd.jupyter.widget-view+json": {"model_id": "1"}}
display(live_view | {"text/plain": "Lab(depth=3)", "image/png": %r}, raw=True)
"""
INTO_AN_OUTPUT = """
import ipywidgets
from IPython.display import clear_output, display
print("above")
output = ipywidgets.Output()
display(output)
with output:
    print("old")
    clear_output()
    print("new")
"""


def png(width=40, height=30, mode="RGB", seed=0):
    """A picture of noise, which compresses badly, as base64."""
    bands = len(mode)
    pixels = np.random.default_rng(seed).integers(0, 256, (height, width, bands), dtype=np.uint8)
    file = io.BytesIO()
    Image.fromarray(pixels, mode=None).save(file, "PNG")
    return base64.b64encode(file.getvalue()).decode()


def code(source, outputs=(), number=None, name="x", **metadata):
    return {"cell_type": "code", "id": name, "metadata": metadata, "source": source, "outputs": list(outputs),
            "execution_count": number}


def displayed(metadata=None, **data):
    return {"output_type": "display_data", "data": {kind.replace("_", "/"): value for kind, value in data.items()},
            "metadata": metadata or {}}


def printed(text, name="stdout"):
    return {"output_type": "stream", "name": name, "text": text}


def write(path, *cells, minor=5, **metadata):
    path.write_text(json.dumps({"nbformat": 4, "nbformat_minor": minor, "metadata": metadata, "cells": list(cells)}))
    return path


def stored(path):
    return json.loads(path.read_text())["cells"]


@pytest.fixture
def in_order():
    """A function that returns the canonical form of one cell, whose outputs are taken as they are."""
    def in_order(cell):
        notebook = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [cell]}
        return canonical.canonical_form(nbformat.from_dict(notebook)).cells[0]
    return in_order


def refusal(path, work=canonical.check):
    with pytest.raises(canonical.NotCanonical) as caught:
        work(path)
    return str(caught.value)


# An instructor's notebook

[README_EXAMPLE] = [block for block in re.findall(r"```python\n(.*?)```", README.read_text(), flags=re.DOTALL)
                    if "make_lab" in block]
NBGRADER = {"grade": True, "grade_id": "q1", "locked": False, "points": 3, "schema_version": 3, "solution": True}
NOTEBOOK_METADATA = {"kernelspec": {"display_name": "My course", "language": "python", "name": "my-course"},
                     "language_info": {"name": "python"}, "celltoolbar": "Create Assignment", "rise": {"theme": "sky"}}
INSTRUCTORS_CELLS = (
    {"cell_type": "raw", "id": "a-raw", "metadata": {"raw_mimetype": "text/latex"}, "source": "\\newpage"},
    {"cell_type": "markdown", "id": "words", "metadata": {"slideshow": {"slide_type": "slide"}},
     "source": "![a dot](attachment:dot.png)\n", "attachments": {"dot.png": {"image/png": png(2, 2)}}},
    code("x = [\n" + "    1,\n" * 11 + "]\n\n", name="thirteen", tags=["z", "a"], nbgrader=NBGRADER,
         jupyter={"source_hidden": True}, collapsed=True, editable=False, slideshow={"slide_type": "fragment"}),
    code("from IPython.display import Image\nImage(open('dot.png', 'rb').read(), alt='a black dot')", name="picture"),
    code("1 / 0", name="raises", tags=["raises-exception"]),
    code("raise SystemExit", name="skipped", outputs=[printed("by hand\n")], tags=["skip-execution"]),
    code("", name="to-fill-in"),
    code(README_EXAMPLE, name="readme"),
)


@pytest.fixture(scope="module")
def instructors(tmp_path_factory):
    """The path of an instructor's notebook after a run, what was said of it, and what a second run says."""
    path = tmp_path_factory.mktemp("course") / "unit.ipynb"
    (path.parent / "dot.png").write_bytes(base64.b64decode(png(3, 3)))
    said = canonical.rewrite(write(path, *INSTRUCTORS_CELLS, **NOTEBOOK_METADATA))
    once = path.read_bytes()
    again = canonical.rewrite(path)
    assert path.read_bytes() == once and once.endswith(b"}\n")
    return path, said, again


@pytest.mark.parametrize("part", ["id", "cell_type", "source", "metadata", "attachments"])
def test_what_the_instructor_wrote_is_kept(instructors, part):
    path, _, _ = instructors
    after = [cell.get(part) for cell in stored(path)]
    joined = ["".join(value) if part == "source" else value for value in after]
    assert joined == [cell.get(part) for cell in INSTRUCTORS_CELLS]


def test_the_metadata_of_the_notebook_are_kept(instructors):
    assert json.loads(instructors[0].read_text())["metadata"] == NOTEBOOK_METADATA


def test_the_cells_that_ran_are_counted_and_the_others_left_as_they_were(instructors):
    cells = {cell["id"]: cell for cell in stored(instructors[0]) if cell["cell_type"] == "code"}
    assert {name: cell["execution_count"] for name, cell in cells.items()} == {
        "thirteen": 1, "picture": 2, "raises": 3, "skipped": None, "to-fill-in": None, "readme": 4}
    assert cells["skipped"]["outputs"] == [printed(["by hand\n"])]


def test_the_alternative_text_of_a_picture_is_kept(instructors):
    [output] = stored(instructors[0])[3]["outputs"]
    assert output["metadata"] == {"image/png": {"alt": "a black dot"}}


def test_an_error_that_the_cell_announces_is_kept(instructors):
    [output] = stored(instructors[0])[4]["outputs"]
    assert (output["ename"], output["evalue"]) == ("ZeroDivisionError", "division by zero")


def test_a_second_run_changes_nothing_and_says_so(instructors):
    _, said, again = instructors
    assert said and again == ()


def test_the_example_of_the_readme_runs_in_an_instructors_notebook(instructors):
    [output] = stored(instructors[0])[-1]["outputs"]
    assert output["data"].keys() == {"text/plain", "image/png"}


# A learner's notebook

SHOW_NOISE = f"from IPython.display import display\ndisplay({{'text/plain': 'A', 'image/png': {png()!r}}}, raw=True)"
DESCRIBED = displayed({"image/png": {"alt": "gray noise", "width": 7}}, text_plain="old", image_png=png(3, 3))
LEARNERS_CELLS = (
    TITLE,
    code("'a'", number=7, name="counted-7"), code("2", number=3, name="counted-3"),
    code(SHOW_NOISE, [DESCRIBED], name="described"),
    code(INTO_AN_OUTPUT, name="into-an-output"),
    code("[piece['text'] for piece in output.outputs]", name="asked"),
    code("with output: print('newer')", name="printed-later"),
    code(INTO_AN_OUTPUT, name="to-be-cleared"),
    code("with output: clear_output(wait=True); print('last')", name="clears"),
    code(SHOWN.replace("%r", repr(png(200, 150))), name="lab"),
)


@pytest.fixture(scope="module")
def learners(tmp_path_factory):
    """The cells of a learner's notebook after a run, by their ids."""
    path = write(tmp_path_factory.mktemp("learner") / "lesson.ipynb", *LEARNERS_CELLS)
    canonical.rewrite(path)
    canonical.check(path)
    return {cell["id"]: cell for cell in stored(path)}


def test_an_alternative_text_that_somebody_added_to_an_output_stays_with_it(learners):
    assert learners["described"]["outputs"][0]["metadata"] == {"image/png": {"alt": "gray noise"}}


def test_what_is_printed_into_an_output_widget_stands_under_the_cell(learners):
    assert [[output.get("text") or output["data"]["text/plain"] for output in learners[name]["outputs"]]
            for name in ("into-an-output", "printed-later")] == [[["above\n"], ["Output()"], ["new\n"]], [["newer\n"]]]


def test_an_output_widget_knows_what_was_printed_into_it(learners):
    assert learners["asked"]["outputs"][0]["data"]["text/plain"] == ["['new\\n']"]


def test_a_picture_cleared_from_an_output_widget_by_a_later_cell_is_gone_and_the_rest_stays(learners):
    assert [len(learners[name]["outputs"]) for name in ("to-be-cleared", "clears")] == [2, 1]


def test_an_error_inside_an_output_widget_is_not_overlooked(tmp_path):
    path = write(tmp_path / "x.ipynb", code("import ipywidgets\nwith ipywidgets.Output(): 1 / 0"))
    assert refusal(path, canonical.rewrite) == "cell 0: it holds an error (ZeroDivisionError: division by zero)"


# What a run leaves behind is put in order

def test_counts_and_results_of_a_run_out_of_order_are_put_in_order(learners):
    assert [cell["execution_count"] for cell in learners.values() if cell["cell_type"] == "code"] == list(range(1, 10))
    assert learners["counted-3"]["outputs"] == [
        {"data": {"text/plain": ["2"]}, "execution_count": 2, "metadata": {}, "output_type": "execute_result"}]


@pytest.mark.parametrize("times", [{"execution": {"iopub.status.busy": "2025"}}, {"ExecuteTime": {"end_time": "2025"}}])
def test_the_times_of_an_earlier_run_go(in_order, times):
    assert in_order(code("1", **times, tags=["mine"]))["metadata"] == {"tags": ["mine"]}


def test_the_state_of_live_views_and_the_details_of_the_kernel_go(tmp_path):
    language = {"name": "python", "version": "3.10.1"}
    path = write(tmp_path / "x.ipynb", TITLE, widgets={"state": 1}, language_info=language, mine=1)
    assert canonical.rewrite(path) == (
        "notebook: of its metadata 'language_info' only the name is kept, as the rest changes from kernel to kernel",
        "notebook: its metadata 'widgets' is left out (the state of live views, which only their kernel can show)")
    assert json.loads(path.read_text())["metadata"] == {"language_info": {"name": "python"}, "mine": 1}


def test_cells_of_an_older_format_get_ids_that_no_other_cell_has(tmp_path):
    cells = [{"cell_type": "markdown", "metadata": {}, "source": str(k)} for k in range(3)]
    path = write(tmp_path / "x.ipynb", cells[0], cells[1] | {"id": "2"}, cells[2], cells[2] | {"id": "2"}, minor=4)
    said = canonical.rewrite(path)
    assert [cell["id"] for cell in stored(path)] == ["0", "2", "2-2", "3"]
    assert json.loads(path.read_text())["nbformat_minor"] == 5
    assert said[:2] == ("notebook: its format 4.4 becomes 4.5, in which every cell has an id",
                        "cell 0 ('0'): it gets the id '0'")


def test_pieces_of_a_stream_become_one(in_order):
    pieces = [printed("0\n"), printed("1\n"), printed("2", "stderr"), printed("3")]
    assert in_order(code("1", pieces))["outputs"] == [printed("0\n1\n"), printed("2", "stderr"), printed("3")]


def test_a_displayed_lab_keeps_its_text_and_a_small_picture(learners):
    [output] = learners["lab"]["outputs"]
    assert output["data"].keys() == {"text/plain", "image/png"} and output["data"]["text/plain"] == ["Lab(depth=3)"]
    kept = base64.b64decode(output["data"]["image/png"])
    assert Image.open(io.BytesIO(kept)).mode == "P" and len(kept) <= small_png.PICTURE_BYTES


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_a_picture_keeps_its_size_and_its_transparency(mode):
    kept = Image.open(io.BytesIO(base64.b64decode(small_png.small_png(png(64, 48, mode)))))
    assert kept.size == (64, 48) and ("transparency" in kept.info) == (mode == "RGBA")


# Nothing of the instructor's work is lost

def test_a_picture_too_large_to_shrink_is_refused_and_nothing_written(tmp_path):
    show = SHOWN.replace("%r", "open('p').read()")
    path = write(tmp_path / "lesson.ipynb", TITLE, code("import math"), code(show, name="y"))
    (tmp_path / "p").write_text(png(400, 400))
    before = path.read_bytes()
    assert "cell 2: its picture of 400 x 400 pixels takes" in refusal(path, canonical.rewrite)
    assert path.read_bytes() == before


def test_a_failing_cell_is_told_and_nothing_written(tmp_path):
    announced = code("1 / 0", name="b", tags=["raises-exception"])
    path = write(tmp_path / "lesson.ipynb", TITLE, code("1", name="a"), announced, code("1 / 0", name="c"),
                 code("2", number=4, name="d"))
    before = path.read_bytes()
    assert refusal(path, canonical.rewrite) == "cell 3 failed with ZeroDivisionError: division by zero"
    assert path.read_bytes() == before and list(tmp_path.iterdir()) == [path]


def test_what_somebody_saved_while_the_cells_ran_is_kept(tmp_path):
    path = write(tmp_path / "x.ipynb", code("open('x.ipynb', 'a').write(' ')"))
    before = path.read_bytes()
    assert "it was changed while its cells ran" in refusal(path, canonical.rewrite)
    assert path.read_bytes() == before + b" "


def test_a_write_that_ends_early_leaves_the_old_file_and_nothing_beside_it(tmp_path, monkeypatch):
    path = write(tmp_path / "x.ipynb", TITLE)
    before, write_bytes = path.read_bytes(), Path.write_bytes

    def half(place, content):
        write_bytes(place, content[:len(content) // 2])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", half)
    with pytest.raises(OSError, match="No space left"):
        canonical.rewrite(path)
    assert path.read_bytes() == before and list(tmp_path.iterdir()) == [path]


def test_a_link_stays_a_link_and_the_file_keeps_its_permissions(tmp_path):
    path = write(tmp_path / "x.ipynb", TITLE)
    path.chmod(0o640)
    link = tmp_path / "link.ipynb"
    link.symlink_to(path)
    assert canonical.rewrite(link) and canonical.rewrite(path) == ()
    assert link.is_symlink() and path.stat().st_mode & 0o777 == 0o640


# What cannot be brought into the form

@pytest.mark.parametrize("cell, sentence", [
    (code("x", [{"output_type": "error", "ename": "NameError", "evalue": "x", "traceback": []}], 1),
     "cell 1: it holds an error (NameError: x)"),
    (code("x", [printed("careful, or else\n", "stderr")], 1),
     "cell 1: it writes to stderr, beginning with 'careful, or else'"),
    (code("x", [printed("<f at 0x7f00aa11>")], 1), "its text holds a memory address ('at 0x7f00aa11')"),
])
def test_a_broken_rule_is_named_with_its_cell(tmp_path, cell, sentence):
    assert sentence in refusal(write(tmp_path / "lesson.ipynb", TITLE, cell))


@pytest.fixture(scope="module")
def run_once(tmp_path_factory):
    """What a notebook holds that was rewritten."""
    path = write(tmp_path_factory.mktemp("once") / "x.ipynb", TITLE, code("1"), language_info={"name": "python"})
    canonical.rewrite(path)
    return path.read_bytes()


@pytest.mark.parametrize("old, new, sentence", [
    ('"execution_count": 1', '"execution_count": 4',
     "notebook: its execution counts become 1 to 1, as of one clean run; the first that changes stands at cell 1"),
    ('"name": "python"', '"name": "python", "version": "3.13"',
     "notebook: of its metadata 'language_info' only the name is kept"),
    ("\n}\n", "\n}", "the same content is written in another way (spaces, line ends"),
    ("\n", "\r\n", "the same content is written in another way (spaces, line ends"),
])
def test_check_says_what_would_change(tmp_path, run_once, old, new, sentence):
    path = tmp_path / "lesson.ipynb"
    path.write_bytes(run_once)
    canonical.check(path)
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new), newline="")
    assert sentence in refusal(path) and f"bpwidgets canonical {path}" in refusal(path)


def test_the_ends_of_lines_are_made_canonical_too(tmp_path, run_once):
    path = tmp_path / "lesson.ipynb"
    path.write_bytes(run_once.replace(b"\n", b"\r\n"))
    assert canonical.rewrite(path) and path.read_bytes() == run_once


def test_check_runs_and_writes_nothing(tmp_path):
    path = write(tmp_path / "lesson.ipynb", TITLE, code("open('ran', 'w')"))
    before = path.read_bytes()
    refusal(path)
    assert path.read_bytes() == before and not (tmp_path / "ran").exists()


@pytest.mark.parametrize(
    "stored", [b"", b"{}", b"[1]", b'{"nbformat": 4}', b'{"nbformat": 4, "cells": [{"cell_type": "code"}]}', b"\xff"])
@pytest.mark.parametrize("work", [canonical.check, canonical.rewrite])
def test_what_is_no_notebook_is_refused(tmp_path, stored, work):
    path = tmp_path / "x.ipynb"
    path.write_bytes(stored)
    assert refusal(path, work).startswith("this is not a notebook of format 4")


def test_a_missing_nbclient_is_named_with_its_cure(tmp_path, monkeypatch):
    monkeypatch.setattr(canonical.importlib.util, "find_spec", lambda name: None)
    cure = "needs nbformat, which comes with JupyterLab. Install it with: python -m pip"
    with pytest.raises(ModuleNotFoundError, match=cure):
        canonical.check(write(tmp_path / "x.ipynb", TITLE))
