"""What stays of a lab: the next day, in boxes of the learner's own, beside a cell that runs, after an error."""
import pytest

from tests.browser.lab_page import PRELUDE, LabPage
from tests.browser.labs import BY_SUBSHELLS, LABS, in_cells, open_lab

BOXES = ("ipywidgets.VBox([ipywidgets.Label('mine'), {}])", "ipywidgets.HBox([{}])",
         "ipywidgets.Tab([{}], titles=['lab'])")
BUSY = {"WeightLab": "lab.set(learning_rate=0.001 + 0.0001 * (k % 40), steps=20 + k % 7)",
        "GradientFlowLab": "lab.set(gain=0.5 + 0.05 * (k % 40), seed=k % 7)"}
STORED = "k => jupyterapp.shell.currentWidget.content.widgets[k].model.outputs.get(1).data['image/png']"


def test_reopened_the_next_day_without_and_with_a_kernel_the_notebook_shows_the_last_pictures(open_notebook):
    notebook = open_notebook([PRELUDE, *(source for lab in LABS for source in in_cells(lab))])
    notebook.run_all()
    kept = {}
    for k, lab in enumerate(LABS):
        page = LabPage(notebook, 1 + 2 * k, 2 + 2 * k).at_rest()
        first = notebook.page.evaluate(STORED, page.cell)
        page.press(LABS[lab].slider, times=3)
        notebook.page.wait_for_function(f"([k, first]) => ({STORED})(k) !== first", arg=[page.cell, first])
        kept[page.cell] = notebook.page.evaluate(STORED, page.cell).strip()
    for reopen in (notebook.reopen_without_kernel, notebook.reopen):
        reopen()
        for cell, stored in kept.items():
            image = notebook.output(cell).locator("img.jp-needs-light-background")
            image.wait_for()
            assert image.get_attribute("src").removeprefix("data:image/png;base64,").strip() == stored
            assert image.evaluate("e => e.decode().then(() => [e.naturalWidth, e.src.slice(0, 22)])") == [
                860, "data:image/png;base64,"]
    notebook.console_errors.clear()


@pytest.mark.parametrize("subshells", BY_SUBSHELLS)
def test_a_lab_works_inside_boxes_of_the_learners_own(open_notebook, subshells):
    names = BY_SUBSHELLS[subshells]
    cells = []
    for k, lab in enumerate(names):
        cells += [f"{lab} = bp.{lab}({LABS[lab].small}); {BOXES[k % 3].format(lab)}", f"state({lab})"]
    notebook = open_notebook([PRELUDE, *cells], subshells=subshells)
    notebook.run_all()
    for k, lab in enumerate(names):
        page = LabPage(notebook, cell=1 + 2 * k, ask=2 + 2 * k)
        before, serial = page.sliders(), page.at_rest().serial
        page.press(LABS[lab].slider, times=2)
        assert page.assert_in_step(since=serial)["width"] >= 600
        assert page.sliders() != before


@pytest.mark.parametrize("lab", BUSY)
def test_a_lab_used_while_another_cell_draws_and_sets_is_not_corrupted(open_notebook, lab):
    work = (f"import matplotlib.pyplot as plt, io\nfor k in range(80):\n    {BUSY[lab]}\n"
            "    if k % 10 == 0: plt.plot([k]); plt.title(f'{k}'); plt.savefig(io.BytesIO()); plt.close()")
    notebook, page = open_lab(open_notebook, lab, work, subshells=LABS[lab].subshells)
    page.press(LABS[lab].slider, times=2)
    notebook.start(3)
    page.press(LABS[lab].slider, times=15)
    notebook.wait_until_done()
    assert notebook.errors() == []
    page.assert_in_step()


def test_an_error_stands_in_the_status_line_and_the_good_picture_stays(open_notebook, subshells):
    spoil = "good = lab._experiment.study\ndef bad(settings): raise ValueError('no more numbers')\nlab._experiment.study = bad"
    notebook, page = open_lab(open_notebook, "GradientFlowLab", spoil, "lab._experiment.study = good",
                              subshells=subshells)
    picture, before = page.at_rest().picture(), page.serial
    notebook.run(3)
    page.press("depth")
    page.output.get_by_role("status").filter(has_text="no more numbers").wait_for()
    assert page.at_rest().picture() == picture
    assert page.slider("depth").get_attribute("aria-valuetext") == "20"
    notebook.run(4)
    page.press("depth")
    page.assert_in_step(setting="depth=21", since=before)


def test_cells_run_from_code_are_followed_by_the_controls(open_notebook, subshells):
    notebook, page = open_lab(open_notebook, "GradientFlowLab", "lab.set(depth=33, activation='relu', gain=1.4)",
                              "lab.controls['depth'].value = 12", subshells=subshells)
    before = page.at_rest().serial
    notebook.run(3)
    page.assert_in_step(setting="depth=33", since=before)
    assert page.slider("depth").get_attribute("aria-valuetext") == "33"
    before = page.serial
    notebook.run(4)
    page.assert_in_step(setting="depth=12", since=before)
