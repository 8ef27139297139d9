"""Both labs in a real JupyterLab: what a hand does, what is on the screen, and what survives."""
import re

import pytest

from tests.browser.lab_page import PRELUDE, LabPage

FIRST_SLIDER = {"WeightLab": "weight", "GradientFlowLab": "depth"}
BOTH = pytest.mark.parametrize("lab", FIRST_SLIDER)
# Each lab and each way to hear widgets; the labs have the same parts, so that not every pair is needed.
PAIRS = pytest.mark.parametrize("lab, subshells", [("WeightLab", "default"), ("GradientFlowLab", "disabled")])


def open_lab(open_notebook, lab, *more, display="lab", arguments="", **options):
    """A notebook with one lab in cell 1 and its state in cell 2; `more` cells follow."""
    notebook = open_notebook([PRELUDE, f"lab = bp.{lab}({arguments})\n{display}", "state(lab)", *more], **options)
    for cell in (0, 1):
        notebook.run(cell)
    assert notebook.errors() == []
    return notebook, LabPage(notebook, cell=1, ask=2)


@PAIRS
def test_the_first_and_every_later_key_on_a_slider_changes_the_picture(open_notebook, subshells, lab):
    notebook, page = open_lab(open_notebook, lab, subshells=subshells)
    seen = [page.at_rest().picture()]
    for _ in range(3):
        notebook.press(page.slider(FIRST_SLIDER[lab]), "ArrowRight")
        page.assert_in_step()
        seen.append(page.picture())
    assert len(set(seen)) == 4


@PAIRS
def test_the_last_value_of_a_fast_drag_is_the_one_shown(open_notebook, subshells, lab):
    notebook, page = open_lab(open_notebook, lab, subshells=subshells)
    for dx in (30, -55):
        handle = page.slider(FIRST_SLIDER[lab])
        notebook.drag(handle, dx, steps=25)
        state = page.assert_in_step()
        value = float(handle.get_attribute("aria-valuetext"))
        assert f"{FIRST_SLIDER[lab]}={value:g}" in re.sub(r"\.0(?=[,)])", "", state["settings"])


@PAIRS
def test_a_lab_used_while_another_cell_draws_and_sets_is_not_corrupted(open_notebook, subshells, lab):
    busy = {"WeightLab": "lab.set(learning_rate=0.001 + 0.0001 * (k % 40), steps=20 + k % 7)",
            "GradientFlowLab": "lab.set(gain=0.5 + 0.05 * (k % 40), seed=k % 7)"}[lab]
    work = (f"import matplotlib.pyplot as plt, io\nfor k in range(80):\n    {busy}\n"
            "    if k % 10 == 0: plt.plot([k]); plt.title(f'{k}'); plt.savefig(io.BytesIO()); plt.close()")
    notebook, page = open_lab(open_notebook, lab, work, subshells=subshells)
    slider = page.slider(FIRST_SLIDER[lab])
    notebook.press(slider, "ArrowRight", times=2)
    notebook.start(3)
    notebook.press(slider, "ArrowRight", times=15)
    notebook.wait_until_done()
    assert notebook.errors() == []
    page.assert_in_step()


@PAIRS
def test_a_page_reloaded_with_its_kernel_shows_settings_and_picture_again(open_notebook, subshells, lab):
    notebook, page = open_lab(open_notebook, lab, subshells=subshells)
    notebook.press(page.slider(FIRST_SLIDER[lab]), "ArrowRight", times=3)
    before = page.assert_in_step()
    notebook.reload()
    page.image.wait_for()
    after = page.assert_in_step()
    assert after["settings"] == before["settings"]
    notebook.press(page.slider(FIRST_SLIDER[lab]), "ArrowRight")
    assert page.assert_in_step()["settings"] != before["settings"]


@PAIRS
def test_restart_and_run_all_gives_a_working_lab(open_notebook, subshells, lab):
    notebook, page = open_lab(open_notebook, lab, subshells=subshells)
    first = page.assert_in_step()
    notebook.press(page.slider(FIRST_SLIDER[lab]), "ArrowRight")
    notebook.restart_and_run_all()
    assert notebook.errors() == []
    assert page.assert_in_step() == first
    notebook.press(page.slider(FIRST_SLIDER[lab]), "ArrowRight")
    assert page.assert_in_step()["settings"] != first["settings"]


@PAIRS
def test_one_lab_in_two_cells_stays_one_state(open_notebook, subshells, lab):
    notebook, page = open_lab(open_notebook, lab, "lab", subshells=subshells)
    notebook.run(3)
    twin = LabPage(notebook, cell=3, ask=2)
    for mover in (page, twin):
        notebook.press(mover.slider(FIRST_SLIDER[lab]), "ArrowRight", times=2)
        page.assert_in_step()
        twin.assert_in_step()
        assert page.picture() == twin.picture()
        assert page.slider(FIRST_SLIDER[lab]).get_attribute("aria-valuetext") == \
            twin.slider(FIRST_SLIDER[lab]).get_attribute("aria-valuetext")


@PAIRS
def test_a_lab_works_inside_boxes_of_the_learners_own(open_notebook, subshells, lab):
    boxes = ["ipywidgets.VBox([ipywidgets.Label('mine'), {}])", "ipywidgets.HBox([{}])", "ipywidgets.Tab([{}], titles=['lab'])"]
    cells = [source for k, box in enumerate(boxes) for source in (f"lab{k} = bp.{lab}(); {box.format(f'lab{k}')}", f"state(lab{k})")]
    notebook = open_notebook([PRELUDE, *cells], subshells=subshells)
    notebook.run_all()
    for k in range(3):
        page = LabPage(notebook, cell=1 + 2 * k, ask=2 + 2 * k)
        before = page.assert_in_step()
        notebook.press(page.slider(FIRST_SLIDER[lab]), "ArrowRight", times=2)
        after = page.assert_in_step()
        assert after["settings"] != before["settings"] and after["width"] >= 600


@BOTH
def test_the_picture_for_later_is_hidden_while_the_lab_lives(open_notebook, lab):
    notebook, page = open_lab(open_notebook, lab)
    page.at_rest()
    stills = notebook.output(1).locator("img.jp-needs-light-background")
    assert stills.count() == 1 and not stills.is_visible()


@pytest.mark.parametrize("way", ["reopen_without_kernel", "reopen"])
@BOTH
def test_reopened_the_next_day_the_notebook_shows_the_last_picture(open_notebook, lab, way):
    notebook, page = open_lab(open_notebook, lab)
    page.at_rest()
    still = "k => jupyterapp.shell.currentWidget.content.widgets[k].model.outputs.get(1).data['image/png'].length"
    first = notebook.page.evaluate(still, 1)
    notebook.press(page.slider(FIRST_SLIDER[lab]), "ArrowRight", times=3)
    notebook.page.wait_for_function(f"first => ({still})(1) !== first", arg=first)
    kept = notebook.outputs(1)[1]["data"]["image/png"].strip()
    getattr(notebook, way)()
    image = notebook.output(1).locator("img.jp-needs-light-background")
    image.wait_for()
    assert image.get_attribute("src").removeprefix("data:image/png;base64,").strip() == kept
    assert image.evaluate("e => e.decode().then(() => [e.naturalWidth, e.src.slice(0, 22)])") == [860, "data:image/png;base64,"]
    notebook.console_errors.clear()


@BOTH
def test_each_control_has_a_name_for_a_screen_reader(open_notebook, lab):
    notebook, page = open_lab(open_notebook, lab)
    page.at_rest()
    notebook.output(1).get_by_role("button", name="more settings").click()
    notebook.output(1).locator(".bpw-rest .bpw-control").first.wait_for()
    page.at_rest()
    told = notebook.accessibility(notebook.output(1))
    wanted = {"slider", "combobox", "checkbox", "button", "textbox", "img", "spinbutton"}
    assert [(role, name) for role, name, _ in told if role in wanted and not name.strip()] == []
    sliders = {name for role, name, _ in told if role == "slider"}
    expected = {"WeightLab": {"weight", "learning rate", "step shown", "steps"},
                "GradientFlowLab": {"depth", "width", "gain", "bias scale", "input scale", "examples", "seed", "band", "clip at", "layer"}}
    assert sliders == expected[lab]


@BOTH
def test_keys_on_a_focused_control_stay_with_it(open_notebook, lab):
    notebook, page = open_lab(open_notebook, lab, "1", "2")
    page.at_rest()
    active = "() => jupyterapp.shell.currentWidget.content.activeCellIndex"
    count = "() => jupyterapp.shell.currentWidget.content.widgets.length"
    notebook.press(page.slider(FIRST_SLIDER[lab]), "ArrowRight")
    before = notebook.page.evaluate(active), notebook.page.evaluate(count)
    targets = notebook.output(1).locator("[role=slider]:visible, select:visible, input:visible, button:visible, .widget-readout:visible")
    for k in range(targets.count()):
        for key in ("ArrowDown", "ArrowUp", "Home", "a", "d", "d", "x"):
            targets.nth(k).focus()
            notebook.page.keyboard.press(key)
            assert (notebook.page.evaluate(active), notebook.page.evaluate(count)) == before, (k, key)


def test_a_dropdown_is_changed_by_arrow_keys_alone(open_notebook):
    notebook, page = open_lab(open_notebook, "GradientFlowLab")
    page.at_rest()
    notebook.press(notebook.output(1).get_by_role("combobox", name="activation"), "ArrowDown")
    page.assert_in_step(setting="activation='tanh'")


def test_every_control_is_reached_by_tab_in_reading_order(open_notebook):
    notebook, page = open_lab(open_notebook, "WeightLab")
    page.at_rest()
    page.slider("weight").focus()
    names = []
    for _ in range(11):
        names.append(notebook.page.evaluate(
            "() => document.activeElement.ariaLabel || document.activeElement.closest('.bpw-control')?.textContent.trim()"
            " || document.activeElement.textContent.trim()"))
        notebook.page.keyboard.press("Tab")
    assert names == ["weight", "weight, exact value", "learning rate", "learning rate, exact value", "step shown",
                     "step shown, exact value", "Start", "Back", "Step", "Play", "loss"]


@pytest.mark.parametrize("name, typed, setting", [("learning rate", "0.0048840", "learning_rate=0.004884"),
                                                  ("weight", "2.3456", "weight=2.3456"), ("weight", "-1.5", "weight=-1.5")])
def test_an_exact_value_can_be_typed(open_notebook, name, typed, setting):
    notebook, page = open_lab(open_notebook, "WeightLab")
    page.at_rest()
    field = notebook.output(1).get_by_role("textbox", name=f"{name}, exact value")
    field.click()
    notebook.page.keyboard.press("Control+a")
    notebook.page.keyboard.type(typed)
    notebook.page.keyboard.press("Enter")
    page.assert_in_step(setting=setting)


def test_step_back_play_and_pause_move_the_point_along_the_run(open_notebook, subshells):
    notebook, page = open_lab(open_notebook, "WeightLab", arguments="steps=6", subshells=subshells)
    page.at_rest()
    output = notebook.output(1)
    shown = page.slider("step shown")
    for button, step in (("Step", "1"), ("Step", "2"), ("Back", "1")):
        output.get_by_role("button", name=button, exact=True).click()
        notebook.page.wait_for_function("([e, v]) => e.getAttribute('aria-valuetext') === v",
                                        arg=[shown.element_handle(), step])
    output.get_by_role("button", name="Play", exact=True).click()
    output.get_by_role("button", name="Pause", exact=True).wait_for()
    notebook.page.wait_for_function("e => e.getAttribute('aria-valuetext') === '6'", arg=shown.element_handle())
    output.get_by_role("button", name="Play", exact=True).wait_for()
    page.assert_in_step(setting="step=6")
    output.get_by_role("button", name="Start", exact=True).click()
    notebook.page.wait_for_function("e => e.getAttribute('aria-valuetext') === '0'", arg=shown.element_handle())
    page.assert_in_step(setting="step=0")


def test_an_error_stands_in_the_status_line_and_the_good_picture_stays(open_notebook, subshells):
    spoil = "good = lab._experiment.study\ndef bad(settings): raise ValueError('no more numbers')\nlab._experiment.study = bad"
    notebook, page = open_lab(open_notebook, "GradientFlowLab", spoil, "lab._experiment.study = good", subshells=subshells)
    page.assert_in_step()
    before = page.picture()
    notebook.run(3)
    notebook.press(page.slider("depth"), "ArrowRight")
    notebook.output(1).get_by_role("status").filter(has_text="no more numbers").wait_for()
    assert page.at_rest().picture() == before
    assert page.slider("depth").get_attribute("aria-valuetext") == "20"
    notebook.run(4)
    notebook.press(page.slider("depth"), "ArrowRight")
    page.assert_in_step(setting="depth=21")


@BOTH
def test_the_picture_follows_the_theme(open_notebook, lab):
    notebook, page = open_lab(open_notebook, lab)
    page.assert_in_step(dark=False)
    notebook.switch_theme("dark")
    page.assert_in_step(dark=True)
    notebook.switch_theme("light")
    page.assert_in_step(dark=False)


@pytest.mark.parametrize("pixel_ratio, width", [(1, 800), (2, 800), (1, 1400), (2, 1400)])
def test_the_pictures_are_as_sharp_as_the_screen_and_fit_it(open_notebook, pixel_ratio, width):
    notebook = open_notebook([PRELUDE, "one = bp.WeightLab(); one", "state(one)", "two = bp.GradientFlowLab(); two", "state(two)"],
                             pixel_ratio=pixel_ratio, width=width)
    notebook.run_all()
    for cell in (1, 3):
        page = LabPage(notebook, cell=cell, ask=cell + 1)
        state = page.assert_in_step()
        natural, css = page.image.evaluate("e => [e.naturalWidth, e.width]")
        assert natural == state["width"] * pixel_ratio
        box = notebook.output(cell).evaluate("e => [e.scrollWidth, e.clientWidth]")
        assert box[0] <= box[1]
        if state["width"] > 600:
            assert css == state["width"]


def test_cells_run_from_code_are_followed_by_the_controls(open_notebook, subshells):
    notebook, page = open_lab(open_notebook, "GradientFlowLab", "lab.set(depth=33, activation='relu', gain=1.4)",
                              "lab.controls['depth'].value = 12", subshells=subshells)
    notebook.run(3)
    page.assert_in_step(setting="depth=33")
    assert page.slider("depth").get_attribute("aria-valuetext") == "33"
    notebook.run(4)
    page.assert_in_step(setting="depth=12")


def test_labs_side_by_side_share_the_width(open_notebook):
    notebook = open_notebook(["import bpwidgets as bp\nbp.compare(bp.WeightLab, 'scaled', False, True)"])
    notebook.run(0)
    pictures = notebook.output(0).locator(".bpw-picture img")
    pictures.nth(1).wait_for()
    left, right = (pictures.nth(k).bounding_box() for k in (0, 1))
    assert abs(left["y"] - right["y"]) < 1 and left["x"] + left["width"] <= right["x"]
    assert min(left["width"], right["width"]) > 350
    assert notebook.errors() == []
