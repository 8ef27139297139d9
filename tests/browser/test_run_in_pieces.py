"""A long run that grows while somebody looks, and is stopped by a button."""

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
