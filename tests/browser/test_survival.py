"""What stays of a lab beside a cell that runs, after an error, after changes from code."""
import pytest

from tests.browser.labs import LABS

BUSY = {"WeightLab": "lab.set(learning_rate=0.001 + 0.0001 * (k % 40), steps=20 + k % 7)",
        "GradientFlowLab": "lab.set(gain=0.5 + 0.05 * (k % 40), seed=k % 7)"}


@pytest.mark.parametrize("lab", BUSY)
def test_a_lab_used_while_another_cell_draws_and_sets_is_not_corrupted(open_lab, lab):
    work = (f"import matplotlib.pyplot as plt, io\nfor k in range(50):\n    {BUSY[lab]}\n"
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
    assert page.slider("depth").get_attribute("aria-valuetext") == "20 hidden layers"
    notebook.run(3)
    page.press("depth")
    page.assert_in_step(setting="depth=21", since=before["serial"])


def test_cells_run_from_code_are_followed_by_the_controls(open_lab, subshells):
    notebook, page = open_lab("GradientFlowLab", "lab.set(depth=33, activation='relu', gain=1.4)",
                              "lab.controls['depth'].value = 12", subshells=subshells)
    before = page.settled()
    notebook.run(2)
    before = page.assert_in_step(setting="depth=33", since=before["serial"])
    assert page.slider("depth").get_attribute("aria-valuetext") == "33 hidden layers"
    notebook.run(3)
    page.assert_in_step(setting="depth=12", since=before["serial"])
