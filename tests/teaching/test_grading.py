"""Points under nbgrader: an error where it grades, and nowhere else."""
import pytest

import bpwidgets as bp
from bpwidgets.teaching import Lesson
from bpwidgets.teaching.lesson import Desk
from bpwidgets.teaching.records.record import Record

from .exercises import BACKWARD, GRADIENT, gradient
from .test_prediction import LIMIT


@pytest.fixture
def lesson(tmp_path):
    return Lesson("one", "One", 1, (GRADIENT, BACKWARD, LIMIT), desk=Desk(Record(tmp_path / "record.jsonl")))


@pytest.mark.parametrize("purpose", ["autograde", "validate"])
@pytest.mark.parametrize("name, function, told", [
    ("gradient", lambda w, x, y: 0.125, "gradient: Not yet. For `w ="), ("gradient", None, "gradient: Not attempted."),
    ("backward", BACKWARD.wrong[0].function, "backward: Not yet: slope left out. In the case below yours gives")])
def test_what_is_not_right_is_an_error_where_it_is_graded(lesson, monkeypatch, purpose, name, function, told):
    monkeypatch.setenv("NBGRADER_EXECUTION", purpose)
    with pytest.raises(AssertionError) as caught:
        lesson.grade(name, function)
    assert str(caught.value).startswith(told)
    assert ("\nx = [[" in str(caught.value)) == (name == "backward")


@pytest.mark.parametrize("purpose", ["autograde", "validate", "generate", ""])
def test_what_is_right_is_none(lesson, monkeypatch, purpose):
    monkeypatch.setenv("NBGRADER_EXECUTION", purpose)
    assert lesson.grade("gradient", gradient).right


@pytest.mark.parametrize("purpose", ["generate", ""])
def test_elsewhere_the_verdict_is_all(lesson, monkeypatch, purpose, capsys):
    monkeypatch.setenv("NBGRADER_EXECUTION", purpose)
    assert lesson.grade("gradient", lambda w, x, y: 0.125).state == "not yet"
    assert capsys.readouterr() == ("", "")


def test_the_record_is_neither_read_nor_written(lesson):
    lesson.grade("gradient", gradient)
    assert not lesson.desk.record.path.exists()


def test_a_prediction_is_not_graded(lesson):
    with pytest.raises(bp.ArgumentError) as caught:
        lesson.grade("largest-rate", gradient)
    assert "an exercise" in str(caught.value)
