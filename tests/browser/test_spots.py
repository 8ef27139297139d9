"""The diagram for those who hear it or use keys alone: each element by name, in the order of the forward pass."""
import re

# What stands in the group of a picture: role, name, and whether it is the one stop of Tab.
SPOTS = """output => [...output.querySelectorAll('.bpw-spots > .bpw-spot')].map(e => [e.ariaLabel, e.tabIndex, e.ariaPressed])"""
# The name of the slider that is marked, and whether it is seen in the box in which sliders are scrolled.
MARKED = """output => {
  const [mark] = output.querySelectorAll('.bpw-marked'), own = mark.getBoundingClientRect(), box = mark.closest('.bpw-many').getBoundingClientRect();
  return [mark.querySelector('.bpw-slider-label').textContent, own.top >= box.top - 1 && own.bottom <= box.bottom + 1];
}"""
FOCUS = "() => document.activeElement.ariaLabel"
FORMULA = "output => { const box = output.querySelector('.bpw-math'); return [box.role, box.ariaLabel, box.querySelectorAll('mtr').length]; }"


def test_the_diagram_is_one_stop_of_tab_and_keys_lead_through_it_and_choose(open_lab):
    notebook, page = open_lab("BackpropLab")
    before = page.settled()
    spots = page.output.evaluate(SPOTS)
    assert [re.match(r"(input|weight|bias|hidden unit|output|loss)", name)[0] for name, _, _ in spots] == [
        "input", "input", *["weight"] * 4, "bias", "bias", "hidden unit", "hidden unit", *["weight"] * 4, "bias", "bias",
        "output", "output", "loss"]
    chosen, = [name for name, stop, pressed in spots if stop == 0 and pressed == "true"]
    assert chosen.startswith("weight W1[0,0] from input 1 to hidden unit 1, 0.15; gradient")
    assert [stop for _, stop, _ in spots].count(0) == 1
    role, spoken, lines = page.output.evaluate(FORMULA)
    assert role == "math" and spoken.startswith("d L by d W1[0,0] equals") and lines == 3
    page.output.locator(".bpw-spot[tabindex='0']").focus()
    keys = notebook.page.keyboard
    for key, name in (("ArrowRight", "weight W1[0,1]"), ("ArrowDown", "weight W1[1,0]"), ("ArrowLeft", "weight W1[0,1]"),
                      ("Home", "input 1"), ("ArrowUp", "input 1"), ("End", "loss"), ("ArrowLeft", "output 2")):
        keys.press(key)
        assert notebook.page.evaluate(FOCUS).startswith(name), key
    for _ in range(4):
        keys.press("ArrowLeft")
    assert notebook.page.evaluate(FOCUS).startswith("weight W2[1,1]")
    keys.press("Enter")
    after = page.assert_in_step(since=before["serial"])
    assert "selected='W2[1,1]'" in after["settings"]
    assert notebook.page.evaluate(FOCUS).startswith("weight W2[1,1]")     # the focus stays where it is
    assert page.output.evaluate(FORMULA)[1].startswith("d L by d W2[1,1] equals")
    assert page.output.evaluate(MARKED) == ["W2[1,1]", True]
    # By pointer: a bias, and by a finger's tap the same.
    page.output.locator(".bpw-spot[aria-label^='bias b1[1]']").click()
    assert "selected='b1[1]'" in page.assert_in_step(since=after["serial"])["settings"]


def test_a_line_of_a_program_is_accused_by_keys_and_a_parameter_probed_by_pointer(open_lab):
    notebook, page = open_lab("ClinicLab")
    before = page.settled()
    page.output.locator(".bpw-spot[aria-label^='line 1:']").focus()
    keys = notebook.page.keyboard
    for _ in range(12):
        keys.press("ArrowDown")
    assert notebook.page.evaluate(FOCUS) == "line 13: delta1 = delta2 @ W2 * slope(z1)"
    keys.press("Enter")
    after = page.assert_in_step(since=before["serial"])
    assert "accused='line 13'" in after["settings"] and "W not transposed" in page.output.locator(".bpw-verdict").inner_text()
    page.output.locator(".bpw-spot[aria-label^='W1[0,1], not probed']").click()
    assert "probes=('W1[0,1]',)" in page.assert_in_step(since=after["serial"])["settings"]
