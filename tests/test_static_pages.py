"""A notebook that ran, as a page without a kernel: the picture of a lab stands there with its alternative text."""
import json

import nbformat
import pytest
from bs4 import BeautifulSoup
from nbclient import NotebookClient
from nbconvert import HTMLExporter

import bpwidgets as bp
from bpwidgets.teaching.notebooks.canonical import canonical_form

VIEW = "application/vnd.jupyter.widget-view+json"


@pytest.fixture(scope="module")
def executed():
    """A lab and a comparison in a notebook that nbclient ran, with the state of its widgets."""
    sources = ["import bpwidgets as bp; bp.WeightLab()", "bp.compare(bp.WeightLab, 'learning_rate', 0.001, 0.004)"]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in sources])
    NotebookClient(notebook, timeout=120, kernel_name="python3", store_widget_state=True).execute()
    return notebook


def pictures(notebook):
    """The alternative text of each picture of the page that nbconvert makes, by cell."""
    page = BeautifulSoup(HTMLExporter().from_notebook_node(notebook)[0], "html.parser")
    found = (cell.select("img[src^='data:image/png;base64,']") for cell in page.select(".jp-CodeCell"))
    return [[img["alt"] for img in images] for images in found]


@pytest.mark.parametrize("state", ["with the state of widgets", "without"])
def test_nbconvert_shows_the_picture_of_a_live_lab_with_its_alternative_text(executed, state):
    assert "widgets" in executed.metadata and VIEW in executed.cells[0].outputs[0].data
    notebook = nbformat.from_dict(json.loads(json.dumps(executed)))
    if state == "without":
        del notebook.metadata["widgets"]
    (alone,), (pair,) = pictures(notebook)
    lab = bp.WeightLab()
    assert alone == lab.plan.words(*lab.state, lab.views, "")["alt"]
    assert pair.count("WeightLab: step 0") == 2 and pair.startswith("learning rate: 0.001: ")


def test_the_output_of_a_lab_carries_its_alternative_text_too(executed):
    for cell in executed.cells:
        live, hidden = cell.outputs
        assert sorted(live.data) == [VIEW, "text/plain"]
        assert hidden.metadata["image/png"]["alt"] and hidden.data["image/png"].strip() in hidden.data["text/html"]


def test_the_canonical_form_keeps_one_picture_with_its_text(executed):
    for cell, ran in zip(canonical_form(executed).cells, executed.cells):
        output, = cell["outputs"]
        assert sorted(output["data"]) == ["image/png", "text/plain"]
        assert output["metadata"] == {"image/png": {"alt": ran.outputs[1].metadata["image/png"]["alt"]}}
