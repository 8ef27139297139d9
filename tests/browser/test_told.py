"""Numbers where a pointer rests on a picture, in a real JupyterLab: by pointer, by keys, by touch; Escape hides them."""
from bpwidgets.text import in_words
from tests.browser.notebook_page import LOOKS
from tests.browser.test_terms import rest_on

# A finger taps the middle of the picture's left half, from the top of a node.
TAP = """node => {
  const { left, top, width, height } = node.getBoundingClientRect();
  for (const kind of ["pointerdown", "pointerup"]) node.dispatchEvent(new PointerEvent(kind, { bubbles: true, cancelable: true,
    pointerType: "touch", pointerId: 7, button: kind === "pointerup" ? 0 : 1, clientX: left + width / 4, clientY: top + height / 2 }));
}"""


def test_numbers_follow_a_pointer_at_rest_and_keys_and_a_tap_and_escape_hides_them(open_lab):
    notebook, lab = open_lab("GradientFlowLab")
    page, told = notebook.page, lab.output.locator(".bpw-told")
    lab.settled()

    def says(start):
        page.wait_for_function("([node, start]) => !node.hidden && node.textContent.replaceAll('\\u00a0', ' ').startsWith(start)",
                               arg=[told.element_handle(), start], polling=LOOKS)
        return told.text_content().replace("\u00a0", " ")     # no line breaks within a number

    def over(layer, part=0.6):      # the axes reach from 0.5 to 21.5
        box = lab.handle("profile").bounding_box()
        return box["x"] + (layer - 0.5) / 21 * box["width"], box["y"] + part * box["height"]

    def delta(layer):
        return f"δ {in_words(float(notebook.tell(f'print(repr(float(lab.result.delta_size[{layer - 1}])))')))}"

    serial = lab.settled()["serial"]
    rest_on(page, *over(12))
    first = says("layer 12: activations ")
    assert delta(12) in first and first.endswith("click on one, or step with the arrow keys")
    ring = lab.output.locator(".bpw-ring").bounding_box()
    assert abs(ring["x"] - over(12)[0]) < 1 and ring["height"] > 100
    page.mouse.move(*over(13))
    assert "click" not in says("layer 13: ")      # what a hand can do is said once
    page.keyboard.press("Escape")
    assert told.is_hidden() and lab.settled()["serial"] == serial      # no picture was drawn for it

    lab.press("gain")
    lab.assert_in_step(since=serial)
    rest_on(page, *over(5))
    assert delta(5) in says("layer 5: ")
    page.mouse.move(*over(5, -0.2))     # off the picture
    page.mouse.move(2, 2)
    assert told.is_hidden()

    lab.handle("profile").focus()
    for layer in (1, 2):
        page.keyboard.press("ArrowRight")
        says(f"layer {layer}: ")
    page.keyboard.press("Tab")
    assert told.is_hidden()

    lab.output.locator(".bpw-framed").evaluate(TAP)
    says("layer ")
    assert notebook.errors() == []
