"""What every lab promises in a real JupyterLab, whatever it shows.

The labs stand in two notebooks, one for each way to hear widgets, which all tests share; each test finds its lab as it
was made. After a test that failed the notebook is opened anew.
"""
import re

import pytest

from tests.browser.lab_page import PRELUDE, LabPage
from tests.browser.labs import BY_SUBSHELLS, LABS, WITH_HANDLES, in_cells

EVERY = pytest.mark.parametrize("lab", LABS)
WAYS = pytest.mark.parametrize("subshells", BY_SUBSHELLS)
# One control of each kind is tried: the script that keeps the keys does not look at which one it is.
KINDS = ("[role=slider]", ".bpw-slider-field", "select", "input[type=checkbox]", "button",
         "input[type=text]:not(.bpw-slider-field)")
ACTIVE = "() => jupyterapp.shell.currentWidget.content.activeCellIndex"
COUNT = "() => jupyterapp.shell.currentWidget.content.widgets.length"


class Shelf:
    """A notebook with the labs `names`, one below the other; after them a cell that resets all of them, and an empty
    one."""

    def __init__(self, tabs, subshells):
        self.tabs, self.names = tabs, BY_SUBSHELLS[subshells]
        cells = [PRELUDE]
        for name in self.names:
            cells += in_cells(name)
        cells += ["for lab in (" + ", ".join(self.names) + "): lab.reset()", ""]
        self.notebook = tabs.open(cells, subshells=subshells)
        self.reset, self.spare = len(cells) - 2, len(cells) - 1
        self.notebook.run_all()
        assert self.notebook.errors() == []

    @property
    def pages(self):
        return {name: LabPage(self.notebook, 1 + 2 * k, 2 + 2 * k) for k, name in enumerate(self.names)}

    def ready(self):
        """All labs as they were made, in the light theme."""
        self.notebook.run(self.reset)
        if self.notebook.theme != "light":
            self.notebook.switch_theme("light")
        return self


@pytest.fixture(scope="module")
def shelves(tabs):
    """The notebooks that are open, by the way widgets are heard."""
    opened = {}
    yield opened
    for shelf in opened.values():
        tabs.close(shelf.notebook)


@pytest.fixture
def shelf_of(request, tabs, shelves):
    """A function: way to hear widgets -> its `Shelf`. An error in the browser's console fails the test."""
    failed, used = request.session.testsfailed, []

    def shelf_of(subshells):
        shelves[subshells] = shelves.get(subshells) or Shelf(tabs, subshells)
        used.append(subshells)
        return shelves[subshells].ready()

    yield shelf_of
    errors = [error for way in used if way in shelves for error in shelves[way].notebook.take_errors()]
    if errors or request.session.testsfailed > failed:
        for way in used:
            tabs.close(shelves.pop(way).notebook)
    assert not errors, "errors in the browser's console:\n" + "\n".join(errors)


@pytest.fixture
def page(shelf_of, lab):
    """The lab of the test."""
    return shelf_of(LABS[lab].subshells).pages[lab]


@pytest.fixture
def shelf(shelf_of, subshells):
    """The notebook of a test about all labs in it."""
    return shelf_of(subshells)


@EVERY
def test_the_first_and_every_later_key_on_a_slider_changes_the_picture(page, lab):
    seen = [page.at_rest().picture()]
    for _ in range(2):
        before = page.serial
        page.press(LABS[lab].slider)
        page.assert_in_step(since=before)
        seen.append(page.picture())
    assert len(set(seen)) == 3


@EVERY
def test_the_last_value_of_a_fast_drag_there_and_back_is_the_one_shown(page, lab):
    name, mouse = LABS[lab].slider, page.notebook.page.mouse
    before, shown = page.at_rest().serial, page.sliders()
    box = page.slider(name).bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    mouse.move(x, y)
    mouse.down()
    for dx in (55, 30):
        mouse.move(x + dx, y, steps=25)
    mouse.up()
    state = page.assert_in_step(since=before)
    value = float(page.slider(name).get_attribute("aria-valuetext"))
    assert value > shown[name] and state["sliders"][name] == pytest.approx(value, rel=1e-5)


@pytest.mark.parametrize("lab", WITH_HANDLES)
def test_an_arrow_key_on_a_picture_changes_what_it_is_for(page, lab):
    row, ask = LABS[lab], re.compile(rf"\b{LABS[lab].setting}=(\([^)]*\)|[^,)]+)")
    before, serial = ask.search(page.at_rest().state()["settings"]), page.serial
    page.notebook.press(page.handle(row.picture), "ArrowRight")
    after = ask.search(page.assert_in_step(since=serial)["settings"])
    assert after and (before is None or before[1] != after[1])


@WAYS
def test_the_pictures_follow_the_theme(shelf, subshells):
    before = {name: page.at_rest().picture() for name, page in shelf.pages.items()}
    shelf.notebook.switch_theme("dark")
    for page in shelf.pages.values():
        assert page.assert_in_step()["dark"]
    shelf.notebook.switch_theme("light")
    for name, page in shelf.pages.items():
        assert not page.assert_in_step()["dark"] and page.picture() == before[name]


@EVERY
def test_the_picture_for_later_is_hidden_while_the_lab_lives(page, lab):
    page.at_rest()
    stills = page.output.locator("img.jp-needs-light-background")
    assert stills.count() == 1 and not stills.is_visible()


@EVERY
def test_keys_on_a_focused_control_stay_with_it(page, lab):
    notebook = page.at_rest().notebook
    before = notebook.page.evaluate(ACTIVE), notebook.page.evaluate(COUNT)
    tried = 0
    for kind in KINDS:
        target = page.output.locator(f"{kind}:visible").first
        if not target.count():
            continue
        tried += 1
        for key in ("ArrowDown", "ArrowUp", "Home", "a", "d", "d", "x"):
            target.focus()
            notebook.page.keyboard.press(key)
        assert (notebook.page.evaluate(ACTIVE), notebook.page.evaluate(COUNT)) == before, kind
    assert tried >= 4
    # What was typed is no number; the lab answers still.
    before = page.serial
    page.press(LABS[lab].slider)
    page.assert_in_step(since=before)


@EVERY
def test_each_control_has_a_name_for_a_screen_reader(page, lab):
    page.at_rest()
    page.output.get_by_role("button", name="more settings").click()
    page.output.locator(".bpw-rest .bpw-control").first.wait_for()
    told = page.notebook.accessibility(page.output)
    wanted = {"slider", "combobox", "checkbox", "button", "textbox", "img", "spinbutton"}
    assert [(role, name) for role, name, _ in told if role in wanted and not name.strip()] == []
    assert {name for role, name, _ in told if role == "slider"} == set(page.state()["sliders"])


@WAYS
def test_one_lab_in_two_cells_stays_one_state(shelf, subshells):
    notebook = shelf.notebook
    for name, page in shelf.pages.items():
        notebook.write(shelf.spare, name)
        notebook.run(shelf.spare)
        twin = LabPage(notebook, cell=shelf.spare, ask=page.ask)
        for mover in (page, twin):
            before, shown = mover.at_rest().serial, mover.sliders()
            mover.press(LABS[name].slider)
            assert len({view.at_rest(before).picture() for view in (mover, page, twin)}) == 1
            assert page.sliders() == twin.sliders() != shown
        twin.assert_in_step()
    notebook.write(shelf.spare, "")
    notebook.run(shelf.spare)


@WAYS
def test_a_page_reloaded_with_its_kernel_shows_settings_and_pictures_again(shelf, subshells):
    lines = {}
    for name, page in shelf.pages.items():
        before = page.at_rest().serial
        page.press(LABS[name].slider)
        lines[name] = page.assert_in_step(since=before)["settings"]
    shelf.notebook.reload()
    for name, page in shelf.pages.items():
        page.image.wait_for()
        assert page.assert_in_step()["settings"] == lines[name]
        before, picture = page.serial, page.picture()
        page.press(LABS[name].slider)
        assert page.at_rest(before).picture() != picture


@WAYS
def test_restart_and_run_all_gives_working_labs(shelf, subshells):
    first = {name: page.at_rest().picture() for name, page in shelf.pages.items()}
    for name, page in shelf.pages.items():
        before = page.at_rest().serial
        page.press(LABS[name].slider)
        assert page.at_rest(before).picture() != first[name]
    shelf.notebook.restart_and_run_all()
    assert shelf.notebook.errors() == []
    for name, page in shelf.pages.items():
        page.assert_in_step()
        assert page.picture() == first[name]
        before = page.serial
        page.press(LABS[name].slider)
        assert page.at_rest(before).picture() != first[name]
