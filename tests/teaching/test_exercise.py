"""An exercise in a notebook: its card, its hints, its solution, and what is kept of it."""
import json
from dataclasses import replace

import pytest

import bpwidgets as bp
from bpwidgets.teaching import Lesson
from bpwidgets.teaching.cards.parts import text_of
from bpwidgets.teaching.lesson import Desk
from bpwidgets.teaching.records.record import Record
from bpwidgets.trials.agreement import shown as in_words

from .exercises import BACKWARD, EXERCISES, GRADIENT, gradient


def stub(w, x, y):
    ...


def mean_forgotten(w, x, y):
    secret_of_the_learner = (w * x - y) * x
    return 2 * secret_of_the_learner.sum()


@pytest.fixture
def lesson(tmp_path):
    """lesson(): the lesson, opened anew beside the same record."""
    return lambda: Lesson("one", "One", 1, EXERCISES, desk=Desk(Record(tmp_path / "record.jsonl")))


@pytest.fixture
def check(lesson, made):
    """check(function): the cell of the first exercise, with what the learner wrote."""
    return lambda function: made(lesson().check("gradient", function))


def said(shown):
    return text_of(shown.parts)


def buttons(shown):
    return [button for part in shown.card.parts if part["kind"] == "buttons" for button, _ in part["buttons"]]


def test_before_a_try_task_and_signature_stand_there_and_nothing_is_kept(check):
    shown = check(stub)
    assert said(shown) == repr(shown) == f"{GRADIENT.task}\n    def gradient(w, x, y):"
    assert shown.past == () and buttons(shown) == ["hint"]


def test_the_saved_notebook_holds_no_hint_and_no_solution_whatever_was_done(check):
    before = check(stub)._repr_mimebundle_()
    shown = check(gradient)
    shown.press("solution", {})
    after = shown._repr_mimebundle_()
    for form in ("text/plain", "text/html"):
        assert before[form] == after[form]
        assert "np.mean" not in after[form] and "Hint" not in after[form] and "Correct" not in after[form]


def test_a_right_version_is_told_so_and_the_solution_is_offered_beside_it(check):
    shown = check(gradient)
    assert "**Correct.**" in said(shown) and buttons(shown) == ["solution"]
    shown.press("solution", {})
    assert "return 2 * np.mean(error * x)" in said(shown) and buttons(shown) == []
    assert [event.kind for event in shown.past] == ["tried", "seen"]


def test_a_known_fault_is_told_and_kept_by_name_with_the_seed_and_nothing_of_the_code(check, tmp_path):
    shown = check(mean_forgotten)
    assert "**Not yet: mean forgotten.**" in said(shown)
    event, = shown.past
    assert (event.kind, event.right, event.misconception) == ("tried", False, "mean forgotten") and event.case > 0
    line, = (tmp_path / "record.jsonl").read_text().splitlines()
    assert set(json.loads(line)) == {"lesson", "item", "kind", "right", "misconception", "case", "time"}


def test_the_next_day_a_known_fault_is_told_again_from_the_record(check, lesson, made):
    before = said(check(mean_forgotten))
    assert said(made(lesson().show("gradient"))) == before


def test_the_next_day_any_other_fault_is_remembered_as_one(check, lesson, made):
    check(lambda w, x, y: 0.125)
    assert "Your last version differed" in said(made(lesson().show("gradient")))


def test_the_case_that_was_told_can_be_looked_into(check, lesson):
    shown = check(lambda w, x, y: 0.125)
    assert 'gradient(*lesson.case("gradient"))' in said(shown)
    arguments = zip("wxy", lesson().case("gradient"))
    assert ", ".join(f"{name} = {in_words(value)}" for name, value in arguments) in said(shown)


def test_a_stub_after_a_success_says_that_it_is_solved(check):
    check(gradient)
    shown = check(stub)
    assert "**Solved.**" in said(shown) and [event.kind for event in shown.past] == ["tried"]


def test_a_stub_after_a_miss_keeps_what_was_told(check):
    check(mean_forgotten)
    assert "**Not yet: mean forgotten.**" in said(check(stub))


def test_a_success_is_kept_once_however_often_the_cell_runs(check):
    for _ in range(3):
        shown = check(gradient)
    assert len(shown.past) == 1 and "**Correct.**" in said(shown)


def test_hints_come_one_at_a_time_and_are_counted(check):
    shown = check(stub)
    for k, hint in enumerate(GRADIENT.hints):
        assert hint not in said(shown)
        shown.press("hint", {})
        assert f"Hint {k + 1}: {hint}" in said(shown)
    assert [event.kind for event in shown.past] == ["hinted"] * 3 and "hint" not in buttons(shown)
    shown.press("hint", {})
    assert len(shown.past) == 3 and shown.trouble == ""


def test_the_solution_is_seen_after_a_try_and_all_hints_and_not_before(check):
    shown = check(stub)
    for _ in GRADIENT.hints:
        shown.press("hint", {})
    shown.press("solution", {})
    assert "a try first, and all hints" in shown.trouble and "np.mean(error" not in said(shown)
    shown = check(mean_forgotten)
    shown.press("solution", {})
    assert "np.mean(error * x)" in said(shown) and shown.trouble == ""


def test_after_one_try_without_the_hints_there_is_no_solution(check):
    shown = check(mean_forgotten)
    assert buttons(shown) == ["hint"]
    shown.press("solution", {})
    assert shown.trouble and "np.mean(error" not in said(shown)


def test_a_success_takes_the_hints_away(check):
    assert "hint" not in buttons(check(gradient))


def test_what_was_printed_stands_below(check):
    def prints(w, x, y):
        print("\n".join(map(str, range(20))))
        return gradient(w, x, y)

    text = said(check(prints))
    assert "It printed, in this case:" in text and "    7\n    ..." in text and "    8" not in text


def test_two_cells_of_the_same_exercise_go_together(lesson, made):
    lesson = lesson()
    one, other = made(lesson.check("gradient", stub)), made(lesson.check("gradient", mean_forgotten))
    one.card, other.card  # noqa: B018, a card follows from the moment when it is there
    one.press("hint", {})
    assert "Hint 1: The error of a row is" in json.dumps(other.card.parts)
    made(lesson.check("gradient", gradient))
    assert "Solved" in json.dumps(one.card.parts) and "mean forgotten" not in json.dumps(other.card.parts)


@pytest.mark.parametrize("function", [stub, mean_forgotten, gradient, None, 7, lambda: 1 / 0, exit])
def test_nothing_is_raised_in_the_cell(check, function):
    assert repr(check(function)).startswith("Write `gradient")


def test_a_mistake_of_the_lesson_is_told_on_the_card(tmp_path, made):
    broken = replace(GRADIENT, cases=lambda rng: 1 / 0)
    lesson = Lesson("one", "One", 1, (broken,), desk=Desk(Record(tmp_path / "r")))
    shown = made(lesson.check("gradient", gradient))
    assert shown.card.trouble == "division by zero" and shown.past == ()


def test_there_is_no_lab(check):
    shown = check(gradient)
    shown._prepare({"width": 860, "ratio": 1, "dark": False})
    assert shown.lab is None and shown.children == (shown.card,)


@pytest.mark.parametrize("change, words", [
    ({"reference": lambda w: w}, "a function made with def"), ({"hints": ("a",) * 4}, "at most 3"),
    ({"wrong": GRADIENT.wrong[:1] * 2}, "versions of different names"), ({"name": ""}, "two texts")])
def test_an_exercise_that_cannot_be_is_refused(change, words):
    with pytest.raises(bp.ArgumentError) as caught:
        replace(BACKWARD, **change)
    assert words in str(caught.value)


def test_an_unknown_button_is_refused(check):
    shown = check(stub)
    shown.press("hints", {})
    assert "Did you mean 'hint'?" in shown.trouble
