"""Hands on pictures in a real JupyterLab: drags, arrow keys, coarse pictures that become exact, labs that follow each other."""
import pytest

from tests.browser.lab_page import PRELUDE, LabPage
from tests.browser.test_labs import open_lab

# Lab, arguments, its first slider, the picture that a hand can act on, the setting that an arrow key changes.
NEW_LABS = {"SurfaceLab": ("", "w1", "map", "theta"),
            "OptimizerRaceLab": ("", "learning rate", "map", "start"),
            "CurvatureLab": ("", "learning rate", "map", "theta"),
            "DistributionLab": ("depth=6", "depth", "violins", "layer"),
            "GradientMapLab": ("", "gain", "map", "gain")}


def box(notebook, name, cell=1):
    return notebook.output(cell).locator(f".bpw-handle[data-name={name}]")


def middle_of(notebook, handle):
    handle.scroll_into_view_if_needed()
    place = handle.bounding_box()
    return place["x"] + place["width"] / 2, place["y"] + place["height"] / 2, place


def drag(notebook, handle, dx, dy, steps=15):
    x, y, _ = middle_of(notebook, handle)
    notebook.page.mouse.move(x, y)
    notebook.page.mouse.down()
    notebook.page.mouse.move(x + dx, y + dy, steps=steps)
    notebook.page.mouse.up()


@pytest.mark.parametrize("lab", NEW_LABS)
def test_each_lab_answers_to_a_slider_an_arrow_key_and_the_theme(open_notebook, lab):
    arguments, slider, picture, setting = NEW_LABS[lab]
    notebook, page = open_lab(open_notebook, lab, arguments=arguments)
    first = page.assert_in_step()
    notebook.press(page.slider(slider), "ArrowRight", times=2)
    second = page.assert_in_step()
    assert second["settings"] != first["settings"] and second["picture"] != first["picture"]
    box(notebook, picture).focus()
    notebook.page.keyboard.press("ArrowRight")
    third = page.assert_in_step()
    assert third["settings"] != second["settings"] and f"{setting}=" in third["settings"]
    notebook.switch_theme("dark")
    page.assert_in_step(dark=True)
    assert notebook.errors() == []


def test_a_drag_on_the_map_takes_the_start_along_and_the_sliders_follow(open_notebook, subshells):
    notebook, page = open_lab(open_notebook, "SurfaceLab", subshells=subshells)
    page.at_rest()
    handle = box(notebook, "map")
    _x, _y, place = middle_of(notebook, handle)
    drag(notebook, handle, place["width"] / 4, -place["height"] / 8)
    # the window of the product net reaches from -2 to 2
    page.assert_in_step()
    shown = page.sliders()
    assert shown["w1"] == pytest.approx(1.0, abs=0.03) and shown["w2"] == pytest.approx(0.5, abs=0.03)


def test_shift_and_an_arrow_key_move_five_times_as_far(open_notebook):
    notebook, page = open_lab(open_notebook, "SurfaceLab")
    page.at_rest()
    moved = []
    for key in ("ArrowRight", "Shift+ArrowRight"):
        before = page.sliders()["w1"]
        box(notebook, "map").focus()
        notebook.page.keyboard.press(key)
        page.assert_in_step()
        moved.append(page.sliders()["w1"] - before)
    assert moved[1] == pytest.approx(5 * moved[0])


def test_a_picture_is_reached_by_tab_has_a_name_and_keeps_its_keys(open_notebook):
    notebook, page = open_lab(open_notebook, "SurfaceLab", "1")
    page.at_rest()
    active = "() => jupyterapp.shell.currentWidget.content.activeCellIndex"
    box(notebook, "map").focus()
    before = notebook.page.evaluate(active)
    for key in ("ArrowDown", "a", "d", "d"):
        notebook.page.keyboard.press(key)
    assert notebook.page.evaluate(active) == before
    notebook.page.keyboard.press("Tab")
    assert notebook.page.evaluate("() => document.activeElement.dataset.name") in ("slice", "meter")
    told = {name for role, name, _ in notebook.accessibility(notebook.output(1)) if role == "application"}
    assert any("start point" in name for name in told) and any("step shown" in name for name in told)


def test_a_surface_that_takes_long_is_coarse_while_the_hand_moves_and_exact_at_rest(open_notebook, subshells):
    arguments = "objective='2-8-8-1', axes='random', controls=('learning_rate',)"
    notebook, page = open_lab(open_notebook, "SurfaceLab", "print(lab.result.surface.shape)", arguments=arguments, subshells=subshells)
    page.assert_in_step()
    notebook.drag(page.slider("learning rate"), 40, steps=20)
    page.assert_in_step()
    notebook.run(3)
    assert notebook.text(3).strip() == "(61, 61)"


def test_a_step_is_chosen_on_the_meter(open_notebook):
    notebook, page = open_lab(open_notebook, "SurfaceLab")
    page.at_rest()
    drag(notebook, box(notebook, "meter"), 1, 0, steps=2)
    state = page.assert_in_step()
    assert page.sliders()["step shown"] == pytest.approx(25, abs=2) and "step=2" in state["settings"]


def test_linked_labs_move_together_and_show_the_same_layer(open_notebook):
    cells = [PRELUDE, "one = bp.GradientFlowLab(depth=6); one", "state(one)", "two = bp.DistributionLab(depth=6); joined = bp.link(one, two); two",
             "state(two)"]
    notebook = open_notebook(cells)
    notebook.run_all()
    pages = [LabPage(notebook, cell=cell, ask=cell + 1) for cell in (1, 3)]
    for page in pages:
        page.assert_in_step()
    notebook.press(pages[0].slider("gain"), "ArrowRight", times=3)
    for page in pages:
        page.assert_in_step(setting="gain=1.15")
    # No layer that a lab shows by itself: the first begins with none, the other one, alone, with layer 1.
    notebook.press(box(notebook, "profile"), "ArrowRight", times=3)
    for page in pages:
        page.assert_in_step(setting="layer=3")
    assert notebook.errors() == []


def test_one_press_of_the_button_applies_the_cure(open_notebook):
    notebook, page = open_lab(open_notebook, "GradientFlowLab", arguments="depth=20, activation='relu', gain=0.5")
    page.assert_in_step()
    button = notebook.output(1).get_by_role("button", name="Apply the cure")
    button.click()
    page.assert_in_step(setting="initializer='he_normal'")
    assert notebook.output(1).locator(".bpw-verdict").inner_text().startswith("healthy") and button.is_disabled()
