"""A sentence in one's own words: kept as it was written, then seen beside another one."""
import json

import pytest

import bpwidgets as bp
from bpwidgets.teaching import Lesson, SayIt
from bpwidgets.teaching.cards.parts import Quote
from bpwidgets.teaching.lesson import Desk
from bpwidgets.teaching.records.record import Record

WHY = SayIt("why", "Why does δ *vanish*?", lambda: f"Each layer takes its part, {0.25:g} at most.")
OWN = "each layer takes <b>some</b> of it\n**and** the rest goes on"


@pytest.fixture
def shown(tmp_path, made):
    return lambda: made(Lesson("one", "One", 1, (WHY,), desk=Desk(Record(tmp_path / "record.jsonl"))).show("why"))


def said(shown):
    return json.dumps(shown.card.parts, ensure_ascii=False)


def test_before_something_is_said_the_reference_is_nowhere(shown):
    item = shown()
    assert "0.25" not in json.dumps([item.card.get_state(), item._repr_mimebundle_(), repr(item)], default=str)


def test_what_is_said_is_kept_and_stands_beside_the_reference(shown):
    item = shown()
    item.press("keep", {"text-0": f"  {OWN}\n"})
    assert item.past[0].answer == OWN and item.past[0].right is None
    assert "0.25 at most" in said(item) and item.lab is None
    assert "0.25 at most" in said(shown())


def test_it_is_shown_letter_by_letter(shown):
    item = shown()
    item.press("keep", {"text-0": OWN})
    quoted = [part for part in item.card.parts if part["kind"] == "quote"]
    assert quoted == [{"kind": "quote", "label": "You said", "words": OWN}]
    assert "<b>" not in json.dumps([part for part in item.card.parts if part["kind"] != "quote"])


def test_on_a_page_it_is_escaped():
    assert Quote("You", "<b>x</b>").page() == "<p>You</p><blockquote>&lt;b&gt;x&lt;/b&gt;</blockquote>"
    assert Quote("You", "<b>x</b>").text() == "You: <b>x</b>"


def test_it_may_be_said_anew_and_all_is_kept(shown):
    item = shown()
    for k, text in enumerate(("one two three", "four five six", "seven eight nine")):
        item.press("keep", {"text-0": "one two three", f"text-{k}": text})
    assert [event.answer for event in item.past] == ["one two three", "four five six", "seven eight nine"]
    assert "one two three" in said(item) and "seven eight nine" in said(item) and "four five six" not in said(item)
    assert '"text-3"' in said(item) and "Say it anew" in said(item)


@pytest.mark.parametrize("text", ["", "   ", "no idea", "... !? —", "a_b"])
def test_less_than_a_sentence_is_not_kept(shown, text):
    item = shown()
    item.press("keep", {"text-0": text})
    assert "at least 3 words" in item.trouble and item.past == () and "0.25" not in said(item)


@pytest.mark.parametrize("text", ["δ wird kleiner", "误差变小", "誤差が消える", "ошибка становится меньше"])
def test_it_may_be_said_in_any_language(shown, text):
    item = shown()
    item.press("keep", {"text-0": text})
    assert item.past[0].answer == text


def test_a_book_is_not_kept(shown):
    item = shown()
    item.press("keep", {"text-0": "a b c " * 400})
    assert "at most 2000 letters" in item.trouble and item.past == ()


def test_what_an_author_left_out_is_named():
    with pytest.raises(bp.ArgumentError, match="name, question and reference"):
        SayIt("a", "b", "")
