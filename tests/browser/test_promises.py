"""What every lab promises in a real JupyterLab, whatever it shows.

What only the page has a hand in, not the lab, is tried with labs that have every part of a page.
"""
import re

import pytest

from tests.browser.labs import BY_SUBSHELLS, IN_TURN, LABS, OF_EVERY_KIND, WITH_HANDLES

EVERY = pytest.mark.parametrize("lab", IN_TURN)
SOME = pytest.mark.parametrize("lab", [name for names in OF_EVERY_KIND.values() for name in names])
WAYS = pytest.mark.parametrize("subshells", BY_SUBSHELLS)
KINDS = ("[role=slider]", ".bpw-slider-field", "select", "button", "input[type=checkbox]",
         "input[type=text]:not(.bpw-slider-field)")
# The active cell, and how many there are.
CELLS = """() => {
  const { activeCellIndex, widgets } = jupyterapp.shell.currentWidget.content;
  return [activeCellIndex, widgets.length];
}"""


@pytest.fixture(scope="module")
def on_the_shelves():
    return BY_SUBSHELLS


@pytest.fixture
def page(shelf_of, lab):
    """The lab of the test."""
    return shelf_of(LABS[lab].subshells, [lab]).pages[lab]


@EVERY
def test_the_first_and_every_later_key_on_a_slider_changes_the_picture(page, lab):
    seen = [page.settled()]
    for last in (False, True):
        page.press(LABS[lab].slider)
        seen.append(page.assert_in_step(since=seen[-1]["serial"], picture=last))
    assert len({screen["picture"] for screen in seen}) == 3


@SOME
def test_the_last_value_of_a_fast_drag_there_and_back_is_the_one_shown(page, lab):
    name, mouse = LABS[lab].slider, page.notebook.page.mouse
    before = page.settled()
    page.slider(name).scroll_into_view_if_needed()
    box = page.slider(name).bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    mouse.move(x, y)
    mouse.down()
    for dx in (55, 30):
        mouse.move(x + dx, y, steps=12)
    mouse.up()
    after = page.assert_in_step(since=before["serial"])
    assert after["sliders"][name] > before["sliders"][name]


@pytest.mark.parametrize("lab", WITH_HANDLES)
def test_an_arrow_key_on_a_picture_changes_what_it_is_for(page, lab):
    value = re.compile(rf"\b{LABS[lab].setting}=(\([^)]*\)|[^,)]+)")
    before = page.settled()
    page.notebook.press(page.handle(LABS[lab].picture), "ArrowRight")
    after = page.assert_in_step(since=before["serial"], picture=False)
    assert value.findall(after["settings"]) and value.findall(after["settings"]) != value.findall(before["settings"])


@WAYS
def test_the_pictures_follow_the_theme(shelf, subshells):
    before = {name: page.settled()["picture"] for name, page in shelf.pages.items()}
    shelf.notebook.switch_theme("dark")
    for page in shelf.pages.values():
        assert page.assert_in_step()["dark"]
    shelf.notebook.switch_theme("light")
    assert {name: page.settled()["picture"] for name, page in shelf.pages.items()} == before


@SOME
def test_the_picture_for_later_is_hidden_while_the_lab_lives(page, lab):
    page.at_rest()
    stills = page.output.locator("img.jp-needs-light-background")
    assert stills.count() == 1 and not stills.is_visible()


@SOME
def test_keys_on_a_focused_control_stay_with_it(page, lab):
    notebook = page.notebook
    page.at_rest()
    page.slider(LABS[lab].slider).focus()
    before, tried = notebook.page.evaluate(CELLS), 0
    for kind in KINDS:
        target = page.output.locator(f"{kind}:visible").first
        if target.count():
            tried += 1
            target.focus()
            for key in ("ArrowDown", "ArrowUp", "Home", "a", "d", "d", "x"):
                notebook.page.keyboard.press(key)
            assert notebook.page.evaluate(CELLS) == before, kind
    assert tried >= 2
    # What was typed is no number: the lab says so, and answers still. (The keys chose from menus: the sliders may be others.)
    serial = page.at_rest()["serial"]
    notebook.press(page.output.locator(".bpw-slider-thumb").first, "ArrowRight")
    page.assert_in_step(since=serial, picture=False)


@EVERY
def test_each_control_has_a_name_for_a_screen_reader(page, lab):
    page.at_rest()
    more = page.output.get_by_role("button", name="more settings")
    more.click()
    page.output.locator(".bpw-rest .bpw-control").first.wait_for()
    told = page.notebook.accessibility(page.output)
    wanted = {"slider", "combobox", "checkbox", "button", "textbox", "img", "spinbutton"}
    assert [(role, name) for role, name, _ in told if role in wanted and not name.strip()] == []
    # Also sliders, by their arrow keys: the pictures that a hand can act on.
    pictures = set(page.output.locator(".bpw-handle").evaluate_all("all => all.map(one => one.ariaLabel)"))
    assert {name for role, name, _ in told if role == "slider"} == set(page.state(picture=False)["sliders"]) | pictures
    more.click()


@WAYS
def test_axe_finds_nothing_in_any_lab_light_or_dark(shelf, subshells):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="pip install -e '.[test]'").Axe()

    def found():
        violations = axe.run(shelf.notebook.page, {"include": [[".bpw-lab"]]}).response["violations"]
        return [(one["id"], len(one["nodes"]), one["nodes"][0]["html"], one["nodes"][0]["failureSummary"]) for one in violations]

    mores = [page.output.get_by_role("button", name="more settings") for page in shelf.pages.values()]
    for page, more in zip(shelf.pages.values(), mores):
        page.at_rest()
        more.click()
        page.output.locator(".bpw-rest .bpw-control").first.wait_for()
    told = {"light": found()}
    shelf.notebook.switch_theme("dark")
    told["dark"] = found()
    assert told == {"light": [], "dark": []}
    for more in mores:
        more.click()
