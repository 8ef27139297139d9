"""What those find who hear a page or use keys alone."""
from tests.browser.lab_page import LabPage

# What is said aloud from now on, and what stands in the visible verdict meanwhile.
LISTEN = """output => {
  window.testsSaid = [];
  const line = output.querySelector('.bpw-spoken');
  new MutationObserver(() => window.testsSaid.push(line.textContent)).observe(line, { childList: true });
}"""
SAID = "() => window.testsSaid"
HEADING = "output => output.querySelector('.bpw-heading').ariaLevel"


def test_a_verdict_is_said_once_at_rest_and_a_picture_says_where_it_stands(open_lab):
    notebook, page = open_lab("WeightLab")
    before = page.settled()
    page.output.evaluate(LISTEN)
    assert page.output.locator("[aria-live], [role=status], [role=alert]").count() == 1
    page.record()
    notebook.drag(page.slider("learning rate"), 60, steps=20)
    after = page.assert_in_step(since=before["serial"])
    verdict = page.output.locator(".bpw-verdict").inner_text()
    assert after["picture"] != before["picture"] and "lossy" in page.frames()
    # Once for each rest: on a busy machine even the steps of a drag may be so far apart that the lab takes one for a rest.
    said = notebook.page.evaluate(SAID)
    assert said[-1] == verdict and len(said) == len(set(said)) <= page.frames().count("exact")
    notebook.press(page.handle("parabola"), "ArrowLeft")
    page.assert_in_step(since=after["serial"])
    role, name, _ = notebook.accessibility(page.handle("parabola"))[0]
    assert role == "slider" and name.startswith("weight: click or drag")
    assert page.handle("parabola").get_attribute("aria-valuetext") == "weight 3.84"
    page.slider("learning rate").locator("xpath=../..").locator("input").fill("fast")
    notebook.page.keyboard.press("Enter")
    page.output.locator(".bpw-status.bpw-trouble").wait_for()
    assert "fast" in notebook.page.evaluate(SAID)[-1]


def test_the_keys_of_the_clock_press_its_buttons(open_lab):
    notebook, page = open_lab("WeightLab")
    serial = page.settled()["serial"]
    for key, focus, step in (("ArrowRight", "Play", 1), ("ArrowRight", "Start", 2), ("ArrowLeft", "Step", 1), ("Home", "Back", 0)):
        notebook.press(page.output.get_by_role("button", name=focus), key)
        screen = page.assert_in_step(since=serial)
        assert screen["sliders"]["step shown"] == step, key
        serial = screen["serial"]
    notebook.press(page.slider("step shown"), " ")
    page.output.get_by_role("button", name="Pause").wait_for()
    notebook.press(page.slider("step shown"), " ")
    page.output.get_by_role("button", name="Play").wait_for()
    assert page.assert_in_step(since=serial)["sliders"]["step shown"] > 0


def test_a_lab_stands_one_level_below_the_heading_before_it(open_cells):
    notebook = open_cells("from IPython.display import HTML; HTML('<h4>How it works</h4>')", "lab = bp.WeightLab(); lab")
    notebook.run(2)
    LabPage(notebook, 2).settled()
    first = notebook.output(2).evaluate(HEADING)
    notebook.run(1)
    notebook.run(2)
    LabPage(notebook, 2).settled()
    assert (first, notebook.output(2).evaluate(HEADING)) == ("2", "5")
