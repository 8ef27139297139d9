"""Hands on pictures in a real JupyterLab: drags, arrow keys, coarse pictures that become exact, linked labs."""
import pytest

from tests.browser.lab_page import LabPage

# As a busy browser does: what became of the lab since it last told the page comes in one piece, the oldest first.
AT_ONCE = """() => {
  const Observer = window.IntersectionObserver;
  window.IntersectionObserver = class extends Observer {
    constructor(heard, options) { super(heard, options); this.heard = heard; }
    observe(target) {
      super.observe(target);
      if (!target.matches('.bpw-picture')) return;
      window.testsScroll = () => this.heard([{ isIntersecting: false, target }, { isIntersecting: true, target }], this);
      window.IntersectionObserver = Observer;
    }
  };
}"""


# How far everything is scrolled that is.
SCROLLED = "() => [...document.querySelectorAll('*')].map(e => e.scrollTop).filter(Boolean)"


def middle_of(handle):
    handle.scroll_into_view_if_needed()
    place = handle.bounding_box()
    return place["x"] + place["width"] / 2, place["y"] + place["height"] / 2, place


def drag(notebook, handle, dx, dy, steps=15):
    x, y, _ = middle_of(handle)
    notebook.page.mouse.move(x, y)
    notebook.page.mouse.down()
    notebook.page.mouse.move(x + dx, y + dy, steps=steps)
    notebook.page.mouse.up()


def test_a_drag_on_the_map_takes_the_start_along_and_the_sliders_follow(open_lab, subshells):
    notebook, page = open_lab("SurfaceLab", subshells=subshells)
    before = page.settled()["serial"]
    handle = page.handle("map")
    *_, place = middle_of(handle)
    drag(notebook, handle, place["width"] / 4, -place["height"] / 8)
    # the window of the product net reaches from -2 to 2
    shown = page.assert_in_step(since=before)["sliders"]
    assert shown["w1"] == pytest.approx(1.0, abs=0.03) and shown["w2"] == pytest.approx(0.5, abs=0.03)


def test_a_picture_is_reached_by_tab_has_a_name_and_keeps_its_keys_and_shift_moves_five_times_as_far(open_lab):
    notebook, page = open_lab("SurfaceLab", "1")
    moved = []
    for key in ("ArrowRight", "Shift+ArrowRight"):
        before = page.settled()
        notebook.press(page.handle("map"), key)
        after = page.assert_in_step(since=before["serial"])
        moved.append(after["sliders"]["w1"] - before["sliders"]["w1"])
    assert moved[0] > 0 and moved[1] == pytest.approx(5 * moved[0])
    page.handle("map").focus()
    active = "() => jupyterapp.shell.currentWidget.content.activeCellIndex"
    before = notebook.page.evaluate(active)
    for key in ("ArrowDown", "a", "d", "d"):
        notebook.page.keyboard.press(key)
    assert notebook.page.evaluate(active) == before
    notebook.page.keyboard.press("Tab")
    assert notebook.page.evaluate("() => document.activeElement.dataset.name") in ("slice", "meter")
    told = {name for role, name, _ in notebook.accessibility(page.output) if role == "slider"}
    assert any("start point" in name for name in told) and any("step shown" in name for name in told)


def test_a_surface_that_takes_long_is_coarse_while_the_hand_moves_and_exact_at_rest(open_lab, subshells):
    arguments = "objective='2-8-8-1', axes='random', controls=('learning_rate',)"
    watch = "shapes = []\nlab.observe(lambda change: shapes.append(change.new.surface.shape), 'result')"
    notebook, page = open_lab("SurfaceLab", watch, "print(shapes)", arguments=arguments, subshells=subshells)
    notebook.run(2)
    before = page.settled()["serial"]
    page.record()
    notebook.drag(page.slider("learning rate"), 40, steps=20)
    page.assert_in_step(since=before)
    notebook.run(3)
    shapes = eval(notebook.text(3))
    assert max(shapes[0]) < 61 and shapes[-1] == (61, 61), shapes
    assert page.frames()[0] == "lossy" and page.frames()[-1] == "exact", page.frames()


def test_a_picture_that_was_out_of_sight_when_the_hand_came_to_rest_is_exact_when_it_is_seen_again(open_lab):
    notebook, page = open_lab("WeightLab", "from IPython.display import HTML\n"
                              "HTML('<div id=\"far\" style=\"height: 4000px\"></div><p id=\"below\">below</p>')")
    notebook.run(2)
    before = page.settled()["serial"]
    # The first frame of a move is lossy; as soon as it is there, the page is scrolled.
    page.image.evaluate("img => img.addEventListener('load', () => document.getElementById('below').scrollIntoView())")
    page.press("weight")
    notebook.page.wait_for_function(
        "([img, before]) => Number(img.dataset.serial) > before && img.getBoundingClientRect().bottom < 0",
        arg=[page.image.element_handle(), before])
    notebook.tell("pass")
    page.image.evaluate("img => img.scrollIntoView()")
    page.assert_in_step(since=before)


def test_a_picture_that_went_out_of_sight_and_came_back_before_the_page_was_told_moves_on(open_cells):
    notebook = open_cells("lab = bp.WeightLab(); lab")
    notebook.page.evaluate(AT_ONCE)
    notebook.run(1)
    page = LabPage(notebook)
    before = page.settled()["serial"]
    notebook.page.evaluate("() => window.testsScroll()")
    page.press("weight")
    page.assert_in_step(since=before)


def test_a_step_is_chosen_on_the_meter(open_lab):
    notebook, page = open_lab("SurfaceLab")
    before = page.settled()["serial"]
    drag(notebook, page.handle("meter"), 1, 0, steps=2)
    state = page.assert_in_step(since=before)
    assert state["sliders"]["step shown"] == pytest.approx(25, abs=2) and "step=2" in state["settings"]


def test_linked_labs_move_together_and_show_the_same_layer(open_cells):
    notebook = open_cells("one = bp.GradientFlowLab(depth=6, layer=2); one",
                          "two = bp.DistributionLab(depth=6, layer=2); joined = bp.link(one, two); two")
    notebook.run_all()
    pages = LabPage(notebook, 1, "one"), LabPage(notebook, 2, "two")
    for page in pages:
        page.assert_in_step(setting="layer=2")
    # Two layers on, then one: from where both were made, not where one key would bring them anyway.
    for press, setting in ((lambda: pages[0].press("gain", times=3), "gain=1.15"),
                           (lambda: notebook.press(pages[0].handle("profile"), "ArrowRight", times=2), "layer=4"),
                           (lambda: notebook.press(pages[1].handle("violins"), "ArrowRight"), "layer=5")):
        press()
        for page in pages:
            page.assert_in_step(setting=setting)
    assert notebook.errors() == []


def test_one_press_of_the_button_applies_the_cure_and_the_heading_follows_the_views(open_lab):
    notebook, page = open_lab("GradientFlowLab", "lab.show('profile', 'factors', 'verdict')",
                              arguments="depth=20, activation='relu', gain=0.5")
    before = page.settled()["serial"]
    button = page.output.get_by_role("button", name="Apply the cure")
    button.click()
    page.assert_in_step(setting="initializer='he_normal'", since=before)
    assert page.output.locator(".bpw-verdict").inner_text().startswith("Healthy") and button.is_disabled()
    heading = page.output.locator(".bpw-heading")
    assert heading.inner_text() == "What reaches the first layer?"
    notebook.run(2)
    page.output.locator(".bpw-heading", has_text="What reaches the first layer, and what takes the rest?").wait_for()


# Lab, how it is made, picture, where in its axes the finger begins, what it changes: a stroke more, a weight, a point.
FINGERS = [("DigitsLab", "epochs=2, trained_on=64, hidden=6", "board", "(0.5, 0.5)", "strokes"),
           ("CostLab", "views=('growth', 'board'), controls=('theta',), game_weights=2", "board", "(0, -1)", "theta"),
           ("TrainingLab", "data='moons', n_points=40, hidden=(3,), epochs=6", "learned",
            "lab.result.run.parts.train.points[0]", "points")]
# Prints a place of a picture's axes in parts of its box, from the top left.
PARTS = """axes = lab.canvas._sheet.pictures[{!r}].axes
right, up = axes.transAxes.inverted().transform(axes.transData.transform({}))
print([float(right), float(1 - up)])"""


@pytest.mark.parametrize("lab, arguments, picture, begins, setting", FINGERS)
def test_a_finger_acts_on_a_picture_and_the_page_stays_where_it_is(open_lab, lab, arguments, picture, begins, setting):
    notebook, page = open_lab(lab, arguments=arguments)
    before, told = page.settled(), notebook.tell(f"print(lab.settings.{setting})")
    *_, box = middle_of(page.handle(picture))
    right, down = eval(notebook.tell(PARTS.format(picture, begins)))
    places = [(box["x"] + (right + k / 40) * box["width"], box["y"] + (down + k / 50) * box["height"]) for k in range(9)]
    scrolled = notebook.page.evaluate(SCROLLED)
    notebook.finger(*places)
    page.assert_in_step(since=before["serial"])
    assert notebook.page.evaluate(SCROLLED) == scrolled
    assert notebook.tell(f"print(lab.settings.{setting})") != told
