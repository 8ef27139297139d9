"""Committed notebooks are in the one canonical form, and the command that writes it can be trusted."""
import base64
import io
import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from bpwidgets.teaching import canonical

NOTEBOOKS = sorted((Path(__file__).parent.parent / "notebooks").glob("*.ipynb"))
TITLE = {"cell_type": "markdown", "id": "title", "metadata": {"editable": True}, "source": "# See a line\n"}

SHOWN = """
from IPython.display import display
display({"application/vnd.jupyter.widget-view+json": {"model_id": "1"}, "text/plain": "Lab(depth=3)", "image/png": %r}, raw=True)
"""


def png(width=40, height=30, mode="RGB", seed=0):
    """A picture of noise, which compresses badly, as base64."""
    bands = len(mode)
    pixels = np.random.default_rng(seed).integers(0, 256, (height, width, bands), dtype=np.uint8)
    file = io.BytesIO()
    Image.fromarray(pixels, mode=None).save(file, "PNG")
    return base64.b64encode(file.getvalue()).decode()


def code(source, outputs=(), number=None, **metadata):
    return {"cell_type": "code", "id": "x", "metadata": metadata, "source": source, "outputs": list(outputs),
            "execution_count": number}


def write(path, *cells, **metadata):
    path.write_text(json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": metadata, "cells": list(cells)}))
    return path


def stored(path):
    return json.loads(path.read_text())["cells"]


@pytest.fixture
def rewritten(tmp_path):
    """A function that rewrites a notebook with a title and these cells, and answers the stored cells after the title."""
    def rewritten(*cells):
        path = write(tmp_path / "lesson.ipynb", TITLE, *cells)
        canonical.rewrite(path)
        assert canonical.check(path) == "canonical"
        return stored(path)[1:]
    return rewritten


def argument_error(path, work=canonical.check):
    with pytest.raises(canonical.NotCanonical) as caught:
        work(path)
    return str(caught.value)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_every_lesson_is_canonical(path):
    assert canonical.check(path) == "canonical"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_every_lesson_is_whole_in_one_file(path):
    text = "".join("".join(cell["source"]) for cell in stored(path) if cell["cell_type"] == "markdown")
    assert "](images/" not in text and 'src="images/' not in text


def test_a_second_run_leaves_the_same_bytes(tmp_path):
    path = write(tmp_path / "lesson.ipynb", TITLE, code("print('a')\nprint('b')"), code(SHOWN % png()), code("1 + 1"),
                 kernelspec={"name": "mine"}, widgets={"state": 1})
    assert canonical.rewrite(path) == "rewritten"
    once = path.read_bytes()
    assert canonical.rewrite(path) == "unchanged"
    assert path.read_bytes() == once and once.endswith(b"}\n")


def test_ids_counts_and_metadata_are_plain(tmp_path):
    path = write(tmp_path / "lesson.ipynb", TITLE, code("'b'\n\n", number=7, tags=["b", "a"], trusted=True), code("2"), mine=1)
    canonical.rewrite(path)
    notebook = json.loads(path.read_text())
    assert notebook["metadata"] == canonical.METADATA and (notebook["nbformat"], notebook["nbformat_minor"]) == (4, 5)
    assert [cell["id"] for cell in notebook["cells"]] == ["0", "1", "2"]
    assert [cell["metadata"] for cell in notebook["cells"]] == [{}, {"tags": ["a", "b"]}, {}]
    assert [cell["execution_count"] for cell in notebook["cells"][1:]] == [1, 2]
    assert notebook["cells"][2]["outputs"] == [
        {"data": {"text/plain": ["2"]}, "execution_count": 2, "metadata": {}, "output_type": "execute_result"}]
    assert notebook["cells"][0]["source"] == ["# See a line"]


def test_pieces_of_a_stream_become_one(rewritten):
    [cell] = rewritten(code("import sys\nfor k in range(3):\n    print(k); sys.stdout.flush()"))
    assert cell["outputs"] == [{"name": "stdout", "output_type": "stream", "text": ["0\n", "1\n", "2\n"]}]


def test_a_displayed_lab_keeps_its_text_and_a_small_picture(rewritten):
    [cell] = rewritten(code(SHOWN % png(200, 150)))
    [output] = cell["outputs"]
    assert output["data"].keys() == {"text/plain", "image/png"} and output["data"]["text/plain"] == ["Lab(depth=3)"]
    kept = base64.b64decode(output["data"]["image/png"])
    assert Image.open(io.BytesIO(kept)).mode == "P" and len(kept) <= canonical.PICTURE_BYTES


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_a_picture_keeps_its_size_and_its_transparency(rewritten, mode):
    [cell] = rewritten(code(SHOWN % png(64, 48, mode)))
    kept = Image.open(io.BytesIO(base64.b64decode(cell["outputs"][0]["data"]["image/png"])))
    assert kept.size == (64, 48) and ("transparency" in kept.info) == (mode == "RGBA")


def test_a_picture_too_large_to_shrink_is_refused_and_nothing_written(tmp_path):
    path = write(tmp_path / "lesson.ipynb", TITLE, code("import math"), code(SHOWN.replace("%r", "open('p').read()")))
    (tmp_path / "p").write_text(png(700, 700))
    before = path.read_bytes()
    assert "cell 2: its picture of 700 x 700 pixels takes" in argument_error(path, canonical.rewrite)
    assert path.read_bytes() == before


def test_a_failing_cell_is_told_and_nothing_written(tmp_path):
    path = write(tmp_path / "lesson.ipynb", TITLE, code("1"), code("1 / 0"))
    before = path.read_bytes()
    assert argument_error(path, canonical.rewrite) == "cell 2 failed with ZeroDivisionError: division by zero"
    assert path.read_bytes() == before


@pytest.mark.parametrize("cells, sentence", [
    ([code("1")], "it must begin with its title: a text cell whose first line is '# ...'"),
    ([TITLE, code("\n".join(f"x = {k}" for k in range(11)))], "cell 1: it has 11 lines of code; at most 10 are allowed"),
    ([TITLE, code(" \n")], "cell 1: it is empty; remove it"),
    ([TITLE, code("x", [{"output_type": "error", "ename": "NameError", "evalue": "x", "traceback": []}], 1)],
     "cell 1: it holds an error (NameError: x)"),
    ([TITLE, code("x", [{"output_type": "stream", "name": "stderr", "text": "careful"}], 1)], "cell 1: it writes to stderr"),
    ([TITLE, code("x", [{"output_type": "stream", "name": "stdout", "text": "<f at 0x7f00aa11>"}], 1)],
     "its text holds a memory address ('at 0x7f00aa11')"),
])
def test_a_broken_rule_is_named_with_its_cell(tmp_path, cells, sentence):
    assert sentence in argument_error(write(tmp_path / "lesson.ipynb", *cells))


def test_ten_lines_and_blank_ones_between_are_allowed(rewritten):
    assert rewritten(code("\n\n".join(f"x = {k}" for k in range(10))))


@pytest.mark.parametrize("old, new, sentence", [
    ('"id": "1"', '"id": "a1b2"', """is '   "id": "a1b2",', expected '   "id": "1",'"""),
    ('"execution_count": 1', '"execution_count": 4', """is '   "execution_count": 4,', expected '   "execution_count": 1,'"""),
    ('"name": "python"', '"name": "python", "version": "3.13"', "version"),
    ("\n}\n", "\n}", "is missing, expected ''"),
    ("\n", "\r\n", "line 1 is '{\\r', expected '{'"),
])
def test_check_shows_the_first_line_that_differs(tmp_path, old, new, sentence):
    path = write(tmp_path / "lesson.ipynb", TITLE, code("1"))
    canonical.rewrite(path)
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new), newline="")
    assert sentence in argument_error(path) and f"bpwidgets canonical {path}" in argument_error(path)


def test_the_ends_of_lines_are_made_canonical_too(tmp_path):
    path = write(tmp_path / "lesson.ipynb", TITLE, code("1"))
    canonical.rewrite(path)
    once = path.read_bytes()
    path.write_bytes(once.replace(b"\n", b"\r\n"))
    assert canonical.rewrite(path) == "rewritten" and path.read_bytes() == once


def test_check_runs_and_writes_nothing(tmp_path):
    path = write(tmp_path / "lesson.ipynb", TITLE, code("open('ran', 'w')"))
    before = path.read_bytes()
    argument_error(path)
    assert path.read_bytes() == before and not (tmp_path / "ran").exists()


@pytest.mark.parametrize(
    "stored", [b"", b"{}", b"[1]", b'{"nbformat": 4}', b'{"nbformat": 4, "cells": [{"cell_type": "code"}]}', b"\xff"])
@pytest.mark.parametrize("work", [canonical.check, canonical.rewrite])
def test_what_is_no_notebook_is_refused(tmp_path, stored, work):
    path = tmp_path / "x.ipynb"
    path.write_bytes(stored)
    assert argument_error(path, work).startswith("this is not a notebook of format 4")


def test_a_missing_nbclient_is_named_with_its_cure(tmp_path, monkeypatch):
    monkeypatch.setattr(canonical.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(ModuleNotFoundError, match="needs nbformat, which comes with JupyterLab. Install it with: python -m pip"):
        canonical.check(write(tmp_path / "x.ipynb", TITLE))
