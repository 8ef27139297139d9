"""A prediction: nothing is there before an answer, and then all of it."""
import json
import math
from dataclasses import replace

import pytest
from ipywidgets.widgets import widget

import bpwidgets as bp
from bpwidgets.pictures.guess import Guess
from bpwidgets.teaching import Choice, Lesson, Number, Prediction
from bpwidgets.teaching.lesson import Desk
from bpwidgets.teaching.records.record import Record

LIMIT = Prediction("largest-rate", "Up to which learning rate does weight {weight} come to rest?",
                   Number("learning rate"), lab=bp.WeightLab, outcome=lambda lab: lab.result.rate_limit,
                   why=lambda lab: f"The curvature is {lab.result.curvature}.", cases=({"weight": 4}, {"weight": 3}),
                   guess=lambda answer, lab: Guess("rate", x=math.log10(answer)))
RIGHT = {"answer": "0.005", "confidence": 2}
WRONG = {"answer": "0.1", "confidence": 0}


@pytest.fixture
def lesson(tmp_path):
    """lesson(): the lesson, opened anew beside the same record."""
    return lambda: Lesson("one", "One", 1, (LIMIT,), desk=Desk(Record(tmp_path / "record.jsonl")))


@pytest.fixture
def shown(lesson, made):
    """shown(): the prediction, shown in a cell."""
    return lambda: made(lesson().show("largest-rate"))


def said(shown):
    """All that stands on the card, as one text."""
    return json.dumps(shown.card.parts, ensure_ascii=False)


def test_before_an_answer_nothing_of_the_lab_is_there(shown):
    item = shown()
    assert item.lab is None and item.children == (item.card,)
    everything = json.dumps([item.card.get_state(), item._repr_mimebundle_(), repr(item)], default=str)
    assert "0.0048" not in everything and "409.5" not in everything and "stable" not in everything


def test_a_lab_that_is_there_from_the_beginning_gives_place_to_the_one_that_tells(tmp_path, made):
    asked = replace(LIMIT, before=lambda weight: bp.WeightLab(weight=weight, views=("parabola",), more=False))
    lesson = Lesson("one", "One", 1, (asked,), desk=Desk(Record(tmp_path / "record.jsonl")))
    item = made(lesson.show("largest-rate"))
    first = item.before
    assert item.children == (item.card, first) and first.views == ("parabola",) and item.lab is None
    item.press("commit", WRONG)
    assert item.before is None and item.children == (item.card, item.lab) and item.lab is not first


def test_an_answer_opens_the_lab_and_says_what_was_said_what_is_and_why(shown):
    item = shown()
    item.press("commit", RIGHT)
    assert item.lab is not None and item.children == (item.card, item.lab)
    for words in ("Right.", "You said 0.005 (sure", "It is <strong>0.00488</strong>", "The curvature is 409.5."):
        assert words in said(item)


def test_a_wrong_answer_is_said_to_be_one(shown):
    item = shown()
    item.press("commit", WRONG)
    assert "Not so." in said(item) and item.past[0].right is False and item.past[0].confidence == "guess"


def test_the_numbers_of_the_case_are_asked_about_and_shown(shown):
    assert "does weight 4 come" in said(shown())
    assert LIMIT.of_case(1).asked.startswith("Up to which learning rate does weight 3")
    assert LIMIT.of_case(3).make_lab(()).settings.weight == 3


def test_it_opens_without_an_answer_and_remembers_that(shown):
    item = shown()
    item.press("open", {})
    assert item.lab is not None and "without predicting" in said(item)
    assert [event.kind for event in item.past] == ["opened"]


@pytest.mark.parametrize("values, asked_for", [({"confidence": 1}, "a number"), ({"answer": "0.1"}, "how sure"),
                                               ({"answer": "0.1", "confidence": 9}, "how sure")])
def test_an_answer_that_is_not_whole_is_refused_and_nothing_opens(shown, values, asked_for):
    item = shown()
    item.press("commit", values)
    assert asked_for in item.trouble and item.lab is None and item.past == ()


def test_there_is_one_committed_answer(shown):
    item = shown()
    item.press("commit", WRONG)
    item.press("commit", RIGHT)
    assert [event.answer for event in item.past] == [0.1]


def test_the_guess_stands_in_the_picture_as_a_ghost(shown):
    item = shown()
    item.press("commit", WRONG)
    axes = item.lab.figure.axes
    marks = [text for one in axes for text in one.texts if text.get_text() == "?"]
    assert [text.get_position()[0] for text in marks] == [-1.0]


def test_it_stands_there_the_next_day(shown):
    shown().press("commit", WRONG)
    item = shown()
    assert item.lab is not None and "You said 0.1" in said(item)


def test_two_cells_of_the_same_item_go_together(lesson, made):
    lesson = lesson()
    one, other = made(lesson.show("largest-rate")), made(lesson.show("largest-rate"))
    assert other.children == (other.card,)
    one.press("commit", RIGHT)
    assert other.lab is not None and other.children == (other.card, other.lab) and other.lab is not one.lab


def test_another_notebook_that_was_quicker_counts(shown):
    one, other = shown(), shown()
    assert one.card is not other.card
    one.press("commit", WRONG)
    other.press("commit", RIGHT)
    assert "You said 0.1" in said(other) and len(other.past) == 1


def test_what_a_saved_notebook_holds_is_the_same_whatever_the_learner_did(shown):
    item = shown()
    before = {kind: form for kind, form in item._repr_mimebundle_().items() if kind.startswith("text/")}
    item.press("commit", WRONG)
    after = {kind: form for kind, form in item._repr_mimebundle_().items() if kind.startswith("text/")}
    assert before == after and set(before) == {"text/plain", "text/html"}


def test_a_record_that_cannot_be_written_is_said_and_offered(tmp_path, made):
    (tmp_path / "file").write_text("")
    lesson = Lesson("one", "One", 1, (LIMIT,), desk=Desk(Record(tmp_path / "file" / "record.jsonl")))
    item = made(lesson.show("largest-rate"))
    item.press("commit", RIGHT)
    kinds = [part["kind"] for part in item.card.parts]
    assert "could not be written" in said(item) and "offer" in kinds and item.lab is not None


def test_what_was_left_is_offered_and_not_restored(shown):
    first = shown()
    first.press("commit", RIGHT)
    first.lab.set(learning_rate=0.002)
    first._keep_settings()
    second = shown()
    assert second.lab.settings.learning_rate == 0.001 and "settings I left" in said(second)
    second.press("back to what I left", {})
    assert second.lab.settings.learning_rate == 0.002 and "settings I left" not in said(second)


@pytest.mark.parametrize("told", ["drawn", "seen"])
def test_the_picture_of_the_lab_comes_first_and_what_moves_it_when_that_was_seen(shown, told):
    item = shown()
    assert item.children == (item.card,)
    item.card._hear({"kind": "press", "button": "commit", "values": RIGHT})
    assert item.lab.children == (item.lab.canvas,)
    if told == "drawn":
        item.card._hear({"kind": "drawn"})
    else:
        item.lab.canvas._hear({"kind": "seen", "view": "one", "serial": 0})
    assert item.lab.children == item.lab.widgets.children and len(item.lab.children) > 1


def test_a_second_press_before_the_page_has_drawn_leaves_no_lab_without_its_controls(shown):
    item = shown()
    assert item.children == (item.card,)
    item.press("commit", RIGHT)
    item._lay(item.children)
    item.card._hear({"kind": "drawn"})
    assert item.lab.children == item.lab.widgets.children and len(item.lab.children) > 1


def test_closed_it_leaves_no_widget_behind(shown):
    item = shown()
    item.press("commit", RIGHT)
    item.open()
    card, canvas = item.card, item.lab.canvas
    assert card.comm is not None and canvas.comm is not None
    item.close()
    assert card.comm is None and canvas.comm is None


def test_what_the_card_tells_stays_while_the_learner_moves_the_lab(shown):
    item = shown()
    item.press("commit", RIGHT)
    before = item.parts
    item.lab.set(x=[1, 2], y=[3, 4])
    item.follow()
    assert item.parts == before and "0.00488" in said(item)


def test_a_lab_that_was_not_moved_leaves_nothing(shown):
    first = shown()
    first.press("commit", RIGHT)
    assert first.lab is not None
    first._keep_settings()
    assert [event.kind for event in first.past] == ["answered"]
    assert "settings I left" not in said(shown())


def test_a_lab_that_cannot_be_made_is_told_on_the_card(tmp_path, made):
    broken = Prediction("broken", "Why?", Choice(("a", "b")), lab=lambda: bp.WeightLab(weight="x"),
                        outcome=lambda lab: 0, why="")
    item = made(Lesson("one", "One", 1, (broken,), desk=Desk(Record(tmp_path / "r"))).show("broken"))
    item.press("commit", {"answer": 0, "confidence": 0})
    assert "weight of WeightLab" in item.trouble and item.past == ()


def test_while_the_learner_thinks_the_lab_is_drawn_and_nothing_is_sent(shown, monkeypatch):
    item = shown()
    item.card.open()
    sent = []
    monkeypatch.setattr(type(item.card), "send", lambda self, *told: sent.append(told))
    before = len(widget._instances)
    item._prepare({"width": 860, "ratio": 1, "dark": True})
    assert item._lab._prepared is not None and item._lab.comm is None and len(widget._instances) == before and not sent
    item.press("commit", RIGHT)
    assert item.lab.canvas._look == (860, 1.0, True)


@pytest.mark.parametrize("name", ["largest", ""])
def test_a_lesson_knows_its_items(lesson, name):
    with pytest.raises(bp.ArgumentError) as caught:
        lesson().show(name)
    assert "largest-rate" in str(caught.value)


def test_two_items_of_one_name_are_refused():
    with pytest.raises(bp.ArgumentError) as caught:
        Lesson("one", "One", 1, (LIMIT, LIMIT))
    assert str(caught.value) == "items of Lesson 'one': expected items of different names; got 'largest-rate' twice."
