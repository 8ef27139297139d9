"""What stays of a lab: the next day, in boxes of the learner's own, beside a cell that runs, after an error."""
import pytest

from tests.browser.lab_page import PRELUDE, LabPage
from tests.browser.labs import BY_SUBSHELLS, LABS, small
from tests.browser.notebook_page import LOOKS

BOXES = ("ipywidgets.VBox([ipywidgets.Label('mine'), {}])", "ipywidgets.HBox([{}])",
         "ipywidgets.Tab([{}], titles=['lab'])")
BUSY = {"WeightLab": "lab.set(learning_rate=0.001 + 0.0001 * (k % 40), steps=20 + k % 7)",
        "GradientFlowLab": "lab.set(gain=0.5 + 0.05 * (k % 40), seed=k % 7)"}
STORED = "k => jupyterapp.shell.currentWidget.content.widgets[k].model.outputs.get(1).data['image/png']"


def test_reopened_the_next_day_without_and_with_a_kernel_the_notebook_shows_the_last_pictures(open_notebook):
    notebook = open_notebook([PRELUDE, *map(small, LABS)])
    notebook.run_all()
    pages = {lab: LabPage(notebook, cell, lab) for cell, lab in enumerate(LABS, 1)}
    first = {page.cell: notebook.page.evaluate(STORED, page.cell) for page in pages.values()}
    for lab, page in pages.items():
        page.settled()
        page.press(LABS[lab].slider, times=3)
    # A picture is kept when it was looked at for a while: from so far away that all are in sight, for the same while.
    notebook.resize(1280, 0.2, height=9600)
    notebook.output(1).scroll_into_view_if_needed()
    for cell, picture in first.items():
        notebook.page.wait_for_function(f"([k, first]) => ({STORED})(k) !== first", arg=[cell, picture], polling=LOOKS)
    kept = {cell: notebook.page.evaluate(STORED, cell).strip() for cell in first}
    for reopen in (notebook.reopen_without_kernel, notebook.reopen):
        reopen()
        for cell, stored in kept.items():
            image = notebook.output(cell).locator("img.jp-needs-light-background")
            image.wait_for()
            assert image.get_attribute("src").removeprefix("data:image/png;base64,").strip() == stored
            assert image.evaluate("e => e.decode().then(() => [e.naturalWidth, e.src.slice(0, 22)])") == [
                860, "data:image/png;base64,"]


@pytest.mark.parametrize("subshells", BY_SUBSHELLS)
def test_a_lab_works_inside_boxes_of_the_learners_own(open_cells, subshells):
    names = BY_SUBSHELLS[subshells]
    cells = [f"{lab} = bp.{lab}({LABS[lab].small}); {BOXES[k % 3].format(lab)}" for k, lab in enumerate(names)]
    notebook = open_cells(*cells, subshells=subshells)
    notebook.run_all()
    for cell, lab in enumerate(names, 1):
        page = LabPage(notebook, cell, lab)
        before = page.settled()
        page.press(LABS[lab].slider, times=2)
        after = page.assert_in_step(since=before["serial"])
        assert after["width"] >= 600 and after["settings"] != before["settings"]


@pytest.mark.parametrize("lab", BUSY)
def test_a_lab_used_while_another_cell_draws_and_sets_is_not_corrupted(open_lab, lab):
    work = (f"import matplotlib.pyplot as plt, io\nfor k in range(80):\n    {BUSY[lab]}\n"
            "    if k % 10 == 0: plt.plot([k]); plt.title(f'{k}'); plt.savefig(io.BytesIO()); plt.close()")
    notebook, page = open_lab(lab, work, subshells=LABS[lab].subshells)
    page.press(LABS[lab].slider, times=2)
    notebook.start(2)
    page.press(LABS[lab].slider, times=15)
    notebook.wait_until_done()
    assert notebook.errors() == []
    page.assert_in_step()


def test_an_error_stands_in_the_status_line_and_the_good_picture_stays(open_lab, subshells):
    spoil = ("good = lab._experiment.study\n"
             "def bad(settings): raise ValueError('no more numbers')\nlab._experiment.study = bad")
    notebook, page = open_lab("GradientFlowLab", spoil, "lab._experiment.study = good", subshells=subshells)
    before = page.settled()
    notebook.run(2)
    page.press("depth")
    page.output.get_by_role("status").filter(has_text="no more numbers").wait_for()
    assert page.at_rest()["picture"] == before["picture"]
    assert page.slider("depth").get_attribute("aria-valuetext") == "20"
    notebook.run(3)
    page.press("depth")
    page.assert_in_step(setting="depth=21", since=before["serial"])


def test_cells_run_from_code_are_followed_by_the_controls(open_lab, subshells):
    notebook, page = open_lab("GradientFlowLab", "lab.set(depth=33, activation='relu', gain=1.4)",
                              "lab.controls['depth'].value = 12", subshells=subshells)
    before = page.settled()
    notebook.run(2)
    before = page.assert_in_step(setting="depth=33", since=before["serial"])
    assert page.slider("depth").get_attribute("aria-valuetext") == "33"
    notebook.run(3)
    page.assert_in_step(setting="depth=12", since=before["serial"])
