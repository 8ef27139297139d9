"""`lesson check`: one good lesson, in which it finds nothing, and each way to spoil it."""
import json
from dataclasses import dataclass, replace

import pytest

import bpwidgets as bp
from bpwidgets.teaching import Decade, Lesson, Number, Ranking, course
from bpwidgets.teaching.cards.parts import Buttons, Choices, Say, Writing, page_of, text_of
from bpwidgets.teaching.checks import lesson_check as checking
from bpwidgets.teaching.checks.form import count_words
from bpwidgets.teaching.checks.items import checked
from bpwidgets.teaching.checks.states import walk
from bpwidgets.teaching.item import pressed
from bpwidgets.teaching.records.events import Event
from tests.teaching.lessons import LIMIT, WAY, few


@dataclass(frozen=True)
class Sentence:
    """An item that constructs."""

    name: str = "own-words"
    reference: str = "The step is longer than the valley is wide."
    act = "construct"
    title = "Say it"

    def locked(self):
        return (Say("Why does it diverge?", "question"), Writing("answer", "Your words"), Buttons((("keep", "Keep"),)))

    def card(self, past, lab):
        return self.locked() if not past else (Say(self.reference),)

    def press(self, button, values, past, lab):
        return pressed(button, {"keep": lambda: Event("answered", values["answer"])}, self.title)

    def opens(self, past):
        return False

    def make_lab(self, past):
        raise LookupError


@dataclass(frozen=True)
class Idea:
    name: str = "smaller-is-right"
    claims: bool = True

    def demo(self):
        return few(4)

    def shows(self, lab):
        return self.claims


@dataclass(frozen=True)
class Option:
    words: str
    idea: object = None


@dataclass(frozen=True)
class Quiz:
    """A question with options."""

    options: tuple
    right: int = 1
    name: str = "quiz"
    act = "respond"
    title = "Question"

    def locked(self):
        return (Say("Which rate?", "question"), Choices("answer", "", tuple(option.words for option in self.options)),
                Buttons((("answer", "Answer"),)))

    def card(self, past, lab):
        return self.locked()

    def press(self, button, values, past, lab):
        answer = values["answer"]
        return pressed(button, {"answer": lambda: Event("answered", answer, right=answer == self.right)}, self.title)

    def opens(self, past):
        return False

    def make_lab(self, past):
        raise LookupError


ITEMS = (LIMIT, WAY, Sentence())
LESSON = Lesson("one", "One", 1, ITEMS, needs=("zero",))
ZERO = Lesson("zero", "Zero", 0, ())


def words(source):
    return {"cell_type": "markdown", "source": source}


def code(source, *outputs):
    return {"cell_type": "code", "source": source, "outputs": list(outputs)}


def output(text, **more):
    return {"output_type": "display_data", "data": {"text/plain": text, **more}, "metadata": {}}


def shown(item, source=None):
    card = item.locked()
    return code(source or f'lesson.show("{item.name}")', output(text_of(card), **{"text/html": page_of(card)}))


GOOD = (words("# Teach one weight"), code('import bpwidgets as bp\nlesson = bp.lesson("one")'),
        *map(shown, ITEMS), words("## What now\n\n![a curve](x.png)"))


@pytest.fixture
def findings(tmp_path, monkeypatch):
    """findings(cells, lesson): what is found in a notebook of these cells."""
    def found(cells=GOOD, lesson=LESSON, **others):
        known = {"zero": ZERO, "one": lesson, **others}
        monkeypatch.setattr(course, "names", lambda: tuple(known))
        monkeypatch.setattr(course, "lesson", known.get)
        monkeypatch.setattr(course, "all_lessons", lambda: known)
        path = tmp_path / "01-one.ipynb"
        path.write_text(json.dumps({"nbformat": 4, "cells": list(cells)}), encoding="utf-8")
        return checking.check(path)
    return found


def with_cell(at, cell):
    return (*GOOD[:at], cell, *GOOD[at:])


def test_in_a_good_lesson_nothing_is_found(findings):
    assert findings() == ()


@pytest.mark.parametrize("at, cell, sentence", [
    (1, words("#### Deep"), "cell 1: the heading '#### Deep' leaves out a level; use '## Deep'."),
    (6, words("# Another"), "cell 6: '# Another' is a second title; use '## Another'."),
    (0, words("## Early"), "cell 0: the first heading is '## Early'; begin with the title: '# ...'."),
    (1, words("![](x.png)"), "cell 1: a picture has no alternative text; say in its brackets"),
    (1, words('<img src="x.png" alt="">'), "cell 1: a picture has no alternative text; say in alt"),
    (2, code("x", output("x", **{"image/png": "aaaa"})), "cell 2: the picture in its output has no alternative text"),
    (2, code("x = '" + 100 * "a" + "'"), "cell 2: line 1 has 106 columns; write at most 100."),
    (2, code("x = ("), "cell 2: it cannot be read as Python"),
    (2, code("bp.labs"), "cell 2: bp.labs is not public; use a name that dir(bp) shows."),
    (2, code("from bpwidgets.labs.weight import study"), "cell 2: bpwidgets.labs.weight is not public; import from"),
    (2, code("import bpwidgets.engine.dense"), "cell 2: bpwidgets.engine.dense is not public; import one of"),
    (2, code("from bpwidgets import engine\nengine.rows"), "cell 2: engine.rows is not public"),
    (2, code("bp.engine.passes"), "cell 2: bp.engine.passes is not public"),
    (2, code("from bpwidgets.engine import tape_of"), "cell 2: bpwidgets.engine.tape_of is not public"),
    (2, code("lab._panel"), "cell 2: lab._panel begins with an underscore and is not public"),
    (2, code('bp.WeightLab(controls=("weight", "learning_rate", "steps", "step"))'),
     "cell 2: WeightLab opens with 4 controls (weight, learning_rate, steps, step); keep the 3"),
    (2, code("names = ()\nlab = bp.WeightLab(controls=names)\nlab"), "cell 2: which controls of WeightLab are open"),
    (2, code('lesson.show("largest")'), "cell 2: it shows 'largest', which is no item of the lesson; its items are"),
    (2, code("lesson.show(name)"), "cell 2: which item it shows cannot be read; write its name: lesson.show("),
    (5, shown(LIMIT), "cell 5: it shows 'largest-rate', which cell 2 shows already; show it once."),
    (2, code("print(1)", {"output_type": "stream", "text": "limit: 0.00488\n"}),
     "cell 2: its output gives away the answer of 'largest-rate' ('0.00488'), above its cell; move it below the item"),
    (2, words("From 4.884e-3 on it diverges. " + "Up to 0.004884 it does not."), "cell 2: its source gives away the"),
    (2, code("x", {"output_type": "display_data", "data": {"image/png": "a"},
                   "metadata": {"image/png": {"alt": "The limit is 0.00488."}}}), "cell 2: its output gives away"),
    (3, words("There the way is **to larger\nones**."), "cell 3: its source gives away the answer of 'which-way'"),
    (2, words("So the step is longer than the *valley* is wide!"), "cell 2: its source gives away the answer of 'own"),
])
def test_what_a_cell_spoils_is_found_with_its_number(findings, at, cell, sentence):
    found = findings(with_cell(at, cell))
    assert [one for one in found if one.startswith(sentence)], found


@pytest.mark.parametrize("at, cell", [
    (2, words("At 0.5 or 1 or to smaller weights, or to larger ones: say which.")),
    (2, words("The limit 10.00488 is another one, and 0.004 too.")),
    (6, words("The limit is 0.00488.")), (2, code("%matplotlib inline\nx = 1")),
    (2, code("from bpwidgets import engine as e\ne.ACTIVATIONS, bp.engine.SURFACES, bp.__version__")),
    (2, words("```\n#### no heading\n```")), (2, code("lab = bp.WeightLab()\nlab;")), (2, code("bp.glossary('delta')")),
    (2, code('bp.compare(bp.WeightLab, "learning_rate", 0.001, 0.004, controls=("weight",))')),
    (2, code("bp.make_lab")), (2, code("from matplotlib import pyplot as plt\nplt.show()")),
    (2, code("for k in (1, 2):\n    %time k")), (2, code("x = ('%d'\n  % 3)")),
])
def test_what_is_allowed_is_not_found(findings, at, cell):
    assert findings(with_cell(at, cell)) == ()


@pytest.mark.parametrize("change, sentence", [
    ({"needs": ("none",)}, "it needs 'none', which is no lesson; the names are zero, one, late."),
    ({"needs": ("late",)}, "it needs 'late', which has number 7 and comes no earlier than this one, 1"),
    ({"minutes": 40}, "it takes 40 minutes; make it 25 at most."),
    ({"items": (LIMIT, WAY)}, "nothing in it has the learner make something"),
    ({"items": (Sentence(),)}, "nothing in it has the learner answer a question"),
    ({"items": (Sentence(),)}, "nothing in it has the learner move something"),
    ({"items": (*ITEMS, replace(WAY, name="more"))}, "item 'more' stands in no cell; show it: lesson.show(\"more\")."),
])
def test_what_the_lesson_itself_spoils_is_found(findings, change, sentence):
    found = findings(lesson=replace(LESSON, **change), late=Lesson("late", "Late", 7, ()))
    assert [one for one in found if one.startswith(sentence)], found


def test_lesson_0_need_not_have_every_act(findings):
    zero = Lesson("one", "One", 0, ())
    assert findings((GOOD[0], GOOD[1]), zero) == ()


def test_an_open_lab_is_the_act_of_changing(findings):
    still = replace(WAY, lab=lambda: bp.WeightLab(weight=1, controls=("weight",), locked=("weight",)))
    only_words = replace(LESSON, items=(still, Sentence()))
    cells = (GOOD[0], GOOD[1], GOOD[3], GOOD[4])
    assert len(findings(cells, only_words)) == 1
    assert findings((*cells, code("bp.WeightLab(controls=('weight',))")), only_words) == ()


def test_too_many_words_are_counted_out(findings):
    found, = findings(with_cell(1, words("word " * 980)))
    assert "it has 1035 words, 987 in its Markdown cells and 48 on the cards" in found
    assert count_words("| a | b |\n|---|---|\n| 1 | 2 |") == 4


@pytest.mark.parametrize("text", ["It is **0.00488**.", ""])
def test_a_saved_card_is_the_one_before_an_answer(findings, text):
    spoilt = code('lesson.show("largest-rate")', output(text))
    found = findings((*GOOD[:2], spoilt, *GOOD[3:]))
    assert any(one.startswith("cell 2: its saved output is not the card of 'largest-rate'") for one in found)


def test_the_lab_before_an_answer_does_not_tell_it(findings):
    telling = replace(LIMIT, before=lambda weight: bp.WeightLab(weight=weight))
    found, = findings(lesson=replace(LESSON, items=(telling, *ITEMS[1:])))
    assert found.startswith("cell 2: the lab before the answer of 'largest-rate' says '0.00488'")


def test_a_notebook_without_outputs_is_fine(findings):
    assert findings([{**cell, "outputs": []} for cell in GOOD]) == ()


def test_a_solution_stands_in_no_cell(findings):
    def gradient(w, x):
        total = w * x
        return 2 * total * x

    class Exercise(Sentence):
        def tried(self, function, past):
            """Its functions can be checked."""

        def card(self, past, lab):
            return self.locked()

    exercise = replace(Exercise(), reference=gradient)
    lesson = replace(LESSON, items=(LIMIT, WAY, exercise))
    spoilt = findings(with_cell(5, code("def g(w, x):\n    total = w*x\n    return (2*total*x)")), lesson)
    assert spoilt == ("cell 5: it holds the last line of the solution of 'own-words' ('return 2 * total * x'); "
                      "leave it to the learner.",)


@pytest.mark.parametrize("item, words", [
    (replace(LIMIT, outcome=lambda lab: 1 / 0), "the outcome of case 0 cannot be computed (ZeroDivisionError"),
    (replace(LIMIT, outcome=lambda lab: float("inf")), "the outcome of case 0 is inf: a finite number"),
    (replace(LIMIT, answer=Number("rate", low=1)), "a finite number within the bounds"),
    (replace(LIMIT, cases=({"weight": 4}, {"weight": "x"})), "the outcome of case 1 cannot be computed (ArgumentError"),
    (replace(LIMIT, why=lambda lab: lab.nothing), "fails with AttributeError"),
    (replace(LIMIT, cases=({"rate": 4},)), "cannot be computed"),
    (replace(WAY, answer=Number("x", low=10, high=11)), "takes no answer that was tried: x of the prediction"),
    (replace(WAY, outcome=lambda lab: 2), "the number of an option is expected, from 0 to 1."),
    (replace(WAY, outcome=lambda lab: lab.result.gradients[0] < 0), "makes an event that cannot be kept"),
    (replace(WAY, answer=Decade("share", -3, 3), outcome=lambda lab: 0.0), "a number above 0 is expected"),
    (replace(WAY, answer=Ranking("order", ("a", "b")), outcome=lambda lab: [0, 1]), "in the right order before a"),
    (replace(WAY, answer=Ranking("order", ("a", "b")), outcome=lambda lab: [0]), "the numbers of all things"),
    (Quiz((Option("1", Idea()), Option("2")), right=5), "none of the answers that were tried is right"),
    (Quiz((Option("1"), Option("2"))), "option 0 ('1') is wrong and names no misconception"),
    (Quiz((Option("1", Idea(claims=False)), Option("2"))), "'smaller-is-right' does not show what it claims"),
    (Quiz((Option("1", replace(Idea(), claims=None)), Option("2"), Option("3", Idea()))), "does not show"),
])
def test_what_an_item_spoils_is_found(item, words):
    found = [finding.sentence for finding in checked(item).findings]
    assert any(words in sentence and sentence.startswith(f"item {item.name!r}") for sentence in found), found


@pytest.mark.parametrize("item", [
    LIMIT, WAY, Sentence(), Quiz((Option("1", Idea()), Option("2"))),
    replace(WAY, answer=Decade("share", -3, 3), outcome=lambda lab: 0.01),
    replace(WAY, answer=Ranking("order", ("a", "b", "c")), outcome=lambda lab: [1, 0, 2])], ids=lambda item: item.title)
def test_in_a_sound_item_nothing_is_found(item):
    assert checked(item).findings == []


def test_a_lab_of_an_item_opens_with_few_controls():
    crowded = replace(WAY, lab=lambda: bp.WeightLab(controls=("weight", "learning_rate", "steps", "step")))
    found, = checked(crowded).findings
    assert found.sentence.startswith("the lab of 'which-way' opens with 4 controls")


def test_a_walk_presses_each_button_with_each_answer():
    events = walk(WAY).events
    assert {event.answer for event in events if event.kind == "answered"} == {0, 1}
    assert any(event.kind == "opened" for event in events)


@pytest.mark.parametrize("source, words", [
    ("x = 1", "no cell names its lesson; write: lesson = bp.lesson"),
    ('bp.lesson("two")', "cell 1: there is no lesson 'two'; the names are zero, one."),
    ('bp.lesson("one"), bp.lesson("zero")', "its cells name 2 lessons (one, zero); let a notebook have one.")])
def test_a_notebook_names_its_lesson(findings, source, words):
    assert any(one.startswith(words) for one in findings((GOOD[0], code(f"import bpwidgets as bp\n{source}"))))


def test_a_lesson_of_ones_own_lies_in_a_module_beside_the_notebook(findings, tmp_path):
    (tmp_path / "mine.py").write_text("from bpwidgets.teaching import Lesson\nOWN = Lesson('mine', 'Mine', 0, ())\n")
    own = (GOOD[0], code('from mine import OWN as lesson\nlesson.show("nothing")'))
    assert findings(own) == ("cell 1: it shows 'nothing', which is no item of the lesson; its items are .",)


@pytest.mark.parametrize("content", ["{", "[]", '{"cells": [{}]}'])
def test_what_is_no_notebook_is_told(tmp_path, content):
    path = tmp_path / "x.ipynb"
    path.write_text(content)
    with pytest.raises(ValueError) as caught:
        checking.check(path)
    assert str(caught.value).startswith("this is not a notebook")
