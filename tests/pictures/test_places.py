"""Where pictures stand: all of the sheet is used, nothing overlaps, a square stays one, narrow sheets have a column."""
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpwidgets.pictures.places import ALONE, NARROW, ROOMY, one_column, places, rows_with
from tests.pictures.cases import CASES

MARGINS = (10.0, 30.0, 20.0, 5.0)
ROWS = [(300, {"map": 1, ("slice", "meter"): 1}), (100, {"rate": 2, "key": 1})]
ORDER = ["map", "slice", "meter", "rate", "key"]


def overlap(a, b):
    return (min(a.left + a.width, b.left + b.width) - max(a.left, b.left) > 1e-6
            and min(a.bottom + a.height, b.bottom + b.height) - max(a.bottom, b.bottom) > 1e-6)


@given(st.floats(300, 1600), st.booleans())
def test_all_of_the_sheet_is_given_once(width, square):
    found, height = places(ROWS, width, {"map": MARGINS} if square else {})
    assert list(found) == ORDER
    assert not any(overlap(a, b) for a, b in itertools.combinations(found.values(), 2))
    if not square or width >= NARROW:
        assert sum(place.width * place.height for place in found.values()) == pytest.approx(width * height)
    assert all(place.left >= -1e-6 and place.left + place.width <= width + 1e-6 and place.bottom >= -1e-6
               and place.bottom + place.height <= height + 1e-6 for place in found.values())


def test_a_square_picture_has_axes_as_wide_as_high_and_the_others_share_the_rest():
    found, height = places(ROWS, 900, {"map": MARGINS})
    left, right, bottom, top = MARGINS
    assert found["map"].width - left - right == found["map"].height - bottom - top == 275
    assert found["slice"].width == found["meter"].width == 900 - found["map"].width and found["slice"].height == 150
    assert height == 400 and found["rate"].width == 2 * found["key"].width == 600


def test_a_narrow_sheet_has_one_column_and_each_row_keeps_its_height():
    found, height = places(ROWS, NARROW - 1, {})
    assert height == 300 + 300 + 100 + 100 and {place.width for place in found.values()} == {NARROW - 1}
    bottoms = [place.bottom for place in found.values()]
    assert bottoms == sorted(bottoms, reverse=True)


@pytest.mark.parametrize("columns, width, side", [({"map": 1}, 860, ALONE), ({"map": 1, "rate": 1}, NARROW - 1, ALONE),
                                                  ({"map": 1}, 300, 260)])
def test_a_square_picture_that_is_alone_in_its_row_is_large_and_stands_in_the_middle(columns, width, side):
    found, height = places([(200, columns), (100, {"key": 1})], width, {"map": MARGINS})
    (left, right, bottom, top), place = MARGINS, found["map"]
    assert (place.width - left - right, place.height - bottom - top) == (side, side)
    assert place.left == (width - place.width) / 2 and height == sum(place.height for place in found.values())


@pytest.mark.parametrize("width, side", [(380, 175), (ROOMY, 175), (ROOMY + 60, 205), (1200, ALONE)])
def test_in_compact_rows_a_square_stays_one_and_grows_with_the_width(width, side):
    found, height = places([(200, {"map": 1}), (100, {"slice": 1, "meter": 1})], width, {"map": MARGINS}, compact=True)
    (left, right, bottom, top), place = MARGINS, found["map"]
    assert (place.width - left - right, place.height - bottom - top) == (side, side)
    assert place.left == (width - place.width) / 2 and height == place.height + 100
    beside, _ = places([(200, {"map": 1, "slice": 1})], width, {"map": MARGINS}, compact=True)
    assert beside["map"].width == 175 + left + right and beside["slice"].width == width - beside["map"].width


def test_views_that_are_off_leave_no_room():
    assert rows_with(ROWS, ("meter", "key")) == [(300, {"meter": 1}), (100, {"key": 1})]
    assert rows_with(ROWS, ("map",)) == [(300, {"map": 1})] and rows_with(ROWS, ()) == []
    assert len(one_column(ROWS)) == 4


@pytest.mark.parametrize("case", CASES)
def test_what_a_lab_shows_at_first_leaves_room_for_hands_on_one_screen(case):
    plan = CASES[case].plan
    _, height = places(rows_with(plan.rows, plan.open_views), 840, {})
    assert height <= 350
