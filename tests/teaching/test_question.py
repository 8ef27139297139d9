"""A question: wrong answers meet the idea behind them, and a lab that refutes it."""
import json

import pytest

import bpwidgets as bp
from bpwidgets.teaching import MISCONCEPTIONS, Lesson, Misconception, Option, Question
from bpwidgets.teaching.lesson import Desk
from bpwidgets.teaching.records.events import Event
from bpwidgets.teaching.records.record import Record

LAYER = Question("hidden-layer", "Does every network need a hidden layer?", (
    Option("Yes: without one it cannot learn.", "The table of lesson 1 is learned without one.",
           "hidden-layer-is-obligatory"),
    Option("No.", "One weight learns a table."),
    Option("Only *deep* ones do.", "They have several.")), right=lambda: 1)
RATE = Question("rate", "Which rate is stable?", (
    Option("0.005", "It is above the limit.", "larger-rate-is-faster"),
    Option("0.004", "It is below the limit."),
    Option("None is.", "Small ones are.", "smaller-is-right")),
    right=lambda lab: int(lab.result.rate_limit < 0.005), lab=lambda: bp.WeightLab(weight=4))
YES, NO, DEEP = ({"answer": k} for k in range(3))


@pytest.fixture
def shown(tmp_path, made):
    """shown(item): the item in a cell, opened anew beside the same record."""
    return lambda item=LAYER: made(Lesson("one", "One", 1, (item,), desk=Desk(Record(tmp_path / "record.jsonl"))
                                          ).show(item.name))


def said(shown):
    return json.dumps(shown.card.parts, ensure_ascii=False)


def buttons(shown):
    return [name for part in shown.card.parts if part["kind"] == "buttons" for name, _ in part["buttons"]]


def test_before_an_answer_there_are_question_and_options_alone(shown):
    item = shown()
    everything = json.dumps([item.card.get_state(), item._repr_mimebundle_(), repr(item)], default=str)
    assert buttons(item) == ["answer", "open"] and item.lab is None and "cannot learn" in everything
    for hidden in ("The table of lesson 1", "One weight learns", "obligatory", MISCONCEPTIONS[
            "hidden-layer-is-obligatory"].sentence):
        assert hidden not in everything


def test_a_right_answer_is_said_to_be_one_and_ends_it(shown):
    item = shown()
    item.press("answer", NO)
    assert "Right." in said(item) and "One weight learns a table." in said(item) and buttons(item) == []
    item.press("answer", YES)
    assert [(event.answer, event.right, event.outcome) for event in item.past] == [(1, True, 1)]


def test_a_wrong_answer_names_the_idea_behind_it(shown):
    item = shown()
    item.press("answer", YES)
    assert "Not so." in said(item) and "The table of lesson 1 is learned without one." in said(item)
    assert "A common idea: “A neural network needs at least one hidden layer.”" in said(item)
    assert buttons(item) == ["answer", "show", "open"] and item.lab is None
    assert item.past[0].misconception == "hidden-layer-is-obligatory" and item.past[0].right is False


def test_show_me_opens_the_lab_that_refutes_it_and_says_what_is_so(shown):
    item = shown()
    item.press("answer", YES)
    item.press("show", {})
    row = MISCONCEPTIONS["hidden-layer-is-obligatory"]
    assert item.children == (item.card, item.lab) and row.shows(item.lab) and row.truth in said(item)
    assert buttons(item) == ["answer", "open"]
    item.press("show", {})
    assert [event.kind for event in item.past] == ["answered", "seen"]


def test_one_may_answer_again_and_every_answer_is_kept(shown):
    item = shown()
    for answer in (YES, YES, DEEP, NO):
        item.press("answer", answer)
    assert [event.answer for event in item.past] == [0, 2, 1]
    assert "At first you said: “Yes: without one" in said(item)


def test_a_wrong_answer_without_an_idea_offers_none(shown):
    item = shown()
    item.press("answer", DEEP)
    assert buttons(item) == ["answer", "open"] and "<em>deep</em>" in said(item)
    item.press("show", {})
    assert "button of Question" in item.trouble


def test_who_does_not_know_yet_is_told_and_that_is_kept(shown):
    item = shown()
    item.press("open", {})
    assert "did not know yet" in said(item) and "One weight learns a table." in said(item) and buttons(item) == []
    item.press("answer", YES)
    item.press("open", {})
    assert [event.kind for event in item.past] == ["opened"]


def test_no_choice_is_asked_for_one(shown):
    item = shown()
    for values in ({}, {"answer": 3}, {"answer": None}, {"answer": "0"}):
        item.press("answer", values)
        assert "one of the options" in item.trouble and item.past == ()


def test_its_own_lab_computes_what_is_right_and_opens_in_the_end(shown):
    item = shown(RATE)
    item.press("answer", YES)
    assert item.lab is None
    item.press("answer", NO)
    assert isinstance(item.lab, bp.WeightLab) and item.children == (item.card, item.lab)


def test_the_lab_that_was_opened_last_stands_below(shown):
    item = shown(RATE)
    item.press("answer", YES)
    item.press("show", {})
    first = item.lab
    item.press("answer", DEEP)
    assert item.lab is first
    item.press("show", {})
    second = item.lab
    assert isinstance(first, bp.CurvatureLab) and isinstance(second, bp.WeightLab) and item.children[1] is second
    item.press("answer", NO)
    own = item.lab
    assert own is not second and own.settings.weight == 4 and item.children == (item.card, own)


def test_it_stands_there_the_next_day_with_the_lab_that_was_open(shown):
    item = shown()
    item.press("answer", YES)
    item.press("show", {})
    again = shown()
    assert isinstance(again.lab, bp.WeightLab) and again.children == (again.card, again.lab)
    assert "Not so." in said(again)


def test_what_another_cell_opened_stands_below_this_one_too(shown):
    one, other = shown(RATE), shown(RATE)
    assert other.children == (other.card,)
    one.press("answer", NO)
    other.press("answer", YES)
    assert "Right." in said(other) and other.children == (other.card, other.lab) and len(other.past) == 1


def test_the_lab_of_a_misconception_leaves_no_settings(shown):
    item = shown(RATE)
    item.press("answer", YES)
    item.press("show", {})
    item.lab.set(learning_rate=0.1)
    item._keep_settings()
    assert [event.kind for event in item.past] == ["answered", "seen"] and "settings I left" not in said(shown(RATE))


def test_a_lab_that_cannot_be_made_is_told_and_nothing_is_kept(shown):
    broken = Misconception("broken", "It is so.", "It is not.", "often heard", lambda: bp.WeightLab(weight="x"),
                           lambda lab: True)
    item = shown(Question("q", "Is it?", (Option("Yes.", "No.", broken), Option("No.", "Right so.")), lambda: 1))
    item.press("answer", YES)
    item.press("show", {})
    assert "weight of WeightLab" in item.trouble and item.lab is None and len(item.past) == 1


def test_a_right_option_that_is_none_is_told(shown):
    item = shown(Question("q", "Is it?", LAYER.options, right=lambda: 3))
    item.press("answer", YES)
    assert "from 0 to 2" in item.trouble and item.past == ()


def test_answers_of_a_former_version_with_more_options_are_passed_over():
    past = (Event("answered", 7, right=False), Event("answered", "x"), Event("answered", [1]))
    assert LAYER.card(past, None) == LAYER.locked() and not LAYER.opens(past)


def test_what_a_saved_notebook_holds_is_the_same_whatever_the_learner_did(shown):
    item = shown()
    before = {kind: form for kind, form in item._repr_mimebundle_().items() if kind.startswith("text/")}
    item.press("answer", YES)
    item.press("show", {})
    assert before == {kind: form for kind, form in item._repr_mimebundle_().items() if kind.startswith("text/")}


@pytest.mark.parametrize("wrong, told", [
    (lambda: Option("", "x"), "words and feedback"), (lambda: Option("x", "y", "no-such-idea"), "misconception"),
    (lambda: Question("", "x", LAYER.options, lambda: 0), "name and question"),
    (lambda: Question("x", "y", LAYER.options[:1], lambda: 0), "at least two")])
def test_what_an_author_left_out_is_named(wrong, told):
    with pytest.raises(bp.ArgumentError, match=told):
        wrong()
