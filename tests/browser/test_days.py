"""What a day and a night do to labs on a page: a second view, a reload, a restart, a notebook reopened."""
import pytest

from tests.browser.lab_page import LabPage
from tests.browser.labs import LABS, OF_EVERY_KIND
from tests.browser.notebook_page import LOOKS

WAYS = pytest.mark.parametrize("subshells", OF_EVERY_KIND)
# Where a learner puts a lab.
BOXES = ("ipywidgets.VBox([ipywidgets.Label('mine'), {}])", "ipywidgets.HBox([{}])",
         "ipywidgets.Tab([{}], titles=['lab'])")
# All but the picture, which is as wide as its view.
WHAT_VIEWS_SHARE = ("settings", "sliders", "alt", "status")
WHAT_STAYS = ("settings", "alt", "status", "picture", "width", "ratio", "dark")
# The picture for later, as the notebook keeps it.
STORED = "k => jupyterapp.shell.currentWidget.content.widgets[k].model.outputs.get(1).data['image/png']"


@pytest.fixture(scope="module")
def on_the_shelves():
    return OF_EVERY_KIND


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
