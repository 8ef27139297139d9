"""Kinds of answers: how they are read, and when they are right."""
import math

import pytest

import bpwidgets as bp
from bpwidgets.teaching import Choice, Decade, Number, Place, Prediction, Ranking
from bpwidgets.teaching.cards.parts import Spot
from bpwidgets.teaching.items.answers import read_number


@pytest.mark.parametrize("text, number", [
    ("0.005", 0.005), (" 5e-3 ", 0.005), ("0,005", 0.005), ("1/200", 0.005), ("5*10^-3", 0.005), ("5 × 10^-3", 0.005),
    ("10^-3", 0.001), ("10**(-3)", 0.001), ("−2", -2.0), (3, 3.0)])
def test_a_number_is_read_as_people_type_it(text, number):
    assert read_number(text, "rate") == pytest.approx(number, rel=1e-15)


@pytest.mark.parametrize("text", ["", "a lot", "1/0", "inf", "nan", "1,000,000", "10^999", "1e3 apples", "1/2/3"])
def test_what_is_no_number_is_refused(text):
    with pytest.raises(bp.ArgumentError) as caught:
        read_number(text, "rate")
    assert caught.value.parameter == "rate" and "5e-3" in caught.value.advice


def test_bounds_are_said():
    with pytest.raises(bp.ArgumentError) as caught:
        Number("share", low=0, high=1).read({"answer": "2"})
    assert caught.value.expected == "a number from 0 to 1"


@pytest.mark.parametrize("answer, right", [(0.9, True), (1.1, True), (0.89, False), (1.11, False)])
def test_a_number_is_right_within_its_part(answer, right):
    assert Number("x", within=0.1).is_right(answer, 1.0) is right


def test_a_number_near_zero_is_right_within_a_distance():
    assert Number("x", apart=0.01).is_right(0.009, 0.0) and not Number("x").is_right(0.009, 0.0)


def test_a_decade_is_that_of_the_outcome():
    kind = Decade("share", -20, 2)
    assert kind.read({"answer": 8}) == -12 and kind.words(-12) == "10⁻¹²"
    assert kind.is_right(-12, 6.5e-13) and not kind.is_right(-13, 6.5e-13)
    assert Decade("x", -20, 2, apart=1).is_right(-13, 6.5e-13)
    assert [kind.nearest(x) for x in (0.0, math.inf, 1e-40, 1e9)] == [-20, 2, -20, 2]


def test_an_order_is_right_as_a_whole():
    kind = Ranking("from fast to slow", ("a", "b", "c"))
    assert kind.is_right([2, 0, 1], [2, 0, 1]) and not kind.is_right([0, 2, 1], [2, 0, 1])
    assert kind.read({}) == [0, 1, 2]
    assert kind.words([2, 0, 1]) == "c, a, b"


@pytest.mark.parametrize("kind, values", [
    (Choice(("a", "b")), {}), (Choice(("a", "b")), {"answer": 2}), (Decade("x", 0, 3), {}),
    (Ranking("x", ("a", "b")), {"answer": [0, 0]})])
def test_no_answer_is_refused(kind, values):
    with pytest.raises(bp.ArgumentError):
        kind.read(values)


PLACE = Place("where it ends", lambda: bp.SurfaceLab(steps=1, resolution=15, views=("map",)), "map")


def test_a_place_is_read_in_the_coordinates_of_the_picture():
    part = PLACE.form()
    (_, left, right), (_, bottom, top) = part.x, part.y
    assert PLACE.read({"answer": [0, 1]}) == [left, top]
    assert PLACE.read({"answer": [0.5, 0.25]}) == pytest.approx([(left + right) / 2, bottom + (top - bottom) / 4])
    assert PLACE.words([1.0, 2.0]) == "w1 1, w2 2"


def test_a_place_is_told_as_near_as_a_hand_points_and_in_the_author_s_words():
    kind = Place("the bottom", curve, "parabola", axes=("weight", "height"), case={"weight": 4})
    assert kind.words([3.35e-4, 1234.5678]) == "weight 0, height 1235"
    assert kind.form().y[0] == "height"


def test_a_place_is_right_near_the_outcome():
    width = PLACE.form().x[2] - PLACE.form().x[1]
    assert PLACE.is_right([0.0, 0.0], [0.07 * width, 0.0]) and not PLACE.is_right([0.0, 0.0], [0.09 * width, 0.0])


@pytest.mark.parametrize("answer", [None, [0.5], [2, 0], "here"])
def test_no_place_is_refused(answer):
    with pytest.raises(bp.ArgumentError, match="arrow keys"):
        PLACE.read({"answer": answer})


def curve(weight):
    """The parabola of one weight, with this one marked."""
    return bp.WeightLab(weight=weight, controls=("weight",), views=("parabola",), more=False)


def test_a_place_that_comes_back_has_the_picture_of_its_case():
    kind = Place("the bottom", curve, "parabola")
    item = Prediction("bottom", "From weight {weight}, where is the bottom?", kind, lab=curve, why="It is flat there.",
                      outcome=lambda lab: [2.0, 0.0], cases=({"weight": 4}, {"weight": 0}))
    asked = [item.of_case(k) for k in range(3)]
    assert [one.answer.case for one in asked] == [{"weight": 4}, {"weight": 0}, {"weight": 4}]
    spots = [next(part for part in one.locked() if isinstance(part, Spot)) for one in asked]
    assert spots[0].light != spots[1].light and spots[0] == spots[2]
    event = asked[1].press("commit", {"answer": [0.0, 0.0], "confidence": 0}, (), lambda: curve(0))
    assert event.answer == [spots[1].x[1], spots[1].y[1]] and event.case == 1
