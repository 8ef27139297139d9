"""The harness itself, proved with a stock slider before any lab of ours is trusted to it."""
from itertools import count

import pytest

SLIDER = """
import ipywidgets
slider = ipywidgets.IntSlider(description="depth", value=3, min=0, max=50)
label = ipywidgets.Label()
slider.observe(lambda change: setattr(label, "value", f"heard {change.new}"), "value")
ipywidgets.VBox([slider, label])
"""


def heard(notebook, value, cell=1):
    notebook.output(cell).get_by_text(f"heard {value}", exact=True).wait_for()


def test_a_key_on_a_slider_reaches_the_kernel_and_comes_back(open_cells, subshells):
    notebook = open_cells(SLIDER, "slider.value", subshells=subshells)
    notebook.run_all()
    assert notebook.text(2) == "3"
    notebook.press(notebook.slider("depth"), "ArrowRight", times=20)
    notebook.run_until(2, "23")
    heard(notebook, 23)
    assert notebook.errors() == []


def test_slider_moves_are_heard_on_the_thread_that_the_setting_says(open_cells, subshells):
    observed = ("import threading; heard = []\n"
                "slider.observe(lambda c: heard.append(threading.current_thread()), 'value')")
    notebook = open_cells(SLIDER, observed, "print(heard[-1] is threading.main_thread())", subshells=subshells)
    notebook.run_all()
    # A widget's very first message comes on the main thread anyway.
    for value in (4, 5, 6):
        notebook.press(notebook.slider("depth"), "ArrowRight")
        heard(notebook, value)
    notebook.run(3)
    assert notebook.text(3) == f"{subshells == 'disabled'}\n"


def test_a_cell_can_be_left_running_while_a_slider_is_used(open_cells):
    notebook = open_cells(
        SLIDER, "import threading; event = threading.Event(); thread = []\n"
        "slider.observe(lambda c: (thread.append(threading.current_thread()), c.new == 50 and event.set()), 'value')",
        "print(thread[-1] is not threading.main_thread())", "print(event.wait(60))")
    notebook.run(1)
    notebook.run(2)
    # A widget's very first messages come on the main thread, where they would wait for the running cell.
    for value in count(4):
        notebook.press(notebook.slider("depth"), "ArrowRight")
        heard(notebook, value)
        notebook.run(3)
        if notebook.text(3) == "True\n":
            break
    notebook.start(4)
    notebook.press(notebook.slider("depth"), "End")
    notebook.wait_until_done()
    assert notebook.text(4) == "True\n"


def test_a_drag_moves_a_slider_to_its_end(open_cells):
    notebook = open_cells(SLIDER)
    notebook.run_all()
    notebook.drag(notebook.slider(0), dx=2000)
    heard(notebook, 50)


def test_errors_of_cells_are_told(open_cells):
    notebook = open_cells("1 / 0")
    notebook.run_all()
    assert notebook.errors() == ["ZeroDivisionError: division by zero\n"]


@pytest.mark.parametrize("pixel_ratio", [1, 2])
def test_pixel_ratio_width_and_theme_are_as_chosen(open_notebook, pixel_ratio):
    notebook = open_notebook(["1"], pixel_ratio=pixel_ratio, width=800, theme="dark")
    assert notebook.page.evaluate("[devicePixelRatio, innerWidth, document.body.dataset.jpThemeLight]") == [
        pixel_ratio, 800, "false"]
    notebook.switch_theme("light")
    assert notebook.page.evaluate("document.body.dataset.jpThemeLight") == "true"


def test_the_accessibility_tree_shows_what_a_screen_reader_is_told(open_cells):
    notebook = open_cells("import ipywidgets; ipywidgets.Button(description='step')")
    notebook.run_all()
    assert ("button", "step", "") in notebook.accessibility(notebook.output(1))


def test_an_error_in_the_console_is_noted(open_cells):
    notebook = open_cells("1")
    with notebook.page.expect_console_message():
        notebook.page.evaluate("console.error('broken')")
    assert notebook.console_errors and "broken" in notebook.console_errors.pop()
