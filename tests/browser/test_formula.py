"""Numbers of a formula under a hand: dragged, moved by keys, typed; and the picture follows."""
import pytest

FOCUS = "() => [document.activeElement.className, document.activeElement.ariaLabel, document.activeElement.ariaValueText]"
STOPS = """output => [...output.querySelectorAll('.bpw-number[role=spinbutton]')].map(e => [e.ariaLabel, e.tabIndex])"""


SCROLLED = "() => [...document.querySelectorAll('*')].map(e => e.scrollTop).filter(Boolean)"


def number(page, label):
    return page.output.locator(f".bpw-number[aria-label='{label}']")


def test_the_numbers_of_the_formula_are_one_stop_of_tab_and_keys_move_them(open_lab):
    notebook, page = open_lab("BackpropLab")
    before = page.settled()
    assert page.output.evaluate(STOPS) == [[name, 0 if k == 0 else -1] for k, name in enumerate(
        ["weight W2[0,0]", "weight W2[0,1]", "input 1", "weight W1[0,0]", "input 2", "target 1", "target 2"])]
    number(page, "weight W2[0,0]").focus()
    keys = notebook.page.keyboard
    keys.press("ArrowRight")
    assert notebook.page.evaluate(FOCUS) == ["bpw-number", "weight W2[0,1]", "0.5"]
    for key in ("ArrowUp", "ArrowUp", "PageUp", "ArrowDown"):
        keys.press(key)
    after = page.assert_in_step(since=before["serial"])
    assert after["sliders"]["W2[0,1]"] == pytest.approx(0.5 + 0.03 * 11, abs=0.03)
    keys.press("Shift+ArrowUp")
    finer = page.assert_in_step(since=after["serial"])
    assert 0 < finer["sliders"]["W2[0,1]"] - after["sliders"]["W2[0,1]"] < 0.004
    assert notebook.page.evaluate(FOCUS)[1] == "weight W2[0,1]"      # the focus stays while the formula changes
    keys.press("Home")
    keys.press("ArrowRight")
    keys.press("End")
    last = page.assert_in_step("edits='x[0,0]=1.0'", since=finer["serial"])
    assert last["sliders"]["W2[0,1]"] == -2.0


def test_an_exact_value_is_typed_or_left_and_nonsense_is_told(open_lab):
    notebook, page = open_lab("BackpropLab")
    before = page.settled()
    keys = notebook.page.keyboard
    number(page, "weight W2[0,0]").focus()
    keys.press("Enter")
    assert notebook.page.evaluate(FOCUS)[1] == "weight W2[0,0], exact value"
    keys.type("1/8")
    keys.press("Enter")
    after = page.assert_in_step(since=before["serial"])
    assert after["sliders"]["W2[0,0]"] == 0.125 and notebook.page.evaluate(FOCUS)[1] == "weight W2[0,0]"
    number(page, "target 1").click()
    keys.type("7")
    keys.press("Escape")
    number(page, "target 1").click()
    keys.type("7")
    keys.press("Enter")
    page.output.locator(".bpw-status.bpw-trouble").wait_for()
    assert "targets within the range of sigmoid" in page.output.locator(".bpw-status").text_content()
    assert "edits=''" in page.state(picture=False)["settings"]
    keys.press("ArrowUp")        # goes on from what holds
    page.assert_in_step("edits='y[0,0]=0.012'", since=after["serial"])


def test_a_pointer_drags_a_number_and_a_second_one_of_the_same_name_goes_along(open_lab):
    notebook, page = open_lab("BackpropLab", arguments="net='xor_2_2_1'")
    before = page.settled()
    boxes = page.output.locator(".bpw-number[data-name='x[1,0]']")
    assert boxes.count() == 2 and boxes.nth(1).get_attribute("aria-hidden") == "true"
    boxes.nth(1).scroll_into_view_if_needed()
    for place, way in ((0, 60), (1, -40)):
        box, mouse = boxes.nth(place).bounding_box(), notebook.page.mouse
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        assert min(box["width"], box["height"]) >= 24
        mouse.move(x, y)
        mouse.down()
        for k in range(1, 5):
            mouse.move(x + way * k / 4, y)
        mouse.up()
        after = page.assert_in_step(since=before["serial"])
        found = float(after["settings"].partition("x[1,0]=")[2].partition("'")[0])
        assert found == pytest.approx({60: 30 * 0.03, -40: 10 * 0.03}[way], abs=0.04)
        before = after


def test_a_finger_drags_a_number_and_the_page_stays_where_it_is(open_lab):
    notebook, page = open_lab("BackpropLab")
    before = page.settled()
    box = number(page, "weight W2[0,1]")
    box.scroll_into_view_if_needed()
    scrolled = notebook.page.evaluate(SCROLLED)
    place = box.bounding_box()
    x, y = place["x"] + place["width"] / 2, place["y"] + place["height"] / 2
    notebook.finger((x, y), *((x + 10 * k, y + 6 * k) for k in range(1, 9)))    # aslant, as fingers go
    after = page.assert_in_step(since=before["serial"])
    assert after["sliders"]["W2[0,1]"] == pytest.approx(before["sliders"]["W2[0,1]"] + 40 * 0.03, abs=0.04)
    assert notebook.page.evaluate(SCROLLED) == scrolled
    notebook.finger((x, y))
    assert notebook.page.evaluate(FOCUS)[1] == "weight W2[0,1], exact value"    # a tap opens the field
