"""What was missed comes back: in the next lesson, two lessons after a right answer, and no more after a second one."""
import json

import pytest

from bpwidgets.teaching import Lesson
from bpwidgets.teaching import course as course_of_lessons
from bpwidgets.teaching.boards.returning import MOST, Asked, due
from bpwidgets.teaching.records.events import Event
from bpwidgets.teaching.records.record import Record
from tests.teaching.lessons import LIMIT, Course


@pytest.fixture
def course(tmp_path):
    return Course(tmp_path / "record.jsonl")


def cases(course, here):
    return [asked.case for asked in due(course.record.entries(), here)]


def test_a_miss_is_due_in_the_next_lesson_and_not_in_its_own(course):
    course.happened("one", right=False)
    assert due(course.record.entries(), "two") == [Asked("one", "largest-rate", 1)]
    assert cases(course, "one") == []


def test_what_was_right_or_opened_without_an_answer_does_not_come_back(course):
    course.happened("one", right=True)
    course.happened("one", "which-way", "opened")
    assert cases(course, "two") == []


def test_after_a_right_answer_it_is_due_two_lessons_later_and_after_a_second_it_is_done(course):
    course.happened("one", right=False)
    course.happened("one", right=True, case=1, asked_in="two")
    assert cases(course, "two") == cases(course, "three") == []
    course.happened("three", "other", "opened")
    assert cases(course, "three") == [] and cases(course, "four") == [2]
    course.happened("one", right=True, case=2, asked_in="four")
    for name in ("five", "six"):
        course.happened(name, "other", "opened")
    assert cases(course, "six") == []


@pytest.mark.parametrize("kind", ["answered", "opened"])
def test_a_second_miss_or_a_look_at_the_answer_begins_it_anew(course, kind):
    course.happened("one", right=False)
    course.happened("one", right=True, case=1, asked_in="two")
    course.happened("one", kind=kind, right=False if kind == "answered" else None, case=2, asked_in="four")
    assert cases(course, "four") == [] and cases(course, "five") == [3]


def test_of_two_answers_at_once_the_first_counts(course):
    course.happened("one", right=False)
    course.happened("one", right=True, case=1, asked_in="two")
    course.happened("one", right=False, case=1, asked_in="two")
    assert cases(course, "three") == []


def test_the_longest_missed_comes_first(course):
    course.happened("one", "which-way", right=False)
    course.happened("one", right=False)
    assert [asked.item for asked in due(course.record.entries(), "two")] == ["which-way", "largest-rate"]


def test_it_is_shown_with_other_numbers_and_its_answer_is_kept_with_its_own_lesson(course, made):
    course.happened("one", right=False)
    board = made(course.lesson("two").again())
    shown, = board.shown
    assert "weight 3" in repr(shown) and "missed comes back" in board.describe() and "One" in board.describe()
    shown.press("commit", {"answer": "0.1", "confidence": 2})
    event = course.record.events("one", "largest-rate")[-1]
    assert (event.case, event.asked_in, event.right) == (1, "two", False)
    assert cases(course, "three") == [2]


def test_it_stands_there_the_next_day_with_its_answer(course, made):
    course.happened("one", right=False)
    made(course.lesson("two").again()).shown[0].press("commit", {"answer": "0.1", "confidence": 2})
    shown, = made(course.lesson("two").again()).shown
    assert "You said 0.1" in json.dumps(shown.card.parts)


def test_one_with_no_other_numbers_is_asked_again_as_it_was(course, made):
    course.happened("one", "which-way", right=False, answer=0)
    shown, = made(course.lesson("two").again()).shown
    shown.press("commit", {"answer": 1, "confidence": 1})
    assert "Right." in json.dumps(shown.card.parts)


def test_if_nothing_is_due_it_says_so_in_one_line(course, made):
    assert made(course.lesson("two").again()).describe().strip().count("\n") == 0
    assert "Nothing is due" in made(course.lesson("two").again()).describe()


def test_what_is_no_more_in_the_course_is_left_out(course, made):
    course.happened("one", "gone", right=False)
    course.happened("elsewhere", right=False)
    course.happened("", right=False)
    assert made(course.lesson("two").again()).shown == ()


def test_lessons_that_are_none_of_the_course_are_given(course, made):
    course.happened("mine", right=False)
    assert len(made(course.lesson("two").again(Lesson("mine", "Mine", 1, (LIMIT,)))).shown) == 1


def test_a_lesson_of_the_course_finds_the_others(monkeypatch, tmp_path, made):
    monkeypatch.chdir(tmp_path)
    known = {name: Lesson(name, name.title(), k, (LIMIT,)) for k, name in enumerate(("one", "two"))}
    monkeypatch.setattr(course_of_lessons, "names", lambda: tuple(known))
    monkeypatch.setattr(course_of_lessons, "_module", known.get)
    Record("record.jsonl").add("one", "largest-rate", Event("answered", 0.1, right=False))
    assert len(made(course_of_lessons.lesson("two").again()).shown) == 1
    assert course_of_lessons.lesson("two").desk.found("three") is None


def test_no_more_than_a_few_come_at_once(course, made):
    names = [f"item-{k}" for k in range(MOST + 2)]
    own = Lesson("mine", "Mine", 1, tuple(type(LIMIT)(name, "How much?", LIMIT.answer, LIMIT.lab, LIMIT.outcome, "")
                                          for name in names))
    for name in names:
        course.happened("mine", name, right=False)
    board = made(course.lesson("two").again(own))
    assert [shown.item.name for shown in board.shown] == names[:MOST]


def test_a_saved_notebook_holds_the_same_line_whatever_is_due(course, made):
    def saved():
        bundle = made(course.lesson("two").again())._repr_mimebundle_()
        return {kind: form for kind, form in bundle.items() if kind.startswith("text/")}

    before = saved()
    course.happened("one", right=False)
    assert saved() == before and "come back here" in before["text/plain"]
