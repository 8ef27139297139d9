"""A round of a fill-in that was answered: its lab, and what a review shows of it."""
from dataclasses import replace

import pytest

from bpwidgets.teaching import Lesson
from bpwidgets.teaching.cards.parts import text_of
from bpwidgets.teaching.lesson import Desk
from bpwidgets.teaching.records.record import Record

from .chains import ONE_ROW
from .test_fill_in import filled


@pytest.fixture
def lesson(tmp_path):
    """lesson(item): a lesson of this item alone."""
    return lambda item: Lesson("one", "One", 1, (item,), desk=Desk(Record(tmp_path / "r")))


def test_the_lab_of_a_round_stands_below_it_once_it_was_answered(lesson, made):
    item = replace(ONE_ROW, lab_after=True)
    live = made(lesson(item).show(item.name))
    assert live.lab is None
    labs = []
    for _ in range(2):
        live.press("check", filled(item, live.past))
        labs.append(live.lab)
        assert labs[-1] in (live.lab, *live.children) and live.item.opens(live.past)
        live.press("next", {})
        assert live.lab is None
    assert [lab.settings.weight for lab in labs] == [4.0, 3.5]


def test_what_a_learner_does_to_the_lab_of_a_round_changes_no_round(lesson, made):
    item = replace(ONE_ROW, lab_after=True)
    live = made(lesson(item).show(item.name))
    live.press("check", filled(item))
    before = text_of(live.parts)
    live.lab.set(weight=-1)
    assert text_of(live.parts) == before and not [event for event in live.past if event.kind == "left"]


def test_a_review_shows_the_last_round_that_was_answered(lesson, made):
    now = lesson(ONE_ROW)
    live = made(now.show("share"))
    live.press("check", filled(ONE_ROW))
    live.press("next", {})
    told = text_of(now.review().parts)
    assert "Round 1: the last of 3 factors was blank" in told and "Round 2" not in told
