"""Controls of single labs in a real JupyterLab: typed numbers, menus, buttons, the order of Tab, the room there is."""

import pytest

from tests.browser.lab_page import LabPage
from tests.browser.notebook_page import LOOKS

SHOWS = "([e, value]) => e.getAttribute('aria-valuetext') === value"


def test_a_dropdown_is_changed_by_arrow_keys_alone(open_lab):
    notebook, page = open_lab("GradientFlowLab")
    before = page.settled()["serial"]
    notebook.press(page.output.get_by_role("combobox", name="activation"), "ArrowDown")
    page.assert_in_step(setting="activation='tanh'", since=before)


def test_every_control_is_reached_by_tab_in_reading_order(open_lab):
    notebook, page = open_lab("WeightLab")
    page.at_rest()
    page.slider("weight").focus()
    names = []
    for _ in range(12):
        names.append(notebook.page.evaluate(
            "() => { const e = document.activeElement;"
            " return e.ariaLabel || e.closest('.bpw-control')?.textContent.trim() || e.textContent.trim(); }"))
        notebook.page.keyboard.press("Tab")
    assert names == ["weight", "weight, exact value", "learning rate", "learning rate, exact value", "Start", "Back",
                     "Step", "Play", "pace of Play", "step shown", "step shown, exact value", "loss"]


def test_exact_values_can_be_typed(open_lab):
    notebook, page = open_lab("WeightLab")
    for name, typed, setting in (("learning rate", "0.0048840", "learning_rate=0.004884"),
                                 ("weight", "2.3456", "weight=2.3456"), ("weight", "-1.5", "weight=-1.5")):
        before = page.settled()["serial"]
        page.output.get_by_role("textbox", name=f"{name}, exact value").click()
        notebook.page.keyboard.press("Control+a")
        notebook.page.keyboard.type(typed)
        notebook.page.keyboard.press("Enter")
        page.assert_in_step(setting=setting, since=before)


def track(page, name):
    """How long (px) the track of a slider is."""
    return page.slider(name).evaluate("thumb => thumb.parentElement.getBoundingClientRect().width")


def test_with_shift_a_slider_moves_a_tenth_as_far_by_key_and_by_hand(open_lab):
    notebook, page = open_lab("WeightLab")

    def moved_by(hand):
        before = page.settled()
        hand()
        return page.assert_in_step(since=before["serial"])["sliders"]["weight"] - before["sliders"]["weight"]

    long = track(page, "learning rate")
    moved_by(lambda: page.press("learning rate"))
    assert track(page, "learning rate") == long == track(page, "weight")     # 0.00102 in place of 0.001
    keys = [moved_by(lambda key=key: page.press("weight", key)) for key in ("ArrowRight", "Shift+ArrowRight")]
    assert keys == pytest.approx([0.05, 0.005])
    drag = moved_by(lambda: notebook.drag(page.slider("weight"), -60))
    notebook.page.keyboard.down("Shift")
    fine = moved_by(lambda: notebook.drag(page.slider("weight"), -60))
    notebook.page.keyboard.up("Shift")
    assert fine == pytest.approx(drag / 10, abs=0.03) and fine < 0


def test_step_back_play_and_pause_move_the_point_along_the_run(open_lab, subshells):
    notebook, page = open_lab("WeightLab", arguments="steps=6", subshells=subshells)
    page.at_rest()
    shown = page.slider("step shown").element_handle()

    def click(name):
        page.output.get_by_role("button", name=name, exact=True).click()

    for button, step in (("Step", "1"), ("Step", "2"), ("Back", "1")):
        click(button)
        notebook.page.wait_for_function(SHOWS, arg=[shown, step], polling=LOOKS)
    click("Play")
    page.output.get_by_role("button", name="Pause", exact=True).wait_for()
    notebook.page.wait_for_function(SHOWS, arg=[shown, "6"], polling=LOOKS)
    page.output.get_by_role("button", name="Play", exact=True).wait_for()
    page.assert_in_step(setting="step=6")
    click("Start")
    notebook.page.wait_for_function(SHOWS, arg=[shown, "0"], polling=LOOKS)
    page.assert_in_step(setting="step=0")


def test_the_pictures_are_as_sharp_as_the_screen_and_fit_it(open_cells):
    screens = [(2, 800), (1, 1400), (1, 800), (2, 1400)]
    notebook = open_cells("one = bp.WeightLab(); one", "two = bp.GradientFlowLab(); two")
    notebook.resize(screens[0][1], screens[0][0])
    notebook.run_all()
    pages = LabPage(notebook, 1, "one"), LabPage(notebook, 2, "two")
    widths = {}
    for pixel_ratio, width in screens:
        notebook.resize(width, pixel_ratio)
        for page in pages:
            state = page.assert_in_step()
            natural, css = page.image.evaluate("e => [e.naturalWidth, e.width]")
            assert state["ratio"] == pixel_ratio and natural == state["width"] * pixel_ratio
            inner, outer = page.output.evaluate("e => [e.scrollWidth, e.clientWidth]")
            assert inner <= outer
            if state["width"] > 600:
                assert css == state["width"]
            widths.setdefault(width, []).append(state["width"])
    assert max(widths[800]) < min(widths[1400])


def test_a_tab_brings_its_own_controls_with_names_and_keys(open_lab, subshells):
    _, page = open_lab("SequenceLab", arguments="length=6, units=4, updates=20", subshells=subshells)
    before = page.settled()
    assert page.slider("cut after").is_visible() and "clip at" not in before["sliders"]
    page.output.get_by_role("button", name="clipping").click()
    page.slider("clip at").wait_for()
    on_tab = page.assert_in_step(since=before["serial"])
    assert "clip at" in on_tab["sliders"] and not page.slider("cut after").is_visible()
    page.press("clip at", "ArrowRight")
    page.assert_in_step(setting="clip=1.02", since=on_tab["serial"])
    page.output.get_by_role("button", name="back in time").click()
    page.slider("cut after").wait_for()
    page.press("cut after", "ArrowLeft")
    page.assert_in_step(setting="truncate=5, clip=1.02")
