"""What was done of each item, and all of it once more."""
import json

import pytest

from bpwidgets.teaching import Lesson
from bpwidgets.teaching.boards import review
from bpwidgets.teaching.boards.calibration import calibration, shares
from bpwidgets.teaching.boards.progress import stand
from bpwidgets.teaching.cards.parts import Say, Writing, page_of, text_of
from bpwidgets.teaching.cards.tables import Drawing, Table
from bpwidgets.teaching.item import Item
from bpwidgets.teaching.records.events import Event
from tests.teaching.lessons import LIMIT, Course


@pytest.fixture
def course(tmp_path):
    return Course(tmp_path / "record.jsonl")


def answered(right, confidence="", **more):
    return Event("answered", 1, right=right, confidence=confidence, **more)


@pytest.mark.parametrize("past, words, done", [
    ((), "not yet", False), ((Event("left"),), "not yet", False), ((Event("hinted"),), "begun", False),
    ((answered(True, "sure"),), "right (sure)", True), ((answered(False, "guess"),), "not right (guess)", True),
    ((answered(False), answered(True, case=1)), "not right at first, then right", True),
    ((answered(None),), "answered", True), ((Event("opened"),), "opened without an answer", True),
    ((Event("tried", right=False),), "not yet correct, 1 try", False),
    ((Event("tried", right=True), Event("hinted"), Event("hinted"), Event("seen")),
     "correct, 1 try, 2 hints, solution seen", True)])
def test_where_an_item_stands(past, words, done):
    assert stand(past) == (words, done)


def test_progress_has_a_row_for_each_item_and_follows(course, made):
    lesson = course.lesson("one")
    board = made(lesson.progress())
    assert board.describe().splitlines() == ["One: 0 of 2 done", "item          kind        so far",
                                             "Largest rate  Prediction  not yet", "Which way     Prediction  not yet"]
    assert board.card.parts[0]["rows"][1][2] == "not yet"
    made(lesson.show("which-way")).press("commit", {"answer": 1, "confidence": 2})
    assert board.card.parts[0]["rows"][1][2] == "right (sure)"


def test_a_saved_notebook_tells_nobodys_progress(course, made):
    bundle = made(course.lesson("one").progress())._repr_mimebundle_()
    course.happened("one", right=False)
    after = made(course.lesson("one").progress())._repr_mimebundle_()
    assert bundle["text/plain"] == after["text/plain"] and bundle["text/html"] == after["text/html"]
    assert "not yet" not in bundle["text/plain"]


def test_review_says_question_answer_outcome_and_why_of_what_was_answered(course, made):
    course.happened("one", answer=0.1, right=False, confidence="sure")
    told = made(course.lesson("one").review()).describe()
    for words in ("Up to which learning rate does weight 4", "You said 0.1 (sure", "It is **0.00488**",
                  "From there on"):
        assert words in told
    assert "which way" not in told and "How sure are you" not in told


def test_review_has_each_case_that_was_asked(course, made):
    course.happened("one", answer=0.1, right=False, confidence="sure")
    course.happened("one", answer=0.005, right=True, confidence="sure", case=1, asked_in="two")
    told = made(course.lesson("one").review()).describe()
    assert "weight 4" in told and "weight 3" in told


def test_review_before_an_answer(course, made):
    assert "Nothing is answered yet." in made(course.lesson("one").review()).describe()


def test_an_item_that_cannot_be_shown_again_is_said_and_the_others_stand(course, made):
    class Broken:
        name, act, title = "broken", "respond", "Question"

        def card(self, past, lab):
            raise ZeroDivisionError("division by zero")

    broken: Item = Broken()
    course.happened("mine", "broken", right=False)
    course.happened("mine", "largest-rate", answer=0.1, right=False, confidence="sure")
    told = made(Lesson("mine", "Mine", 1, (broken, LIMIT), desk=course.desk).review()).describe()
    assert "cannot be shown again (division by zero)" in told and "You said 0.1" in told


def test_calibration_counts_what_was_judged_by_how_sure_one_was():
    events = [answered(True, "sure"), answered(False, "sure"), answered(True, "guess"), answered(None, "guess"),
              Event("opened")]
    assert {sure: tuple(share) for sure, share in shares(events).items()} == {
        "guess": (1, 1), "fairly sure": (0, 0), "sure": (1, 2)}


def test_calibration_is_a_table_a_curve_and_a_sentence():
    ever = [answered(True, "sure"), answered(False, "sure"), answered(True, "guess")]
    table, curve, said = calibration(ever[:1], ever)
    assert table.rows == (("guess", "none yet", "1 of 1", "100%"), ("fairly sure", "none yet", "none yet", ""),
                          ("sure", "1 of 1", "1 of 2", "50%"))
    assert curve.alt == "A curve: guess: 100% right, sure: 50% right." and curve.svg.count("<circle") == 2
    assert said.words.startswith("When you were sure, you were wrong in 1 of 2 cases")


@pytest.mark.parametrize("events, words", [((), "No prediction is answered yet"),
                                           ((answered(True, "guess"),), "You were never sure"),
                                           ((answered(True, "sure"),), "Whenever you were sure, you were right.")])
def test_calibration_of_little(events, words):
    assert words in text_of(calibration(events, events))


def test_words_of_a_table_are_shown_letter_by_letter():
    table = Table("<b>", ("a", "b"), (("<i>", "1 < 2"),))
    assert "<i>" not in page_of((table,)) and "&lt;i&gt;" in page_of((table,))
    assert 'scope="row"' in table.page() and table.sent()["rows"] == [["<i>", "1 < 2"]]


def test_a_drawing_has_its_words():
    assert 'aria-label="A &lt; B"' in Drawing("<svg></svg>", "A < B").page() and Drawing("", "A").text() == ""


@pytest.mark.parametrize("told, read", [
    ({"kind": "quote"}, True), ({"kind": "buttons"}, False), ({"kind": "offer"}, False), ({"kind": "entry"}, False),
    ({"kind": "formula", "terms": [{"blank": ""}]}, True), ({"kind": "formula", "terms": [{"blank": "b"}]}, False)])
def test_what_is_read_is_replayed(told, read):
    class Told:
        def sent(self):
            return told

    assert review._to_read(Told()) is read


def test_what_is_filled_in_is_left_out_of_a_review(course, made):
    class Asking:
        name, act, title = "asking", "construct", "Say it"

        def card(self, past, lab):
            return (Say("Why?", "question"), Writing("answer", "Your words"))

    course.happened("mine", "asking")
    board = made(Lesson("mine", "Mine", 1, (Asking(),), desk=course.desk).review())
    assert "writing" not in json.dumps(board.card.parts) and "Why?" in board.describe()
