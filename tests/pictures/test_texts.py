"""Texts are made as they are needed; one that says the same as before is no change."""
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from bpwidgets.pictures.boxes import Box
from bpwidgets.pictures.cards import shared_corners
from bpwidgets.pictures.in_px import sized_in_px
from bpwidgets.pictures.texts import Texts, Written

HELLO, BYE = Written(10, 20, "hello", "#123456", "left", True), Written(30, 40, "bye", "#654321")


@pytest.fixture
def axes():
    figure = Figure(figsize=(3, 2), dpi=144)
    FigureCanvasAgg(figure)
    return figure.add_axes((0, 0, 1, 1))


def said(texts):
    return [(text.get_text(), *text.get_position(), text.get_color(), text.get_ha(), text.get_weight())
            for text in texts if text.get_text()]


def test_each_stands_where_it_is_written_and_those_left_over_say_nothing(axes):
    texts = Texts(axes)
    texts.write([HELLO, BYE])
    assert said(texts) == [("hello", 10, 20, "#123456", "left", "bold"), ("bye", 30, 40, "#654321", "center", "normal")]
    texts.write([BYE])
    assert said(texts) == [("bye", 30, 40, "#654321", "center", "normal")] and len(list(texts)) == 2
    texts.write([BYE, HELLO])
    assert [words for words, *_ in said(texts)] == ["bye", "hello"] and len(list(texts)) == 2


def test_only_what_is_written_anew_is_a_change(axes):
    texts = Texts(axes)
    texts.write([HELLO, BYE])
    first, second = texts
    first.stale = second.stale = False
    texts.write([HELLO, BYE._replace(text="later")])
    assert not first.stale and second.stale


def test_a_unit_is_a_px_at_any_resolution(axes):
    assert sized_in_px(axes) == (216, 144) and axes.get_xlim() == (0, 216) and axes.get_ylim() == (0, 144)


def test_a_cell_is_as_round_as_its_card_where_they_meet():
    card = Box(0, 0, 40, 20)
    assert shared_corners(Box(0, 10, 20, 20), [card], 6.0) == (0, 0, 0, 6)
    assert shared_corners(Box(0, 0, 40, 10), [card], 6.0) == (6, 6, 0, 0)
    assert shared_corners(Box(50, 0, 60, 8), [card], 6.0) == (4, 4, 4, 4)
