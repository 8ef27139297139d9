"""A prediction in a real JupyterLab: by keyboard, kept overnight, and as text where there is no kernel."""
import pytest

LESSON = """import math
import bpwidgets as bp
from bpwidgets.pictures.guess import Guess
from bpwidgets.teaching import Lesson, Number, Prediction
lesson = Lesson("NAME", "One", 1, (Prediction(
    "largest-rate", "Up to which learning rate does the weight come to rest?", Number("learning rate"),
    lab=lambda: bp.WeightLab(learning_rate=0.002), outcome=lambda lab: lab.result.rate_limit,
    why=lambda lab: f"The curvature is {lab.result.curvature:g}.", guess=lambda answer, lab: Guess("rate", x=math.log10(answer))),))"""


@pytest.fixture
def notebook(open_notebook, request):
    """A notebook that shows the same prediction in two cells."""
    source = LESSON.replace("NAME", request.node.name)
    return open_notebook([source, 'lesson.show("largest-rate")', 'lesson.show("largest-rate")'])


def keys(notebook, *pressed):
    for key in pressed:
        notebook.page.keyboard.press(key)


def test_a_prediction_is_made_by_keys_kept_overnight_and_is_text_without_a_kernel(notebook):
    notebook.run_all()
    first, second = (notebook.output(cell) for cell in (1, 2))
    card = first.get_by_role("group", name="Prediction")
    card.wait_for()
    assert first.locator("img, canvas").count() == 0 and "409.5" not in notebook.page.content()
    assert not first.locator(".bpw-locked").is_visible()
    notebook.press(card.get_by_role("textbox", name="learning rate"), "0")
    keys(notebook, ".", "1", "Enter")
    card.get_by_role("alert").filter(has_text="how sure").wait_for()
    keys(notebook, "Tab", "Space", "ArrowRight", "Tab", "Enter")
    for output in (first, second):
        output.get_by_text("You said 0.1 (fairly sure").wait_for()
        output.get_by_role("img").first.wait_for()
    assert notebook.page.evaluate("document.activeElement.dataset.said") == "wrong"

    notebook.reload()
    for output in (first, second):
        output.get_by_text("You said 0.1 (fairly sure").wait_for()
    notebook.restart_and_run_all()
    first.get_by_text("You said 0.1 (fairly sure").wait_for()

    notebook.reopen()
    assert first.get_by_text("How sure are you?").is_visible() and first.get_by_text("You said").count() == 0
    notebook.run_all()
    first.get_by_text("You said 0.1 (fairly sure").wait_for()
    assert [list(output["data"]) for output in notebook.outputs(1)][1:] == [["text/html", "text/plain"]]
    assert "You said" not in notebook.text(1)

    notebook.reopen_without_kernel()
    text = notebook.output(1).locator(".bpw-locked")
    text.wait_for()
    assert "Up to which learning rate" in text.inner_text() and text.is_visible()


# Cards of all kinds: choices, a number, code, writing; a place, a decade, an order; points to gather; blanks.
CARDS = """import bpwidgets as bp
from bpwidgets.teaching import Factor, FillIn, show
from IPython.display import display
items = {"teach-one-weight": ("never-wrong", "way-down", "gradient", "rate-without-loss"),
         "walk-down-the-surface": ("where-to-rest",), "find-out-why-deep-nets-stop-learning": ("law-of-depth", "through-twenty"),
         "a-rate-for-each-weight": ("one-rate",)}
shown = [bp.lesson(name).show(item) for name, named in items.items() for item in named]
shown.append(show(FillIn("share", "What does a row add?", lab=lambda seed: seed, result="dL/dw", factors=lambda lab: (
    Factor("dL/de", 6.0, rule="derivative of the loss", from_="2 e"), Factor("de/dw", 3.0, rule="input of the weight", from_="x")))))
shown[1].press("answer", {"answer": 0})
display(*shown)"""


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_in_cards_of_all_kinds(open_notebook, theme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="pip install -e '.[test]'").Axe()
    notebook = open_notebook([CARDS], theme=theme)
    notebook.run_all()
    assert notebook.errors() == []
    notebook.output(0).locator(".bpw-card").nth(8).wait_for()
    found = axe.run(notebook.page, {"include": [[".bpw-card"]]}).response
    assert not found["violations"], [(one["id"], [node["html"] for node in one["nodes"]]) for one in found["violations"]]
    assert {"label", "color-contrast", "button-name"} <= {one["id"] for one in found["passes"]}


CHAIN = """import bpwidgets as bp
from bpwidgets.teaching import Factor, FillIn, Lesson
lesson = Lesson("NAME", "One", 1, (FillIn("share", "What does a row add?", lab=lambda seed: bp.WeightLab(weight=4 - seed, controls=("weight",),
    views=("parabola",)), result="dL/dw", lab_after=True, factors=lambda lab: (
    Factor("dL/de", 2 * (lab.settings.weight - 2), rule="slope of the loss"), Factor("de/dw", 3.0, rule="input of the weight"))),))"""


def test_blanks_are_filled_in_by_keys_and_each_round_has_its_own_lab(open_notebook, request):
    notebook = open_notebook([CHAIN.replace("NAME", request.node.name), 'lesson.show("share")'])
    notebook.run_all()
    card, output = notebook.output(1).get_by_role("group", name="Fill in"), notebook.output(1)
    for k, (number, said) in enumerate([("3", "right"), ("5", "wrong")]):
        blank = card.get_by_role("textbox", name="de/dw: its number")
        blank.wait_for()
        output.locator("canvas, img").first.wait_for(state="detached")
        notebook.press(blank, number)
        keys(notebook, "Tab", "i", "Tab", "Enter")    # the rule by its first letter, then the button
        card.locator(f"[data-said={said}]").wait_for()
        output.get_by_text(f"weight {4 - k}", exact=False).first.wait_for()
        assert notebook.page.evaluate("document.activeElement.dataset.said") == said
        card.get_by_role("button", name="Next round").press("Enter")
    card.get_by_role("textbox", name="de/dw: its number").wait_for()
    assert notebook.errors() == []
