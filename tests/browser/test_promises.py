"""What every lab promises in a real JupyterLab, whatever it shows.

The labs stand in two notebooks, one for each way to hear widgets, which all tests share; each test finds its lab as it
was made. After a test that failed the notebook is opened anew.
"""
import re

import pytest

from tests.browser.bench import Lender
from tests.browser.lab_page import PRELUDE, LabPage
from tests.browser.labs import BY_SUBSHELLS, IN_TURN, LABS, WITH_HANDLES, small
from tests.browser.notebook_page import LOOKS

EVERY = pytest.mark.parametrize("lab", IN_TURN)
WAYS = pytest.mark.parametrize("subshells", BY_SUBSHELLS)
# One control of each kind is tried, every other kind in every other lab: the script that keeps the keys does not look at
# which one it is.
KINDS = ("[role=slider]", ".bpw-slider-field", "select", "button", "input[type=checkbox]",
         "input[type=text]:not(.bpw-slider-field)")
# Where a learner puts a lab.
BOXES = ("ipywidgets.VBox([ipywidgets.Label('mine'), {}])", "ipywidgets.HBox([{}])",
         "ipywidgets.Tab([{}], titles=['lab'])", "{}")
# All but the picture, which is as wide as its view.
WHAT_VIEWS_SHARE = ("settings", "sliders", "alt", "status")
WHAT_STAYS = ("settings", "alt", "status", "picture", "width", "ratio", "dark")
# The picture for later, as the notebook keeps it.
STORED = "k => jupyterapp.shell.currentWidget.content.widgets[k].model.outputs.get(1).data['image/png']"
# The active cell, and how many there are.
CELLS = """() => {
  const { activeCellIndex, widgets } = jupyterapp.shell.currentWidget.content;
  return [activeCellIndex, widgets.length];
}"""


class Shelf:
    """A notebook with some labs, one below the other, and an empty cell after them."""

    def __init__(self, tabs, subshells):
        self.names = BY_SUBSHELLS[subshells]
        self.notebook = tabs.open([PRELUDE, *map(small, self.names), ""], subshells=subshells)
        self.notebook.run_all()
        assert self.notebook.errors() == []
        self.pages = {name: LabPage(self.notebook, cell, name) for cell, name in enumerate(self.names, 1)}
        self.spare = len(self.names) + 1

    def reset(self, names):
        """In front; the labs of these names are as they were made."""
        self.notebook.activate()
        self.notebook.tell("\n".join(f"{name}.reset()" for name in names))
        return self

    def clear(self):
        """What the console reported; the labs stay."""
        return self.notebook.take_errors()


@pytest.fixture(scope="module")
def shelves(tabs):
    """The notebooks of these tests."""
    lender = Lender(tabs, Shelf)
    yield lender
    lender.close()


@pytest.fixture
def shelf_of(request, shelves):
    """A function: way to hear widgets, labs that the test is about -> its `Shelf`."""
    with shelves.lent(request.session) as lend:
        yield lambda subshells, names: lend(subshells).reset(names)


@pytest.fixture
def page(shelf_of, lab):
    """The lab of the test."""
    return shelf_of(LABS[lab].subshells, [lab]).pages[lab]


@pytest.fixture
def shelf(shelf_of, subshells):
    """The notebook of a test about all labs in it."""
    return shelf_of(subshells, BY_SUBSHELLS[subshells])


@EVERY
def test_the_first_and_every_later_key_on_a_slider_changes_the_picture(page, lab):
    seen = [page.settled()]
    for last in (False, True):
        page.press(LABS[lab].slider)
        seen.append(page.assert_in_step(since=seen[-1]["serial"], picture=last))
    assert len({screen["picture"] for screen in seen}) == 3


@EVERY
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
    for page in shelf.pages.values():
        assert not page.assert_in_step()["dark"]
    assert {name: page.settled()["picture"] for name, page in shelf.pages.items()} == before


@EVERY
def test_the_picture_for_later_is_hidden_while_the_lab_lives(page, lab):
    page.at_rest()
    stills = page.output.locator("img.jp-needs-light-background")
    assert stills.count() == 1 and not stills.is_visible()


@EVERY
def test_keys_on_a_focused_control_stay_with_it(page, lab):
    notebook = page.notebook
    page.at_rest()
    page.slider(LABS[lab].slider).focus()
    before, tried = notebook.page.evaluate(CELLS), 0
    for kind in KINDS[IN_TURN.index(lab) % 2::2]:
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


@WAYS
def test_one_lab_in_two_cells_the_second_time_in_a_box_of_the_learners_own_stays_one_state(shelf, subshells):
    for number, (name, page) in enumerate(shelf.pages.items()):
        shelf.notebook.write(shelf.spare, BOXES[number % len(BOXES)].format(name))
        shelf.notebook.run(shelf.spare)
        twin = LabPage(shelf.notebook, shelf.spare, name)
        before = page.settled()
        for mover, other in ((page, twin), (twin, page)):
            mover.press(LABS[name].slider)
            after = mover.assert_in_step(since=before["serial"], picture=mover is twin)
            assert after["sliders"] != before["sliders"] and after["width"] >= 600
            before = other.settled()
            assert [after[what] for what in WHAT_VIEWS_SHARE] == [before[what] for what in WHAT_VIEWS_SHARE]
    shelf.notebook.write(shelf.spare, "")
    shelf.notebook.run(shelf.spare)


@WAYS
def test_a_page_reloaded_with_its_kernel_shows_settings_and_pictures_again(shelf, subshells):
    before, notebook, last = {}, shelf.notebook, shelf.names[-1]
    for name, page in shelf.pages.items():
        serial = page.settled()["serial"]
        page.press(LABS[name].slider)
        before[name] = page.assert_in_step(since=serial, picture=False)
    notebook.tell(f"import threading; heard = []\n"
                  f"{last}.observe(lambda change: heard.append(threading.current_thread()), 'settings')")
    notebook.reload()
    for name, page in shelf.pages.items():
        page.image.wait_for()
        after = page.settled()
        assert after["settings"] == before[name]["settings"] and after["picture"] == before[name]["picture"]
        page.press(LABS[name].slider)
        after = page.at_rest(since=after["serial"]) | {"before": after["picture"]}
        assert after["picture"] != after["before"]
    # The very first message may come on the main thread anyway.
    page.press(LABS[last].slider)
    page.at_rest(since=after["serial"])
    assert notebook.tell("print(heard[-1] is threading.main_thread())") == f"{subshells == 'disabled'}\n"


@WAYS
def test_restart_and_run_all_gives_working_labs(shelf, subshells):
    first = {name: page.assert_in_step() for name, page in shelf.pages.items()}
    for name, page in shelf.pages.items():
        page.press(LABS[name].slider)
    shelf.notebook.tell("of_the_old_kernel = True")
    shelf.notebook.restart_and_run_all()
    assert shelf.notebook.errors() == []
    assert shelf.notebook.tell("print('of_the_old_kernel' in globals())") == "False\n"
    for name, page in shelf.pages.items():
        again = page.assert_in_step()
        assert [again[what] for what in WHAT_STAYS] == [first[name][what] for what in WHAT_STAYS]
        assert again["sliders"].items() <= first[name]["sliders"].items()
        page.press(LABS[name].slider)
        assert page.at_rest(since=again["serial"])["picture"] != again["picture"]


@WAYS
def test_reopened_the_next_day_without_and_with_a_kernel_the_notebook_shows_the_last_pictures(shelf, subshells):
    """The last test of the shelf: its kernel ends."""
    notebook, pages = shelf.notebook, shelf.pages.values()
    first = {page.cell: notebook.page.evaluate(STORED, page.cell) for page in pages}
    for page in pages:
        page.settled()
        page.press(LABS[page.name].slider, times=3)
    # A picture is kept when it was looked at for a while: from so far away that all are in sight, for the same while.
    notebook.resize(1280, 0.2, height=8000)
    notebook.output(1).scroll_into_view_if_needed()
    for cell, picture in first.items():
        notebook.page.wait_for_function(f"([k, first]) => ({STORED})(k) !== first", arg=[cell, picture], polling=LOOKS)
    kept = {cell: notebook.page.evaluate(STORED, cell).strip() for cell in first}
    for reopen, kernels in ((notebook.reopen_without_kernel, 0), (notebook.reopen, 1)):
        reopen()
        assert len(notebook.server.sessions(notebook.path)) == kernels
        for cell, stored in kept.items():
            image = notebook.output(cell).locator("img.jp-needs-light-background")
            image.wait_for()
            assert image.get_attribute("src").removeprefix("data:image/png;base64,").strip() == stored
            assert image.evaluate("e => e.decode().then(() => [e.naturalWidth, e.src.slice(0, 22)])") == [
                860, "data:image/png;base64,"]
