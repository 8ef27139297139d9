"""What is said of the changes that the canonical form makes to a notebook."""
import base64
import copy
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpwidgets.teaching.notebooks.changes import LIVE_VIEW, OTHERWISE, changes

FILE = Path(__file__).parent.parent / "notebooks" / "01-teach-one-weight.ipynb"
LESSON = json.loads(FILE.read_text(encoding="utf-8"))


def shown(metadata=None, **data):
    return {"output_type": "display_data", "data": {kind.replace("_", "/"): value for kind, value in data.items()},
            "metadata": metadata or {}}


def printed(*lines, name="stdout"):
    return {"output_type": "stream", "name": name, "text": list(lines)}


def notebook(*outputs, number=1, minor=5, **metadata):
    cell = {"cell_type": "code", "id": "x", "metadata": metadata, "source": ["\n", "look(1)\n", "look(2)"],
            "outputs": list(outputs), "execution_count": number}
    return {"nbformat": 4, "nbformat_minor": minor, "metadata": {}, "cells": [cell]}


ERROR = {"output_type": "error", "ename": "E", "evalue": "v", "traceback": ["a", "b"]}
PICTURE, OTHER_PICTURE = (base64.b64encode(bytes(n)).decode() for n in (12_345, 678))
RESULT = {"output_type": "execute_result", "execution_count": 1, "data": {}, "metadata": {}}


@pytest.mark.parametrize("before, after, sentence", [
    (notebook(number=7), notebook(),
     "notebook: its execution counts become 1 to 1, as of one clean run; the first that changes stands at cell 0"),
    (notebook(RESULT | {"execution_count": 2}), notebook(RESULT),
     "notebook: its execution counts become 1 to 1, as of one clean run; the first that changes stands at cell 0"),
    (notebook(minor=4), notebook(), "notebook: its format 4.4 becomes 4.5, in which every cell has an id"),
    (notebook(execution={"a": 1}), notebook(),
     "cell 0 ('look(1)'): its metadata 'execution' is left out (the times of one run)"),
    (notebook(trusted=True), notebook(), "cell 0 ('look(1)'): its metadata 'trusted' is left out"),
    (notebook(), notebook(printed("a\n", "b\n")), "cell 0 ('look(1)'): its printed text is new (2 lines)"),
    (notebook(printed("a\n")), notebook(), "cell 0 ('look(1)'): its printed text goes"),
    (notebook(printed("a\n", name="stderr")), notebook(), "cell 0 ('look(1)'): its text on stderr goes"),
    (notebook(printed("a\n", "b\n", "c\n")), notebook(printed("a\n", "B\n", "C\n")),
     "cell 0 ('look(1)'): its printed text changes in line 2 from 'b' to 'B' (and 1 more)"),
    (notebook(printed("a\n")), notebook(printed("a\n", "b\n")),
     "cell 0 ('look(1)'): its printed text changes in line 2 from nothing to 'b'"),
    (notebook(printed("a\r\n")), notebook(printed("a\n")),
     "cell 0 ('look(1)'): its printed text changes in how its lines end"),
    (notebook(printed("a\n"), printed("b\n")), notebook(printed("a\n", "b\n")), OTHERWISE),
    (notebook(shown(text_plain=["1"])), notebook(shown(text_plain=["3"])),
     "cell 0 ('look(1)'): its text changes from '1' to '3'"),
    (notebook(shown(text_plain=["x" * 99])), notebook(shown(text_plain=["3"])),
     f"cell 0 ('look(1)'): its text changes from '{'x' * 37}...' to '3'"),
    (notebook(shown(text_html=["1"])), notebook(), "cell 0 ('look(1)'): its output text/html goes"),
    (notebook(shown(application_json={"a": 1})), notebook(shown(application_json={"a": 2})),
     "cell 0 ('look(1)'): its output application/json changes and is another one now"),
    (notebook(shown(image_png=PICTURE)), notebook(shown(image_png=OTHER_PICTURE)),
     "cell 0 ('look(1)'): its picture changes (12,345 bytes) and is another one now (678 bytes)"),
    (notebook(shown(text_plain="L", **{LIVE_VIEW: {}})), notebook(shown(text_plain="L")),
     "cell 0 ('look(1)'): its live view is left out (only the kernel that made it can show it)"),
    (notebook(ERROR), notebook(ERROR | {"traceback": []}),
     "cell 0 ('look(1)'): its traceback is left out (it names folders of one machine)"),
    (notebook(ERROR | {"traceback": []}), notebook(ERROR | {"evalue": "w", "traceback": []}),
     "cell 0 ('look(1)'): its error changes from 'E: v' to 'E: w'"),
    (notebook(shown({"a": 1}, text_plain="L")), notebook(shown(text_plain="L")),
     "cell 0 ('look(1)'): its metadata goes"),
])
def test_a_change_is_told_in_one_sentence(before, after, sentence):
    assert changes(before, after) == (sentence,)


def test_a_cell_without_an_id_and_one_with_the_id_of_another_are_told():
    before, after = notebook(), notebook()
    for form in (before, after):
        form["cells"] = [copy.deepcopy(form["cells"][0]) for _ in range(2)]
    before["cells"][0].pop("id")
    after["cells"][1]["id"] = "1"
    assert changes(before, after) == ("cell 0 ('look(1)'): it gets the id 'x'",
                                      "cell 1 ('look(1)'): its id 'x', which an earlier cell has, becomes '1'")


LEAVES = ("id", "execution_count", "text", "evalue", "image/png", "text/plain", "execution")


@given(st.integers(0, len(LESSON["cells"]) - 1), st.sampled_from(LEAVES))
def test_no_change_goes_untold(k, leaf):
    """Each thing that the form may change, changed in any cell of a lesson, gives sentences that name that cell."""
    before = copy.deepcopy(LESSON)
    cell = before["cells"][k]
    outputs = cell.get("outputs", [])
    for place in (cell, cell["metadata"], *outputs, *(output.get("data", {}) for output in outputs)):
        if leaf in place or (leaf == "execution" and place is cell["metadata"]):
            place[leaf] = base64.b64encode(b"other").decode()
    if before != LESSON:
        assert all(f"cell {k}" in sentence for sentence in changes(before, LESSON))
