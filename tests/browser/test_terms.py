"""Hints and terms in a real JupyterLab: by pointer, by keys, by touch, and what a screen reader is told; chips."""
import json

from tests.browser.notebook_page import LOOKS

TIP = ".bpw-tip"
# The middle of the first letters of a word in a sentence: where a pointer would rest on it.
PLACE = """([node, word]) => {
  const text = node.firstChild, range = new Range(), at = text.data.indexOf(word);
  range.setStart(text, at);
  range.setEnd(text, at + word.length);
  const { left, top, width, height } = range.getBoundingClientRect();
  return [left + width / 2, top + height / 2];
}"""
# A finger that touches a node and leaves it after some ms.
TOUCH = """([node, held]) => new Promise(done => {
  const { left, top, width, height } = node.getBoundingClientRect();
  const tell = kind => node.dispatchEvent(new PointerEvent(kind, { bubbles: true, cancelable: true, pointerType: "touch",
    clientX: left + width / 2, clientY: top + height / 2 }));
  tell("pointerdown");
  setTimeout(() => { tell("pointerup"); if (held) node.click(); done(); }, held);
})"""


def rest_on(page, x, y):
    """Bring the pointer there and leave it."""
    page.mouse.move(x - 3, y)
    page.mouse.move(x, y)


def hint_of(node, tip):
    """Move the pointer a little on a node until its hint is there: JupyterLab 4.4 scrolls a while after a cell has run,
    which takes a hint away."""
    for number in range(300):
        node.hover(position={"x": 2 + number % 2, "y": 4})
        if tip.is_visible():
            return
    raise AssertionError("no hint")


def test_hints_come_by_pointer_by_keys_and_by_touch_and_go_with_escape(open_lab):
    notebook, lab = open_lab("GradientFlowLab")
    page, tip = notebook.page, notebook.page.locator(TIP)
    lab.settled()

    hint_of(lab.output.locator(".bpw-slider-label", has_text="depth"), tip)
    assert "Number of hidden layers." in tip.text_content() and lab.output.locator("[title]:hover").count() == 0
    page.keyboard.press("Escape")
    assert tip.is_hidden()

    cure = lab.output.get_by_role("button", name="Apply the cure")
    for _ in range(2):      # also after the title of the browser was taken over
        cure.hover()
        page.wait_for_function("() => /residual/.test(document.querySelector('.bpw-tip').textContent)", polling=LOOKS)
        page.mouse.move(2, 2)
        assert tip.is_hidden()

    lab.slider("depth").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    tip.wait_for()
    shown = page.evaluate("() => document.activeElement.ariaDescription")
    assert shown and tip.text_content().startswith(shown[:20])
    menu = lab.output.get_by_role("combobox", name="initializer")
    assert "z keeps the size of the inputs" in menu.get_attribute("aria-description")
    menu.focus()
    page.keyboard.press("Escape")
    assert tip.is_hidden()

    label = lab.output.locator(".bpw-slider-label", has_text="gain")
    label.evaluate(f"node => ({TOUCH})([node, 0])")
    tip.wait_for()
    assert "multiplies every weight" in tip.text_content().lower()
    before = lab.settled()["serial"]
    cure.evaluate(f"node => ({TOUCH})([node, 700])")
    assert lab.settled()["serial"] == before and tip.is_visible()    # it was read, not pressed
    page.keyboard.press("Escape")

    assert lab.slider("depth").get_attribute("aria-valuetext") == "20 hidden layers"
    lab.press("depth", "Home")
    page.wait_for_function("e => e.ariaValueText === '1 hidden layer'", arg=lab.slider("depth").element_handle(),
                           polling=LOOKS)


# From now on, for each term that is underlined: whether the last picture that came was an exact one, at rest.
NOTE_MARKS = """() => {
  let exact = true;
  const add = Highlight.prototype.add, marks = window.testsMarks = [];
  jupyterapp.shell.currentWidget.sessionContext.session.kernel.anyMessage.connect((_, { msg }) => {
    exact = msg.content.data?.state?.frame_info?.exact ?? exact;
  });
  Highlight.prototype.add = function (range) { marks.push(exact); return add.call(this, range); };
  window.testsUnmark = () => { Highlight.prototype.add = add; return marks; };
}"""


def test_terms_answer_where_they_stand_in_a_sentence_in_a_picture_and_in_the_list(open_lab):
    notebook, lab = open_lab("GradientFlowLab")
    page, tip = notebook.page, notebook.page.locator(TIP)
    lab.settled()
    sentence = lab.output.locator(".bpw-verdict")
    rest_on(page, *sentence.evaluate(f"node => ({PLACE})([node, 'Vanishing'])"))
    tip.wait_for()
    assert tip.text_content().startswith("vanishing: Delta becomes smaller")
    assert page.evaluate("() => CSS.highlights.get('bpw-term').size") > 3
    assert sentence.locator("*").count() == 0     # nothing in the page was changed: it is read aloud once

    x, y, w, h = json.loads(notebook.tell(
        "import json; print(json.dumps([t for t in lab.canvas.terms if t['title'] == 'spread'][0]['boxes'][0]))"))
    framed = lab.output.locator(".bpw-framed").bounding_box()
    rest_on(page, framed["x"] + (x + w / 2) * framed["width"], framed["y"] + (y + h / 2) * framed["height"])
    page.wait_for_function("() => document.querySelector('.bpw-tip').textContent.startsWith('spread: ')", polling=LOOKS)

    button = lab.output.get_by_role("button", name="Terms")
    button.focus()
    page.keyboard.press("Enter")
    terms = lab.output.locator(".bpw-terms dt")
    assert {"delta (δ)", "weight gradient (dW)", "spread"} <= set(terms.all_text_contents())
    assert button.get_attribute("aria-expanded") == "true"
    page.keyboard.press("Escape")
    assert terms.first.is_hidden() and button.evaluate("node => node === document.activeElement")

    page.evaluate(NOTE_MARKS)
    lab.press("gain", "ArrowRight", times=4)
    lab.assert_in_step(setting="gain=1.2")
    marks = page.evaluate("() => window.testsUnmark()")
    assert marks and all(marks)     # none while a hand moves


def test_several_of_many_are_pressed_by_hand_and_by_keys(open_lab):
    notebook, lab = open_lab("OptimizerRaceLab", arguments="resolution=15, steps=9")
    before = lab.settled()["serial"]
    chip = lab.output.get_by_role("button", name="RMSprop", exact=True)
    assert chip.get_attribute("aria-pressed") == "true"
    chip.click()
    state = lab.assert_in_step(setting="optimizers=('sgd', 'momentum', 'adam')", since=before)
    lab.output.get_by_role("button", name="8 more optimizers").click()
    lab.output.get_by_role("button", name="Lion", exact=True).focus()
    notebook.page.keyboard.press("Space")
    lab.assert_in_step(setting="optimizers=('sgd', 'momentum', 'adam', 'lion')", since=state["serial"])
    field = lab.output.get_by_role("textbox", name="learning rate, exact value")
    notebook.tell("lab.set(learning_rate=0.0001234567)")
    notebook.page.wait_for_function("e => e.value === '0.000123457'", arg=field.element_handle(), polling=LOOKS)
    assert field.evaluate("e => e.scrollWidth <= e.clientWidth")
