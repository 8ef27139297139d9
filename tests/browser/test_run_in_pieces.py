"""A long run that grows while somebody looks, and is stopped by a button."""
import time

from tests.browser.lab_page import LabPage

STOP = """async ([output, label]) => {
  const button = [...output.querySelectorAll('.bpw-actions button')].find(one => one.textContent.trim() === label);
  const began = performance.now(), ended = () => output.querySelector('.bpw-progress').hidden;
  button.click();
  while (!ended() && performance.now() - began < 20000) await new Promise(resolve => setTimeout(resolve, 5));
  return performance.now() - began;
}"""


def test_a_run_grows_under_a_hairline_and_stop_keeps_what_there_is(open_lab):
    notebook, page = open_lab("TrainingLab", arguments="data='moons', n_points=60, hidden=(4,), epochs=6, "
                                                       "controls=('epochs', 'learning_rate')")
    page.settled()
    page.output.get_by_role("textbox", name="epochs, exact value").click()
    notebook.page.keyboard.press("Control+a")
    notebook.page.keyboard.type("20000")
    notebook.page.keyboard.press("Enter")
    progress = page.output.locator(".bpw-progress")
    progress.wait_for(state="visible")
    known = float(progress.get_attribute("value"))
    progress.evaluate("(bar, known) => new Promise(done => { const look = setInterval(() => {"
                      " if (bar.value > known) { clearInterval(look); done(); } }, 20); })", known)
    took = notebook.page.evaluate(STOP, [page.output.element_handle(), "Stop"])
    after = page.assert_in_step(picture=False)
    epochs = int(notebook.tell("print(lab.settings.stop_at)"))
    assert 6 < epochs < 20000 and f"of {epochs}" in after["status"] and took < 5000


def test_a_lab_is_seen_growing_and_answers_while_its_run_is_made(open_notebook, subshells):
    notebook = open_notebook(["import bpwidgets as bp\nfrom bpwidgets import SequenceLab",
                              "lab = SequenceLab(updates=2000); lab", "print('another cell')"], subshells=subshells)
    notebook.run(0)
    notebook.run(1)
    page = LabPage(notebook)
    page.image.wait_for(state="visible")
    progress = page.output.locator(".bpw-progress")
    known = float(progress.get_attribute("value"))
    assert known < 2000
    page.image.scroll_into_view_if_needed()
    progress.evaluate("(bar, known) => new Promise(done => { const look = setInterval(() => {"
                      " if (bar.value > known) { clearInterval(look); done(); } }, 20); })", known)
    notebook.run_until(2, "another cell")
    assert notebook.tell("print(lab._experiment.opening)") == "True\n"
    page.press("update", "ArrowLeft")
    for _ in range(200):
        if notebook.tell("print(lab.settings.update)") == "1999\n":
            break
    assert notebook.tell("print(lab.settings.update, lab._experiment.opening)") == "1999 True\n"
    took = notebook.page.evaluate(STOP, [page.output.element_handle(), "Stop"])
    page.at_rest()
    assert int(notebook.tell("print(lab.settings.updates)")) < 2000 and took < 5000


def test_the_words_and_the_picture_for_later_come_when_the_run_is_whole(open_notebook):
    notebook = open_notebook(["import bpwidgets as bp\nlab = bp.DigitsLab(); lab"])
    notebook.run(0)
    deadline = time.monotonic() + 20
    while "image/png" not in notebook.outputs(0)[1]["data"] and time.monotonic() < deadline:
        time.sleep(0.05)
    live, still = notebook.outputs(0)
    assert "text/plain" not in live["data"]
    assert still["data"]["text/plain"] == notebook.tell("print(lab.describe(), end='')")
    assert {"image/png", "text/html"} < set(still["data"])
